"""Procedures of assessment in a period: applications, those who did not come, results; each on its day (п. 3.5, 3.7).

Registers tell the group and the day of what was passed alone; an application names its procedure and no day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

import settings
from access.reading import Reading
from model.names import fold
from model.places import Place
from model.procedures import OF_APPLICATIONS, OF_ASSESSMENTS, ProcedureGroup
from model.routes import COMPETENCES, Application, Assessment, Decision, Kind
from queries.filters import EVERYBODY, Filters, at_place
from queries.lists import PAGE_SIZE, Order, Page, paged
from queries.period_facts import last_day, placed, with_people
from queries.small_groups import hides_few, refuse_withheld
from queries.state import Purpose, spans_on
from timeline.store import state_span

# In a list of one group of a procedure: those of whom the register names none.
NO_GROUP = "—"
_BY_NAME = Order()


@dataclass(frozen=True)
class ProcedureFigures:
    """A procedure and its figures; without a name, all of them together."""

    name: str | None
    numbers: Mapping[ProcedureGroup, int]


@dataclass(frozen=True)
class ProcedureDay:
    """Those of one group who passed a procedure on one day."""

    name: str
    group: str | None
    day: date
    numbers: Mapping[ProcedureGroup, int]


def procedure_figures(
    reading: Reading, place: Place, since: date, until: date, filters: Filters = EVERYBODY
) -> list[ProcedureFigures]:
    """The figures of each procedure in the period, the most frequent first.

    Who may not be told of few people sees all procedures together.
    """
    everyone = filters.without_procedure
    refuse_withheld(reading, place, everyone)
    passed: dict[str, tuple[str, Sequence[int]]] = {}
    for key, name, *numbers in _sums_of_assessments(reading, place, since, until, everyone):
        passed[key] = (name, numbers)
    applied: dict[str, tuple[str, Sequence[int]]] = {}
    for key, name, *numbers in _sums_of_applications(reading, place, since, until, everyone):
        applied[key] = (name, numbers)
    figures = []
    for key in passed.keys() | applied.keys():
        name = (passed.get(key) or applied[key])[0]
        counts = [*applied.get(key, ("", [0] * len(OF_APPLICATIONS)))[1], *passed.get(key, ("", [0] * 3))[1]]
        numbers_by_group = dict(zip((*OF_APPLICATIONS, *OF_ASSESSMENTS), counts, strict=True))
        figures.append(ProcedureFigures(name, numbers_by_group))
    if hides_few(reading, place):
        return [total_of(figures)] if figures else []
    return sorted(figures, key=lambda one: (-one.numbers[ProcedureGroup.PASSED], one.name or ""))


def total_of(figures: Sequence[ProcedureFigures]) -> ProcedureFigures:
    """All procedures together."""
    groups = (*OF_APPLICATIONS, *OF_ASSESSMENTS)
    return ProcedureFigures(None, {group: sum(one.numbers[group] for one in figures) for group in groups})


def _sums_of_assessments(reading: Reading, place: Place, since: date, until: date, filters: Filters) -> Any:
    sums = [_sum(_holds(reading, group)) for group in OF_ASSESSMENTS]
    query = _assessments(reading, Purpose.COUNTING, place, since, until, filters)
    query = query.add_columns(Assessment.procedure_key, func.min(Assessment.procedure), *sums)
    return reading.session.execute(query.group_by(Assessment.procedure_key))


def _sums_of_applications(reading: Reading, place: Place, since: date, until: date, filters: Filters) -> Any:
    sums, key = [_sum(_holds(reading, group)) for group in OF_APPLICATIONS], _key_of_application(reading)
    query = _applications(reading, Purpose.COUNTING, place, since, until, filters)
    query = query.add_columns(key.label("key"), func.min(Application.name), *sums)
    return reading.session.execute(query.group_by(key))


def procedure_days(
    reading: Reading, place: Place, since: date, until: date, filters: Filters = EVERYBODY
) -> list[ProcedureDay]:
    """What was passed in the period by procedure, group and day, the latest first.

    Nothing for who may not be told of few people.
    """
    everyone = filters.without_procedure
    refuse_withheld(reading, place, everyone)
    if hides_few(reading, place):
        return []
    by = (Assessment.procedure_key, Assessment.procedure_group, Assessment.passed_on)
    sums = [_sum(_holds(reading, group)) for group in OF_ASSESSMENTS]
    query = _assessments(reading, Purpose.COUNTING, place, since, until, everyone)
    query = query.add_columns(*by, func.min(Assessment.procedure), *sums).group_by(*by)
    rows: Sequence[Any] = reading.session.execute(query).all()
    days = [
        ProcedureDay(name, group, day, dict(zip(OF_ASSESSMENTS, numbers, strict=True)))
        for _, group, day, name, *numbers in rows
    ]
    return sorted(days, key=lambda one: (-one.day.toordinal(), one.name, one.group or ""))


def new_results(reading: Reading, place: Place, since: date, until: date, filters: Filters = EVERYBODY) -> int:
    """How many procedures had their route formed in the period."""
    everyone = filters.without_procedure
    refuse_withheld(reading, place, everyone)
    query = _assessments(reading, Purpose.COUNTING, place, since, until, everyone, is_new=True)
    return reading.session.scalar(query.add_columns(func.count())) or 0


def procedure_rows(
    reading: Reading,
    place: Place,
    group: ProcedureGroup,
    since: date,
    until: date,
    filters: Filters = EVERYBODY,
    *,
    batch: str | None = None,
    order: Order = _BY_NAME,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """The rows behind a figure: of the procedure of the filters, else of all; `batch` is one group of a procedure.

    Nobody where the people of the place may not be named.
    """
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    key = fold(filters.procedure) if filters.procedure else None
    if group in OF_APPLICATIONS:
        query = _applications(reading, Purpose.LISTING, place, since, until, filters).where(_holds(reading, group))
        query = query.where(*([_key_of_application(reading) == key] if key else []))
        query = query.add_columns(*_columns_of_application())
    else:
        is_new = group is ProcedureGroup.NEW
        query = _assessments(reading, Purpose.LISTING, place, since, until, filters, is_new=is_new)
        query = query.where(_holds(reading, group), *([Assessment.procedure_key == key] if key else []))
        query = query.where(*_of_batch(batch)).add_columns(*_columns_of_assessment())
    return paged(reading, with_people(query, reading.day), order, page, search, size)


def _of_batch(batch: str | None) -> list[ColumnElement[bool]]:
    if batch is None:
        return []
    return [Assessment.procedure_group.is_(None) if batch == NO_GROUP else Assessment.procedure_group == batch]


def _formed_on() -> ColumnElement[date]:
    return func.coalesce(Assessment.formed_on, Assessment.passed_on)


def _columns_of_assessment() -> tuple[Any, ...]:
    return (
        *(Assessment.procedure.label("procedure"), Assessment.procedure_group.label("batch")),
        *(Assessment.passed_on.label("passed_on"), _formed_on().label("formed_on"), Assessment.id.label("row_id")),
    )


def _columns_of_application() -> tuple[Any, ...]:
    return (
        *(Application.name.label("procedure"), Application.number, Application.submitted_on, Application.head_on),
        Application.id.label("row_id"),
    )


def _assessments(
    reading: Reading,
    purpose: Purpose,
    place: Place,
    since: date,
    until: date,
    filters: Filters,
    *,
    is_new: bool = False,
) -> Select:
    """The assessments passed, or formed, in the period beside the Employment and Organization of that day.

    New results are a list of whom to write to: who has left the place is not among them.
    """
    day = _formed_on() if is_new else Assessment.passed_on
    rows = (
        select(Assessment.person_id, Assessment.id.label("fact_id"), day.label("day"))
        .where(day.between(since, last_day(reading, until)), Assessment.passed_on <= reading.day, ~Assessment.is_need)
        .subquery("facts")
    )
    query = placed(reading, purpose, place, filters, rows).join(Assessment, Assessment.id == rows.c.fact_id)
    if not is_new:
        return query
    here = at_place(place, state_span.c.organization_id)
    staff = spans_on(reading, purpose, *here).add_columns(state_span.c.person_id).correlate(None)
    return query.where(Assessment.person_id.in_(staff))


def _applications(
    reading: Reading, purpose: Purpose, place: Place, since: date, until: date, filters: Filters
) -> Select:
    """The applications for procedures submitted in the period beside the Employment and Organization of that day."""
    day = Application.submitted_on
    rows = (
        select(Application.person_id, Application.id.label("fact_id"), day.label("day"))
        .where(day.between(since, last_day(reading, until)), Application.kind == Kind.PROCEDURE)
        .subquery("facts")
    )
    query = placed(reading, purpose, place, filters, rows)
    return query.join(Application, Application.id == rows.c.fact_id)


def _key_of_application(reading: Reading) -> ColumnElement[str]:
    """The key of the procedure that an application names, as that of an assessment."""
    names = reading.once("names of procedures", lambda: _names_of_procedures(reading), on_any_day=True)
    return case({name: fold(name) for name in names}, value=Application.name) if names else literal("")


def _names_of_procedures(reading: Reading) -> Sequence[str]:
    return reading.session.scalars(
        select(Application.name).where(Application.kind == Kind.PROCEDURE).distinct().order_by(Application.name)
    ).all()


def _holds(reading: Reading, group: ProcedureGroup) -> ColumnElement[bool]:
    """The row of an application or of an assessment belongs to the group."""
    scores = [getattr(Assessment, name) for key in COMPETENCES for name in (key, f"{key}_level")]
    is_confirmed = and_(Application.head_decision == Decision.CONFIRMED, Application.head_on <= reading.day)
    conditions = {
        ProcedureGroup.APPLIED: Application.id.is_not(None),
        ProcedureGroup.CONFIRMED: is_confirmed,
        ProcedureGroup.MISSED: and_(is_confirmed, _is_missed(reading)),
        ProcedureGroup.RESULTS: or_(*(score.is_not(None) for score in scores)),
        ProcedureGroup.FORMED: _formed_on() <= reading.day,
    }
    return conditions.get(group, Assessment.id.is_not(None))


def _is_missed(reading: Reading) -> ColumnElement[bool]:
    """The time for a result has passed, the application stands, and the procedure has not been passed since."""
    day, passed = reading.day, aliased(Assessment)
    waited = Application.head_on <= day - timedelta(days=settings.NO_SHOW_DAYS.value())
    stands = or_(Application.closed_on.is_(None), Application.closed_on > day)
    has_passed = exists().where(
        passed.person_id == Application.person_id,
        passed.procedure_key == _key_of_application(reading),
        passed.passed_on.between(Application.submitted_on, day),
        ~passed.is_need,
    )
    return and_(waited, stands, ~has_passed)


def _sum(claim: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((claim, 1), else_=0)), 0)
