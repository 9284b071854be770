"""A document as data, whatever the format: a title, lines, sections with tables, notes, a stamp."""

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


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` is its share of the page."""

    heading: str
    width: int
    is_centred: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text under headings."""

    columns: tuple[Column, ...]
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Section:
    """A part of a form under its own title; `level` 2 stands within the section before it."""

    title: str
    table: Table | None = None
    level: int = 1
    lines: Cells = ()


@dataclass(frozen=True)
class Stamp:
    """On which date the facts stand, and who made the document when."""

    day: date
    made_at: datetime
    made_by: str

    def __str__(self) -> str:
        made = f"Сформировано {wording.day_and_time(self.made_at)}"
        return ", ".join(filter(None, (f"По состоянию на {written(self.day)}. {made}", text(self.made_by))))


@dataclass(frozen=True)
class Form:
    """A document: `lines` are labels with their values above the sections, `signatures` who signs below them."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    notes: Cells = ()
    signatures: Cells = ()
    stamp: Stamp | None = None
    is_landscape: bool = False

    @property
    def name(self) -> str:
        """The title without the star of a footnote."""
        return self.title.rstrip("*")


def stamped(form: Form, stamp: Stamp) -> Form:
    """The same form, telling at the foot of every page when it was made, by whom, for which date."""
    return replace(form, stamp=stamp)


def numbered(rows: Iterable[Sequence[str]]) -> tuple[Cells, ...]:
    """Rows with «1.», «2.», … before them."""
    return tuple((f"{place}.", *row) for place, row in enumerate(rows, start=1))


def text(line: str | None) -> str:
    """The text as any format can hold it; nothing for what is absent."""
    if not line:
        return ""
    writable = _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", line))
    return writable if writable.isascii() else _OTHER_PRIVATE.sub(NO_GLYPH, _PRIVATE_BULLET.sub("• ", writable))


def is_absent(value: object) -> bool:
    """Whether there is nothing to write: no value, or a number that is none."""
    return value is None or value == "" or (isinstance(value, float) and not math.isfinite(value))


def written(value: object) -> str:
    """A value of a document: dd.mm.yyyy, a comma in decimals, one line for each name; nothing for what is absent."""
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
    """«78,5»: one decimal, half up."""
    if percents is None or is_absent(percents):
        return ""
    return wording.one_decimal(wording.exact(percents))
