"""How every number is counted, from the same records that count it."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.components.page import page, section
from dashboard.components.takeaway import takeaway
from dashboard.pages import sections
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from model.attention import CONCERNS
from model.indicators import COUNT_BY_KEY, COUNTS, MEASURES, RATES

TITLE = "Как считаются показатели"
RATE_HEADINGS = ("Показатель", "Формула", "Цель", "Пункт Порядка")
COUNT_HEADINGS = ("Показатель", "Кто учитывается на дату", "Пункт Порядка")
CONCERN_HEADINGS = ("Что требует внимания", "Кто учитывается на дату", "Что делать", "Пункт Порядка")
SCORE_HEADINGS = ("Показатель", "Что это", "Пункт Порядка")

Rows = Sequence[Sequence[str]]


def layout(visit: Visit) -> Screen:
    """Every count, rate and concern with its meaning and its clause."""

    def told(name: str, caption: str, headings: Sequence[str], rows: Rows) -> Component:
        return section(caption, plain_table(caption, headings, rows, ""), takeaway(visit.path, name, visit.view.kept()))

    content = page(
        TITLE,
        told("rates", "Доли", RATE_HEADINGS, rates_told()),
        told("counts", "Числа", COUNT_HEADINGS, counts_told()),
        told("concerns", "Требует внимания", CONCERN_HEADINGS, concerns_told()),
        told("scores", "Баллы", SCORE_HEADINGS, scores_told()),
        lead=sections.short_trail(TITLE),
    )
    return Screen(TITLE, content)


def rates_told() -> Rows:
    """Each rate: its name, formula, target and clause."""
    return [
        (
            rate.label,
            f"{COUNT_BY_KEY[rate.top].label} ÷ {COUNT_BY_KEY[rate.bottom].label}",
            rate.target_note,
            f"п. {rate.clause}",
        )
        for rate in RATES
    ]


def counts_told() -> Rows:
    """Each count: its name, meaning and clause."""
    return [(count.label, count.meaning, f"п. {count.clause}") for count in COUNTS]


def concerns_told() -> Rows:
    """Each concern of the queue: its name, meaning, what to do and clause."""
    return [(one.label, one.meaning, one.advice, f"п. {one.clause}") for one in CONCERNS]


def scores_told() -> Rows:
    """Each measure of the scores: its name, meaning and clause."""
    return [(measure.label, measure.meaning, f"п. {measure.clause}") for measure in MEASURES]
