"""Which of the programmes recommended to those below the bound of a procedure are chosen, and which are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import and_, func, select

from access.reading import Reading
from model.catalogue import Programme
from model.places import Place
from model.routes import COMPETENCES, Application, Assessment, RecommendedProgramme
from queries.competences import least_told, rows_of_procedure, shown_procedure
from queries.filters import EVERYBODY, Filters, narrowing
from queries.region_facts import has_region_facts
from queries.score_bounds import Procedure
from queries.small_groups import hides_few
from queries.state import Purpose, spans_on
from timeline.blocks import read_blocks
from timeline.facts_of_staff import FactKind
from timeline.frames import read_frame
from timeline.store import state_span


@dataclass(frozen=True)
class ProgrammeChoice:
    """A programme: to how many people below the bound it is recommended, how many of them chose it."""

    programme: str
    recommended: int
    chosen: int


Choices = Mapping[str, Sequence[ProgrammeChoice]]


def choices_below_bound(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> Choices:
    """By competence, the programmes recommended to those below the bound of the procedure, the least chosen first.

    Nothing of a competence that too few people have a score of.
    """
    procedure = None if hides_few(reading, place) else shown_procedure(reading, place, filters)
    if procedure is None:
        return {}
    everyone = filters.without_procedure
    rows = rows_of_procedure(reading, place, everyone, procedure.key)
    least = least_told(reading, place)
    competences = [key for key in COMPETENCES if rows[key].count() >= least]
    is_below = rows[[*competences]] < procedure.bound
    is_formed = rows["formed_on"] <= np.datetime64(reading.day)
    listed = pd.concat([rows[["assessment_id", "route_id"]], is_below], axis=1)[is_below.any(axis=1) & is_formed]
    listed = _with_programmes(reading, place, everyone, procedure, listed)
    is_chosen = listed["is_chosen"]
    names = _names(reading)
    by_competence: dict[str, list[ProgrammeChoice]] = {}
    for key in competences:
        numbers = is_chosen[listed[key]].groupby(listed["programme_id"]).agg(["size", "sum"])
        choices = [ProgrammeChoice(names[one], *numbers.loc[one].tolist()) for one in names if one in numbers.index]
        by_competence[key] = sorted(choices, key=_least_chosen_first)
    return by_competence


def _with_programmes(
    reading: Reading, place: Place, filters: Filters, procedure: Procedure, assessments: pd.DataFrame
) -> pd.DataFrame:
    """A row for each programme that the assessments recommend: programme_id, and whether it is chosen on the route."""
    if has_region_facts(reading, place):
        return _with_region_programmes(reading, assessments)
    listed = assessments.merge(_recommended(reading, place, filters, procedure))
    listed = listed.merge(_chosen(reading, place, filters), how="left", indicator="is_chosen")
    return listed.assign(is_chosen=(listed["is_chosen"] == "both").to_numpy())


def _with_region_programmes(reading: Reading, assessments: pd.DataFrame) -> pd.DataFrame:
    facts = read_blocks(reading.session, FactKind.RECOMMENDED)
    index = pd.Index(assessments["assessment_id"])
    places = index.get_indexer(facts["assessment_id"])
    is_listed = places >= 0
    is_chosen = facts["chosen_on"] <= np.datetime64(reading.day).astype(np.int64)
    listed = assessments.iloc[places[is_listed]].reset_index(drop=True)
    programme_id = facts["programme_id"][is_listed].astype(np.int64)
    return listed.assign(programme_id=programme_id, is_chosen=is_chosen[is_listed])


def _least_chosen_first(one: ProgrammeChoice) -> tuple[float, int]:
    return one.chosen / one.recommended, -one.recommended


def _names(reading: Reading) -> dict[int, str]:
    """The names of all programmes, in the order of their keys."""
    query = select(Programme.id, Programme.name).order_by(Programme.name_key, Programme.id)
    return {row.id: row.name for row in reading.session.execute(query)}


def _recommended(reading: Reading, place: Place, filters: Filters, procedure: Procedure) -> pd.DataFrame:
    """What the assessments of the staff in the procedure recommend: assessment_id, programme_id."""
    of_procedure = and_(Assessment.person_id == state_span.c.person_id, Assessment.procedure_key == procedure.key)
    query = (
        spans_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
        .join(Assessment, of_procedure)
        .join(RecommendedProgramme, RecommendedProgramme.assessment_id == Assessment.id)
        .add_columns(RecommendedProgramme.assessment_id, RecommendedProgramme.programme_id)
    )
    return read_frame(reading.session, query)


def _chosen(reading: Reading, place: Place, filters: Filters) -> pd.DataFrame:
    """What was chosen on each route by the day: «Дата выбора ДПП», else the day of submission (п. 2.4)."""
    since = func.coalesce(Application.chosen_on, Application.submitted_on)
    is_counted = and_(Application.counts_from <= reading.day, since <= reading.day)
    query = (
        spans_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
        .join(Application, and_(Application.person_id == state_span.c.person_id, is_counted))
        .where(Application.route_id.is_not(None), Application.programme_id.is_not(None))
        .add_columns(Application.route_id, Application.programme_id)
    )
    return read_frame(reading.session, query).drop_duplicates()
