"""Every count of any place and date is the sum of its parts and the number of rows in its list."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from access.reading import Reading
from model.database import read_session
from model.indicators import COUNT_KEYS, PARTS_OF_RATES
from model.places import REGION, Level, Place
from queries.attention import numbers_of, queue_of
from queries.counts import counts_by_place, counts_of
from queries.filters import EVERYBODY, Filters
from queries.lists import Order, rows_behind
from queries.trends import counts_by_month
from tests.sizes import SIZES
from tests.village import FIRST, Village, build_village
from tests.world import ASSESSOR, TOWN

STAGES = (
    *("staff", "assessed", "recommended", "chosen", "formed", "head_approved", "provider_approved", "formal_done"),
    "realized",
)
# By night also days at which little happens; Вера changes her school on 1 October.
DAYS = [date(2026, 4, 1), date(2026, 10, 31)]
if SIZES.is_night:
    DAYS += [date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 10), date(2026, 9, 30)]
FILTERS = [EVERYBODY, Filters(procedure="оценка")]
if SIZES.is_night:
    FILTERS += [Filters(category="teaching"), Filters(position="должность-Анна")]


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


@pytest.fixture
def session(village: Village) -> Iterator[Session]:
    with read_session() as opened:
        yield opened


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_count_is_the_sum_of_its_parts_and_the_rows_of_its_list(session: Session, filters: Filters):
    for day in DAYS:
        read = Reading(session, ASSESSOR, day)
        _add_up(read, REGION, filters)


def _add_up(read: Reading, place: Place, filters: Filters) -> None:
    whole = counts_of(read, place, filters).counts
    for key in COUNT_KEYS:
        listed = rows_behind(read, key, place, filters, size=1000)
        assert len(listed.rows) == listed.total == whole[key], (place.name, read.day, key)
    _queue_is_its_rows(read, place, filters)
    if place.level is not Level.ORGANIZATION:
        broken_down = counts_by_place(read, place, filters)
        assert broken_down.whole.counts == whole
        for part in broken_down.parts:
            if any(part.counts.values()):
                _add_up(read, part.place, filters)


def _queue_is_its_rows(read: Reading, place: Place, filters: Filters) -> None:
    """Assert for every concern that its number and longest wait are those of its rows."""
    for one in queue_of(counts_of(read, place, filters, waits=True)):
        order = Order(one.concern.since)
        found = rows_behind(read, one.concern.key, place, filters, order=order)
        assert found.total == one.number, (place.name, read.day, one.concern.key)
        first = found.rows[0][one.concern.since] if found.rows and one.concern.since else None
        assert first == one.since, (place.name, read.day, one.concern.key)
    if place.level is not Level.ORGANIZATION:
        parts = [numbers_of(part) for part in counts_by_place(read, place, filters).parts]
        whole = numbers_of(counts_of(read, place, filters))
        assert whole == {key: sum(part[key] for part in parts) for key in whole}


def test_the_village_has_something_to_count(session: Session):
    counts = counts_of(Reading(session, ASSESSOR, date(2026, 4, 1)), REGION).counts
    assert counts["staff"] == counts["head_approved"] == counts["awaiting_provider"] == counts["events_due"] == 7


def test_pages_of_a_list_are_its_rows_in_order_each_once(session: Session):
    read = Reading(session, ASSESSOR, date(2026, 4, 1))
    pages = [rows_behind(read, "staff", REGION, page=number, size=3) for number in (1, 2, 3)]
    names = [row["full_name"] for page in pages for row in page.rows]
    assert len(names) == len(set(names)) == 7
    assert names == sorted(names)


def test_each_stage_contains_the_next(session: Session):
    stages = [*pairwise(STAGES), ("chosen", "selected"), ("selected", "realized"), ("formal_done", "formal_in_time")]
    for day in DAYS:
        read = Reading(session, ASSESSOR, day)
        persons = {key: _persons(read, key) for pair in stages for key in pair}
        for wide, narrow in stages:
            assert persons[narrow] <= persons[wide], (day, wide, narrow)


def _persons(read: Reading, key: str) -> set[int]:
    return {row["person_id"] for row in rows_behind(read, key, REGION, size=1000).rows}


def test_a_series_of_months_is_what_each_of_them_counts(session: Session):
    months = counts_by_month(Reading(session, ASSESSOR, date(2026, 10, 31)), REGION)
    assert len(months) == 13
    for day, counts in months:
        of_day = counts_of(Reading(session, ASSESSOR, day), REGION).counts
        assert counts == {key: of_day[key] for key in PARTS_OF_RATES}, day


@pytest.mark.parametrize(
    "filters", [Filters(category="teaching"), Filters(position="должность-Анна"), Filters(procedure="оценка")], ids=str
)
@pytest.mark.parametrize("where", ["region", TOWN, FIRST])
def test_a_series_of_any_place_under_a_filter_is_what_each_month_counts(village: Village, where: str, filters: Filters):
    with read_session() as session:
        level = {"region": Level.REGION, TOWN: Level.MUNICIPALITY}.get(where, Level.ORGANIZATION)
        place = REGION if level is Level.REGION else Place(level, village.ids[where], where)
        for day, counts in counts_by_month(Reading(session, ASSESSOR, date(2026, 10, 31)), place, filters):
            of_day = counts_of(Reading(session, ASSESSOR, day), place, filters).counts
            assert counts == {key: of_day[key] for key in counts}, day


def test_an_event_counts_from_the_day_it_ends(session: Session):
    day = date(2026, 3, 31)
    before, after = (counts_of(Reading(session, ASSESSOR, one), REGION).counts for one in (day, day + timedelta(1)))
    assert (before["events_due"], after["events_due"]) == (0, 7)
