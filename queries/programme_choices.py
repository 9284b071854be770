"""Which of the programmes recommended to those below the bound of a procedure are chosen, and which are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import CTE, Integer, and_, case, cast, func, or_, select

from access.reading import Reading
from model.catalogue import Programme
from model.places import Place
from model.routes import COMPETENCES, Application, RecommendedProgramme
from queries.competences import least_told, shown_procedure
from queries.filters import EVERYBODY, Filters
from queries.score_bounds import Procedure
from queries.score_sums import scored_people
from queries.small_groups import hides_few


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
    scored = scored_people(reading, place, filters.without_procedure, procedure.key)
    numbers = reading.session.execute(select(*(func.count(scored.c[key]) for key in COMPETENCES))).one()
    least = least_told(reading, place)
    told = [key for key, number in zip(COMPETENCES, numbers, strict=True) if number >= least]
    below = _below(reading, scored, procedure)
    chosen = _chosen(reading, below)
    is_chosen = chosen.c.route_id.is_not(None)
    counted = [
        cast(func.sum(case((flag, below.c[key]), else_=0)), Integer)
        for key in COMPETENCES
        for flag in (below.c[key] == 1, is_chosen)
    ]
    of_route = and_(chosen.c.route_id == below.c.route_id, chosen.c.programme_id == RecommendedProgramme.programme_id)
    query = (
        select(Programme.name, *counted)
        .select_from(below)
        .join(RecommendedProgramme, RecommendedProgramme.assessment_id == below.c.assessment_id)
        .join(Programme, Programme.id == RecommendedProgramme.programme_id)
        .outerjoin(chosen, of_route)
        .group_by(Programme.id, Programme.name, Programme.name_key)
        .order_by(Programme.name_key)
    )
    found: dict[str, list[ProgrammeChoice]] = {key: [] for key in told}
    for name, *row in reading.session.execute(query):
        for key, recommended, number in zip(COMPETENCES, row[::2], row[1::2], strict=True):
            if key in found and recommended:
                found[key].append(ProgrammeChoice(name, recommended, number))
    return {key: sorted(rows, key=_least_chosen_first) for key, rows in found.items()}


def _least_chosen_first(one: ProgrammeChoice) -> tuple[float, int]:
    return one.chosen / one.recommended, -one.recommended


def _below(reading: Reading, scored: CTE, procedure: Procedure) -> CTE:
    """The formed assessments of people below the bound in anything, with a flag for each competence."""
    is_below = {key: scored.c[key] < procedure.bound for key in COMPETENCES}
    flags = (case((claim, 1), else_=0).label(key) for key, claim in is_below.items())
    assessments = select(scored.c.assessment_id, scored.c.route_id, *flags)
    return assessments.where(or_(*is_below.values()), scored.c.formed_on <= reading.day).cte("below")


def _chosen(reading: Reading, below: CTE) -> CTE:
    """The programmes chosen on each route by the day: «Дата выбора ДПП», else the day of submission (п. 2.4)."""
    since = func.coalesce(Application.chosen_on, Application.submitted_on)
    is_counted = and_(Application.counts_from <= reading.day, since <= reading.day)
    chosen = select(Application.route_id, Application.programme_id).distinct()
    return chosen.where(is_counted, Application.route_id.in_(select(below.c.route_id))).cte("chosen")
