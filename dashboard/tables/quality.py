"""The tables of the quality of data as values."""

from dashboard import words
from dashboard.pages.competences import surveyed_place
from dashboard.pages.quality import LABELS, columns_of
from dashboard.tables.plain import MOST_ROWS, PlainTable, listed
from dashboard.visit import Visit
from queries import places
from queries.quality import Issue, issue_rows, issues_by_part


def issues(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """How many rows of each kind every part of a place has."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    rows = [[one.place.name, *one.counts.values()] for one in issues_by_part(visit.reading, place)]
    headings = ["Место", *(words.sentence(LABELS[issue][0]) for issue in Issue)]
    meanings = [(words.sentence(short), long) for short, long in LABELS.values()]
    return PlainTable("Качество данных", place.name, headings, rows, meanings=meanings)


def rows(visit: Visit, level: str, issue: str, identity: int | None = None) -> PlainTable | None:
    """All the rows behind such a count; None where their people may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or issue not in LABELS or not visit.reading.scope.may_list(place):
        return None
    found = issue_rows(visit.reading, Issue(issue), place, 1, MOST_ROWS)
    return listed(words.sentence(LABELS[Issue(issue)][0]), place.name, columns_of(visit), found.rows)
