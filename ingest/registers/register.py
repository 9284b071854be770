"""What a register is made of: columns, the fact that a row says, and what its dates must keep to."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from ingest.cells.kinds import CellKind
from ingest.matching.finding import Fact, Finding, Values
from model.database import Base
from model.wording import REGISTER_TITLES


class Ahead(IntEnum):
    """How many days from now a day may lie; what is planned may not lie beyond a fixed-term contract either."""

    DONE = 0  # a fact that is accomplished
    AGREED = 183  # a hiring that is arranged
    PLANNED = 6 * 366  # a dismissal, a long absence, a training, an event


@dataclass(frozen=True)
class Column:
    """One column: `required` must be in the file, `filled` must not be empty in any row."""

    key: str
    heading: str
    kind: CellKind = CellKind.TEXT
    required: bool = True
    filled: bool = False
    aliases: tuple[str, ...] = ()
    ahead: Ahead = Ahead.DONE


@dataclass(frozen=True)
class Order:
    """Two dates of a row that must not change places."""

    earlier: str
    later: str
    reason: str


@dataclass(frozen=True)
class FactTable:
    """Where the facts of a register stand: the columns of the key, and the others."""

    table: type[Base]
    key: tuple[str, ...]
    values: tuple[str, ...]
    has_programmes: bool = False

    @cached_property
    def is_about_people(self) -> bool:
        return "person_id" in self.columns

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return self.key + self.values


# Each is one of its kind: comparing by value would hash all its columns for every heading that is looked up.
@dataclass(frozen=True, eq=False)
class Register:
    """A register: its columns, the pairs of dates in order, and the dates that need something beside them."""

    key: str
    columns: tuple[Column, ...]
    table: FactTable
    fact: Callable[[Values, Finding], Fact]
    orders: tuple[Order, ...] = ()
    counts: tuple[str, str] | None = None  # a column with the number of names, and the one that lists them
    dated: tuple[tuple[str, str], ...] = ()  # decisions and their days
    begun: tuple[tuple[str, str, str], ...] = ()  # a first day, a last day, and why the last stands not alone
    finds_person: bool = True
    # The day of a fact: on it the person must work in a place of the importer.
    day: str | None = None

    @property
    def title(self) -> str:
        """What the register is called everywhere."""
        return REGISTER_TITLES[self.key]

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)
