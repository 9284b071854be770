"""The tables of the screens without their looks: the same rows, columns, order and filters, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.columns import COLUMNS
from dashboard.components.counts_table import STAFF, WAITING, in_order
from dashboard.components.people_table import TableColumn
from dashboard.pages.breakdown import staffed_parts
from dashboard.pages.people import order_of
from dashboard.pages.provider import application_columns
from dashboard.visit import Visit
from model.indicators import COUNT_BY_KEY, RATES, rate_of
from queries import places
from queries.applications import provider, provider_applications
from queries.counts import counts_by_place
from queries.lists import Order, Row, rows_behind
from queries.records import PlaceCounts

# More than any list of the oblast holds, and less than a sheet of a workbook does.
MOST_ROWS = 500_000


@dataclass(frozen=True)
class PlainTable:
    """A table as values; `rates` are the numbers of the columns that hold fractions."""

    title: str
    place: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    rates: frozenset[int] = frozenset()


def parts(visit: Visit, level: str, identity: int | None) -> PlainTable | None:
    """The parts of the region or of a municipality, the whole first; None where it is not the viewer's."""
    place = places.named(visit.reading, level, identity)
    if place is None or level == "organization":
        return None
    counted = counts_by_place(visit.reading, place, visit.view.filters)
    made_of = list(dict.fromkeys(key for rate in RATES for key in (rate.top, rate.bottom) if key != STAFF))
    headings = [rate.label for rate in RATES]
    headings += [COUNT_BY_KEY[key].label for key in (*WAITING, *made_of)]
    rows = [_numbers(part, made_of) for part in (counted.whole, *in_order(staffed_parts(counted), visit.view))]
    named = ["Место", words.sentence(COUNT_BY_KEY[STAFF].label), *map(words.sentence, headings)]
    return PlainTable("Показатели", place.name, named, rows, frozenset(range(2, 2 + len(RATES))))


def _numbers(part: PlaceCounts, made_of: Sequence[str]) -> list[object]:
    rates = [rate_of(rate, part.counts) for rate in RATES]
    return [part.place.name, part.counts[STAFF], *rates, *(part.counts[key] for key in (*WAITING, *made_of))]


def people(visit: Visit, level: str, identity: int | None, count: str) -> PlainTable | None:
    """All the rows behind a count; None where its people may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or count not in COUNT_BY_KEY or not visit.reading.scope.may_list(place):
        return None
    view = visit.view
    found = rows_behind(
        visit.reading, count, place, view.filters, order=order_of(view, count), search=view.search, size=MOST_ROWS
    )
    title = words.sentence(COUNT_BY_KEY[count].label)
    return _listed(title, place.name, COLUMNS[COUNT_BY_KEY[count].unit](visit, place), found.rows)


def applications(visit: Visit, identity: int) -> PlainTable | None:
    """All the applications to a provider; None where it is not the viewer's."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    view = visit.view
    order = Order(view.sort, view.descending)
    found = provider_applications(visit.reading, here, order, 1, view.search, MOST_ROWS)
    return _listed("Заявки", here.name, application_columns(visit), found.rows)


def _listed(title: str, place: str, columns: Sequence[TableColumn], rows: Sequence[Row]) -> PlainTable:
    return PlainTable(title, place, [c.label for c in columns], [[c.value(row) for c in columns] for row in rows])
