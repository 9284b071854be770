"""How the scores of people who passed the same procedure twice have changed, and of those trained between."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.routes import COMPETENCES, Assessment, Result
from queries.registry_states import is_attested
from queries.score_records import Change, Progress

# The sums of one competence: number, first and last scores, how many rose; the first three of those trained between.
_SUMS = 7


def changes(reading: Reading, scored: CTE, least: int) -> Mapping[str, tuple[Change, Progress]]:
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
    scores = [one.label(name) for key in COMPETENCES for name, one in _pair(key, before, scored)]
    pairs = (
        select(*scores, case((_is_trained(reading, before, scored), 1), else_=0).label("trained"))
        .select_from(scored)
        .join(before, and_(of_same, before.passed_on == latest, ~before.is_need))
        .subquery("pairs")
    )
    row = reading.session.execute(select(*(one for key in COMPETENCES for one in _sums(pairs, key)))).one()
    cells = [row[place : place + _SUMS] for place in range(0, len(row), _SUMS)]
    return {key: _read(of_key, least) for key, of_key in zip(COMPETENCES, cells, strict=True)}


def _pair(key: str, before: Any, scored: CTE) -> list[tuple[str, Any]]:
    return [(f"{key}_first", getattr(before, key)), (f"{key}_last", scored.c[key])]


def _is_trained(reading: Reading, before: Any, scored: CTE) -> ColumnElement[bool]:
    """An attestation of the person lies between both assessments."""
    return exists().where(
        Result.person_id == scored.c.person_id,
        is_attested(reading.day),
        Result.until > before.passed_on,
        Result.until <= scored.c.passed_on,
    )


def _sums(pairs: Any, key: str) -> list[ColumnElement[Any]]:
    first, last = pairs.c[f"{key}_first"], pairs.c[f"{key}_last"]
    both = and_(first.is_not(None), last.is_not(None))
    trained = and_(both, pairs.c.trained == 1)
    return [
        *(func.count(case((both, 1))), func.sum(case((both, first))), func.sum(case((both, last)))),
        func.count(case((and_(both, last > first), 1))),
        *(func.count(case((trained, 1))), func.sum(case((trained, first))), func.sum(case((trained, last)))),
    ]


def _read(cells: Sequence[Any], least: int) -> tuple[Change, Progress]:
    number, first, last, rose, trained, trained_first, trained_last = cells
    whole = _change(number, first, last, least)
    if whole.before is None:
        return whole, Progress()
    untrained, untrained_first = number - trained, (first or 0) - (trained_first or 0)
    untrained_last = (last or 0) - (trained_last or 0)
    # Of two groups that add up to a known one, the mean of either tells of the other.
    is_told = all(group == 0 or group >= least for group in (trained, untrained))
    bound = least if is_told else number + 1
    of_trained = _change(trained, trained_first, trained_last, bound)
    return whole, Progress(rose, of_trained, _change(untrained, untrained_first, untrained_last, bound))


def _change(number: int, first: float | None, last: float | None, least: int) -> Change:
    if number < max(1, least) or first is None or last is None:
        return Change(number)
    return Change(number, round(first / number, 9), round(last / number, 9))
