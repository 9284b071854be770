"""Coverage by years of those who are due for assessment: numbers by part, and the lists behind them (п. 2.4, 3.3.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

import settings
from access.reading import Reading
from model.coverage import NEEDS, CoverageGroup, Cycle, cycle_on
from model.dates import Period
from model.people import Employment
from model.places import Level, Municipality, Organization, Place
from model.routes import Assessment
from queries.filters import EVERYBODY, Filters, narrowing
from queries.lists import PAGE_SIZE, Order, Page, paged
from queries.places import municipality_name, organization_name, parts_of
from queries.small_groups import refuse_withheld
from queries.state import Purpose, spans_on
from timeline.store import state_span

# The column of a list by which those never assessed come first, then the expired, then the expiring.
NEED = "need"
# As the addresses of the lists have it: those to be assessed in the order of their need.
BY_NEED = Order(NEED)
_YEAR = "year_{}"


@dataclass(frozen=True)
class PlaceCoverage:
    """The numbers of a place: of those due by group, and of those assessed in each year of the cycle."""

    place: Place
    numbers: Mapping[CoverageGroup, int]
    by_year: Sequence[int]


def cycle_of(reading: Reading) -> Cycle:
    """The cycle of the reading's date by the settings of the installation."""
    years, month = settings.ASSESSMENT_YEARS.value(), settings.YEAR_FIRST_MONTH.value()
    return cycle_on(reading.day, years, month, settings.CYCLE_FIRST_YEAR.value())


def coverage_of(
    reading: Reading, place: Place, filters: Filters = EVERYBODY
) -> tuple[PlaceCoverage, list[PlaceCoverage]]:
    """The numbers of a place and of its parts, those without people among them; an organization has no parts."""
    everyone = filters.without_procedure
    refuse_withheld(reading, place, everyone)
    return reading.once(("coverage", place, everyone), lambda: _coverage(reading, place, everyone))


def _coverage(reading: Reading, place: Place, filters: Filters) -> tuple[PlaceCoverage, list[PlaceCoverage]]:
    cycle = cycle_of(reading)
    people = _due(reading, Purpose.COUNTING, place, filters, cycle.years, cycle.whole).subquery()
    part = people.c.municipality_id if place.level is Level.REGION else people.c.organization_id
    years = [people.c[_YEAR.format(number)] for number in range(len(cycle.years))]
    flags = [case((_is_in(group, cycle, people.c), 1), else_=0) for group in CoverageGroup]
    sums = select(part, *(func.sum(flag) for flag in (*flags, *years))).group_by(part)
    numbers_by_part = {identity: [int(one) for one in numbers] for identity, *numbers in reading.session.execute(sums)}
    nobody = [0] * (len(CoverageGroup) + len(cycle.years))
    whole = _coverage_at(place, [sum(column) for column in zip(nobody, *numbers_by_part.values(), strict=True)])
    if place.level is Level.ORGANIZATION:
        return whole, []
    return whole, [_coverage_at(one, numbers_by_part.get(one.id or 0, nobody)) for one in parts_of(reading, place)]


def _coverage_at(place: Place, numbers: Sequence[int]) -> PlaceCoverage:
    groups = dict(zip(CoverageGroup, numbers, strict=False))
    return PlaceCoverage(place, groups, numbers[len(CoverageGroup) :])


def coverage_rows(
    reading: Reading,
    place: Place,
    group: CoverageGroup,
    passed: Period | None = None,
    filters: Filters = EVERYBODY,
    *,
    order: Order = BY_NEED,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """Those of a group, with the day of their last assessment; nobody where they may not be named.

    Those who passed are those assessed within `passed`, by default within the cycle.
    """
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    cycle, everyone = cycle_of(reading), filters.without_procedure
    people = _due(reading, Purpose.LISTING, place, everyone, (), passed or cycle.whole).subquery()
    columns: tuple[Any, ...] = (
        *(people.c.person_id, Employment.full_name, Employment.name_key, Employment.position),
        *(organization_name(reading.day).label("organization"), Organization.name_key.label("organization_key")),
        *(municipality_name(reading.day).label("municipality"), people.c.passed_on),
        _need(cycle, people.c).label(NEED),
    )
    query = (
        select(*columns)
        .select_from(people)
        .join(Employment, Employment.id == people.c.spell_id)
        .join(Organization, Organization.id == people.c.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(_is_in(group, cycle, people.c))
    )
    return paged(reading, query, order, page, search, size)


def _due(
    reading: Reading, purpose: Purpose, place: Place, filters: Filters, years: Sequence[Period], passed: Period
) -> Select:
    """A row for each person who is due: place, day of the last assessment, whether passed in each of the periods."""
    who = (
        *(state_span.c.person_id, state_span.c.organization_id, state_span.c.spell_id),
        Organization.municipality_id,
    )
    spans = spans_on(reading, purpose, *narrowing(reading, place, filters)).where(state_span.c.due == 1)
    # Found first: to group by person, SQLite would read the spans of all days in the order of persons.
    people = spans.add_columns(*who).cte("due_people").prefix_with("MATERIALIZED")
    is_of_person = and_(
        Assessment.person_id == people.c.person_id, ~Assessment.is_need, Assessment.passed_on <= reading.day
    )
    in_years = [_passed_in(one).label(_YEAR.format(number)) for number, one in enumerate(years)]
    return (
        select(*people.c, func.max(Assessment.passed_on).label("passed_on"))
        .add_columns(_passed_in(passed).label("is_passed"), *in_years)
        .outerjoin_from(people, Assessment, is_of_person)
        .group_by(*people.c)
    )


def _passed_in(period: Period) -> ColumnElement[int]:
    return func.max(case((Assessment.passed_on.between(period.since, period.until), 1), else_=0))


def _is_in(group: CoverageGroup, cycle: Cycle, people: Any) -> ColumnElement[bool]:
    """The row belongs to the group; `need_on` says the same of one person."""
    never, last = people.passed_on.is_(None), people.passed_on
    expired, expiring = last <= cycle.last_expired, last <= max(cycle.last_expiring, cycle.last_expired)
    conditions: dict[CoverageGroup, ColumnElement[bool]] = {
        CoverageGroup.DUE: people.person_id.is_not(None),
        CoverageGroup.PASSED: people.is_passed == 1,
        CoverageGroup.MISSING: func.coalesce(expired, True),
        CoverageGroup.OWED: func.coalesce(expiring, True),
        CoverageGroup.NEVER: never,
        CoverageGroup.EXPIRED: expired,
        CoverageGroup.EXPIRING: and_(expiring, last > cycle.last_expired),
    }
    return conditions[group]


def _need(cycle: Cycle, people: Any) -> ColumnElement[int | None]:
    """The place of the person's need in NEEDS."""
    return case(*((_is_in(need, cycle, people), number) for number, need in enumerate(NEEDS)))
