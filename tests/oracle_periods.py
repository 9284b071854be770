"""The flows of a period once more, in plain Python and from the words of the domain: the product is not used here."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tests.oracle import (
    CONFIRMED,
    REFUSED,
    Application,
    Law,
    Participation,
    Person,
    Route,
    Spell,
    attestations,
    gather,
    is_chosen,
    is_dropped,
    is_in_time,
    is_recommended,
    route_of_result,
    route_on,
    spell_on,
)
from tests.oracle import counted_applications as counted

LAW = Law()
# What happened to a person on a day: the kind of the fact, the day, and what tells two of a day apart.
Fact = tuple[str, date, object]


def facts_of(person: Person) -> Iterator[Fact]:
    """Every fact of the person."""
    routes = gather(person, date.max, LAW)
    for number, one in enumerate(person.assessments):
        if not one.is_need:
            yield "assessed", one.passed_on, number
    for number, route in enumerate(routes):
        yield "opened", route.opened_on, number
    for application in person.applications:
        for kind, day in _of_application(application):
            if day:
                yield kind, day, application.number
    for number, row in enumerate(person.results):
        yield "trained", row.until, number
        route = route_of_result(person, routes, row)
        counts_from = route.counts_from(row.programme) if route else None
        if row.has_document and counts_from:
            day = max(row.until, counts_from)
            yield "attested", day, number
            if is_in_time(person, routes, row):
                yield "in_time", day, number
    for number, event in enumerate(person.participations):
        day = _attended_on(person, routes, event)
        if day:
            yield "attended", day, number


def _of_application(one: Application) -> Iterator[tuple[str, date | None]]:
    yield "submitted", one.submitted_on
    yield "withdrawn", one.withdrawn_on
    for who, decision, day in (("head", one.head, one.head_on), ("provider", one.provider, one.provider_on)):
        if decision == CONFIRMED:
            yield f"{who}_confirmed", day
        if decision == REFUSED:
            yield f"{who}_refused", day


def _attended_on(person: Person, routes: list[Route], row: Participation) -> date | None:
    """The first day on which the event has ended, is confirmed, chosen for a route and not dropped."""
    if row.confirmed_on is None or route_on(routes, row.chosen_on) is None:
        return None
    first = max(row.ends_on, row.confirmed_on, row.chosen_on)
    ends = [day for one in person.applications for day in (one.submitted_on, one.head_on, one.withdrawn_on) if day]
    days = sorted({first, *(day for day in ends if day > first)})
    return next((day for day in days if not is_dropped(person, row, day)), None)


def facts_between(people: Mapping[str, Person], since: date, until: date) -> Iterator[tuple[str, str, Spell]]:
    """The facts from the one day to the other: the kind, the person, and the spell that covered the day."""
    for identifier, person in people.items():
        for kind, day, _ in facts_of(person):
            spell = spell_on(person, day)
            if since <= day <= until and spell is not None:
                yield kind, identifier, spell


def formed_within(person: Person, since: date, until: date, known_by: date) -> tuple[date, date | None] | None:
    """The first day of the period on which the person was assessed, and when its route was formed from then on."""
    days = [one.passed_on for one in person.assessments if not one.is_need and since <= one.passed_on <= until]
    days = [day for day in days if spell_on(person, day)]
    if not days:
        return None
    day = min(days)
    routes = gather(person, date.max, LAW)
    of_day = [route for route in routes if any(one.passed_on == day and not one.is_need for one in route.assessments)]
    moment = day
    while moment <= min(known_by, day + timedelta(days=90)):
        if any(_is_formed(person, routes, route, moment) for route in of_day):
            return day, moment if spell_on(person, moment) else None
        moment += timedelta(days=1)
    return day, None


def _is_formed(person: Person, routes: list[Route], route: Route, day: date) -> bool:
    """Recommended, and chosen with an application live, or done."""
    if not is_recommended(route, day):
        return False
    is_done = any(passed <= day for passed, _ in attestations(person, routes, route))
    live = any(one.is_live(day) for one in counted(person, routes, route))
    return is_done or (live and is_chosen(person, routes, route, day))
