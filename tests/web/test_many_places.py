"""A municipality with six hundred organizations: its page stays small, and every row can be reached and taken."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import event, select

import json
from access.reading import OPERATOR, Reading
from access.scope import GrantValue, Viewer
from dashboard.addresses import view_of
from dashboard.pages import municipality
from dashboard.visit import Visit
from model.accounts import Role
from model.database import engine, read_session, unscoped_session
from model.places import Municipality
from tests.db_templates import from_template
from tests.site import open_account, signed_in
from tests.unit.test_components import hrefs, text_of
from tests.world import TOWN, World

ORGANIZATIONS = 600
DAY = date(2026, 9, 30)
MOST_NODES, MOST_LINKS = 6_000, 300
# What a keyboard stops at.
STOPS = {"a", "link", "button", "summary", "input", "select"}


def name_of(number: int) -> str:
    return f"МБОУ СОШ № {number}"


def grow() -> int:
    """Six hundred organizations of two people each, so that every column has a number in every row."""
    world = World()
    for number in range(1, ORGANIZATIONS + 1):
        first = world.person(f"Анна {number}", at=name_of(number))
        first.assessed("2026-02-01", subject="40").applied("2026-03-01", head="2026-03-10")
        second = world.person(f"Борис {number}", at=name_of(number))
        second.assessed("2026-02-01", subject="40").applied("2026-03-01")
    world.read_in()
    with unscoped_session() as session:
        return session.scalars(select(Municipality.id).where(Municipality.name == TOWN)).one()


@pytest.fixture
def town(sqlite: str) -> int:
    return from_template("many places", grow)


def page_at(town: int, query: str = ""):
    """The content of the municipality's page for its coordinator, who opens lists."""
    coordinator = Viewer("coordinator", (GrantValue(Role.MUNICIPALITY, town),))
    with read_session() as session:
        visit = Visit(Reading(session, coordinator, DAY), view_of(query), f"/municipality/{town}")
        screen = municipality.layout(visit, town)
    assert screen is not None
    return screen.content


def elements(page: object) -> Iterator[str]:
    """The names of all elements of a page, of quick trees too."""
    yield from _elements(json.loads(PlotlyJSONEncoder().encode(page)))


def _elements(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, dict):
        kind = node.get("tag") or node.get("type")
        if kind and kind != "Still":
            yield kind.lower()
        props = node.get("props", {})
        for inner in (node.get("children"), props.get("children"), props.get("tree")):
            yield from _elements(inner)


def test_x(town):
    for q in ("", "?queue=1", "?bars=all", "?page=12", "?search=77", "?sort=coverage&order=asc&against=2026-01-01", "?by=share"):
        names = list(elements(page_at(town, q)))
        print(q, len(names), sum(n in STOPS for n in names))
        from collections import Counter
    import re
    p = page_at(town)
    for s in p.children:
        names=list(elements(s)); print(getattr(s,'id',None) , len(names), sum(n in STOPS for n in names))
    assert 0
