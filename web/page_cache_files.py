"""Finished screens in a folder of the installation's own, for all its workers: packed, bounded, forgotten when old."""

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

# So often, in screens that a worker has kept, it looks how much there is.
_COUNTS_EVERY = 100
_kept_so_far = count()


@dataclass(frozen=True)
class CacheKey:
    """Where a screen is kept: `edition` is all that may change under it, `name` whose screen of which address it is."""

    edition: str
    name: str


@dataclass(frozen=True)
class CachedPage:
    """A finished answer, packed with Brotli, and the persons whom it names."""

    about: frozenset[int]
    packed: bytes


def cache_key(viewer: Viewer, shown: object, edition: object) -> CacheKey:
    """The spot of what is `shown` to whoever holds exactly these grants, in an edition of code and data."""
    held = sorted((one.role.value, one.object_id or 0, one.personal_data) for one in viewer.grants)
    # A setting may change what a screen says, and the key what its addresses say; neither stands in the name.
    said = [(one.name, one.value()) for one in settings.SETTINGS]
    return CacheKey(_digest(edition, said, secret_key())[:16], _digest(held, shown, secret_key()))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def load(spot: CacheKey) -> CachedPage | None:
    """What is kept there; None where nothing is, or it can't be read."""
    try:
        content = _file(spot).read_bytes()
        head, _, packed = content.partition(b"\n")
        return CachedPage(frozenset(json.loads(head)), packed)
    except (OSError, ValueError):
        return None


def store(spot: CacheKey, kept: CachedPage) -> None:
    """Keep it whole or not at all; a folder that can't be written stops nobody."""
    try:
        _write(_file(spot), json.dumps(sorted(kept.about)).encode() + b"\n" + kept.packed)
        if next(_kept_so_far) % _COUNTS_EVERY == 0:
            _make_room(spot.edition)
    except OSError:
        pass


def is_enabled() -> bool:
    """Whether the installation keeps screens at all."""
    return settings.CACHE_MB.value() > 0


def _file(spot: CacheKey) -> Path:
    return folder() / f"{spot.edition}-{spot.name}"


def folder() -> Path:
    """Where they lie; it need not be there."""
    return Path(settings.CACHE_DIR.value()).absolute()


def make_folder() -> Path:
    """The folder, for nobody else on the machine to read."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder()


def _write(path: Path, content: bytes) -> None:
    make_folder()
    part = path.with_name(f"{path.name}.{os.getpid()}-{id(content)}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
        to.write(content)
    part.replace(path)


def _make_room(edition: str) -> None:
    """What is of another edition goes, then the oldest, until no more is left than the settings allow."""
    room = settings.CACHE_MB.value() << 20
    for _, size, file in sorted(_files(), reverse=True):
        room -= size
        if room < 0 or not file.name.startswith(edition):
            file.unlink(missing_ok=True)


def _files() -> Iterator[tuple[float, int, Path]]:
    for file in folder().glob("[!.]*"):
        try:
            about = file.stat()
        except FileNotFoundError:  # another worker makes room too
            continue
        yield about.st_mtime, about.st_size, file
