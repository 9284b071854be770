"""A table of a screen without its look: the same rows, columns, order and filters, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components.paged_table import TableColumn
from model.errors import UserError
from queries.lists import Row

# A file is made while its reader waits: so many rows take some seconds and less than five megabytes. The people of the
# largest municipality are fewer.
MOST_ROWS = 18_000
# One more tells that there are more.
ROWS_ASKED = MOST_ROWS + 1
NARROW = "выберите муниципальное образование или организацию, отбор или период короче"


class LongTableError(UserError):
    """A table of more rows than a file that is made at once may have, with what to do instead."""

    def __init__(self, most: int, advice: str = NARROW) -> None:
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


def listed(title: str, place: str | None, columns: Sequence[TableColumn], rows: Sequence[Row]) -> PlainTable:
    """The rows of a list with the columns of the screen."""
    return PlainTable(title, place, [c.label for c in columns], [[c.value(row) for c in columns] for row in rows])
