"""Passwords: the rule they must meet, and their argon2id hashes."""

import secrets

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn

MIN_LENGTH = 10
MAX_LENGTH = 200
# Of zxcvbn: 2 stands for a million guesses, far more than the limits on sign-ins allow.
_LEAST_SCORE = 2
# The estimator's time grows with the square of the length.
_READ_BY_ESTIMATOR = 40
RULE = (
    f"Не короче {MIN_LENGTH} знаков, без логина внутри и не из тех, что подбирают первыми. "
    "Проще всего — несколько не связанных слов."
)

_passwords = PasswordHash((Argon2Hasher(),))
# Verified when the login is unknown, so that the response takes as long as for a wrong password.
_NOBODY = _passwords.hash(secrets.token_hex(8))


def weakness(password: str, login: str) -> str | None:
    """Why the password is too weak, in Russian; None when it is good enough."""
    if len(password) < MIN_LENGTH:
        return f"пароль короче {MIN_LENGTH} знаков"
    if len(password) > MAX_LENGTH:
        return f"пароль длиннее {MAX_LENGTH} знаков"
    if len(login) > 2 and login.casefold() in password.casefold():
        return "в пароле есть логин"
    if zxcvbn(password[:_READ_BY_ESTIMATOR], user_inputs=[login])["score"] < _LEAST_SCORE:
        return "такой пароль подбирают одним из первых: составьте его из нескольких не связанных слов"
    return None


def hash_password(password: str) -> str:
    """The argon2id hash."""
    return _passwords.hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether the password matches the hash; takes the same time without a hash."""
    return _passwords.verify(password[:MAX_LENGTH], password_hash or _NOBODY) and password_hash is not None


def new_password() -> str:
    """A new temporary password."""
    return "-".join(secrets.token_hex(2) for _ in range(4))
