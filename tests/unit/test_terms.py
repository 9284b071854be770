"""The term of a route and its state on a day are those of the independent count."""

from datetime import date

import pytest
from hypothesis import given

from tests.law_cases import applied, assessed, chose, on, somebody, trained
from tests.oracle import (
    Law,
    Person,
    Route,
    chosen_events,
    claims_of,
    counted_applications,
    gather,
    is_recommended,
    months_back,
)
from tests.worlds import days_of, facts_of, people
from timeline.facts import Rules
from timeline.routes import routes
from timeline.terms import terms

LAW = Law()


def terms_on(person: Person, day: date) -> list[tuple[date, date | None, str]]:
    """Of each route the day of opening, the term and the state."""
    rows = terms(routes(facts_of((person,)), Rules()), day)
    return [*zip(*(rows[name].tolist() for name in ("opened_on", "term", "state")), strict=True)]


def expected(person: Person, gathered: list[Route], route: Route, day: date) -> tuple[date, date | None, str]:
    live = [one for one in counted_applications(person, gathered, route) if one.is_live(day)]
    ends = [one.training_until for one in live if one.training_until]
    term = max(ends + [row.ends_on for row in chosen_events(person, gathered, route, day)], default=None)
    claims = claims_of(person, gathered, route, day) if is_recommended(route, day) else {}
    is_old = route.assessments[-1].passed_on <= months_back(day, 12 * LAW.years)
    is_expired = is_old or (term is not None and term < day)
    state = "expired" if is_expired else "active"
    state = "done" if claims.get("formal_done") else state
    return route.opened_on, term, "realized" if claims.get("realized") else state


@given(world=people())
def test_terms_and_states_are_those_of_the_independent_count(world: tuple[Person, ...]):
    person = world[0]
    days = days_of((person,), LAW)
    for day in days[:: max(1, len(days) // 15)]:
        gathered = gather(person, day, LAW)
        assert terms_on(person, day) == [expected(person, gathered, route, day) for route in gathered], day


STUDIED = somebody(
    assessed("01.02.2026", "П1"),
    applied("П1", "02.02.2026", both="03.02.2026", until="20.03.2026"),
    chose("Форум", "03.02.2026", "10.04.2026", confirmed="10.04.2026"),
    trained("П1", "01.03.2026", "25.03.2026"),
    assessed("01.05.2026", "П2"),
)


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("31.01.2026", []),
        ("01.02.2026", [(None, "active")]),
        ("02.02.2026", [("20.03.2026", "active")]),
        ("03.02.2026", [("10.04.2026", "active")]),
        ("25.03.2026", [("10.04.2026", "done")]),
        ("10.04.2026", [("10.04.2026", "realized")]),
        ("01.05.2026", [("10.04.2026", "realized"), (None, "active")]),
        ("01.05.2029", [("10.04.2026", "realized"), (None, "expired")]),
    ],
)
def test_a_route_lasts_to_the_last_end_of_its_parts(day: str, states: list[tuple[str | None, str]]):
    answers = [(term and on(term), state) for term, state in states]
    assert [row[1:] for row in terms_on(STUDIED, on(day))] == answers


def test_a_route_whose_term_has_passed_is_expired_unless_it_is_done():
    late = somebody(assessed("01.02.2026"), applied("П1", "02.02.2026", both="03.02.2026", until="20.03.2026"))
    assert [terms_on(late, on(day))[0][2] for day in ("20.03.2026", "21.03.2026")] == ["active", "expired"]
