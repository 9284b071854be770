"""Facts of some people from the database, as the columns that routes and spans are computed from."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, cast

import numpy as np
from sqlalchemy import Select, SQLColumnExpression, Table, inspect, select, true
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

import settings
from model.catalogue import Event
from model.names import fold
from model.people import Employment
from model.places import Organization
from model.routes import Application, Assessment, Kind, Participation, RecommendedProgramme, Result
from timeline.columns import Columns
from timeline.facts import Facts, Rules
from timeline.frames import columns_from, kinds_of, with_days_as_text
from timeline.people_statement import Among, PeopleStatement

EventNames = Mapping[str, int]


def rules_of_settings() -> Rules:
    """What the settings say of the law."""
    return Rules(settings.ASSESSMENT_YEARS.value(), settings.NEWCOMER_MONTHS.value(), settings.YEAR_FIRST_MONTH.value())


def load_facts(session: Session, persons: Sequence[int], events: EventNames) -> Facts:
    """All facts of these people; `events` are the ids of events by the key of their name."""
    results, participations = (_load(session, persons, name) for name in ("results", "participations"))
    return Facts(
        spells=_load(session, persons, "spells"),
        assessments=_load(session, persons, "assessments"),
        recommended=_load(session, persons, "recommended"),
        applications=_with_events(_load(session, persons, "applications"), events),
        results=results.having(has_document=_is_there(results["document_number"])),
        participations=participations.having(has_reason=_is_there(participations["absence_reason"])),
    )


def event_names(session: Session, *conditions: SQLColumnExpression[bool]) -> EventNames:
    """The id of each event by the key of its name; a double leads to the event that was kept."""
    query = select(Event.name_key, Event.id, Event.same_as_id).where(*conditions)
    return {name_key: same_as_id or identity for name_key, identity, same_as_id in session.execute(query)}


def municipalities(session: Session) -> np.ndarray:
    """The municipality of each organization: its id stands at the place of the organization's."""
    rows = session.execute(select(Organization.id, Organization.municipality_id)).all()
    towns = np.zeros(1 + max((identity for identity, _ in rows), default=0), dtype=np.int64)
    for identity, town in rows:
        towns[identity] = town
    return towns


def kinds_of_organizations(session: Session) -> dict[int, str | None]:
    """The folded type of each organization, by its id; None of one without a type."""
    rows = session.execute(select(Organization.id, Organization.kind))
    return {identity: None if kind is None else fold(kind) for identity, kind in rows}


_SPELLS = (
    *("id", "person_id", "organization_id", "category", "position", "since", "until"),
    *("absent_since", "absent_until", "is_main"),
)
_ASSESSMENTS = ("id", "person_id", "procedure", "passed_on", "formed_on", "is_need")
_APPLICATIONS = (
    *("id", "person_id", "number", "kind", "name", "programme_id", "submitted_on", "chosen_on"),
    *("head_decision", "head_on", "provider_decision", "provider_on"),
    *("training_until", "withdrawn_on", "expelled_on"),
)
_RESULTS = ("id", "person_id", "programme_id", "since", "until", "document_number")
_PARTICIPATIONS = (
    *("id", "person_id", "event_id", "starts_on", "ends_on", "chosen_on", "confirmed_on", "absence_reason"),
)


def _chosen(table: Any, names: Sequence[str], *conditions: SQLColumnExpression[bool]) -> Callable[[Among], Select]:
    columns = cast(Table, inspect(table).local_table).c
    return lambda among: select(*(columns[name] for name in names)).where(among(columns.person_id), *conditions)


def _recommended(among: Among) -> Select:
    columns = (RecommendedProgramme.assessment_id, RecommendedProgramme.programme_id)
    listed = select(*columns).join(Assessment, Assessment.id == RecommendedProgramme.assessment_id)
    return listed.where(among(Assessment.person_id))


_QUERIES: Mapping[str, Callable[[Among], Select]] = {
    "spells": _chosen(Employment, _SPELLS),
    "assessments": _chosen(Assessment, _ASSESSMENTS),
    "recommended": _recommended,
    "applications": _chosen(Application, _APPLICATIONS, ~Application.implied),
    "results": _chosen(Result, _RESULTS),
    "participations": _chosen(Participation, _PARTICIPATIONS),
}


@cache
def _statement(name: str) -> tuple[PeopleStatement, Mapping[str, TypeEngine]]:
    """How the facts are asked for, and their columns without the «_id» at their end, with their types."""
    kinds = {key.removesuffix("_id"): kind for key, kind in kinds_of(_QUERIES[name](lambda _: true())).items()}
    return PeopleStatement(lambda among: with_days_as_text(_QUERIES[name](among))), kinds


def _load(session: Session, persons: Sequence[int], name: str) -> Columns:
    statement, kinds = _statement(name)
    return columns_from(statement.rows(session.connection(), persons), kinds)


def _with_events(rows: Columns, events: EventNames) -> Columns:
    """The applications, each with the event that it is for, or 0."""
    of_event = np.flatnonzero(rows["kind"] == Kind.EVENT.value)
    event = np.zeros(len(rows), dtype=np.int64)
    names = rows["name"][of_event].tolist()
    ids = {name: events.get(fold(name), 0) for name in set(names)}
    event[of_event] = [ids[name] for name in names]
    return rows.having(event=event)


def _is_there(texts: np.ndarray) -> np.ndarray:
    return np.array([text is not None for text in texts.tolist()], dtype=bool)
