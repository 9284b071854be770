"""A municipality with six hundred organizations: its page stays small, and every row is found, turned to and taken."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from access.reading import Reading
from access.scope import GrantValue, Viewer
from dashboard.addresses import view_of
from dashboard.pages import municipality
from dashboard.visit import Visit
from model.accounts import Role
from model.database import read_session, unscoped_session
from model.places import Municipality
from tests.data.test_statements import statements
from tests.db_templates import from_template
from tests.site import open_account, signed_in
from tests.unit.test_components import encoded, hrefs, text_of
from tests.world import TOWN, World

ORGANIZATIONS, PAGE_SIZE, BARS = 600, 50, 10
DAY = date(2026, 9, 30)
MOST_NODES, MOST_LINKS = 6_000, 300
# What a keyboard stops at.
STOPS = {"a", "link", "button", "summary", "input", "select"}
COUNTS, QUEUE = "counts-table", "attention-table"
Node = dict[str, Any]


def name_of(number: int) -> str:
    return f"МБОУ СОШ № {number}"


def grow() -> int:
    """Organizations of two people who wait for a head and a provider; in the last one a third waits for the head."""
    world = World()
    for number in range(1, ORGANIZATIONS + 1):
        confirmed, new = (world.person(f"{name} {number}", at=name_of(number)) for name in ("Анна", "Борис"))
        confirmed.assessed("2026-02-01", subject="40").applied("2026-03-01", head="2026-03-10")
        new.assessed("2026-02-01", subject="40").applied("2026-03-01")
    world.person("Вера", at=name_of(ORGANIZATIONS)).assessed("2026-02-01").applied("2026-03-01")
    world.person("Галина", at=name_of(7))
    world.read_in()
    with unscoped_session() as session:
        return session.scalars(select(Municipality.id).where(Municipality.name == TOWN)).one()


@pytest.fixture
def town(sqlite: str) -> int:
    return from_template("many places", grow)


def page_at(town: int, query: str = "") -> Any:
    """The content of the municipality's page for its coordinator, who opens lists."""
    coordinator = Viewer("coordinator", (GrantValue(Role.MUNICIPALITY, town),))
    with read_session() as session:
        visit = Visit(Reading(session, coordinator, DAY), view_of(query), f"/municipality/{town}")
        screen = municipality.layout(visit, town)
    assert screen is not None
    return screen.content


def elements(page: Any) -> list[Node]:
    """All elements of a page, of its quick trees too."""
    return list(_elements(json.loads(encoded(page))))


def _elements(node: Any) -> Iterator[Node]:
    if isinstance(node, list):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, dict):
        props = node.get("props", {})
        kind = (node.get("tag") or node["type"]).lower()
        inner = node.get("children", props.get("children", props.get("tree")))
        yield {**props, "kind": kind, "inside": inner}
        yield from _elements(inner)


def names_in(page: Any, table: str) -> list[str]:
    """The names of the rows of a table of places, the total first."""
    (body,) = (one for one in elements(page) if one["kind"] == "table" and table in one["className"])
    return [text_of(one["inside"]) for one in _elements(body["inside"]) if one.get("scope") == "row"]


@pytest.mark.parametrize("query", ["", "?page=12", "?search=77", "?sort=coverage&order=asc&against=2026-01-01"])
def test_the_page_is_small_however_many_organizations_there_are(town: int, query: str):
    found = elements(page_at(town, query))
    assert ORGANIZATIONS < len(found) <= MOST_NODES
    assert sum(one["kind"] in STOPS for one in found) <= MOST_LINKS


def test_the_queue_by_organizations_is_made_when_asked_for(town: int):
    closed, shown = page_at(town), page_at(town, "?queue=1")
    assert QUEUE not in str(elements(closed))
    assert len(elements(shown)) <= MOST_NODES
    assert len(names_in(shown, QUEUE)) == 1 + PAGE_SIZE
    assert f"/municipality/{town}?queue=1" in hrefs(closed)
    assert f"/municipality/{town}" in hrefs(shown)


def test_each_page_has_the_total_and_fifty_organizations_and_tells_how_many_there_are(town: int):
    first, last = page_at(town, "?sort=name"), page_at(town, "?sort=name&page=12")
    assert names_in(first, COUNTS) == [TOWN, *(name_of(number) for number in range(1, 51))]
    assert names_in(last, COUNTS) == [TOWN, *(name_of(number) for number in range(551, 601))]
    assert "1–50 из 600" in text_of(first)
    assert "551–600 из 600" in text_of(last)


@pytest.mark.parametrize(("number", "first"), [("13", 551), ("9999999", 551), ("0", 1), ("-1", 1), ("ж", 1)])
def test_a_page_that_does_not_exist_is_the_last_one_and_nonsense_the_first(town: int, number: str, first: int):
    assert names_in(page_at(town, f"?sort=name&page={number}"), COUNTS)[1] == name_of(first)


def test_the_furthest_behind_come_first_until_another_order_is_asked_for(town: int):
    """Issue 18, "worst first": in school 7 one of three has no assessment, elsewhere nobody."""
    page = page_at(town)
    assert names_in(page, COUNTS)[:3] == [TOWN, name_of(7), name_of(1)]
    assert f"/municipality/{town}?sort=name&order=asc" in hrefs(page)
    assert names_in(page_at(town, "?sort=name&order=desc"), COUNTS)[1] == name_of(600)


def test_two_tables_turn_their_pages_apart(town: int):
    page = page_at(town, "?page=2&queue=12")
    assert names_in(page, COUNTS)[1] == name_of(51)
    assert len(names_in(page, QUEUE)) == 1 + PAGE_SIZE
    assert names_in(page, QUEUE)[1:] != names_in(page_at(town, "?page=12&queue=2"), QUEUE)[1:]
    assert f"/municipality/{town}?page=3&queue=12" in hrefs(page)
    assert f"/municipality/{town}?page=2&queue=11" in hrefs(page)


def test_sorting_puts_the_worst_of_all_pages_first(town: int):
    by_wait = names_in(page_at(town, "?sort=awaiting_head&order=desc&page=1&queue=1"), COUNTS)
    assert by_wait[:2] == [TOWN, name_of(ORGANIZATIONS)]
    assert names_in(page_at(town, "?sort=awaiting_head&order=desc&queue=1"), QUEUE)[1] == name_of(ORGANIZATIONS)
    # Галина of № 7 was never assessed: the one click on the rate's heading brings the lowest rate to the top.
    worst = f"/municipality/{town}?sort=coverage&order=asc"
    assert worst in hrefs(page_at(town, "?page=3"))
    assert names_in(page_at(town, "?sort=coverage&order=asc"), COUNTS)[1] == name_of(7)


def test_an_organization_is_found_by_part_of_its_name_in_both_tables(town: int):
    page = page_at(town, "?search=n77&queue=1&page=4")
    assert names_in(page, COUNTS) == [TOWN, name_of(77)]
    assert names_in(page, QUEUE) == [TOWN, name_of(77)]
    assert "1–1 из 1" in text_of(page)
    nothing = page_at(town, "?search=лицей")
    assert names_in(nothing, COUNTS) == [TOWN]
    assert "По запросу «лицей» ничего не найдено" in text_of(nothing)


def test_few_rows_open_their_lists_and_many_are_opened_by_name(town: int):
    def lists(page: Any) -> list[str]:
        (body,) = (one for one in elements(page) if one["kind"] == "table" and COUNTS in one["className"])
        return [href for href in hrefs(body["inside"]) if "/organization/" in href and "/list/" in href]

    assert lists(page_at(town)) == []
    assert "нажмите на название" in text_of(page_at(town))
    assert len(lists(page_at(town, "?search=577"))) >= 3
    assert "нажмите на название" not in text_of(page_at(town, "?search=577"))


@pytest.mark.parametrize("by", ["people", "share", "change"])
def test_ten_bars_are_drawn_and_all_on_request(town: int, by: str):
    def bars(page: Any) -> list[str]:
        chart = next(one for one in elements(page) if one.get("id") == "breakdown-bars")
        return [text_of(one["inside"]) for one in _elements(chart["inside"]) if one.get("scope") == "row"]

    ten, first, last = (page_at(town, f"?by={by}{more}") for more in ("", "&bars=1", "&bars=12"))
    assert len(bars(ten)) == BARS
    # Nothing has changed since the end of the last month: they stand by name.
    assert bars(ten)[0] == "МБОУ СОШ № 1" if by == "change" else "№ 7" in bars(ten)[0]
    assert "Показаны 10 из 600" in text_of(ten)
    assert f"/municipality/{town}?by={by}&bars=1" in hrefs(ten)
    assert len(bars(first)) == len(bars(last)) == PAGE_SIZE
    assert not {*bars(first)} & {*bars(last)}
    assert f"/municipality/{town}?by={by}" in hrefs(first)
    assert f"/municipality/{town}?by={by}&bars=2" in hrefs(first)


def test_the_queue_stands_before_bars_and_tables(town: int):
    ids = [one["id"] for one in elements(page_at(town)) if str(one.get("id", "")).startswith("part-")]
    assert ids[:4] == ["part-attention", "part-targets", "part-behind", "part-parts"]


def test_a_file_holds_the_rows_of_all_pages(town: int):
    visitor = signed_in(open_account(Role.MUNICIPALITY, town))
    for name in ("places", "attention"):
        answer = visitor.client.get(f"/municipality/{town}/table/{name}.csv?on={DAY}&page=3&queue=2")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 2 + ORGANIZATIONS, name
    answer = visitor.client.get(f"/municipality/{town}/table/places.csv?on={DAY}&search=577")
    assert len(answer.data.decode("utf-8-sig").splitlines()) == 3


def test_turning_pages_asks_the_database_for_no_more(town: int):
    page_at(town)  # fills what a worker keeps
    with statements() as first:
        page_at(town)
    with statements() as other:
        page_at(town, "?page=5&queue=3&bars=5")
    assert first
    assert sorted(first) == sorted(other)
