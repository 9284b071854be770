"""Noninterference: no answer to a role depends on what the role must not see."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from dash import Input, Output
from sqlalchemy import func, select

import app
import queries.places
from access.reading import Reading
from access.scope import GrantValue, Viewer
from dashboard import pages
from dashboard.components.page import page
from dashboard.pages import ALL_ROLES, Page
from dashboard.visit import Screen, Visit
from model.accounts import Role
from model.database import unscoped_session
from model.people import Person
from tests import request_matrix
from tests.addresses_of_pages import MISSING
from tests.noninterference import OBJECTS, WITHIN, PairedWorld, answers_of_pair, build_paired_world
from tests.request_matrix import Answers, callback_answers, differences, page_answers, query_answers, route_answers
from tests.site import Visitor, open_account, signed_in
from tests.sizes import SIZES
from web import odd_requests

ROLES = list(WITHIN)
# tests/web/test_no_leaks.py opens every page for every role by day.
PAGE_ROLES = ROLES if SIZES.is_night else [Role.PROVIDER]
# By day each kind of request is sent by one or two roles, one of them on PostgreSQL; by night by all.
CALLBACK_ROLES = ROLES if SIZES.is_night else [Role.SCHOOL]
FILE_ROLES = ROLES if SIZES.is_night else [Role.EMPLOYEE]
BY_DAY = [("sqlite", Role.PROVIDER), ("postgresql", Role.MUNICIPALITY)]
QUERY_CASES = list(itertools.product(("sqlite", "postgresql"), ROLES)) if SIZES.is_night else BY_DAY
# Nothing is there for these to send: a code on its way in, an exported file, rows that were refused; the start page
# of the site sends everyone to their own; the moment of the data stands in a header.
SILENT_ROUTES = {
    *(
        "/",
        "/state",
        "/login/code",
        "/login/setup",
        "/exports/<int:identity>/file",
        "/imports/<int:identity>/refused.xlsx",
    )
}
# In these worlds nobody has exported, renamed, merged or finished anything: that these tell nothing of what is outside
# is proved by the tests of their pages. Whoever adds a query gives the worlds something for it to find.
SILENT_QUERIES = {
    *("jobs.own_job", "places.earlier_names", "places.named"),
    # The days that the matrix draws hold none of their facts; the pages ask them of the whole year.
    *("procedures.procedure_figures", "procedures.procedure_days", "procedures.new_results"),
    *("trainings.trainings_of", "provider_groups.groups_of", "provider_groups.organized_events"),
    *("reference.changes_of", "reference.duplicate_candidates", "reference.operations_done", "reference.unsettled"),
    *(
        "reports.completions",
        "reports.participations",
        "score_bounds.bounds",
        "small_groups.hides_few",
        "small_groups.refuse_withheld",
        "people.is_stored",
        "registry.refuse_narrowed",
        "whole_places.are_changes_enough",
    ),
}
REFUSED = re.compile(r"(204|302|4\d\d) ")
# What a query answers that has found nothing.
EMPTY = {"[]", "{}", "()", "set()", "None", "0", "False", ""}


def viewer_of(twin: PairedWorld, role: Role) -> Viewer:
    target = OBJECTS.get(role)
    return Viewer(twin.login, (GrantValue(role, twin.village.ids[target] if target else None),))


def has_content(answer: str) -> bool:
    """Whether an answer is neither a refusal, nor empty, nor the page of a missing address."""
    return not REFUSED.match(answer) and MISSING not in answer and answer not in EMPTY


def differing_questions(role: Role, ask: Callable[[PairedWorld], Answers]) -> list[str]:
    """The questions with different answers in the role's two worlds, after asserting that answers have content."""
    one, other = answers_of_pair(role, ask)
    assert len(set(filter(has_content, one.values()))) > 3, f"{role} is told nothing: equal answers would prove nothing"
    return differences(one, other)


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", PAGE_ROLES)
def test_no_page_tells_of_what_is_outside(role: Role):
    assert differing_questions(role, lambda twin: page_answers(twin.visitor, twin.forger)) == []


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", CALLBACK_ROLES)
def test_no_callback_tells_of_what_is_outside(role: Role):
    assert differing_questions(role, lambda one: callback_answers(one.visitor, one.forger)) == []


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", FILE_ROLES)
def test_no_file_tells_of_what_is_outside(role: Role):
    assert differing_questions(role, lambda one: route_answers(one.visitor, one.forger)) == []


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("database", "role"), QUERY_CASES, indirect=["database"])
def test_no_query_tells_of_what_is_outside(role: Role):
    assert differing_questions(role, lambda one: query_answers(viewer_of(one, role), one.forger)) == []


@pytest.mark.usefixtures("sqlite")
def test_a_grant_more_opens_no_more_than_its_own():
    """The union of two grants answers as the wider of them where the narrower says nothing."""

    def ask(one: PairedWorld) -> dict[str, str]:
        school = GrantValue(Role.SCHOOL, one.village.ids[OBJECTS[Role.SCHOOL]])
        person = GrantValue(Role.EMPLOYEE, one.village.ids[OBJECTS[Role.EMPLOYEE]])
        return query_answers(Viewer("both", (school, person)), one.forger)

    assert differences(*answers_of_pair(Role.SCHOOL, ask)) == []


# The controls: what is forged is answered with content to somebody who may see it.


@pytest.fixture
def employees(sqlite: str) -> PairedWorld:
    """The world of an employee, in which others may see more."""
    return build_paired_world(Role.EMPLOYEE, other=False)


def visitors_who_may(one: PairedWorld) -> list[Visitor]:
    others = [signed_in(open_account(role)) for role in (Role.ADMIN, Role.MINISTRY)]
    return [signed_in(one.assessor), one.visitor, *others]


def test_every_page_is_shown_to_someone_at_a_forged_address(employees: PairedWorld):
    visitors = visitors_who_may(employees)
    for opened in pages.PAGES:
        assert any(
            MISSING not in visitor.opens(f"{address}?on={request_matrix.DAYS[0]}")
            for address in request_matrix.addresses_of(opened, employees.forger.things)
            for visitor in visitors
        ), f"{opened.address} is shown to nobody"


def test_every_callback_answers_something_to_someone(employees: PairedWorld):
    visitors = visitors_who_may(employees)
    visitors[0].client.get("/_dash-dependencies")
    for output, spec in request_matrix.callbacks_of_the_server().items():
        assert any(
            has_content(request_matrix._call(visitor, output, chosen, len(spec["inputs"])))
            for visitor in visitors
            for chosen in request_matrix.forged_calls(spec, employees.forger)
        ), f"{output} answers nobody"


def test_every_route_answers_something_to_someone(employees: PairedWorld):
    visitors = visitors_who_may(employees)
    silent = {
        rule.rule
        for rule in request_matrix.routes_to_get()
        if "path" not in rule.rule
        and not any(
            visitor.client.get(address).status_code == 200
            for visitor in visitors
            for address in request_matrix.route_addresses(rule, employees.forger)
        )
    }
    assert silent == SILENT_ROUTES


def test_every_query_finds_something_for_someone(employees: PairedWorld):
    provider = GrantValue(Role.PROVIDER, employees.village.ids[OBJECTS[Role.PROVIDER]])
    viewers = [
        Viewer(employees.assessor, (GrantValue(Role.ASSESSOR),)),
        Viewer("admin", (GrantValue(Role.ADMIN),)),
        Viewer("ministry", (GrantValue(Role.MINISTRY),)),
        Viewer("provider", (provider,)),
        viewer_of(employees, Role.EMPLOYEE),
    ]
    silent = {
        name
        for name, function in request_matrix.query_functions()
        if not any(
            has_content(request_matrix.query_answer(viewer, function, day, arguments))
            for viewer in viewers
            for day, arguments in request_matrix.forged_arguments(function, employees.forger)
        )
    }
    # By night more arguments are tried, and some of these are answered.
    assert silent <= SILENT_QUERIES


# What the matrix is worth: each kind of leak, planted, is found.


def names_without_scope(_wanted: object = None) -> str:
    """A query that forgot its scope."""
    with unscoped_session() as session:
        return ", ".join(session.scalars(select(Person.full_name).order_by(Person.id)))


@pytest.mark.usefixtures("sqlite")
def test_a_callback_that_leaks_is_caught(monkeypatch: pytest.MonkeyPatch):
    # The first request that passes the door connects the callbacks: it may not be one of those below.
    app.server.test_client().get("/health")
    # The others are asked above, and found to be sound.
    kept = dict(itertools.islice(app.app.callback_map.items(), 2))
    monkeypatch.setattr(app.app, "callback_map", kept)
    monkeypatch.setitem(app.server.extensions, odd_requests.DECLARED, kept)
    monkeypatch.setattr(app.app, "_callback_list", list(app.app._callback_list))
    app.app.callback(Output("leak", "children"), Input("leak", "n_clicks"))(names_without_scope)
    found = differences(*answers_of_pair(Role.SCHOOL, lambda one: callback_answers(one.visitor, one.forger)))
    assert found
    assert all(question.startswith("leak.children") for question in found)


@pytest.mark.usefixtures("sqlite")
def test_a_page_that_leaks_is_caught(monkeypatch: pytest.MonkeyPatch):
    def layout(_visit: Visit) -> Screen:
        with unscoped_session() as session:
            return Screen("…", page(str(session.scalar(select(func.count(Person.id))))))

    monkeypatch.setattr(pages, "PAGES", (*pages.PAGES[:3], Page("/leak", ALL_ROLES, layout)))
    found = differences(*answers_of_pair(Role.SCHOOL, lambda one: page_answers(one.visitor, one.forger)))
    assert {question.partition("?")[0] for question in found} == {"/leak"}


@pytest.mark.usefixtures("sqlite")
def test_a_query_that_leaks_is_caught(monkeypatch: pytest.MonkeyPatch):
    def everybody(reading: Reading) -> list[str]:
        return list(reading.session.scalars(select(Person.full_name)))

    everybody.__module__ = "queries.places"
    monkeypatch.setattr(queries.places, "everybody", everybody, raising=False)
    found = differences(
        *answers_of_pair(Role.SCHOOL, lambda one: query_answers(viewer_of(one, Role.SCHOOL), one.forger, "places."))
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
    with pytest.raises(AssertionError, match="request matrix"):
        answers_of_pair(Role.SCHOOL, lambda one: query_answers(viewer_of(one, Role.SCHOOL), one.forger, "places."))


def test_the_matrix_finds_what_can_be_asked():
    asked = {name for name, _ in request_matrix.query_functions()}
    assert {"counts.counts_of", "lists.rows_behind", "person.person_sheet", "state.people_on"} <= asked
