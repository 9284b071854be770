"""A screen takes a fixed number of SQL statements for any number of people and places."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select

import app
from access.scope import GrantValue, Viewer
from dashboard.pages import PAGES, screen_at
from model.accounts import Role
from model.database import engine, unscoped_session
from model.people import Person
from tests.addresses_of_pages import MISSING, one_of_each_level, things_of
from tests.site import open_account
from tests.sizes import SIZES
from tests.village import FIRST, OUR_PROVIDER, THIRD, TOWN, Village, accounts_of, build_village, look_up
from tests.world import CITY

DAY = "2026-09-30"
EVERYTHING = Viewer("everything", (GrantValue(Role.ASSESSOR), GrantValue(Role.ADMIN), GrantValue(Role.MINISTRY)))
VIEWS = ("", "&category=teaching&kind=школа", "&against=2026-06-15", "&find=x&queue=1&bars=all")
VIEWS = (*VIEWS, "&position=должность-Анна&procedure=Оценка") if SIZES.is_night else ("", "".join(VIEWS))
KINDS = ["sqlite", "postgresql"] if SIZES.is_night else ["sqlite"]
# No screen needs more; most need a dozen.
MOST = 40


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements in the block with their values, without the beginning of transactions."""
    asked: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")) and "set_config" not in statement:
            asked.append(f"{statement} {values}")

    event.listen(engine(), "before_cursor_execute", heard)
    try:
        yield asked
    finally:
        event.remove(engine(), "before_cursor_execute", heard)


def addresses(logins: Mapping[str, str]) -> list[str]:
    """Every page at every level, with existing ids."""
    things = things_of(logins)
    return [address for page in PAGES for address in one_of_each_level(page, things)]


def statements_of(opened: Iterable[str]) -> dict[str, list[str]]:
    """The statements that each address takes in each view."""
    statements_by_view: dict[str, list[str]] = {}
    for address in opened:
        for view in VIEWS:
            with app.server.test_request_context("/"), statements() as executed:
                screen_at(EVERYTHING, address, f"?on={DAY}{view}")
            statements_by_view[f"{address}{view}"] = executed
    return statements_by_view


def cost(opened: Iterable[str]) -> dict[str, int]:
    """How many statements each address takes in each view."""
    return {address: len(executed) for address, executed in statements_of(opened).items()}


def grow(village: Village) -> None:
    """Many more people and places, and accounts for them."""
    for number in range(120):
        at, town = f"Школа {number % 30} {'АБ'[number % 2]}", (TOWN, CITY)[number % 2]
        someone = village.world.person(
            f"Новая {number}", at=at if number % 3 else FIRST, town=town, position="должность-Анна"
        )
        someone.assessed(f"2026-01-{1 + number % 28:02}", subject=str(40 + number % 60), procedure="Оценка")
        someone.applied("2026-03-01", f"Программа {number}", provider_name=OUR_PROVIDER, head="2026-03-10")
        someone.chose("2026-03-01", f"Событие-{number % 17}", "2026-04-01")
    anna = village.people["Анна"]
    for number in range(10):
        anna.assessed(f"202{number % 6}-05-{1 + number:02}", procedure=f"Процедура {number}")
        anna.applied(f"2026-0{1 + number % 8}-20", f"Ещё программа {number}")
        anna.chose("2026-03-02", f"Ещё событие {number}", "2026-05-01")
    village.world.read_in()
    look_up(village)
    for school in [one for one in village.ids if one.startswith("Школа")][:5]:
        open_account(Role.SCHOOL, village.ids[school])


def test_the_addresses_whose_statements_are_counted_are_there(sqlite: str):
    absent = set()
    for address in addresses(accounts_of(build_village())):
        with app.server.test_request_context("/"):
            if MISSING in str(screen_at(EVERYTHING, address, f"?on={DAY}").content):
                absent.add(address)
    # An employee's, a file of whoever has brought it in, and the guide, which this viewer is not shown either.
    assert absent == {"/guide", "/viewings", "/imports/1"}


@pytest.mark.parametrize("database", KINDS, indirect=True)
def test_every_page_takes_as_many_statements_in_a_town_as_in_a_village(database: str):
    village = build_village()
    logins = accounts_of(village)
    # The ends of months are stored from the first assessment on: here and there as many.
    village.people["Борис"].assessed("2021-05-01", procedure="Первая")
    # The filters of the views find someone in the other municipality too: an empty page takes fewer.
    namesake = village.world.person("Аннаева Примера", at=THIRD, town=CITY, position="должность-Анна")
    namesake.assessed("2026-02-08", subject="58", procedure="Оценка")
    namesake.applied("2026-03-01", "Программа 8", provider_name=OUR_PROVIDER, head="2026-03-10")
    village.world.read_in()
    opened = addresses(logins)
    small = cost(opened)
    with unscoped_session() as session:
        few = session.scalar(select(func.count()).select_from(Person)) or 0
    grow(village)
    with unscoped_session() as session:
        assert (session.scalar(select(func.count()).select_from(Person)) or 0) > 10 * few
    large = cost(opened)
    assert {one: (small[one], number) for one, number in large.items() if small[one] != number} == {}
    assert {address: number for address, number in large.items() if number > MOST} == {}


@pytest.mark.parametrize("database", KINDS, indirect=True)
def test_no_page_asks_the_same_twice(database: str):
    by_view = statements_of(addresses(accounts_of(build_village())))
    repeated = {
        address: {statement: times for statement, times in Counter(executed).items() if times > 1}
        for address, executed in by_view.items()
    }
    assert sum(map(len, by_view.values())) > 5 * len(by_view)
    assert {address: statements for address, statements in repeated.items() if statements} == {}
