"""Rows of a table in a file without a name, so that a list of the whole region takes no memory."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from exports.workbook import Cell

Row = Sequence[Cell]
_TELL_EVERY = 500


class StoredRows(Collection[Row]):
    """Rows that are added one by one and read in order, as often as needed; one reader at a time.

    The file is in the folder, which is the app's own; it has no name there and ends with the process. `tell` is called
    from time to time while the rows are read, and may raise to stop it.
    """

    def __init__(self, folder: Path, tell: Callable[[], None]) -> None:
        self._file = TemporaryFile("w+", encoding="utf-8", dir=folder)  # noqa: SIM115 (__exit__ closes it)
        self._rows, self._tell = 0, tell

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, row: Row) -> None:
        """Add a row at the end; all are added before any is read."""
        self._file.write(json.dumps([_plain(cell) for cell in row]) + "\n")
        self._rows += 1

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        self._file.seek(0)
        for number, line in enumerate(self._file):
            if number % _TELL_EVERY == 0:
                self._tell()
            yield tuple(_cell(plain) for plain in json.loads(line))

    def __contains__(self, row: object) -> bool:
        return any(one == row for one in self)


def _plain(cell: Cell) -> object:
    """The cell as JSON has it: a day or a moment under its name."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _cell(plain: object) -> Cell:
    if not isinstance(plain, dict):
        return plain  # type: ignore[return-value]
    return datetime.fromisoformat(plain["moment"]) if "moment" in plain else date.fromisoformat(plain["day"])
