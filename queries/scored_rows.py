"""The scores of the staff of a place as a frame, read once for all its sums."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Date, and_, func

import settings
from access.reading import Reading
from model.dates import years_before
from model.places import Organization, Place
from model.routes import COMPETENCES, Assessment
from queries.filters import Filters, narrowing
from queries.region_facts import has_region_facts, region_facts
from queries.state import Purpose, spans_on
from timeline.blocks import read_blocks
from timeline.facts_of_staff import FactKind
from timeline.frames import read_frame
from timeline.store import state_span

BEFORE = "_before"


def scored_rows(reading: Reading, place: Place, filters: Filters) -> pd.DataFrame:
    """A row for each person on the staff and procedure: the last assessment, where it counts on the day (п. 2.4).

    Columns: person_id, organization_id, municipality_id, position, assessment_id, route_id (0 where there is none),
    procedure, procedure_key, passed_on, formed_on; of each competence a score (NaN where there is none) and a level
    (None); with «_before» the day and the scores of the assessment before it, however old.
    Of the whole region also trained_on: from when an attestation between both assessments is known.
    """
    rows = _region_rows if has_region_facts(reading, place) else _last_rows
    return reading.once(("scored rows", place, filters), lambda: rows(reading, place, filters))


def assessed_persons(reading: Reading) -> NDArray[np.int32]:
    """The ids of everybody in the region with an assessment that counts on the day; of who counts the region alone."""
    if not reading.scope.counts_region:
        return np.array([], dtype=np.int32)
    facts = read_blocks(reading.session, FactKind.SCORES)
    first, last = (np.datetime64(day).astype(np.int64) for day in (_before_which_none_counts(reading), reading.day))
    counts = (facts["passed_on"] > first) & (facts["passed_on"] <= last)
    return np.unique(facts["person_id"][counts])


def _region_rows(reading: Reading, _region: Place, filters: Filters) -> pd.DataFrame:
    facts = region_facts(reading, FactKind.SCORES, filters)
    day = np.datetime64(reading.day)
    is_last = (facts["passed_on"] <= day) & ~(facts["followed_on"] <= day)
    counts = facts["passed_on"] > np.datetime64(_before_which_none_counts(reading))
    return facts[(is_last & counts).to_numpy()].reset_index(drop=True)


def _before_which_none_counts(reading: Reading) -> date:
    return years_before(reading.day, settings.ASSESSMENT_YEARS.value())


def _last_rows(reading: Reading, place: Place, filters: Filters) -> pd.DataFrame:
    rows = _assessments(reading, place, filters)
    person, procedure = rows["person_id"].to_numpy(), pd.factorize(rows["procedure_key"])[0]
    order = np.lexsort((rows["passed_on"].to_numpy(), procedure, person))
    rows, person, procedure = rows.iloc[order].reset_index(drop=True), person[order], procedure[order]
    is_repeated = np.zeros(len(rows), dtype=bool)
    is_repeated[1:] = (person[1:] == person[:-1]) & (procedure[1:] == procedure[:-1])
    is_last = np.ones(len(rows), dtype=bool)
    is_last[:-1] = ~is_repeated[1:]
    # There is no row −1: where nothing came before, nothing is found.
    place_before = np.where(is_repeated, np.arange(len(rows)) - 1, -1)
    earlier = rows[["passed_on", *COMPETENCES]].reindex(place_before).add_suffix(BEFORE).reset_index(drop=True)
    counts = rows["passed_on"] > np.datetime64(_before_which_none_counts(reading))
    return pd.concat([rows, earlier], axis=1)[is_last & counts.to_numpy()].reset_index(drop=True)


def _assessments(reading: Reading, place: Place, filters: Filters) -> pd.DataFrame:
    """All assessments of the staff by the day, needs not among them."""
    is_passed = and_(Assessment.passed_on <= reading.day, ~Assessment.is_need)
    facts = (Assessment.procedure, Assessment.procedure_key, Assessment.passed_on, Assessment.route_id)
    formed = func.coalesce(Assessment.formed_on, Assessment.passed_on, type_=Date).label("formed_on")
    figures = (getattr(Assessment, name) for key in COMPETENCES for name in (key, f"{key}_level"))
    query = (
        spans_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
        .join(Assessment, and_(Assessment.person_id == state_span.c.person_id, is_passed))
        .add_columns(state_span.c.person_id, state_span.c.organization_id, state_span.c.position)
        .add_columns(Organization.municipality_id, Assessment.id.label("assessment_id"), *facts, formed, *figures)
    )
    return read_frame(reading.session, query)
