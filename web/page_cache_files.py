"""Files of the page cache: compressed screens in one folder for all workers, bounded by CACHE_MB."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import settings
from access.scope import Viewer
from model.keys import secret_key

# A worker checks the size of the folder once in so many stored pages.
_CHECK_EVERY = 100
_stored_pages = count()


@dataclass(frozen=True)
class CacheKey:
    """The key of a page: `edition` stands for data, code and settings, `name` for the grants and the address."""

    edition: str
    name: str


@dataclass(frozen=True)
class CachedPage:
    """A response compressed with Brotli, and the ids of the persons whom it names."""

    about: frozenset[int]
    packed: bytes


def cache_key(viewer: Viewer, page_address: object, edition: object) -> CacheKey:
    """The key of the address for viewers with exactly these grants, in an edition of code and data."""
    held = sorted((grant.role.value, grant.object_id or 0, grant.personal_data) for grant in viewer.grants)
    # Settings change the content of a screen, and the secret key changes its addresses.
    setting_values = [(setting.name, setting.value()) for setting in settings.SETTINGS]
    return CacheKey(_digest(edition, setting_values, secret_key())[:16], _digest(held, page_address, secret_key()))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def load(key: CacheKey) -> CachedPage | None:
    """The stored page; None when there is none or it can't be read."""
    try:
        content = _file(key).read_bytes()
        head, _, packed = content.partition(b"\n")
        return CachedPage(frozenset(json.loads(head)), packed)
    except (OSError, ValueError):
        return None


def store(key: CacheKey, page: CachedPage) -> None:
    """Store the page whole or not at all; errors of the folder are ignored."""
    try:
        _write(_file(key), json.dumps(sorted(page.about)).encode() + b"\n" + page.packed)
        if next(_stored_pages) % _CHECK_EVERY == 0:
            _make_room(key.edition)
    except OSError:
        pass


def is_enabled() -> bool:
    """Whether the page cache is switched on."""
    return settings.CACHE_MB.value() > 0


def _file(key: CacheKey) -> Path:
    return folder() / f"{key.edition}-{key.name}"


def folder() -> Path:
    """The folder of the cache; it may not exist."""
    return Path(settings.CACHE_DIR.value()).absolute()


def make_folder() -> Path:
    """Create the folder, unreadable to other users of the machine."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder()


def _write(path: Path, content: bytes) -> None:
    make_folder()
    part = path.with_name(f"{path.name}.{os.getpid()}-{id(content)}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
        to.write(content)
    part.replace(path)


def _make_room(edition: str) -> None:
    """Delete pages of other editions, and the oldest ones beyond CACHE_MB."""
    room = settings.CACHE_MB.value() << 20
    for _, size, file in sorted(_files(), reverse=True):
        room -= size
        if room < 0 or not file.name.startswith(edition):
            file.unlink(missing_ok=True)


def _files() -> Iterator[tuple[float, int, Path]]:
    for file in folder().glob("[!.]*"):
        try:
            status = file.stat()
        except FileNotFoundError:  # another worker has deleted it
            continue
        yield status.st_mtime, status.st_size, file
