"""Whatever a role asks, forged or not, the answer does not depend on what the role must not see."""

import itertools
from dataclasses import dataclass

import pytest
from dash import Input, Output
from sqlalchemy import func, select

import app
import queries.places
from access.reading import Reading
from access.scope import Held, Viewer
from dashboard import pages
from dashboard.components.page import page
from dashboard.pages import ALL_ROLES, Page
from dashboard.visit import Screen, Visit
from model.accounts import Role
from model.database import surveying
from model.people import Person
from tests import matrix
from tests.matrix import callback_answers, differences, page_answers, query_answers, route_answers
from tests.twins import OBJECTS, WITHIN, Twin, twins

ROLES = list(WITHIN)


def viewer_of(twin: Twin, role: Role) -> Viewer:
    target = OBJECTS.get(role)
    return Viewer(twin.login, (Held(role, twin.village.ids[target] if target else None),))


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", ROLES)
def test_no_page_tells_of_what_is_outside(role: Role):
    one, other = twins(role, lambda twin: page_answers(twin.visitor, twin.forger))
    assert differences(one, other) == []
    # Equal answers are worth something where something is answered.
    assert len(set(one.values())) > 3


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", ROLES)
def test_no_callback_tells_of_what_is_outside(role: Role):
    assert differences(*twins(role, lambda one: callback_answers(one.visitor, one.forger))) == []


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", ROLES)
def test_no_file_tells_of_what_is_outside(role: Role):
    assert differences(*twins(role, lambda one: route_answers(one.visitor, one.forger))) == []


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("role", ROLES)
def test_no_query_tells_of_what_is_outside(role: Role):
    assert differences(*twins(role, lambda one: query_answers(viewer_of(one, role), one.forger))) == []


@pytest.mark.usefixtures("sqlite")
def test_a_grant_more_opens_no_more_than_its_own():
    """The union of two grants answers as the wider of them where the narrower says nothing."""

    def ask(one: Twin) -> dict[str, str]:
        school = Held(Role.SCHOOL, one.village.ids[OBJECTS[Role.SCHOOL]])
        person = Held(Role.EMPLOYEE, one.village.ids[OBJECTS[Role.EMPLOYEE]])
        return query_answers(Viewer("both", (school, person)), one.forger)

    assert differences(*twins(Role.SCHOOL, ask)) == []


# What the matrix is worth: each kind of leak, planted, is found.


def everyone(_wanted: object = None) -> str:
    """A query that forgot its scope."""
    with surveying() as session:
        return ", ".join(session.scalars(select(Person.full_name).order_by(Person.id)))


@pytest.mark.usefixtures("sqlite")
def test_a_callback_that_leaks_is_caught(monkeypatch: pytest.MonkeyPatch):
    # The first request that passes the door connects the callbacks: it may not be one of those below.
    app.server.test_client().get("/health")
    # The others are asked above, and found to be sound.
    kept = dict(itertools.islice(app.app.callback_map.items(), 2))
    monkeypatch.setattr(app.app, "callback_map", kept)
    monkeypatch.setattr(app.app, "_callback_list", list(app.app._callback_list))
    app.app.callback(Output("leak", "children"), Input("leak", "n_clicks"))(everyone)
    found = differences(*twins(Role.SCHOOL, lambda one: callback_answers(one.visitor, one.forger)))
    assert found
    assert all(question.startswith("leak.children") for question in found)


@pytest.mark.usefixtures("sqlite")
def test_a_page_that_leaks_is_caught(monkeypatch: pytest.MonkeyPatch):
    def layout(_visit: Visit) -> Screen:
        with surveying() as session:
            return Screen("…", page(str(session.scalar(select(func.count(Person.id))))))

    monkeypatch.setattr(pages, "PAGES", (*pages.PAGES[:3], Page("/leak", ALL_ROLES, layout)))
    found = differences(*twins(Role.SCHOOL, lambda one: page_answers(one.visitor, one.forger)))
    assert {question.partition("?")[0] for question in found} == {"/leak"}


@pytest.mark.usefixtures("sqlite")
def test_a_query_that_leaks_is_caught(monkeypatch: pytest.MonkeyPatch):
    def everybody(reading: Reading) -> list[str]:
        return list(reading.session.scalars(select(Person.full_name)))

    everybody.__module__ = "queries.places"
    monkeypatch.setattr(queries.places, "everybody", everybody, raising=False)
    found = differences(
        *twins(Role.SCHOOL, lambda one: query_answers(viewer_of(one, Role.SCHOOL), one.forger, "places."))
    )
    assert {question.partition(" ")[0] for question in found} == {"places.everybody"}


@pytest.mark.usefixtures("sqlite")
def test_a_query_with_an_argument_the_matrix_does_not_know_is_caught(monkeypatch: pytest.MonkeyPatch):
    @dataclass
    class Unheard:
        """A kind of argument that nobody has taught the matrix."""

    def asked(reading: Reading, of: Unheard) -> None:
        """A new query."""

    asked.__module__ = "queries.places"
    monkeypatch.setattr(queries.places, "asked", asked, raising=False)
    with pytest.raises(AssertionError, match="teach it"):
        twins(Role.SCHOOL, lambda one: query_answers(viewer_of(one, Role.SCHOOL), one.forger, "places."))


def test_the_matrix_finds_what_can_be_asked():
    asked = {name for name, _ in matrix.asked_functions()}
    assert {"counts.counts_of", "lists.rows_behind", "person.person_sheet", "state.people_on"} <= asked
