"""The cache of a worker is bounded by size and keeps the most recent entries."""

import pytest

from access.reading import OPERATOR, Reading
from model.database import read_session
from model.dates import today
from queries.scoped_cache import ScopedCache


@pytest.mark.usefixtures("database")
def test_the_things_not_asked_for_longest_go_when_all_weigh_too_much():
    kept: ScopedCache[str] = ScopedCache(7, weight=len)
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    with read_session() as session:
        now = Reading(session, OPERATOR, today())
        for name in ("один", "два", "один", "три", "один", "два"):
            assert kept.get(now, name, lambda name=name: make(name)) == name
    assert made == ["один", "два", "три", "два"], "«один» was asked for in between; «три» had pushed «два» out"


@pytest.mark.usefixtures("database")
def test_one_thing_that_weighs_more_than_all_may_is_remembered_all_the_same():
    kept: ScopedCache[str] = ScopedCache(3, weight=len)
    with read_session() as session:
        now = Reading(session, OPERATOR, today())
        assert kept.get(now, "один", lambda: "один") == "один"
        assert kept.get(now, "один", lambda: "другой") == "один"
