"""The watched folder: which files are whole, which register each is of, and where they go."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

import settings
from ingest.files.reading import recognise_file
from ingest.files.unreadable import UnreadableFileError
from ingest.registers import REGISTERS
from model.errors import UserError
from model.wording import register_title

DONE, REFUSED = "done", "refused"
# What programs call a file while they write it, and what office programs put beside an open one.
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".swp", ".lock")
_BETWEEN_LOOKS = 1.0  # seconds


@dataclass(frozen=True)
class WaitingFile:
    """A whole file of the folder, and its register by name; None where its headings have to tell."""

    path: Path
    register: str | None


def waiting_files(folder: Path) -> list[WaitingFile]:
    """The files that nobody writes any more, in the order of import: staff first, older ones of a register first."""
    looked = {path: _shape(path) for path in _candidates(folder)}
    if not looked:
        return []
    time.sleep(min(_BETWEEN_LOOKS, settings.SOURCE_QUIET_SECONDS.value()))
    whole = [path for path, shape in looked.items() if shape is not None and shape == _shape(path) and _is_quiet(shape)]
    files = [WaitingFile(path, register_of_name(path.name)) for path in whole]
    order = [*REGISTERS, None]
    return sorted(files, key=lambda one: (order.index(one.register), one.path.stat().st_mtime, one.path.name))


def _candidates(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        name = path.name.casefold()
        is_unfinished = name.startswith((".", "~")) or name.endswith(_UNFINISHED)
        # A link could lead out of the folder.
        if not is_unfinished and path.is_file() and not path.is_symlink():
            yield path


def _shape(path: Path) -> tuple[int, float] | None:
    """The size and the moment of the last change, of a copied file too; None where it is gone."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return state.st_size, max(state.st_mtime, state.st_ctime)


def _is_quiet(shape: tuple[int, float]) -> bool:
    """Unchanged for long enough; a moment to come is of another machine's clock and says nothing."""
    age = time.time() - shape[1]
    return age < 0 or age >= settings.SOURCE_QUIET_SECONDS.value()


def register_of_name(name: str) -> str | None:
    """The one register whose patterns the name fits; None where none does, or several do."""
    folded = name.casefold()
    fitting = {key for key, patterns in _patterns().items() if any(fnmatchcase(folded, one) for one in patterns)}
    return fitting.pop() if len(fitting) == 1 else None


def _patterns() -> dict[str, list[str]]:
    """By the keys and titles of the registers, and by SOURCE_PATTERNS."""
    patterns = {key: [f"{key}*", f"{register_title(key).casefold()}*"] for key in REGISTERS}
    for entry in filter(None, map(str.strip, settings.SOURCE_PATTERNS.value().split(","))):
        key, _, pattern = entry.partition("=")
        if key.strip() not in REGISTERS or not pattern.strip():
            raise UserError(f"SOURCE_PATTERNS: «{entry}» не читается; образец — staff=*кадр*")
        patterns[key.strip()].append(pattern.strip().casefold())
    return patterns


def register_of(file: WaitingFile) -> str:
    """The register by the name, else by the headings; UnreadableFileError where neither tells."""
    if file.register:
        return file.register
    register = recognise_file(file.path)
    if register is None:
        raise UnreadableFileError("не ясно, какой это реестр: ни имя файла, ни заголовки столбцов не подходят")
    return register.key


def place_for(folder: Path, part: str, name: str) -> Path:
    """A name in `done` or `refused` that is not taken: the moment, then the file's own."""
    target = folder / part
    target.mkdir(mode=0o700, exist_ok=True)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    free = (target / f"{stamp}{f'-{number}' if number else ''} {name}" for number in range(10_000))
    return next(path for path in free if not path.exists())
