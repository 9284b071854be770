"""Encryption of texts in addresses with the key of the installation."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha512

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from model.keys import secret_key


def encrypt_param(text: str) -> str:
    """The encrypted text for an address; the same text always gives the same result."""
    return urlsafe_b64encode(_cipher().encrypt(text.encode(errors="replace"), None)).decode().rstrip("=")


def decrypt_param(word: str) -> str:
    """The decrypted text; an empty one when this installation did not encrypt the word."""
    try:
        return _cipher().decrypt(urlsafe_b64decode(word + "=" * (-len(word) % 4)), None).decode()
    except (InvalidTag, Error, ValueError):
        return ""


def _cipher() -> AESSIV:
    return AESSIV(sha512(b"addresses " + secret_key().encode()).digest())
