"""A table of a screen without its look: the same rows, columns, order and filters, as values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.components import download_links
from dashboard.components.paged_table import TableColumn
from model.errors import UserError
from queries.lists import Page, Row

ORDER = "на странице таблицы нажмите «Подготовить Excel» или «Подготовить CSV», файл появится в «Моих выгрузках»"
NARROW = "выберите муниципальное образование или организацию, отбор или период короче"


class LongTableError(UserError):
    """A table of more rows than a file that is made at once may have, with what to do instead."""

    def __init__(self, most: int, advice: str) -> None:
        number = f"{most:,}".replace(",", "\u00a0")
        super().__init__(f"В файле было бы больше {number} строк: {advice}.")


@dataclass(frozen=True)
class PlainTable:
    """A table as values; `rates` are the indexes of columns of fractions, `meanings` explain the terms."""

    title: str
    place: str | None
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    rates: frozenset[int] = frozenset()
    meanings: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class LongTable:
    """A list as a table, which may have more rows than a file made at once; its rows are read by pages.

    `read(number, size)` returns the values of a page and the number of all rows. Beyond `most` rows, or those that
    every table may have, the table is made in the background, as `advice` says.
    """

    title: str
    place: str | None
    headings: Sequence[str]
    read: Callable[[int, int], tuple[Sequence[Sequence[object]], int]]
    meanings: Sequence[tuple[str, str]] = ()
    most: int | None = None
    advice: str = f"{ORDER}, либо {NARROW}"

    def at_once(self) -> PlainTable:
        """The table with all rows; raises LongTableError where they are too many."""
        most = self.most or download_links.MOST_ROWS
        rows, total = self.read(1, most + 1)
        if total > most:
            raise LongTableError(most, self.advice)
        return PlainTable(self.title, self.place, self.headings, rows, meanings=self.meanings)


def listed(title: str, place: str | None, columns: Sequence[TableColumn], rows: Sequence[Row]) -> PlainTable:
    """The rows of a list with the columns of the screen."""
    return PlainTable(title, place, [c.label for c in columns], _values(columns, rows))


def long_list(
    title: str,
    place: str | None,
    columns: Sequence[TableColumn],
    page_of: Callable[[int, int], Page],
    meanings: Sequence[tuple[str, str]] = (),
) -> LongTable:
    """A list with the columns of the screen; `page_of(number, size)` returns a page of its rows."""

    def read(number: int, size: int) -> tuple[Sequence[Sequence[object]], int]:
        page = page_of(number, size)
        return _values(columns, page.rows), page.total

    return LongTable(title, place, [c.label for c in columns], read, meanings)


def _values(columns: Sequence[TableColumn], rows: Sequence[Row]) -> list[list[object]]:
    return [[c.value(row) for c in columns] for row in rows]
