"""The tables of coverage: the years, the parts, and the lists of people."""

from dashboard import words
from dashboard.components.figures_table import plain_rows
from dashboard.pages import coverage as page
from dashboard.pages.coverage_lists import columns_of, rows_of, title_of
from dashboard.pages.searched_list import listed_group
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model.coverage import CoverageGroup
from queries import places
from queries.coverage import coverage_of, cycle_of
from queries.lists import Page


def years(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """How many of those due passed an assessment in each year of the cycle, and in the whole of it."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    whole, _ = coverage_of(visit.reading, place, visit.view.filters)
    cycle, due = cycle_of(visit.reading), whole.numbers[CoverageGroup.DUE]
    day = visit.reading.day
    rows: list[list[object]] = [
        [page.year_label(year), number, due, number / due if due else None]
        for year, number in zip(cycle.years, whole.by_year, strict=True)
        if year.since <= day
    ]
    number = whole.numbers[CoverageGroup.PASSED]
    rows.append([words.sentence(page.whole_label(cycle)), number, due, number / due if due else None])
    headings = ["Год", "Прошли оценку, человек", "Подлежат оценке", "Доля"]
    return PlainTable(page.TITLE, place.name, headings, rows, frozenset({3}), [("Как считается", page.YEARS_NOTE)])


def parts(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The parts of a place with their coverage, the whole first."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    whole, children = coverage_of(visit.reading, place, visit.view.filters)
    headings, rows, rates = plain_rows(
        page.figures_of(visit, whole, children, cycle_of(visit.reading)), visit.view.unpaged
    )
    meanings = [("По годам", page.YEARS_NOTE), ("Подлежат оценке", page.OWED_NOTE)]
    return PlainTable(page.TITLE, place.name, headings, rows, rates, meanings)


def rows(visit: Visit, level: str, group: str, identity: int | None = None) -> LongTable | None:
    """All people of a list; None where they may not be named."""
    listing = listed_group(visit, level, group, identity, CoverageGroup)
    if listing is None:
        return None
    place, coverage_group = listing

    def page_of(number: int, size: int) -> Page:
        return rows_of(visit, place, coverage_group, page=number, size=size)

    return long_list(title_of(visit, coverage_group), place.name, columns_of(visit, place), page_of)
