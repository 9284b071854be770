"""Facts of some people from the database, as the frames that routes and spans are computed from."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    Table,
    inspect,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

import settings
from model.catalogue import Event
from model.names import fold
from model.people import Employment
from model.places import Organization
from model.routes import Application, Assessment, Kind, Participation, RecommendedProgramme, Result
from timeline.facts import DAY, Facts, Rules, facts_from
from timeline.rows import driver_rows, is_one_of

EventNames = Mapping[str, int]


def rules_of_settings() -> Rules:
    """What the settings say of the law."""
    return Rules(settings.ASSESSMENT_YEARS.value(), settings.NEWCOMER_MONTHS.value(), settings.YEAR_FIRST_MONTH.value())


def load_facts(session: Session, persons: Sequence[int], events: EventNames) -> Facts:
    """All facts of these people; `events` are the ids of events by the key of their name."""
    frames = {
        "spells": _spells(session, persons),
        "assessments": _rows(session, persons, Assessment, _ASSESSMENTS),
        "recommended": _recommended(session, persons),
        "applications": _applications(session, persons, events),
        "results": _results(session, persons),
        "participations": _participations(session, persons),
    }
    return facts_from(frames)


def event_names(session: Session, *conditions: SQLColumnExpression[bool]) -> EventNames:
    """The id of each event by the key of its name; a double leads to the event that was kept."""
    query = select(Event.name_key, Event.id, Event.same_as_id).where(*conditions)
    return {name_key: same_as_id or identity for name_key, identity, same_as_id in session.execute(query)}


def municipalities(session: Session) -> pd.Series:
    """The municipality of each organization, by its id."""
    rows = session.execute(select(Organization.id, Organization.municipality_id)).all()
    return pd.Series([town for _, town in rows], index=[identity for identity, _ in rows], dtype=np.int64)


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


def _spells(session: Session, persons: Sequence[int]) -> pd.DataFrame:
    return _rows(session, persons, Employment, _SPELLS)


def _applications(session: Session, persons: Sequence[int], events: EventNames) -> pd.DataFrame:
    frame = _rows(session, persons, Application, _APPLICATIONS, ~Application.implied)
    of_event = (frame["kind"] == Kind.EVENT).to_numpy()
    ids = {name: events.get(fold(name), 0) for name in frame["name"][of_event].unique()}
    return frame.assign(event=frame["name"].where(of_event).map(ids).fillna(0))


def _results(session: Session, persons: Sequence[int]) -> pd.DataFrame:
    frame = _rows(session, persons, Result, _RESULTS)
    return frame.assign(has_document=frame["document_number"].notna())


def _participations(session: Session, persons: Sequence[int]) -> pd.DataFrame:
    frame = _rows(session, persons, Participation, _PARTICIPATIONS)
    return frame.assign(has_reason=frame["absence_reason"].notna())


def _recommended(session: Session, persons: Sequence[int]) -> pd.DataFrame:
    columns = (RecommendedProgramme.assessment_id, RecommendedProgramme.programme_id)
    listed = select(*columns).join(Assessment, Assessment.id == RecommendedProgramme.assessment_id)
    query = listed.where(is_one_of(session.connection(), Assessment.person_id, persons))
    return _frame(session, query, {"assessment": Integer, "programme": Integer})


def _rows(
    session: Session,
    persons: Sequence[int],
    table: Any,
    names: Sequence[str],
    condition: SQLColumnExpression[bool] = literal(value=True),  # noqa: B008 - never changed
) -> pd.DataFrame:
    """The rows of these people in a table; the columns without the «_id» at their end."""
    columns = cast(Table, inspect(table).local_table).c
    kinds = {name: type(columns[name].type) for name in names}
    # SQLite keeps days as text, which numpy reads faster than one day after another can be made of it.
    chosen = [
        type_coerce(columns[name], String).label(name) if kind is Date else columns[name]
        for name, kind in kinds.items()
    ]
    query = select(*chosen).where(is_one_of(session.connection(), table.person_id, persons), condition)
    return _frame(session, query, {name.removesuffix("_id"): kind for name, kind in kinds.items()})


def _frame(session: Session, query: Select, kinds: Mapping[str, type]) -> pd.DataFrame:
    rows = driver_rows(session.connection(), query)
    columns = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    return pd.DataFrame(
        {name: _series(column, kind) for (name, kind), column in zip(kinds.items(), columns, strict=True)}, copy=False
    )


def _series(values: Sequence[Any], kind: type) -> pd.Series:
    """The values of a column; an absent id is 0, an absent day NaT."""
    if kind is Date:
        # Each day is read once, not once a row.
        codes, unique_days = pd.factorize(np.array(values, dtype=object))
        days = np.append(unique_days.astype("datetime64[D]"), np.datetime64("NaT"))
        return pd.Series(days[codes].astype(DAY))
    if kind is Integer:
        return pd.Series(np.array([value or 0 for value in values], dtype=np.int64))
    return pd.Series(values, dtype=bool if kind is Boolean else object)
