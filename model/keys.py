"""The keys of the installation: from the settings, or generated once and stored beside the database."""

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy.engine import make_url

import settings

HERE = Path(__file__).parent.parent
SHORTEST_KEY = 32


def secret_key() -> str:
    """The key of sessions: SECRET_KEY, or one generated beside the database for all workers."""
    return _long_enough(settings.SECRET_KEY) or _stored_key(settings.DATABASE_URL.value(), "secret_key")


def journal_key() -> str:
    """The key of the journal's seals: JOURNAL_KEY, or one generated beside the secret key."""
    return _long_enough(settings.JOURNAL_KEY) or _stored_key(settings.DATABASE_URL.value(), "journal_key")


def _long_enough(setting: settings.Setting[str]) -> str:
    key = setting.value()
    if key and len(key) < SHORTEST_KEY:
        raise ValueError(
            f"{setting.name} короче {SHORTEST_KEY} знаков: такой ключ можно подобрать. "
            "Новый ключ печатает команда: openssl rand -hex 32"
        )
    return key


@lru_cache
def _stored_key(database: str, name: str) -> str:
    url = make_url(database)
    folder = Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else HERE / "var"
    file = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _make_key(file)
    return file.read_text(encoding="ascii")


def _make_key(file: Path) -> None:
    """Write a new key whole before it gets its name: another worker may read it at the same time."""
    with NamedTemporaryFile("w", encoding="ascii", dir=file.parent) as new:  # nobody else may read it
        new.write(secrets.token_urlsafe(48))
        new.flush()
        with suppress(FileExistsError):  # another worker was first: its key stays
            os.link(new.name, file)
