"""The tables of practices: the organizations, and the people whose routes may be shown."""

from dashboard import words
from dashboard.components.figures_table import plain_rows
from dashboard.pages import practices as page
from dashboard.pages.searched_list import listed_group
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model import wording
from model.practices import PRACTICE_BY_KEY, PRACTICES, PracticeGroup
from queries import places
from queries.lists import Page

_MEANINGS = [(words.sentence(one.label), f"{one.meaning}; {wording.clause(one.clause)}") for one in PRACTICES]


def organizations(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The organizations of a place with the figures of their practices."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    headings, rows, rates = plain_rows(page.figures_of(visit, place), visit.view)
    return PlainTable(page.TITLE, place.name, headings, rows, rates, [("Порядок", page.NOTE), *_MEANINGS])


def rows(visit: Visit, level: str, group: str, identity: int | None = None) -> LongTable | None:
    """All people of a list; None where they may not be named."""
    listing = listed_group(visit, level, group, identity, PracticeGroup)
    if listing is None:
        return None
    place, practice_group = listing

    def page_of(number: int, size: int) -> Page:
        return page.rows_of(visit, place, practice_group, page=number, size=size)

    title = words.sentence(PRACTICE_BY_KEY[practice_group].label)
    return long_list(title, place.name, page.columns_of(visit, place, practice_group), page_of)
