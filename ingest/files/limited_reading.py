"""A workbook is read to its end in another process with little memory before this one trusts itself with it."""

import json
import resource
import subprocess
import sys
from pathlib import Path

from ingest.files.sheets import open_sheets
from ingest.files.unreadable import UnreadableFileError

_ROOT = Path(__file__).resolve().parents[2]
_MEBIBYTE = 1 << 20
_LEAST_MEMORY = 560 * _MEBIBYTE  # of addresses: an interpreter with its libraries is a fifth of it
_USUAL_FILE = 10 * _MEBIBYTE
_MORE_FOR_EACH = 24  # bytes of memory for each byte of a file beyond the usual size
_MOST_SECONDS = 120
_WORKBOOKS = (b"PK", bytes.fromhex("D0CF11E0"))
_TOO_MUCH = "чтобы прочесть файл, нужно слишком много памяти; разделите его на несколько или сохраните как CSV"
_TOO_LONG = "файл читается слишком долго; разделите его на несколько или сохраните как CSV"


def check_readable(source: Path) -> None:
    """Raise UnreadableFileError where the file can't be opened, or takes more than its share of memory or time.

    A CSV is read line by line and needs no such care.
    """
    with source.open("rb") as file:
        if not file.read(4).startswith(_WORKBOOKS):
            return
    memory = memory_for(source.stat().st_size)
    command = [sys.executable, "-m", "ingest.files.limited_reading", str(source.resolve()), str(memory)]
    try:
        ended = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=_MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnreadableFileError(_TOO_LONG) from None
    if ended.returncode != 0:
        raise UnreadableFileError(_TOO_MUCH)
    reason = json.loads(ended.stdout or b"null")
    if reason:
        raise UnreadableFileError(reason)


def memory_for(size: int) -> int:
    """How many bytes of addresses the reading of a file of this size may take."""
    return _LEAST_MEMORY + _MORE_FOR_EACH * max(size - _USUAL_FILE, 0)


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reason(source: Path) -> str | None:
    """Why the file can't be opened; a sheet that can't be read may be none of a register."""
    try:
        sheets = open_sheets(source)
    except UnreadableFileError as unreadable:
        return unreadable.reason
    for sheet in sheets:
        try:
            sheet.check()
        except UnreadableFileError:
            continue
    return None


if __name__ == "__main__":
    _limit(int(sys.argv[2]))
    sys.stdout.write(json.dumps(_reason(Path(sys.argv[1]))))
