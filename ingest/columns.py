"""What a register is made of: columns, what their cells mean, and what the dates of a row must keep to."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from model.wording import REGISTER_TITLES


class CellKind(StrEnum):
    """What a cell of a column means; `cells.PARSERS` reads each of them."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    DAY = "day"
    PERIOD = "period"
    PERCENT = "percent"
    COUNT = "count"
    HOURS = "hours"
    NAMES = "names"
    DOCUMENT = "document"
    DECISION = "decision"
    CATEGORY = "category"
    APPLICATION = "application"
    SUBMITTER = "submitter"
    EMPLOYMENT = "employment"
    GROUND = "ground"
    REMOVAL = "removal"
    OFFER = "offer"
    CANCELLATION = "cancellation"


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
class Register:
    """A register: its columns, the pairs of dates in order, and the dates that need something beside them."""

    key: str
    columns: tuple[Column, ...]
    orders: tuple[Order, ...] = ()
    counts: tuple[str, str] | None = None  # a column with the number of names, and the one that lists them
    dated: tuple[tuple[str, str], ...] = ()  # decisions and their days
    begun: tuple[tuple[str, str, str], ...] = ()  # a first day, a last day, and why the last stands not alone
    finds_person: bool = True

    @property
    def title(self) -> str:
        """What the register is called everywhere."""
        return REGISTER_TITLES[self.key]

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)
