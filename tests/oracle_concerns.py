"""Since which day a person is in each concern, in plain Python beside the independent count."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle import (
    Law,
    Person,
    Route,
    chosen_events,
    claims_of,
    counted_applications,
    gather,
    is_by,
    is_chosen,
    is_past,
    is_recommended,
    state,
)
from tests.oracle_days import months_back

AHEAD = timedelta(days=90)


def concerns(person: Person, day: date, law: Law) -> dict[str, date | None]:
    """The day shown for each concern, or nothing."""
    counts = state(person, day, law)
    routes = gather(person, day, law)
    bound = months_back(day, 12 * law.years)
    of_years = [route for route in routes if route.assessments[-1].passed_on > bound]
    claiming = [route for route in of_years if is_recommended(route, day)] if counts["assessed"] else []
    latest = claiming[-1] if claiming else None
    return {
        "awaiting_head_since": min(_awaiting_head(person, day), default=None) if counts["staff"] else None,
        "without_programme_since": recommended_on(latest) if latest and counts["without_programme"] else None,
        "without_application_since": (
            max(_losses(person, routes, latest, day)) if latest and counts["without_application"] else None
        ),
        "formal_late_since": min(
            (one for route in claiming for one in _late(person, routes, route, day)),
            default=None,
        ),
        "events_unmarked_since": min(
            (one for route in claiming for one in _unmarked(person, routes, route, day)), default=None
        ),
        "expiring_since": expiring_since(person, day, law) if counts["assessed"] else None,
    }


def _awaiting_head(person: Person, day: date) -> Iterator[date]:
    for one in person.applications:
        if one.submitted_on <= day and not is_by(one.head_on, day) and not is_by(one.withdrawn_on, day):
            yield one.submitted_on


def recommended_on(route: Route) -> date:
    """The first day on which one of its procedures, passed by then, is formed."""
    return min(max(one.passed_on, one.formed_on or one.passed_on) for one in route.assessments)


def _losses(person: Person, routes: list[Route], route: Route, day: date) -> Iterator[date]:
    """The days after which a chosen programme may stand without an application: of choice, of each closing."""
    yield recommended_on(route)
    days = {one.chosen_on for one in person.applications} | {one.submitted_on for one in person.applications}
    days |= {one.passed_on for one in route.assessments} | {row.since for row in person.results}
    yield min(one for one in days if one and one <= day and is_chosen(person, routes, route, one))
    for one in counted_applications(person, routes, route):
        if one.closed_on and one.submitted_on < one.closed_on <= day:
            yield one.closed_on


def _late(person: Person, routes: list[Route], route: Route, day: date) -> Iterator[date]:
    """The ends of training of live applications confirmed by both, where the route is late."""
    if not claims_of(person, routes, route, day)["formal_late"]:
        return
    for one in counted_applications(person, routes, route):
        is_confirmed = is_by(one.head_on, day) and is_by(one.provider_on, day)
        if one.is_live(day) and is_confirmed and one.training_until and is_past(one.training_until, day):
            yield one.training_until


def _unmarked(person: Person, routes: list[Route], route: Route, day: date) -> Iterator[date]:
    for row in chosen_events(person, routes, route, day):
        if row.ends_on <= day and not is_by(row.confirmed_on, day) and not row.has_reason:
            yield row.ends_on


def expiring_since(person: Person, day: date, law: Law) -> date | None:
    """The day of the latest assessment, where it will not count AHEAD of the day."""
    latest = max(one.passed_on for one in person.assessments if not one.is_need and one.passed_on <= day)
    return latest if latest <= months_back(day + AHEAD, 12 * law.years) else None
