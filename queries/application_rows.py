"""The applications that the staff of a place had submitted by the day: where each stands, and how long it waited."""

from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import select

from access.reading import Reading
from model.places import Level, Organization, Place
from model.routes import Application, Decision, Kind
from queries.filters import Filters, narrowing
from queries.region_facts import has_region_facts, region_facts
from queries.state import Purpose, staff_on
from timeline.facts_of_staff import FactKind
from timeline.frames import read_frame

Days = NDArray[np.datetime64]


class Stage(StrEnum):
    """Where an application stands on a date; each stands at one."""

    AWAITING_HEAD = "awaiting_head"
    AWAITING_PROVIDER = "awaiting_provider"
    APPROVED = "approved"
    REJECTED_BY_HEAD = "rejected_by_head"
    REJECTED_BY_PROVIDER = "rejected_by_provider"
    WITHDRAWN = "withdrawn"
    EXPELLED = "expelled"


STAGES = tuple(Stage)
DECIDERS = (Stage.AWAITING_HEAD, Stage.AWAITING_PROVIDER)


def application_rows(reading: Reading, place: Place, filters: Filters) -> pd.DataFrame:
    """A row for each application: part_id, provider_id, programme_id (0 where absent), kind and name.

    `number` is that of its stage in STAGES; by the key of each of DECIDERS stands for how many days it waited, or has
    waited, for the decision: below 0 it was not asked for.
    """
    rows = _region_rows(reading, filters) if has_region_facts(reading, place) else _rows(reading, place, filters)
    columns = rows[["part_id", "provider_id", "programme_id", "kind", "name"]]
    stages = _stages(rows, reading.day)
    return columns.assign(number=stages, **_waits(rows, stages, reading.day))


def _region_rows(reading: Reading, filters: Filters) -> pd.DataFrame:
    facts = region_facts(reading, FactKind.APPLICATIONS, filters)
    is_submitted = (facts["submitted_on"] <= np.datetime64(reading.day)).to_numpy()
    return facts.rename(columns={"municipality_id": "part_id"})[is_submitted].reset_index(drop=True)


def _rows(reading: Reading, place: Place, filters: Filters) -> pd.DataFrame:
    part = Organization.municipality_id if place.level is Level.REGION else Organization.id
    people = staff_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
    query = (
        select(part.label("part_id"), Application.provider_id, Application.programme_id)
        .add_columns(Application.kind, Application.name, Application.submitted_on, Application.closed_on)
        .add_columns(Application.head_decision, Application.head_on, Application.withdrawn_on)
        .add_columns(Application.provider_decision, Application.provider_on)
        .select_from(people)
        .join(Application, Application.person_id == people.c.person_id)
        .join(Organization, Organization.id == people.c.organization_id)
        .where(Application.submitted_on <= reading.day, Application.implied.is_(False))
    )
    return read_frame(reading.session, query)


def _stages(rows: pd.DataFrame, day: date) -> NDArray[np.int64]:
    """The number of the stage of each application; a closed one stands at what closed it first."""
    closed, withdrawn = _days(rows, "closed_on"), _days(rows, "withdrawn_on")
    head_has, provider_has = _has_come(rows, "head_on", day), _has_come(rows, "provider_on", day)
    is_withdrawn = _has_come(rows, "withdrawn_on", day)
    is_programme = (rows["kind"] == Kind.PROGRAMME).to_numpy()
    is_confirmed = (rows["head_decision"] == Decision.CONFIRMED).to_numpy()
    stages = {
        Stage.AWAITING_HEAD: ~head_has & ~is_withdrawn,
        Stage.AWAITING_PROVIDER: is_programme & is_confirmed & head_has & ~provider_has & ~is_withdrawn,
        Stage.APPROVED: ~_has_come(rows, "closed_on", day),
        Stage.REJECTED_BY_HEAD: _is_refused(rows, "head"),
        Stage.REJECTED_BY_PROVIDER: _is_refused(rows, "provider"),
        Stage.WITHDRAWN: withdrawn == closed,
    }
    numbers = [STAGES.index(stage) for stage in stages]
    return np.select(list(stages.values()), numbers, default=STAGES.index(Stage.EXPELLED))


def _is_refused(rows: pd.DataFrame, by: str) -> NDArray[np.bool_]:
    """The application was closed by the refusal of the head or of the provider."""
    is_rejected = (rows[f"{by}_decision"] == Decision.REJECTED).to_numpy()
    return is_rejected & (_days(rows, f"{by}_on") == _days(rows, "closed_on"))


def _waits(rows: pd.DataFrame, stages: NDArray[np.int64], day: date) -> dict[str, NDArray[np.int64]]:
    is_programme = (rows["kind"] == Kind.PROGRAMME).to_numpy()
    head_has, provider_has = _has_come(rows, "head_on", day), _has_come(rows, "provider_on", day)
    waited = {
        Stage.AWAITING_HEAD: ("submitted_on", "head_on", head_has),
        Stage.AWAITING_PROVIDER: ("head_on", "provider_on", is_programme & provider_has),
    }
    return {
        decider.value: _waited(_days(rows, since), _days(rows, until), is_decided, stages == STAGES.index(decider), day)
        for decider, (since, until, is_decided) in waited.items()
    }


def _waited(
    since: Days, until: Days, is_decided: NDArray[np.bool_], awaits: NDArray[np.bool_], day: date
) -> NDArray[np.int64]:
    """The days from the one to the other where it is decided, to today where it is awaited; else −1."""
    last = np.where(awaits, np.datetime64(day), np.where(is_decided, until, np.datetime64("NaT")))
    days = last - since
    return np.where(np.isnat(days), -1, days.astype(np.int64))


def _days(rows: pd.DataFrame, name: str) -> Days:
    return rows[name].to_numpy().astype("datetime64[D]")


def _has_come(rows: pd.DataFrame, name: str, day: date) -> NDArray[np.bool_]:
    return _days(rows, name) <= np.datetime64(day)
