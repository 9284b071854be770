"""One person on the reading's date: where they work, their routes, the content of Appendix 1 and 2."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import SQLColumnExpression, and_, or_, select, true

import settings
from access.reading import Reading
from model.catalogue import Programme
from model.dates import years_before
from model.people import Employment, Person, covers, ends_after
from model.places import Municipality, Organization
from model.routes import COMPETENCES, Assessment, RecommendedProgramme, Route
from queries.offers import Offers, offers_of
from queries.people import spell_shown
from queries.person_facts import PersonFacts, is_by, lines
from queries.person_records import Absence, Outside, PersonSheet, ProcedureRecord, RouteRecord, SecondJob
from queries.places import organization_name


def person_sheet(reading: Reading, person_id: int) -> PersonSheet | None:
    """The person; None both where there is none and where the scope does not name them on the date."""
    whole = _spell(reading, person_id, _is_open(reading))
    spell = whole or _spell(reading, person_id, _is_open_in_part(reading))
    if spell is None:
        return None
    employment, organization, municipality, identifier, called = spell
    is_partial = whole is None
    reading.named.add(person_id)
    facts = PersonFacts(reading, person_id, is_partial=is_partial)
    return PersonSheet(
        id=person_id,
        full_name=employment.full_name,
        position=employment.position,
        category=employment.category,
        education=employment.education,
        organization_id=organization.id,
        organization=called,
        municipality_id=municipality.id,
        municipality=municipality.name_on(reading.day),
        since=employment.since,
        until=employment.until if employment.until and employment.until <= reading.day else None,
        routes=tuple(_routes(reading, person_id, facts)),
        other_applications=tuple(facts.other_applications),
        outside=Outside(facts.applications(None), facts.results(None), facts.participations(None)),
        identifier=None if is_partial else identifier,
        second_jobs=() if is_partial else tuple(_second_jobs(reading, person_id)),
        absence=None if is_partial else _absence(employment, reading.day),
        is_partial=is_partial,
    )


def _is_open(reading: Reading) -> SQLColumnExpression[bool]:
    """The scope sees everything of the person: it has the spell that covers the date, or it is their own."""
    scope, day = reading.scope, reading.day
    at_work = scope.listed(Person.id, Employment.organization_id, Organization.municipality_id, day)
    return or_(scope.is_own(Person.id), and_(covers(day), at_work))


def _is_open_in_part(reading: Reading) -> SQLColumnExpression[bool]:
    return reading.scope.has_applied(Person.id, reading.day)


def _spell(
    reading: Reading, person_id: int, is_open: SQLColumnExpression[bool]
) -> tuple[Employment, Organization, Municipality, str, str] | None:
    """What is shown of the person's work, where it is open to the scope."""
    day = reading.day
    query = (
        select(Employment, Organization, Municipality, Person.identifier, organization_name(day))
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .join(Person, Person.id == Employment.person_id)
        .where(Person.id == person_id, Employment.id == spell_shown(Person.id, day, source=Person), is_open)
    )
    row = reading.session.execute(query).first()
    return (row[0], row[1], row[2], row[3], row[4]) if row else None


def _second_jobs(reading: Reading, person_id: int) -> Iterator[SecondJob]:
    day = reading.day
    query = (
        select(organization_name(day), Employment.position, Employment.since)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(Employment.person_id == person_id, ~Employment.is_main, Employment.since <= day, ends_after(day))
        .order_by(Employment.since, Employment.id)
    )
    for name, position, since in reading.session.execute(query):
        yield SecondJob(name, position, since)


def _absence(spell: Employment, day: date) -> Absence | None:
    """The long absence that covers the day."""
    since, until = spell.absent_since, spell.absent_until
    return Absence(since, until) if since and since <= day and (until is None or until >= day) else None


def _routes(reading: Reading, person_id: int, facts: PersonFacts) -> list[RouteRecord]:
    day = reading.day
    of_shown = Route.id.in_(facts.shown_routes()) if facts.is_partial else true()
    query = select(Route).where(Route.person_id == person_id, Route.opened_on <= day, of_shown)
    procedures = _procedures(reading, person_id)
    routes = [
        RouteRecord(
            id=route.id,
            is_current=place == 0 and route.expires_on > day,
            procedures=tuple(procedures[route.id]),
            formed_on=route.recommended_on if (is_formed := is_by(route.recommended_on, day)) else None,
            applications=facts.applications(route.id),
            results=facts.results(route.id),
            participations=facts.participations(route.id),
            chosen_on=route.chosen_on if is_formed and is_by(route.chosen_on, day) else None,
            done_on=route.done_on if is_formed and is_by(route.done_on, day) else None,
        )
        for place, route in enumerate(reading.session.scalars(query.order_by(Route.opened_on.desc())))
    ]
    routes = [replace(route, offers=_offers(reading, route, facts)) for route in routes]
    return _without_others(routes, day) if facts.is_partial else routes


def _offers(reading: Reading, route: RouteRecord, facts: PersonFacts) -> Offers:
    """What is on offer of what the route recommends; who sees a part of the person is told the catalogue alone."""
    names = (route.recommended, route.recommended_events)
    return offers_of(reading, *names, route.formed_on, asks_others=not facts.is_partial)


def _without_others(routes: list[RouteRecord], day: date) -> list[RouteRecord]:
    """The routes as if there were no others: what is chosen and done follows from what is shown."""
    counts_since = years_before(day, settings.ASSESSMENT_YEARS.value())
    return [
        replace(
            route,
            is_current=place == 0 and route.passed_on > counts_since,
            chosen_on=min((one.submitted_on for one in route.applications if one.is_counted), default=None),
            done_on=min((one.until for one in route.results if one.is_counted and one.document_number), default=None),
        )
        for place, route in enumerate(routes)
    ]


def _procedures(reading: Reading, person_id: int) -> dict[int | None, list[ProcedureRecord]]:
    """The procedures and needs by route, in the order in which they feed it."""
    day, programmes = reading.day, _recommended(reading, person_id)
    query = (
        select(Assessment)
        .where(Assessment.person_id == person_id, Assessment.passed_on <= day)
        .order_by(Assessment.passed_on, Assessment.procedure, Assessment.id)
    )
    by_route: dict[int | None, list[ProcedureRecord]] = {}
    for one in reading.session.scalars(query):
        by_route.setdefault(one.route_id, []).append(_procedure(one, programmes.get(one.id, ()), day))
    return by_route


def _procedure(one: Assessment, programmes: list[str] | tuple[()], day: date) -> ProcedureRecord:
    # Nothing is formed before the procedure has been passed.
    formed_on = max(one.formed_on or one.passed_on, one.passed_on)
    is_formed = formed_on <= day
    return ProcedureRecord(
        id=one.id,
        name=one.procedure,
        group=one.procedure_group,
        passed_on=one.passed_on,
        scores={key: getattr(one, key) for key in COMPETENCES},
        levels={key: getattr(one, f"{key}_level") for key in COMPETENCES},
        is_need=one.is_need,
        formed_on=formed_on if is_formed else None,
        stated_formed_on=one.formed_on if is_formed else None,
        programme_count=one.programme_count if is_formed else None,
        recommended=tuple(programmes) if is_formed else (),
        recommended_events=lines(one.recommended_events) if is_formed else (),
    )


def _recommended(reading: Reading, person_id: int) -> dict[int, list[str]]:
    query = (
        select(RecommendedProgramme.assessment_id, Programme.name)
        .join(Programme, Programme.id == RecommendedProgramme.programme_id)
        .join(Assessment, Assessment.id == RecommendedProgramme.assessment_id)
        .where(Assessment.person_id == person_id)
        .order_by(RecommendedProgramme.place_in_list)
    )
    listed: dict[int, list[str]] = {}
    for assessment, programme in reading.session.execute(query):
        listed.setdefault(assessment, []).append(programme)
    return listed
