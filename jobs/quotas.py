"""How much an account may have: bytes of its files, persons in those of a day, and the disk that all share."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import settings
from access.journal import count_named
from jobs import queue, storage
from model.database import unscoped_session
from model.errors import ActionRejectedError
from model.jobs import JobKind

_EVERY = 16 << 20  # bytes of a file that are written between two looks at the disk
# The journal has thirty bytes for each person of a file, for good: so many are thirty megabytes a day of one account,
# and sixteen lists of the whole oblast.
MOST_NAMED = 1_000_000
DAY = timedelta(days=1)
# How the lines of the journal begin that name the persons of a file.
_FILES = ("document ", "table ", "report ", "export ")


class QuotaError(ActionRejectedError):
    """A file would take more than the account may have, or than the disk holds."""


def check_space(account_id: int, kind: JobKind, size: int) -> None:
    """Raise QuotaError, with what to do about it, where a file of the size may not be stored."""
    most = settings.ACCOUNT_QUOTA_MB.value()
    if bytes_kept(account_id) + size > most << 20:
        raise QuotaError(
            f"для учётной записи хранится не больше {most} МБ файлов: примите или отмените проверенные файлы; "
            "готовые выгрузки удаляются через сутки"
        )
    check_disk(kind, size)


def check_persons(login: str) -> None:
    """Raise QuotaError where the account's files of a day name too many persons."""
    if persons_taken(login) >= MOST_NAMED:
        raise QuotaError("за сутки скачано слишком много списков работников: повторите завтра")


def persons_taken(login: str) -> int:
    """How many persons the files name that the account has taken, or had made, within the last day."""
    with unscoped_session() as session:
        return count_named(session, login, _FILES, since=datetime.now(UTC) - DAY)


def check_disk(kind: JobKind, size: int = 0) -> None:
    """Raise QuotaError where the disk would be left with less than everyone needs."""
    if shutil.disk_usage(storage.folder(kind)).free - size < settings.MIN_FREE_MB.value() << 20:
        raise QuotaError("на диске сервера мало места: повторите позже и сообщите администратору")


def bytes_kept(account_id: int) -> int:
    """The size of all files of the account's jobs, whatever has become of the jobs."""
    with unscoped_session() as session:
        files = queue.files_of(session, account_id)
    return sum(_size(kind, name) for kind, name in files)


def _size(kind: JobKind, name: str) -> int:
    file = storage.file_of(kind, name)
    return file.stat().st_size if file else 0


def watch(part: Path, kind: JobKind, room: int, tell: Callable[[int], None]) -> Callable[[int], None]:
    """The same `tell` for the writer of a file, which ends with QuotaError once there is no room for more."""
    looked_at = 0

    def watched(done: int) -> None:
        nonlocal looked_at
        size = part.stat().st_size
        if size > room:
            raise QuotaError(f"файл больше {room >> 20} МБ, которые остались учётной записи: сократите список")
        if size - looked_at >= _EVERY:
            looked_at = size
            check_disk(kind)
        tell(done)

    return watched


def room_of(account_id: int) -> int:
    """How many bytes the account may still have stored."""
    return max(0, (settings.ACCOUNT_QUOTA_MB.value() << 20) - bytes_kept(account_id))
