"""Texts that only this installation can read back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha512

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from model.keys import secret_key


def encrypt_param(text: str) -> str:
    """The text as an opaque word for an address; the same text gives the same word."""
    return urlsafe_b64encode(_cipher().encrypt(text.encode(errors="replace"), None)).decode().rstrip("=")


def decrypt_param(word: str) -> str:
    """The text of an opaque word; nothing for what this installation has not sealed."""
    try:
        return _cipher().decrypt(urlsafe_b64decode(word + "=" * (-len(word) % 4)), None).decode()
    except (InvalidTag, Error, ValueError):
        return ""


def _cipher() -> AESSIV:
    return AESSIV(sha512(b"addresses " + secret_key().encode()).digest())
