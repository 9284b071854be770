"""Files of jobs: a private folder for each kind, and the sweep of what no job needs."""

import hashlib
import time
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import IO

import settings
from jobs import queue
from model.jobs import JobKind

_FOLDERS = {JobKind.EXPORT: settings.EXPORTS_FOLDER, JobKind.IMPORT: settings.UPLOADS_FOLDER}
_BLOCK = 1 << 20
# A file that no job names may be one that is being written: those are young.
_YOUNG = timedelta(hours=1).total_seconds()


def folder(kind: JobKind) -> Path:
    """Where the files of a kind lie: for the app alone."""
    path = Path(_FOLDERS[kind].value()).absolute()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def file_of(kind: JobKind, name: str | None) -> Path | None:
    """The file of that name; None where it is not there any more."""
    path = folder(kind) / name if name else None
    return path if path and path.is_file() else None


def store_upload(source: IO[bytes]) -> tuple[str, str]:
    """Write an upload under a name of its own: the name and the hash."""
    target, digest = folder(JobKind.IMPORT) / token_hex(16), hashlib.sha256()
    target.touch(mode=0o600, exist_ok=False)
    try:
        with target.open("wb") as to:
            while block := source.read(_BLOCK):
                digest.update(block)
                to.write(block)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target.name, digest.hexdigest()


def remove(kind: JobKind, *names: str | None) -> None:
    """Delete files that nobody needs any more."""
    for name in names:
        if name:
            (folder(kind) / name).unlink(missing_ok=True)


def sweep() -> None:
    """Delete the jobs of yesterday and the files that no job names."""
    needed = queue.forget_old()
    for kind in JobKind:
        for file in folder(kind).iterdir():
            if file.name not in needed and file.is_file() and time.time() - file.stat().st_mtime > _YOUNG:
                file.unlink(missing_ok=True)
