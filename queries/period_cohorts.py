"""The cohort of a period: those assessed in it, and how soon their routes were formed and done.

What became of a person counts while they work in the place: on its day, as every fact.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from access.reading import Reading
from model.flows import CURVE_DAYS, WITHIN_DAYS, Fact, Milestone
from model.names import fold_part
from model.people import Employment
from model.places import Organization, Place
from model.routes import Application, Assessment, Route
from queries.filters import EVERYBODY, Filters, at_place
from queries.lists import PAGE_SIZE, Page, page_within
from queries.period_facts import facts, last_day, placed, with_people
from queries.scoped_cache import ScopedCache
from queries.small_groups import refuse_withheld
from queries.state import Purpose, is_within

Spell = tuple[date, date | None]
# The screen, its tables and its documents tell the same.
_remembered: ScopedCache["CohortNumbers"] = ScopedCache(500)


@dataclass(frozen=True)
class CohortNumbers:
    """How many of a cohort have reached each milestone, and had their route formed within each number of days."""

    reached: Mapping[Milestone, int]
    formed_within: Mapping[int, int]


@dataclass(frozen=True)
class Member:
    """A person, the day of their first assessment in the period, and when its route was formed and done."""

    person_id: int
    assessed_on: date
    formed_on: date | None
    done_on: date | None

    @property
    def days(self) -> int | None:
        """Within how many days of the assessment the route was formed: 0 where it was by then."""
        return (self.formed_on - self.assessed_on).days if self.formed_on else None

    def has_reached(self, milestone: Milestone) -> bool:
        if milestone is Milestone.ASSESSED:
            return True
        if milestone is Milestone.DONE:
            return self.done_on is not None
        return self.days is not None and self.days <= WITHIN_DAYS[milestone]


def cohort_numbers(
    reading: Reading, place: Place, since: date, until: date, filters: Filters = EVERYBODY
) -> CohortNumbers:
    """How many of those assessed between the days had come how far by the reading's date."""
    refuse_withheld(reading, place, filters.without_procedure)

    def count() -> CohortNumbers:
        members = _members(reading, Purpose.COUNTING, place, since, until, filters)
        reached = {one: sum(member.has_reached(one) for member in members) for one in Milestone}
        days = [member.days for member in members if member.days is not None]
        return CohortNumbers(reached, {most: sum(one <= most for one in days) for most in CURVE_DAYS})

    return _remembered.get(reading, (place, since, until, filters), count)


def cohort_rows(
    reading: Reading,
    place: Place,
    milestone: Milestone,
    since: date,
    until: date,
    filters: Filters = EVERYBODY,
    *,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """Those of the cohort who have reached the milestone, by name; nobody where the scope may not name them."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    members = _members(reading, Purpose.LISTING, place, since, until, filters)
    reached = {member.person_id: member for member in members if member.has_reached(milestone)}
    words = fold_part(search).split()
    named = [row for row in _named(reading, place, since, until, filters) if row["person_id"] in reached]
    named = [row for row in named if all(word in row["name_key"] for word in words)]
    number = page_within(page, len(named), size)
    rows = named[(number - 1) * size : number * size]
    reading.named.update(row["person_id"] for row in rows)
    detailed = [{**row, **_days(reached[row["person_id"]])} for row in rows]
    return Page(detailed, len(named), number)


def _days(member: Member) -> dict[str, object]:
    return {"day": member.assessed_on, "formed_on": member.formed_on, "done_on": member.done_on, "days": member.days}


def _first_assessments(
    reading: Reading, purpose: Purpose, place: Place, since: date, until: date, filters: Filters
) -> Any:
    """The first day of the period on which each person was assessed in the place: person_id, day."""
    rows = facts(Fact.ASSESSED, since, last_day(reading, until)).subquery("facts")
    query = placed(reading, purpose, place, filters, rows)
    query = query.add_columns(rows.c.person_id, func.min(rows.c.day).label("day"))
    return query.group_by(rows.c.person_id).subquery("first")


def _members(
    reading: Reading, purpose: Purpose, place: Place, since: date, until: date, filters: Filters
) -> list[Member]:
    first = _first_assessments(reading, purpose, place, since, until, filters)
    on_the_day = and_(
        Assessment.person_id == first.c.person_id, Assessment.passed_on == first.c.day, ~Assessment.is_need
    )
    of_route = and_(Application.route_id == Route.id, Application.counts_from.is_not(None))
    query = (
        select(first.c.person_id, first.c.day, Route.recommended_on, Route.chosen_on, Route.done_on)
        .add_columns(Application.submitted_on, Application.counts_from, Application.closed_on)
        .select_from(first)
        .join(Assessment, on_the_day)
        .join(Route, Route.id == Assessment.route_id)
        .outerjoin(Application, of_route)
    )
    spells_of = _spells(reading, purpose, place, first)
    formed: dict[tuple[int, date], list[date]] = defaultdict(list)
    done: dict[tuple[int, date], list[date]] = defaultdict(list)
    for person, day, *milestones in reading.session.execute(query):
        formed[person, day] += _formings(day, *milestones)
        done[person, day] += [max(day, *milestones[:3:2])] if milestones[0] and milestones[2] else []
    return [
        Member(
            *(person, day),
            _first_here(formed[person, day], spells_of[person], reading.day),
            _first_here(done[person, day], spells_of[person], reading.day),
        )
        for person, day in formed
    ]


def _formings(
    assessed_on: date,
    recommended_on: date | None,
    chosen_on: date | None,
    done_on: date | None,
    submitted_on: date | None,
    counts_from: date | None,
    closed_on: date | None,
) -> list[date]:
    """When the route was formed, from the assessment on: chosen with an application live, or done (п. 3.3.2)."""
    if recommended_on is None:
        return []
    days = [max(assessed_on, recommended_on, done_on)] if done_on else []
    if chosen_on and submitted_on and counts_from:
        day = max(assessed_on, recommended_on, chosen_on, submitted_on, counts_from)
        days += [day] if closed_on is None or day < closed_on else []
    return days


def _first_here(days: Iterable[date], spells: Sequence[Spell], known_by: date) -> date | None:
    """The first of the days, where it has come and the person works in the place on it."""
    first = min(days, default=None)
    if first is None or first > known_by:
        return None
    is_here = any(since <= first and (left_on is None or left_on > first) for since, left_on in spells)
    return first if is_here else None


def _spells(reading: Reading, purpose: Purpose, place: Place, first: Any) -> dict[int, list[Spell]]:
    """The main spells of the cohort in the place."""
    query = (
        select(Employment.person_id, Employment.since, Employment.left_on)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(Employment.is_main, is_within(reading, purpose), *at_place(place))
        .where(Employment.person_id.in_(select(first.c.person_id)))
    )
    spells: dict[int, list[Spell]] = defaultdict(list)
    for person, since, left_on in reading.session.execute(query):
        spells[person].append((since, left_on))
    return spells


def _named(reading: Reading, place: Place, since: date, until: date, filters: Filters) -> list[dict[str, Any]]:
    """Who was assessed in the period, each once, as they were on the first day; by name."""
    rows = facts(Fact.ASSESSED, since, last_day(reading, until)).subquery("facts")
    query = with_people(placed(reading, Purpose.LISTING, place, filters, rows), reading.day)
    query = query.add_columns(rows.c.day).order_by(rows.c.day, rows.c.fact_id)
    first: dict[int, dict[str, Any]] = {}
    for row in reading.session.execute(query):
        first.setdefault(row.person_id, dict(row._mapping))
    return sorted(first.values(), key=lambda row: (row["name_key"], row["person_id"]))
