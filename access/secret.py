"""The key of the installation, and texts that only this installation can read back."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from contextlib import suppress
from functools import lru_cache
from hashlib import sha512
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from sqlalchemy.engine import make_url

import settings

HERE = Path(__file__).parent.parent


def secret_key() -> str:
    """The key of the settings, else one made once and kept beside the database for all workers."""
    given = settings.SECRET_KEY.value()
    return given or _kept_key(settings.DATABASE_URL.value())


@lru_cache
def _kept_key(database: str) -> str:
    url = make_url(database)
    folder = Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else HERE / "var"
    file = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _make_key(file)
    return file.read_text(encoding="ascii")


def _make_key(file: Path) -> None:
    """A new key appears under its name only when it is whole: another worker may be looking for it."""
    with NamedTemporaryFile("w", encoding="ascii", dir=file.parent) as new:  # nobody else may read it
        new.write(secrets.token_urlsafe(48))
        new.flush()
        with suppress(FileExistsError):  # another worker was quicker: its key is the one
            os.link(new.name, file)


def sealed(text: str) -> str:
    """The text as an opaque word for an address; the same text gives the same word."""
    return urlsafe_b64encode(_cipher().encrypt(text.encode(errors="replace"), None)).decode().rstrip("=")


def unsealed(word: str) -> str:
    """The text of an opaque word; nothing for what this installation has not sealed."""
    try:
        return _cipher().decrypt(urlsafe_b64decode(word + "=" * (-len(word) % 4)), None).decode()
    except (InvalidTag, Error, ValueError):
        return ""


def _cipher() -> AESSIV:
    return AESSIV(sha512(b"addresses " + secret_key().encode()).digest())
