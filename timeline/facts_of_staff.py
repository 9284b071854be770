"""The facts that screens of the whole region add up, each beside the spell in which it is looked at, of all days."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Date,
    Float,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from model.people import Employment
from model.routes import COMPETENCES, Application, Assessment, Participation, RecommendedProgramme, Result, Route
from timeline.attestations import attested_on, is_scheduled, latest_of
from timeline.people_statement import Among
from timeline.store import chosen_event


class FactKind(StrEnum):
    """What the rows of a block are."""

    SCORES = "scores"
    RECOMMENDED = "recommended"
    APPLICATIONS = "applications"
    EVENTS = "events"
    ROUTES = "routes"
    RESULTS = "results"


def _ids(*columns: Any) -> list[Any]:
    """The columns as numbers, also where the table that a foreign key names is not loaded."""
    return [type_coerce(column, Integer).label(column.key) for column in columns]


_SPELL = (
    *_ids(Employment.person_id, Employment.organization_id),
    *(Employment.category, Employment.position, Employment.since, Employment.left_on),
)


def _applications(among: Among) -> Select:
    """The applications for procedures, programmes and events; an implied one was never submitted."""
    days = (Application.submitted_on, Application.head_on, Application.provider_on, Application.withdrawn_on)
    facts = (
        *(Application.kind, Application.name, *_ids(Application.programme_id, Application.provider_id)),
        *(Application.submitted_on, Application.head_decision, Application.head_on),
        *(Application.provider_decision, Application.provider_on, Application.withdrawn_on, Application.closed_on),
    )
    return (
        select(*_SPELL, *facts)
        .join(Application, Application.person_id == Employment.person_id)
        .where(among(Employment.person_id), Employment.is_main, ~Application.implied)
        # A register may date a decision before its application: it stands where the person worked on its own day.
        .where(or_(*map(_may_stand, days)))
        .order_by(Employment.person_id, Employment.id, Application.id)
    )


def _scores(among: Among) -> Select:
    """The assessments, needs not among them, each with the one before it in its procedure, and until which it stands.

    `followed_on` is the day of the next one, `trained_on` the first day on which an attestation between the one before
    and it is known.
    """
    passed = _passed(among)
    names = ("procedure", "procedure_key", "passed_on", "followed_on", "formed_on", "route_id")
    levels = (f"{key}_level" for key in COMPETENCES)
    before = ("passed_on_before", *(f"{key}_before" for key in COMPETENCES))
    columns = (passed.c[name] for name in (*names, *COMPETENCES, *levels, *before))
    return (
        select(*_SPELL, passed.c.id.label("assessment_id"), *columns, _trained_on(passed.c).label("trained_on"))
        .join(passed, passed.c.person_id == Employment.person_id)
        .where(Employment.is_main, _may_stand(passed.c.passed_on))
        .order_by(Employment.person_id, Employment.id, passed.c.id)
    )


def _passed(among: Among) -> Any:
    order: dict[str, Any] = {
        "partition_by": (Assessment.person_id, Assessment.procedure_key),
        "order_by": Assessment.passed_on,
    }
    scores = [getattr(Assessment, key) for key in COMPETENCES]
    return (
        select(Assessment.id, Assessment.person_id, Assessment.procedure, Assessment.procedure_key)
        .add_columns(Assessment.passed_on, Assessment.route_id, *scores)
        .add_columns(*(getattr(Assessment, f"{key}_level") for key in COMPETENCES))
        .add_columns(func.coalesce(Assessment.formed_on, Assessment.passed_on, type_=Date).label("formed_on"))
        .add_columns(func.lead(Assessment.passed_on, type_=Date()).over(**order).label("followed_on"))
        .add_columns(func.lag(Assessment.passed_on, type_=Date()).over(**order).label("passed_on_before"))
        .add_columns(*(func.lag(one, type_=Float()).over(**order).label(f"{one.key}_before") for one in scores))
        .where(~Assessment.is_need, among(Assessment.person_id))
        .subquery("passed")
    )


def _trained_on(passed: Any) -> Any:
    known_on = case((Result.counts_from > Result.until, Result.counts_from), else_=Result.until)
    is_between = and_(Result.until > passed.passed_on_before, Result.until <= passed.passed_on)
    is_attested = and_(
        Result.route_id.is_not(None), Result.counts_from.is_not(None), Result.document_number.is_not(None)
    )
    first = select(func.min(known_on, type_=Date())).where(
        Result.person_id == passed.person_id, is_between, is_attested
    )
    return first.correlate(passed.id.table).scalar_subquery()


def _recommended(among: Among) -> Select:
    """The programmes that assessments recommend, each with the first day on which it is chosen on the route."""
    chosen = func.coalesce(Application.chosen_on, Application.submitted_on)
    first = case((Application.counts_from > chosen, Application.counts_from), else_=chosen)
    chosen_on = (
        select(func.min(first, type_=Date()))
        .where(Application.route_id == Assessment.route_id, Application.counts_from.is_not(None))
        .where(Application.person_id == Assessment.person_id)
        .where(Application.programme_id == RecommendedProgramme.programme_id)
        .correlate(Assessment, RecommendedProgramme)
        .scalar_subquery()
    )
    return (
        select(*_ids(Assessment.person_id, RecommendedProgramme.assessment_id, RecommendedProgramme.programme_id))
        .add_columns(chosen_on.label("chosen_on"))
        .join(RecommendedProgramme, RecommendedProgramme.assessment_id == Assessment.id)
        .where(among(Assessment.person_id), ~Assessment.is_need)
        .order_by(Assessment.person_id, Assessment.id, RecommendedProgramme.programme_id)
    )


def _events(among: Among) -> Select:
    """The events that stand on a route, each from the day of its choice until it is dropped."""
    facts = (
        *_ids(Participation.event_id),
        *(Participation.starts_on, Participation.ends_on, Participation.level),
        *(chosen_event.c.since.label("stands_since"), chosen_event.c.until.label("stands_until")),
        *(Route.recommended_on, Route.expires_on, Participation.confirmed_on),
    )
    has_reason = case((Participation.absence_reason.is_not(None), 1), else_=literal(0, Integer)).label("has_reason")
    return (
        select(*_SPELL, *facts, has_reason)
        .join(chosen_event, chosen_event.c.person_id == Employment.person_id)
        .join(Route, Route.id == chosen_event.c.route_id)
        .join(Participation, Participation.id == chosen_event.c.participation_id)
        .where(among(Employment.person_id), Employment.is_main, _may_stand(chosen_event.c.since))
        .order_by(Employment.person_id, Employment.id, Participation.id, chosen_event.c.since)
    )


def _routes(among: Among) -> Select:
    """The routes, each with its counted applications: from when each of them may form it, and until when.

    `done_on` is the first day on which the route is recommended and done. A route without an application has one row.
    """
    may_form_on = latest_of(Route.recommended_on, Route.chosen_on, Application.submitted_on, Application.counts_from)
    counts = and_(Application.route_id == Route.id, Application.counts_from.is_not(None))
    return (
        select(*_SPELL, *_ids(Route.id.label("route_id")), Route.opened_on)
        .add_columns(latest_of(Route.recommended_on, Route.done_on).label("done_on"))
        .add_columns(may_form_on.label("may_form_on"), Application.closed_on)
        .join(Route, Route.person_id == Employment.person_id)
        .outerjoin(Application, counts)
        .where(among(Employment.person_id), Employment.is_main, _may_stand(Route.opened_on))
        .order_by(Employment.person_id, Employment.id, Route.id, Application.id)
    )


def _results(among: Among) -> Select:
    """The results, each with the day of its attestation and whether that was in time."""
    return (
        select(*_SPELL, Result.until.label("trained_on"), attested_on().label("attested_on"))
        .add_columns(case((is_scheduled(), 1), else_=literal(0, Integer)).label("is_scheduled"), Result.hours)
        .join(Result, Result.person_id == Employment.person_id)
        .where(among(Employment.person_id), Employment.is_main, _may_stand(Result.until))
        .order_by(Employment.person_id, Employment.id, Result.id)
    )


def _may_stand(since: Any) -> Any:
    """The fact is known before the spell is over."""
    return or_(Employment.left_on.is_(None), Employment.left_on > since)


FACTS: Mapping[FactKind, Callable[[Among], Select]] = {
    FactKind.SCORES: _scores,
    FactKind.RECOMMENDED: _recommended,
    FactKind.APPLICATIONS: _applications,
    FactKind.EVENTS: _events,
    FactKind.ROUTES: _routes,
    FactKind.RESULTS: _results,
}


@lru_cache
def columns_of(kind: FactKind) -> Mapping[str, TypeEngine]:
    """The columns of the facts in their order, with their types."""
    return {str(column.key): column.type for column in FACTS[kind](lambda _: true()).selected_columns}
