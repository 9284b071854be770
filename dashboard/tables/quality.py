"""The tables of the quality of data as values."""

from collections.abc import Sequence

from dashboard import place_words, words
from dashboard.components.change import rate_difference
from dashboard.components.figures_table import in_order, rows_within
from dashboard.components.freshness import TITLE, lateness_text
from dashboard.components.quality_table import before
from dashboard.pages.competences import surveyed_place
from dashboard.pages.quality import QualityFigures, columns_of, kind_at, quality_figures, table_of
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model.dates import today
from model.indicators import CLEAN_RATE, ROW_COUNTS, rate_of
from model.places import Place
from model.quality import REGISTER_KEYS, REMARK_BY_ISSUE
from model.wording import REGISTER_TITLES
from queries import places
from queries.freshness import news_by_part
from queries.lists import Page
from queries.quality import PlaceQuality, issue_rows


def issues(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The number of rows without a remark in each part of a place, since when, and the rows with each remark."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    figures = quality_figures(visit, place)
    kinds = [REMARK_BY_ISSUE[issue] for issue in figures.whole.counts]
    then = figures.earlier
    since = [f"Изменение к {words.day(then.day)}"] if then else []
    labels = [*(one.label for one in ROW_COUNTS), CLEAN_RATE.label]
    headings = [place_words.part_of(place), *map(words.sentence, labels), *since]
    meanings = [(words.sentence(one.label), one.meaning) for one in ROW_COUNTS]
    meanings += [(words.sentence(one.label), one.meaning) for one in kinds]
    return PlainTable(
        "Качество данных",
        place.name,
        [*headings, *(words.sentence(one.label) for one in kinds)],
        [_row(one, figures) for one in _rows_of_screen(visit, figures, place)],
        frozenset({3, 4} if since else {3}),
        meanings,
    )


def _rows_of_screen(visit: Visit, figures: QualityFigures, place: Place) -> Sequence[PlaceQuality]:
    """The rows of all pages of the screen, the total first."""
    table = table_of(visit, place, figures)
    rows = in_order(table, rows_within(table, visit.view), visit.view)
    return [*([table.total] if table.total else []), *rows]


def _row(one: PlaceQuality, figures: QualityFigures) -> Sequence[object]:
    then = before(figures.earlier, one, figures.whole)
    by = rate_difference(CLEAN_RATE, one.rows, then) if then else None
    moves = [None if by is None else float(by)] if then else []
    return [one.place.name, *one.rows.values(), rate_of(CLEAN_RATE, one.rows), *moves, *one.counts.values()]


def freshness(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The last file of each register for each place, and the late places."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    parts = news_by_part(visit.reading, place, today())
    rows = [
        [one.place.name, *(cell for news in one.news for cell in (words.moment(news.at), lateness_text(news)))]
        for one in parts
    ]
    titles = [REGISTER_TITLES[key] for key in REGISTER_KEYS]
    headings = [cell for name in titles for cell in (f"{name}: последний файл", f"{name}: срок")]
    return PlainTable(TITLE, place.name, [place_words.part_of(place), *headings], rows)


def rows(visit: Visit, level: str, issue: str, identity: int | None = None) -> LongTable | None:
    """All rows behind such a count; None where their people may not be named."""
    place = places.named(visit.reading, level, identity)
    kind = kind_at(visit, place, issue)
    if place is None or kind is None:
        return None

    def page_of(number: int, size: int) -> Page:
        return issue_rows(visit.reading, kind, place, number, size)

    return long_list(words.sentence(REMARK_BY_ISSUE[kind].label), place.name, columns_of(visit, kind), page_of)
