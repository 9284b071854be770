"""A document as data for every format: a title, lines, sections with tables, notes, a stamp."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from model import wording

AUTHOR = "Мониторинг ИОМ"
NUMBER_HEADING = "№ п/п"
NO_ROWS = "Записей нет"

# What XML has no place for, and controls that no program shows; a name may carry them, a document may not.
_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Private characters mean something in one font alone: the bullets of Word most of all.
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_PRIVATE_BULLET = re.compile(rf"^[{_PRIVATE}]+[ \t]*", re.MULTILINE)
_OTHER_PRIVATE = re.compile(rf"[{_PRIVATE}]")
NO_GLYPH = "□"  # stands for a character that no font has
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")

Cells = tuple[str, ...]
# A cell that goes on from the row above it.
SAME_AS_ABOVE = None
Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` is its share of the page."""

    heading: str
    width: int
    is_centred: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text under headings; the first row has all its cells."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ChartBar:
    """A bar of a chart: its name, its number as text, and its length as a share of the longest one."""

    name: str
    number: str
    share: float


@dataclass(frozen=True)
class Section:
    """A part of a form with its own title, lines, a table or a chart; `level` 2 belongs to the section before it."""

    title: str
    table: Table | None = None
    level: int = 1
    lines: Cells = ()
    bars: tuple[ChartBar, ...] = ()


@dataclass(frozen=True)
class Signature:
    """Who signs below a document: the post, and the name, empty where it is written by hand."""

    post: str
    name: str = ""


@dataclass(frozen=True)
class Stamp:
    """The date of the facts, and when and by whom the document was made."""

    day: date
    made_at: datetime
    made_by: str

    def __str__(self) -> str:
        moment = f"Сформировано {wording.day_and_time(self.made_at)}"
        return ", ".join(filter(None, (f"По состоянию на {value_text(self.day)}. {moment}", text(self.made_by))))


@dataclass(frozen=True)
class Form:
    """A document: `lines` are labels with values above the sections, `signatures` and `signers` stand below them."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    notes: Cells = ()
    signatures: Cells = ()
    signers: tuple[Signature, ...] = ()
    stamp: Stamp | None = None
    is_landscape: bool = False

    @property
    def name(self) -> str:
        """The title without the asterisk of a footnote."""
        return self.title.rstrip("*")


def with_stamp(form: Form, stamp: Stamp) -> Form:
    """The form with the stamp, which is printed in the footer of every page."""
    return replace(form, stamp=stamp)


def number_rows(rows: Iterable[Sequence[str]]) -> tuple[Cells, ...]:
    """The rows with «1.», «2.», … as their first cells."""
    return tuple((f"{place}.", *row) for place, row in enumerate(rows, start=1))


def text(line: str | None) -> str:
    """The text as any format can hold it; nothing for what is absent."""
    if not line:
        return ""
    writable = _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", line))
    return writable if writable.isascii() else _OTHER_PRIVATE.sub(NO_GLYPH, _PRIVATE_BULLET.sub("• ", writable))


def is_absent(value: object) -> bool:
    """Whether the value is None, an empty text, NaN or infinite."""
    return value is None or value == "" or (isinstance(value, float) and not math.isfinite(value))


def value_text(value: object) -> str:
    """The value as text: dd.mm.yyyy, a decimal comma, a line for each name; empty for an absent value."""
    if is_absent(value):
        return ""
    if isinstance(value, datetime):
        return wording.day_and_time(value)
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, float):
        return wording.comma(f"{wording.exact(value).normalize():f}")
    if isinstance(value, tuple | list):
        return "\n".join(text(str(item)) for item in value)
    return text(str(value))


def score(percents: float | None) -> str:
    """«78,5»: one decimal, half up; empty for an absent score."""
    if percents is None or is_absent(percents):
        return ""
    return wording.one_decimal(wording.exact(percents))
