"""How the scores of people who passed the same procedure twice have changed."""

from collections.abc import Mapping

from sqlalchemy import CTE, and_, case, func, select
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.routes import COMPETENCES, Assessment
from queries.score_records import Change


def changes(reading: Reading, scored: CTE, least: int) -> Mapping[str, Change]:
    """By competence the change from the last assessment but one, however old, to the last of `scored_people`."""
    before, between = aliased(Assessment), aliased(Assessment)
    of_same = and_(before.person_id == scored.c.person_id, before.procedure_key == scored.c.procedure_key)
    latest = (
        select(func.max(between.passed_on))
        .where(between.person_id == scored.c.person_id, between.procedure_key == scored.c.procedure_key)
        .where(between.passed_on < scored.c.passed_on, ~between.is_need)
        .correlate(scored)
        .scalar_subquery()
    )
    sums = []
    for key in COMPETENCES:
        first, last = getattr(before, key), scored.c[key]
        both = and_(first.is_not(None), last.is_not(None))
        sums += [func.count(case((both, 1))), func.sum(case((both, first))), func.sum(case((both, last)))]
    query = select(*sums).select_from(scored).join(before, and_(of_same, before.passed_on == latest, ~before.is_need))
    row = reading.session.execute(query).one()
    triples = zip(COMPETENCES, row[::3], row[1::3], row[2::3], strict=True)
    return {key: _change(number, first, last, least) for key, number, first, last in triples}


def _change(number: int, first: float | None, last: float | None, least: int) -> Change:
    if number < max(1, least) or first is None or last is None:
        return Change(number)
    return Change(number, round(first / number, 9), round(last / number, 9))
