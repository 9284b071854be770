"""The definition of every number, from the same records that count it."""

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from access.reading import Reading
from dashboard import html, words
from dashboard.components.definition import formula
from dashboard.components.download_links import download_links
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model import wording
from model.attention import CONCERNS, PROVIDER_CONCERNS, Concern, ProviderConcern
from model.flows import COHORT, FLOWS
from model.indicators import (
    APPLICATION_MEASURES,
    CLEAN_RATE,
    COUNTS,
    EVENT_MEASURES,
    PROVIDER_MEASURES,
    ROW_COUNTS,
    Count,
    Measure,
)
from model.places import REGION
from model.quality import REMARKS, Remark
from model.score_indicators import MEASURES
from queries.targets import rates_of

TITLE = "Как считаются показатели"
# The clauses below stand under the name of the regulation.
CLAUSE_HEADING = f"Пункт {wording.REGULATION}"
RATE_HEADINGS = ("Показатель", "Формула", "Цель", CLAUSE_HEADING)
COUNT_HEADINGS = ("Показатель", "Кто учитывается на отчётную дату", CLAUSE_HEADING)
CONCERN_HEADINGS = ("Что требует внимания", "Кто учитывается на отчётную дату", "Что делать", CLAUSE_HEADING)
WHO = (
    "Работники — педагогические и руководящие работники (педагогические работники и управленческие кадры) системы "
    "образования области."
)
Definition = Measure | Count | Remark
CLEAN = Measure(
    CLEAN_RATE.key,
    CLEAN_RATE.label,
    f"{formula(CLEAN_RATE)}; это качество файлов, а не оценка людей",
    CLEAN_RATE.clause,
)
MEASURE_HEADINGS = ("Показатель", "Что это", CLAUSE_HEADING)

# The kinds of numbers by the name of their table: its title and its numbers.
MEASURE_TABLES: Mapping[str, tuple[str, Sequence[Definition]]] = {
    "scores": ("Баллы", MEASURES),
    "applications": ("Заявки", APPLICATION_MEASURES),
    "events": ("События", EVENT_MEASURES),
    "programmes": ("Программы организации ДПО", PROVIDER_MEASURES),
    "periods": ("За период", (*FLOWS, *COHORT)),
    "quality": ("Качество данных", (*ROW_COUNTS, CLEAN, *REMARKS)),
}

# The groups of the screen in their order, by the name of their table.
GROUPS: Mapping[str, str] = {
    "rates": "Доли",
    "counts": "Числа",
    "concerns": "Требует внимания",
    **{name: caption for name, (caption, _) in MEASURE_TABLES.items()},
}

Rows = Sequence[Sequence[str]]


def layout(visit: Visit) -> Screen:
    """Every count, rate and concern with its meaning and its clause."""

    def group(name: str, caption: str, headings: Sequence[str], rows: Rows, note: str | None = None) -> Component:
        table = numbers_table(
            caption, headings, [(words.sentence(first), rest) for first, *rest in rows], shows_caption=False
        )
        files = download_links(visit.path, name, visit.view.carried)
        lead = [html.P(note, className="section-note")] if note else []
        return section(caption, table, note=html.Div([*lead, files], className="definitions-line"), id=_part(name))

    content = page(
        TITLE,
        _contents(),
        group("rates", GROUPS["rates"], RATE_HEADINGS, rate_rows(visit.reading)),
        group("counts", GROUPS["counts"], COUNT_HEADINGS, count_rows(), WHO),
        group("concerns", GROUPS["concerns"], CONCERN_HEADINGS, concern_rows()),
        *(group(name, GROUPS[name], MEASURE_HEADINGS, measure_rows(name)) for name in MEASURE_TABLES),
        lead=sections.short_trail(TITLE),
    )
    return Screen(TITLE, html.Div(content, className="definitions"))


def _contents() -> Component:
    """A link to each group, under the title."""
    links = [html.Li(html.A(caption, href=f"#{_part(name)}")) for name, caption in GROUPS.items()]
    return still(html.Nav(html.Ul(links), className="contents", **{"aria-label": "На этом экране"}))


def _part(name: str) -> str:
    """The id of a group, which an address may end with: `#part-rates`."""
    return f"part-{name}"


def rate_rows(reading: Reading) -> Rows:
    """Each rate: its name, formula, the target of the region on the day, and clause."""
    rates = rates_of(reading, REGION)
    return [(rate.label, formula(rate), rate.target_note, wording.clause_number(rate.clause)) for rate in rates]


def count_rows() -> Rows:
    """Each count: its name, meaning and clause."""
    return [(count.label, count.meaning, wording.clause_number(count.clause)) for count in COUNTS]


def concern_rows() -> Rows:
    """Each concern of the queue: its name, meaning, action and clause."""
    concerns: Sequence[Concern | ProviderConcern] = (*CONCERNS, *PROVIDER_CONCERNS)
    return [(one.label, one.meaning, one.advice, wording.clause_number(one.clause)) for one in concerns]


def measure_rows(name: str) -> Rows:
    """Each number of the kind: its name, meaning and clause."""
    return [(one.label, one.meaning, wording.clause_number(one.clause)) for one in MEASURE_TABLES[name][1]]
