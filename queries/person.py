"""One person on the reading's date: where they work, their routes, the content of Appendix 1 and 2."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import SQLColumnExpression, and_, exists, false, or_, select, true

import settings
from access.reading import Reading
from model.catalogue import Event, Programme, Provider
from model.dates import years_before
from model.people import Employment, Person, covers
from model.places import Municipality, Organization
from model.routes import COMPETENCES, Application, Assessment, Participation, RecommendedProgramme, Result, Route
from queries.people import spell_shown
from queries.places import organization_name


@dataclass(frozen=True)
class ApplicationRecord:
    """An application as it stood on the date: what was decided later is not there yet."""

    number: str | None
    kind: str
    name: str
    provider: str | None
    submitted_by: str | None
    submitted_on: date
    head_decision: str | None
    head_on: date | None
    provider_decision: str | None
    provider_on: date | None
    training_since: date | None
    training_until: date | None
    withdrawn_on: date | None
    is_counted: bool
    is_implied: bool
    provider_id: int | None = None


@dataclass(frozen=True)
class ResultRecord:
    """A row of the formal part of Appendix 2."""

    programme: str
    provider: str | None
    address: str | None
    hours: float | None
    since: date
    until: date
    document_number: str | None
    agreed_events: tuple[str, ...]
    is_counted: bool


@dataclass(frozen=True)
class ParticipationRecord:
    """A row of the informal part of Appendix 2."""

    event: str
    venue: str | None
    level: str | None
    form: str | None
    starts_on: date
    ends_on: date
    chosen_on: date
    confirmed_on: date | None
    absence_reason: str | None


@dataclass(frozen=True)
class RouteRecord:
    """A route with all that belongs to it by the date."""

    id: int
    is_current: bool
    procedure: str
    procedure_group: str | None
    passed_on: date
    formed_on: date | None
    scores: dict[str, float | None]
    recommended: tuple[str, ...]
    recommended_events: tuple[str, ...]
    applications: tuple[ApplicationRecord, ...]
    results: tuple[ResultRecord, ...]
    participations: tuple[ParticipationRecord, ...]
    chosen_on: date | None = None
    programme_count: int | None = None  # as the module stated it
    stated_formed_on: date | None = None  # empty where the module did not say: then formed on the day of assessment

    @property
    def number_of_programmes(self) -> int | None:
        """As the module stated it, else as many as it lists; before the route is formed there is nothing to count."""
        if self.formed_on is None or self.programme_count is not None:
            return self.programme_count
        return len(self.recommended)


@dataclass(frozen=True)
class PersonSheet:
    """A person and their routes, the latest first; `outside` is what belongs to no route and counts nowhere."""

    id: int
    full_name: str
    position: str | None
    category: str
    education: str | None
    organization_id: int
    organization: str
    municipality_id: int
    municipality: str
    since: date
    until: date | None
    routes: tuple[RouteRecord, ...]
    other_applications: tuple[ApplicationRecord, ...]
    outside: "Outside"
    identifier: str | None = None
    # A provider sees its own applications, and of their routes what was recommended.
    is_partial: bool = False

    @property
    def current(self) -> RouteRecord | None:
        return next((route for route in self.routes if route.is_current), None)


@dataclass(frozen=True)
class Outside:
    """Rows that are kept and count nowhere: no assessment was passed before them."""

    applications: tuple[ApplicationRecord, ...]
    results: tuple[ResultRecord, ...]
    participations: tuple[ParticipationRecord, ...]


def person_sheet(reading: Reading, person_id: int) -> PersonSheet | None:
    """The person; None both where there is none and where the scope does not name them on the date."""
    whole = _spell(reading, person_id, _is_open(reading))
    spell = whole or _spell(reading, person_id, _is_open_in_part(reading))
    if spell is None:
        return None
    employment, organization, municipality, identifier, called = spell
    is_partial = whole is None
    reading.named.add(person_id)
    facts = _Facts(reading, person_id, is_partial=is_partial)
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
    found = reading.session.execute(query).first()
    return (found[0], found[1], found[2], found[3], found[4]) if found else None


class _Facts:
    """What is known of the person by the date, read once and dealt out by route."""

    def __init__(self, reading: Reading, person_id: int, *, is_partial: bool) -> None:
        self._day, self.is_partial = reading.day, is_partial
        self._applications = reading.session.execute(
            select(Application, Provider.name)
            .outerjoin(Provider, Provider.id == Application.provider_id)
            .where(Application.person_id == person_id, Application.submitted_on <= reading.day, self._sent(reading))
            .order_by(Application.submitted_on, Application.number)
        ).all()
        self._results = reading.session.execute(
            select(Result, Programme.name, Provider)
            .join(Programme, Programme.id == Result.programme_id)
            .outerjoin(Provider, Provider.id == Result.provider_id)
            .where(Result.person_id == person_id, Result.since <= reading.day, self._taught(reading))
            .order_by(Result.since, Programme.name_key)
        ).all()
        self._participations = reading.session.execute(
            select(Participation, Event.name)
            .join(Event, Event.id == Participation.event_id)
            .where(Participation.person_id == person_id, Participation.chosen_on <= reading.day)
            .where(false() if is_partial else true())
            .order_by(Participation.starts_on, Event.name_key)
        ).all()

    def _sent(self, reading: Reading) -> SQLColumnExpression[bool]:
        return reading.scope.sent(reading.day) if self.is_partial else true()

    def _taught(self, reading: Reading) -> SQLColumnExpression[bool]:
        """What the provider itself has taught by one of the applications that are shown."""
        if not self.is_partial:
            return true()
        by_application = exists().where(
            Application.route_id == Result.route_id,
            Application.programme_id == Result.programme_id,
            reading.scope.sent(reading.day),
        )
        is_own = or_(Result.provider_id.is_(None), Result.provider_id.in_(reading.scope.providers))
        return and_(by_application, is_own)

    def of_shown_routes(self) -> SQLColumnExpression[bool]:
        """The routes to which the applications that are shown belong."""
        return Assessment.id.in_({one.route_id for one, _ in self._applications}) if self.is_partial else true()

    @property
    def other_applications(self) -> list[ApplicationRecord]:
        """Applications for procedures and events: they belong to no route and are no fault."""
        return [self._application(one, provider) for one, provider in self._applications if one.kind != "programme"]

    def applications(self, route_id: int | None) -> tuple[ApplicationRecord, ...]:
        found = [pair for pair in self._applications if pair[0].kind == "programme" and pair[0].route_id == route_id]
        return tuple(self._application(one, provider) for one, provider in found)

    def _application(self, one: Application, provider: str | None) -> ApplicationRecord:
        is_decided_by_head, is_decided_by_provider = self._is_known(one.head_on), self._is_known(one.provider_on)
        return ApplicationRecord(
            number=one.number,
            kind=one.kind,
            name=one.name,
            provider=provider,
            submitted_by=one.submitted_by,
            submitted_on=one.submitted_on,
            head_decision=one.head_decision if is_decided_by_head else None,
            head_on=one.head_on if is_decided_by_head else None,
            provider_decision=one.provider_decision if is_decided_by_provider else None,
            provider_on=one.provider_on if is_decided_by_provider else None,
            training_since=one.training_since,
            training_until=one.training_until,
            withdrawn_on=one.withdrawn_on if self._is_known(one.withdrawn_on) else None,
            is_counted=_is_by(one.counts_from, self._day),
            is_implied=one.implied,
            provider_id=one.provider_id if provider else None,
        )

    def results(self, route_id: int | None) -> tuple[ResultRecord, ...]:
        return tuple(
            ResultRecord(
                programme=programme,
                provider=provider.name if provider else None,
                address=provider.address if provider else None,
                hours=one.hours,
                since=one.since,
                until=one.until,
                document_number=one.document_number if self._is_known(one.until) else None,
                agreed_events=_lines(one.agreed_events),
                is_counted=_is_by(one.counts_from, self._day),
            )
            for one, programme, provider in self._results
            if one.route_id == route_id
        )

    def participations(self, route_id: int | None) -> tuple[ParticipationRecord, ...]:
        return tuple(
            ParticipationRecord(
                event=event,
                venue=one.venue,
                level=one.level,
                form=one.form,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                chosen_on=one.chosen_on,
                confirmed_on=one.confirmed_on if self._is_known(one.confirmed_on) else None,
                absence_reason=one.absence_reason if one.ends_on <= self._day else None,
            )
            for one, event in self._participations
            if one.route_id == route_id
        )

    def _is_known(self, on: date | None) -> bool:
        return _is_by(on, self._day)


def _routes(reading: Reading, person_id: int, facts: _Facts) -> list[RouteRecord]:
    programmes = _recommended(reading, person_id)
    day = reading.day
    query = (
        select(Assessment, Route)
        .join(Route, Route.id == Assessment.id)
        .where(Route.person_id == person_id, Route.opened_on <= day, facts.of_shown_routes())
        .order_by(Route.opened_on.desc())
    )
    routes = [
        RouteRecord(
            id=one.id,
            is_current=place == 0 and route.expires_on > day,
            procedure=one.procedure,
            procedure_group=one.procedure_group,
            passed_on=one.passed_on,
            formed_on=route.recommended_on if (is_formed := _is_by(route.recommended_on, day)) else None,
            scores={key: getattr(one, key) for key in COMPETENCES},
            recommended=tuple(programmes.get(one.id, ())) if is_formed else (),
            recommended_events=_lines(one.recommended_events) if is_formed else (),
            applications=facts.applications(one.id),
            results=facts.results(one.id),
            participations=facts.participations(one.id),
            chosen_on=route.chosen_on if is_formed and _is_by(route.chosen_on, day) else None,
            programme_count=one.programme_count if is_formed else None,
            stated_formed_on=one.formed_on if is_formed else None,
        )
        for place, (one, route) in enumerate(reading.session.execute(query))
    ]
    return _without_others(routes, reading.day) if facts.is_partial else routes


def _without_others(routes: list[RouteRecord], day: date) -> list[RouteRecord]:
    """The routes as if there were no others: when a programme was chosen follows from what is shown."""
    counts_since = years_before(day, settings.ASSESSMENT_YEARS.value())
    return [
        replace(
            route,
            is_current=place == 0 and route.passed_on > counts_since,
            chosen_on=min((one.submitted_on for one in route.applications if one.is_counted), default=None),
        )
        for place, route in enumerate(routes)
    ]


def _is_by(on: date | None, day: date) -> bool:
    return on is not None and on <= day


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


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
