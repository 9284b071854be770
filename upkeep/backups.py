"""Copies of the database: made while people work, verified by restoring, encrypted, the oldest of many deleted."""

import gzip
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

import settings
from model.database import engine, owner_engine
from upkeep.figures import COPY_NAME, copies_in, free_bytes
from upkeep.inventory import CopyError, Inventory, as_copy_errors, inventory, require_same
from upkeep.postgres_copies import dump, try_dump
from upkeep.programs import encrypt, ending_of_key

SQLITE, POSTGRESQL = ".db.gz", ".dump"


def is_sqlite() -> bool:
    """Whether the database of the settings is SQLite."""
    return make_url(settings.DATABASE_URL.value()).get_backend_name() == "sqlite"


def sqlite_file() -> Path:
    """The file of an SQLite database."""
    return Path(make_url(settings.DATABASE_URL.value()).database or "").absolute()


def back_up(target: Path) -> tuple[Path, Inventory]:
    """Write a verified copy; into a folder under a name of the moment, and then the oldest copies there go.

    CopyError where it can't be made or verified: then nothing is left of it, and earlier copies stay.
    """
    ending = (SQLITE if is_sqlite() else POSTGRESQL) + ending_of_key()
    is_folder = target.is_dir() or not target.suffix
    file = target / f"{COPY_NAME}{moment_of_name()}{ending}" if is_folder else target
    if not is_folder and not file.name.endswith(ending):
        raise CopyError(f"имя копии должно кончаться на {ending}")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _require_room(file.parent)
    with working_folder(file.parent) as folder, as_copy_errors():
        plain = folder / "plain"
        held = _copy_of_sqlite(plain) if is_sqlite() else _copy_of_postgresql(plain)
        sealed = plain
        if ending_of_key():
            sealed = folder / "sealed"
            encrypt(plain, sealed)
        sealed.chmod(0o600)
        manifest = folder / "manifest"
        manifest.write_text(json.dumps(_manifest(held, sealed), ensure_ascii=False, indent=1), encoding="utf-8")
        manifest.replace(manifest_of(file))
        sealed.replace(file)
    if is_folder:
        _forget_oldest(target)
    return file, held


def manifest_of(file: Path) -> Path:
    """The file beside a copy that says what it holds: numbers, and nothing about persons."""
    return file.with_name(f"{file.name}.json")


def _manifest(held: Inventory, sealed: Path) -> dict[str, object]:
    return {**asdict(held), "made_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "sha256": digest_of(sealed)}


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, by which a changed copy is known."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def moment_of_name() -> str:
    """The moment as names of files have it, so that they are in order: 20261128T170432Z."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def _require_room(folder: Path) -> None:
    """The copy and, while it is verified, a second one have to fit beside what must stay free."""
    if is_sqlite():
        size = sqlite_file().stat().st_size
    else:
        with owner_engine().connect() as connection:
            size = connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
    needed = 2 * size + (settings.MIN_FREE_MB.value() << 20)
    if free_bytes(folder) < needed:
        raise CopyError(f"на диске папки {folder} нужно {needed >> 20} МБ: освободите место, прежние копии целы")


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """A folder that nobody else reads, on the disk of the target, deleted with all that is in it."""
    folder = Path(mkdtemp(prefix=".unfinished-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_of_sqlite(target: Path) -> Inventory:
    """Copy one moment by SQLite's own online backup, verify the copy, pack it."""
    unpacked = target.with_name("copy.db")
    with engine().connect() as connection:
        # The connection's transaction holds one moment: what is counted is what is copied.
        held = inventory(connection)
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        with closing(sqlite3.connect(unpacked)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    require_same(held, inventory_of_file(unpacked))
    with unpacked.open("rb") as plain, gzip.open(target, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(plain, packed, 1 << 20)
    unpacked.unlink()
    return held


def inventory_of_file(file: Path) -> Inventory:
    """What an SQLite file holds; CopyError where it is damaged."""
    of_file = create_engine(f"sqlite:///{file}", hide_parameters=True)
    try:
        with of_file.connect() as connection:
            verdict = connection.scalar(text("PRAGMA integrity_check"))
            if verdict != "ok":
                raise CopyError(f"файл базы данных повреждён: {str(verdict)[:200]}")
            return inventory(connection)
    finally:
        of_file.dispose()


def _copy_of_postgresql(target: Path) -> Inventory:
    held = dump(target)
    require_same(held, try_dump(target))
    return held


def _forget_oldest(folder: Path) -> None:
    """Delete all but the newest BACKUP_KEEP copies, which their names order, whatever they are encrypted with."""
    for file in sorted(copies_in(folder), reverse=True)[settings.BACKUP_KEEP.value() :]:
        file.unlink()
        manifest_of(file).unlink(missing_ok=True)
