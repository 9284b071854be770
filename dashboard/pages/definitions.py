"""The definition of every number, from the same records that count it."""

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from access.reading import Reading
from dashboard.components.definition import formula
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from model.attention import CONCERNS, PROVIDER_CONCERNS, Concern, ProviderConcern
from model.indicators import (
    APPLICATION_MEASURES,
    CLEAN_RATE,
    COUNTS,
    EVENT_MEASURES,
    MEASURES,
    PROVIDER_MEASURES,
    RATE_COUNTS,
    ROW_COUNTS,
    Count,
    Measure,
)
from model.places import REGION
from model.quality import REMARKS, Remark
from queries.targets import rates_of

TITLE = "Как считаются показатели"
RATE_HEADINGS = ("Показатель", "Формула", "Цель", "Пункт Порядка")
COUNT_HEADINGS = ("Показатель", "Кто учитывается на дату", "Пункт Порядка")
CONCERN_HEADINGS = ("Что требует внимания", "Кто учитывается на дату", "Что делать", "Пункт Порядка")
Definition = Measure | Count | Remark
CLEAN = Measure(
    CLEAN_RATE.key,
    CLEAN_RATE.label,
    f"{RATE_COUNTS[CLEAN_RATE.top].label} ÷ {RATE_COUNTS[CLEAN_RATE.bottom].label}; говорит о файлах, а не о людях",
    CLEAN_RATE.clause,
)
MEASURE_HEADINGS = ("Показатель", "Что это", "Пункт Порядка")

# The kinds of numbers by the name of their table: its title and its numbers.
MEASURE_TABLES: Mapping[str, tuple[str, Sequence[Definition]]] = {
    "scores": ("Баллы", MEASURES),
    "applications": ("Заявки", APPLICATION_MEASURES),
    "events": ("События", EVENT_MEASURES),
    "programmes": ("Программы организации ДПО", PROVIDER_MEASURES),
    "quality": ("Качество данных", (*ROW_COUNTS, CLEAN, *REMARKS)),
}

Rows = Sequence[Sequence[str]]


def layout(visit: Visit) -> Screen:
    """Every count, rate and concern with its meaning and its clause."""

    def table_section(name: str, caption: str, headings: Sequence[str], rows: Rows) -> Component:
        return section(
            caption, plain_table(caption, headings, rows, ""), download_links(visit.path, name, visit.view.carried)
        )

    content = page(
        TITLE,
        table_section("rates", "Доли", RATE_HEADINGS, rate_rows(visit.reading)),
        table_section("counts", "Числа", COUNT_HEADINGS, count_rows()),
        table_section("concerns", "Требует внимания", CONCERN_HEADINGS, concern_rows()),
        *(
            table_section(name, caption, MEASURE_HEADINGS, measure_rows(name))
            for name, (caption, _) in MEASURE_TABLES.items()
        ),
        lead=sections.short_trail(TITLE),
    )
    return Screen(TITLE, content)


def rate_rows(reading: Reading) -> Rows:
    """Each rate: its name, formula, the target of the region on the day, and clause."""
    rates = rates_of(reading, REGION)
    return [(rate.label, formula(rate), rate.target_note, f"п. {rate.clause}") for rate in rates]


def count_rows() -> Rows:
    """Each count: its name, meaning and clause."""
    return [(count.label, count.meaning, f"п. {count.clause}") for count in COUNTS]


def concern_rows() -> Rows:
    """Each concern of the queue: its name, meaning, action and clause."""
    concerns: Sequence[Concern | ProviderConcern] = (*CONCERNS, *PROVIDER_CONCERNS)
    return [(one.label, one.meaning, one.advice, f"п. {one.clause}") for one in concerns]


def measure_rows(name: str) -> Rows:
    """Each number of the kind: its name, meaning and clause."""
    return [(one.label, one.meaning, f"п. {one.clause}") for one in MEASURE_TABLES[name][1]]
