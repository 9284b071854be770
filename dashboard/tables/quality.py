"""The tables of the quality of data as values."""

from collections.abc import Sequence

from dashboard import words
from dashboard.components.change import moved
from dashboard.components.freshness import told
from dashboard.components.quality_table import before
from dashboard.pages.competences import surveyed_place
from dashboard.pages.quality import Found, columns_of, found_at, kind_at
from dashboard.tables.plain import MOST_ROWS, PlainTable, listed
from dashboard.visit import Visit
from model.dates import today
from model.indicators import CLEAN_RATE, ROW_COUNTS, rate_of
from model.places import Level, Place
from model.quality import REMARK_BY_ISSUE
from model.wording import REGISTER_TITLES
from queries import places
from queries.freshness import news_by_part
from queries.quality import Course, PlaceQuality, issue_rows


def issues(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """How many rows of every part of a place are without a remark, since when, and how many have which."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    found = found_at(visit, place)
    kinds = [REMARK_BY_ISSUE[issue] for issue in found.whole.counts]
    then = before(found.course)
    since = [f"Изменение к {words.day(then.day)}"] if then else []
    labels = [*(one.label for one in ROW_COUNTS), CLEAN_RATE.label]
    headings = ["Место", *map(words.sentence, labels), *since]
    meanings = [(words.sentence(one.label), one.meaning) for one in ROW_COUNTS]
    meanings += [(words.sentence(one.label), one.meaning) for one in kinds]
    return PlainTable(
        "Качество данных",
        place.name,
        [*headings, *(words.sentence(one.label) for one in kinds)],
        [_row(one, course, is_told=bool(since)) for one, course in _shown(found, place)],
        frozenset({3, 4} if since else {3}),
        meanings,
    )


def _shown(found: Found, place: Place) -> list[tuple[PlaceQuality, Course]]:
    """The rows of the screen, the whole first."""
    parts = [(one, found.courses[one.place.id or 0]) for one in found.parts]
    return parts if place.level is Level.ORGANIZATION else [(found.whole, found.course), *parts]


def _row(one: PlaceQuality, course: Course, *, is_told: bool) -> Sequence[object]:
    then = before(course)
    by = moved(CLEAN_RATE, one.rows, then) if then else None
    moves = [None if by is None else float(by)] if is_told else []
    return [one.place.name, *one.rows.values(), rate_of(CLEAN_RATE, one.rows), *moves, *one.counts.values()]


def freshness(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """When a file of each register last came for each place, and who is late."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    found = news_by_part(visit.reading, place, today())
    rows = [
        [one.place.name, *(cell for news in one.news for cell in (words.moment(news.at), told(news)))] for one in found
    ]
    headings = [cell for name in REGISTER_TITLES.values() for cell in (f"{name}: последний файл", f"{name}: срок")]
    return PlainTable("Кто опаздывает с файлами", place.name, ["Место", *headings], rows)


def rows(visit: Visit, level: str, issue: str, identity: int | None = None) -> PlainTable | None:
    """All the rows behind such a count; None where their people may not be named."""
    place = places.named(visit.reading, level, identity)
    kind = kind_at(visit, place, issue)
    if place is None or kind is None:
        return None
    found = issue_rows(visit.reading, kind, place, 1, MOST_ROWS)
    return listed(words.sentence(REMARK_BY_ISSUE[kind].label), place.name, columns_of(visit, kind), found.rows)
