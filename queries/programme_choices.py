"""Which recommended programmes are chosen by those who stand below the bound of a competence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import CTE, Integer, SQLColumnExpression, Subquery, case, cast, func, or_, select

import settings
from access.reading import Reading
from model.catalogue import Programme
from model.places import Place
from model.routes import COMPETENCES, Application, RecommendedProgramme
from queries.competences import assessed_on, tells_small
from queries.filters import EVERYBODY, Filters
from queries.small_groups import hides_few


@dataclass(frozen=True)
class ProgrammeChoice:
    """A programme: to how many people below the bound it is recommended, how many of them chose it."""

    programme: str
    recommended: int
    chosen: int


Choices = Mapping[str, Sequence[ProgrammeChoice]]


def choices_below_bound(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> Choices:
    """By competence, the programmes of those below the bound in it, the most chosen first (п. 2.4).

    Nothing of a competence that too few people have a score of.
    """
    if hides_few(reading, place):
        return {}
    assessed = assessed_on(reading, place, filters)
    numbers = reading.session.execute(select(*(func.count(assessed.c[key]) for key in COMPETENCES))).one()
    least = 1 if tells_small(reading, place) else settings.SMALL_GROUP.value()
    told = [key for key, number in zip(COMPETENCES, numbers, strict=True) if number >= least]
    below = _below(reading, assessed)
    recommended, chosen = _recommended(below), _chosen(reading, below)
    counted = [_number(source.c[key]) for key in COMPETENCES for source in (recommended, chosen)]
    query = (
        select(Programme.name, *counted)
        .outerjoin(recommended, recommended.c.programme_id == Programme.id)
        .outerjoin(chosen, chosen.c.programme_id == Programme.id)
        .where(or_(recommended.c.programme_id.is_not(None), chosen.c.programme_id.is_not(None)))
        .order_by(Programme.name_key)
    )
    found: dict[str, list[ProgrammeChoice]] = {key: [] for key in told}
    for name, *row in reading.session.execute(query):
        for key, pair in zip(COMPETENCES, zip(row[::2], row[1::2], strict=True), strict=True):
            if key in found and any(pair):
                found[key].append(ProgrammeChoice(name, *pair))
    return {key: sorted(rows, key=lambda one: (-one.chosen, -one.recommended)) for key, rows in found.items()}


def _below(reading: Reading, assessed: CTE) -> CTE:
    """The formed routes of people below the bound in anything, with a flag for each competence."""
    is_below = {key: assessed.c[key] < settings.SCORE_BOUND.value() for key in COMPETENCES}
    flags = (case((claim, 1), else_=0).label(key) for key, claim in is_below.items())
    of_route = select(assessed.c.route_id, *flags)
    return of_route.where(or_(*is_below.values()), assessed.c.formed_on <= reading.day).cte("below")


def _recommended(below: CTE) -> CTE:
    programme = RecommendedProgramme.programme_id
    return (
        select(programme, *_sums(below))
        .join(below, below.c.route_id == RecommendedProgramme.assessment_id)
        .group_by(programme)
        .cte("recommended")
    )


def _chosen(reading: Reading, below: CTE) -> CTE:
    """A programme is chosen from its first application, unless «Дата выбора ДПП» says otherwise."""
    since = func.coalesce(func.min(Application.chosen_on), func.min(Application.submitted_on))
    of_route: Subquery = (
        select(Application.route_id, Application.programme_id)
        .where(Application.counts_from.is_not(None), Application.route_id.in_(select(below.c.route_id)))
        .group_by(Application.route_id, Application.programme_id)
        .having(since <= reading.day)
        .subquery()
    )
    return (
        select(of_route.c.programme_id, *_sums(below))
        .join(below, below.c.route_id == of_route.c.route_id)
        .group_by(of_route.c.programme_id)
        .cte("chosen")
    )


def _sums(below: CTE) -> list[SQLColumnExpression[int]]:
    return [cast(func.sum(below.c[key]), Integer).label(key) for key in COMPETENCES]


def _number(column: SQLColumnExpression[int]) -> SQLColumnExpression[int]:
    return func.coalesce(column, 0)
