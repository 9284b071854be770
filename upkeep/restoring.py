"""Restores a copy: it is decrypted, tried and counted before the database is touched."""

import gzip
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import settings
from model.database import owner_engine
from upkeep.backups import (
    POSTGRESQL,
    SQLITE,
    digest_of,
    inventory_of_file,
    is_sqlite,
    manifest_of,
    moment_of_name,
    sqlite_file,
    working_folder,
)
from upkeep.inventory import CopyError, Inventory, NoTablesError, as_copy_errors, require_same
from upkeep.postgres_copies import inventory_of, make_roles, restore_into, try_dump
from upkeep.programs import ENDINGS, decrypt

_OCCUPIED = "в базе данных уже есть данные: добавьте --replace, если их нужно заменить"


def restore(file: Path, *, replace: bool) -> Inventory:
    """Put the copy in the place of the database of the settings; what it holds.

    CopyError where the copy is not whole, or the database holds data and `replace` is not given: nothing is changed.
    """
    manifest = _read_manifest(file)
    name = file.name.removesuffix(file.suffix) if file.suffix in ENDINGS else file.name
    if not name.endswith(SQLITE if is_sqlite() else POSTGRESQL):
        raise CopyError(
            "копия другого вида, чем DATABASE_URL: копия SQLite — .db.gz, PostgreSQL — .dump; "
            "из SQLite в PostgreSQL данные переносит cli.py copy-to"
        )
    beside = sqlite_file().parent if is_sqlite() else Path(settings.BACKUP_FOLDER.value()).absolute()
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    with working_folder(beside) as folder, as_copy_errors():
        plain = file
        if file.suffix in ENDINGS:
            plain = folder / "plain"
            decrypt(file, plain)
        return (_restore_sqlite if is_sqlite() else _restore_postgresql)(plain, manifest, folder, replace=replace)


def _read_manifest(file: Path) -> Inventory | None:
    """What the copy is to hold; None where nothing beside it says so, and then the journal alone is verified."""
    beside = manifest_of(file)
    if not beside.exists():
        return None
    values = json.loads(beside.read_text(encoding="utf-8"))
    if digest_of(file) != values["sha256"]:
        raise CopyError("файл копии изменён или повреждён: контрольная сумма не та, что при создании")
    return Inventory.of(values)


def _restore_sqlite(plain: Path, manifest: Inventory | None, folder: Path, *, replace: bool) -> Inventory:
    database = sqlite_file()
    unpacked = folder / "copy.db"
    try:
        with gzip.open(plain) as packed, unpacked.open("wb") as target:
            shutil.copyfileobj(packed, target, 1 << 20)
    except (OSError, EOFError) as error:
        raise CopyError(f"копия не распаковывается: {type(error).__name__}") from None
    held = inventory_of_file(unpacked)
    if manifest is not None:
        require_same(manifest, held)
    if database.exists() and database.stat().st_size:
        if not replace:
            raise CopyError(_OCCUPIED)
        _require_alone(database)
        # Nothing is lost by a wrong copy: what stood there stays beside it.
        database.replace(database.with_name(f"{database.name}.before-restore-{moment_of_name()}"))
    for tail in ("-wal", "-shm"):
        database.with_name(f"{database.name}{tail}").unlink(missing_ok=True)
    unpacked.chmod(0o600)
    unpacked.replace(database)
    return held


def _require_alone(database: Path) -> None:
    """Whoever has the file open would go on writing into the old one; what is in its log goes into the file."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError:
        raise CopyError("база данных открыта: остановите сервер и cli.py work, затем повторите") from None
    except sqlite3.DatabaseError:
        return  # damaged: that is why it is replaced


def _restore_postgresql(plain: Path, manifest: Inventory | None, _folder: Path, *, replace: bool) -> Inventory:
    make_roles()
    held = try_dump(plain)
    if manifest is not None:
        require_same(manifest, held)
    url = owner_engine().url
    if _holds_data() and not replace:
        raise CopyError(_OCCUPIED)
    owner_engine().dispose()
    restore_into(url, plain, replace=True)
    require_same(held, inventory_of(url))
    return held


def _holds_data() -> bool:
    try:
        counts = inventory_of(owner_engine().url).counts
    except NoTablesError:
        return False
    except CopyError:
        return True  # a journal that is not whole is data
    return any(counts.get(name) for name in ("person", "account", "journal_entry"))
