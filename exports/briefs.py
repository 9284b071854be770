"""The document of a place for a meeting: how it stands, who is behind, one chart, the sources, the signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from exports.forms import (
    NUMBER_HEADING,
    ChartBar,
    Column,
    Form,
    Section,
    Signature,
    Stamp,
    Table,
    number_rows,
    text,
    value_text,
)
from exports.periods import SIGNATURES
from exports.reports import ReportHead
from model.places import Level
from model.wording import sentence

TITLE = "Справка о реализации индивидуальных образовательных маршрутов"
# So many rows, and lines of their names, leave the document on two pages.
MOST_ROWS, _MOST_LINES, _LINE = 10, 20, 28


@dataclass(frozen=True)
class BriefTable:
    """A table of the document: its title, its headings with their widths, and rows whose first cell is a name."""

    title: str
    headings: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Brief:
    """What the document tells: the sentence, the rates, who is behind, the bars of the stages, and the sources.

    `against` is the day to compare with; `post` and `name` are those of who signs, empty where they are not known.
    """

    head: ReportHead
    level: Level
    sentence: str
    rates: BriefTable
    behind: BriefTable
    stages: tuple[str, Sequence[ChartBar]]
    sources: Sequence[str]
    loaded_at: datetime | None = None
    against: date | None = None
    post: str = ""
    name: str = ""


def rows_that_fit(names: Sequence[str]) -> int:
    """How many rows with these names, from the first one, leave the document on two pages."""
    lines = accumulate(-(-len(name) // _LINE) for name in names[:MOST_ROWS])
    return sum(line <= _MOST_LINES for line in lines)


def brief_form(brief: Brief) -> Form:
    """The document, portrait, of at most two pages."""
    head, (chart, bars) = brief.head, brief.stages
    lines = (
        ("Территория или организация", text(head.place)),
        ("По состоянию на", value_text(head.day)),
        *((("В сравнении с", value_text(brief.against)),) if brief.against else ()),
        *((text(label), text(value)) for label, value in head.filters),
    )
    chosen = tuple(ChartBar(text(bar.name), text(bar.number), bar.share) for bar in bars)
    return Form(
        title=TITLE,
        lines=lines,
        sections=(
            # A number stays on the line of its sign.
            Section("Вывод", lines=(text(brief.sentence.replace("№ ", "№\u00a0")),)),
            _section(brief.rates),
            _section(brief.behind, is_numbered=True),
            Section(text(chart), bars=chosen),
            Section("Источники", lines=tuple(map(text, _sources(brief)))),
        ),
        signers=_signers(brief),
        stamp=Stamp(head.day, head.made_at, head.made_by),
    )


def _section(table: BriefTable, *, is_numbered: bool = False) -> Section:
    (first, width), *others = table.headings
    columns = (Column(first, width), *(Column(heading, share, is_centred=True) for heading, share in others))
    rows = [tuple(map(text, row)) for row in table.rows]
    lines = tuple(map(text, table.lines))
    if not rows:
        return Section(text(table.title), lines=lines)
    if is_numbered:
        columns = (Column(NUMBER_HEADING, 7, is_centred=True), *columns)
    return Section(text(table.title), Table(columns, number_rows(rows) if is_numbered else tuple(rows)), lines=lines)


def _sources(brief: Brief) -> list[str]:
    loaded = f", данные загружены {value_text(brief.loaded_at)}" if brief.loaded_at else ""
    return [f"Модуль «Организация ДПО»{loaded}.", *brief.sources]


def _signers(brief: Brief) -> tuple[Signature, ...]:
    """Who made the document; without a name, the head of the level signs by hand."""
    if brief.name:
        return (Signature(sentence(text(brief.post or SIGNATURES[brief.level][0])), text(brief.name)),)
    return tuple(map(Signature, SIGNATURES[brief.level]))
