"""A table of a screen without its looks: the same rows, columns, order and filters, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components.paged_table import TableColumn
from queries.lists import Row

# More than any list of the oblast holds, and less than a sheet of a workbook does.
MOST_ROWS = 500_000


@dataclass(frozen=True)
class PlainTable:
    """A table as values; `rates` are the numbers of the columns that hold fractions, `meanings` tell its terms."""

    title: str
    place: str | None
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    rates: frozenset[int] = frozenset()
    meanings: Sequence[tuple[str, str]] = ()


def listed(title: str, place: str | None, columns: Sequence[TableColumn], rows: Sequence[Row]) -> PlainTable:
    """The rows of a list with the columns that the screen shows."""
    return PlainTable(title, place, [c.label for c in columns], [[c.value(row) for c in columns] for row in rows])
