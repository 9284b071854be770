"""The tables of procedures: their figures, the groups and days, and the lists of people."""

from dashboard import words
from dashboard.components.figures_table import plain_rows
from dashboard.pages import procedures as page
from dashboard.pages.procedure_lists import columns_of, rows_of, title_of
from dashboard.pages.searched_list import listed_group
from dashboard.periods import days_text, period_of
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model import wording
from model.procedures import PROCEDURE_FIGURES, ProcedureGroup
from queries import places
from queries.lists import Page
from queries.small_groups import hides_few

_MEANINGS = [(words.sentence(one.label), f"{one.meaning}; {wording.clause(one.clause)}") for one in PROCEDURE_FIGURES]


def figures(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """What became of each procedure in the period."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    period = period_of(visit.view, visit.reading.day)
    rows = [
        [one.name or page.ALL, *(one.numbers[group] for group in page.GROUPS)]
        for one in page.figures_of(visit, place, period)
    ]
    return PlainTable(f"{page.TITLE} {days_text(period)}", place.name, page.HEADINGS, rows, meanings=_MEANINGS)


def days(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """What was passed by procedure, group and day; None for who may not be told of few people."""
    place = places.named(visit.reading, level, identity)
    if place is None or hides_few(visit.reading, place):
        return None
    period = period_of(visit.view, visit.reading.day)
    headings, rows, rates = plain_rows(page.figures_of_days(visit, place, period), visit.view)
    title = f"{page.TITLE} по группам и дням {days_text(period)}"
    return PlainTable(title, place.name, headings, rows, rates, _MEANINGS)


def rows(visit: Visit, level: str, group: str, identity: int | None = None) -> LongTable | None:
    """All rows of a list; None where its people may not be named."""
    listing = listed_group(visit, level, group, identity, ProcedureGroup)
    if listing is None:
        return None
    place, procedure_group = listing

    def page_of(number: int, size: int) -> Page:
        return rows_of(visit, place, procedure_group, page=number, size=size)

    return long_list(title_of(visit, procedure_group), place.name, columns_of(visit, place, procedure_group), page_of)
