"""A table of a screen without its look: the same rows, columns, order and filters, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components.paged_table import TableColumn
from queries.lists import Row

# More than any list of the oblast has, and less than the limit of an XLSX sheet.
MOST_ROWS = 500_000


@dataclass(frozen=True)
class PlainTable:
    """A table as values; `rates` are the indexes of columns of fractions, `meanings` explain the terms."""

    title: str
    place: str | None
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    rates: frozenset[int] = frozenset()
    meanings: Sequence[tuple[str, str]] = ()


def listed(title: str, place: str | None, columns: Sequence[TableColumn], rows: Sequence[Row]) -> PlainTable:
    """The rows of a list with the columns of the screen."""
    return PlainTable(title, place, [c.label for c in columns], [[c.value(row) for c in columns] for row in rows])
