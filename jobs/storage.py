"""Files of jobs: a private folder for each kind, and the sweep of files that no job needs."""

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
# A young file that no job names may still be in writing.
_GRACE_SECONDS = timedelta(hours=1).total_seconds()


def folder(kind: JobKind) -> Path:
    """The folder of a kind; it is created when missing, readable to the app only."""
    path = Path(_FOLDERS[kind].value()).absolute()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def file_of(kind: JobKind, name: str | None) -> Path | None:
    """The path of the file; None when it no longer exists."""
    path = folder(kind) / name if name else None
    return path if path and path.is_file() else None


def store_upload(source: IO[bytes]) -> tuple[str, str]:
    """Write an upload to a new file; returns its name and SHA-256."""
    target, digest = folder(JobKind.IMPORT) / token_hex(16), hashlib.sha256()
    target.touch(mode=0o600, exist_ok=False)
    try:
        with target.open("wb") as stream:
            while block := source.read(_BLOCK):
                digest.update(block)
                stream.write(block)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target.name, digest.hexdigest()


def remove(kind: JobKind, *names: str | None) -> None:
    """Delete the files; missing ones are ignored."""
    for name in names:
        if name:
            (folder(kind) / name).unlink(missing_ok=True)


def sweep() -> None:
    """Delete old jobs and the files that no job names."""
    needed = queue.forget_old()
    for kind in JobKind:
        for file in folder(kind).iterdir():
            if file.name not in needed and file.is_file() and time.time() - file.stat().st_mtime > _GRACE_SECONDS:
                file.unlink(missing_ok=True)
