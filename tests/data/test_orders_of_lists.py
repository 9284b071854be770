"""The list of the staff, found by an index of names, has the rows and the order that its columns give."""

from datetime import date

import pytest

from access.reading import Reading
from model.database import read_session
from model.places import REGION, Place
from queries.filters import EVERYBODY, Filters
from queries.lists import PAGE_SIZE, Order, Row, rows_behind
from queries.people import SPELL_SORTS
from queries.places import municipality
from tests.village import Village, build_village
from tests.world import ASSESSOR, TOWN

DAY = date(2026, 9, 30)


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def listed(reading: Reading, place: Place, filters: Filters, order: Order, search: str, size: int) -> list[Row]:
    return list(rows_behind(reading, "staff", place, filters, order=order, search=search, size=size).rows)


@pytest.mark.both_databases
@pytest.mark.parametrize("by", [None, *sorted(SPELL_SORTS)])
def test_a_page_has_the_rows_of_the_whole_list_in_its_order(village: Village, by: str | None):
    with read_session() as session:
        reading = Reading(session, ASSESSOR, DAY)
        town = municipality(reading, village.ids[TOWN])
        assert town is not None
        for place, filters, search in ((REGION, EVERYBODY, ""), (town, Filters(category="teaching"), "ова")):
            for descending in (False, True):
                how = (reading, place, filters, Order(by, descending), search)
                # A list longer than a page is sorted by all its columns at once.
                whole = listed(*how, PAGE_SIZE + 1)
                assert len(whole) > 2
                assert listed(*how, PAGE_SIZE) == whole
