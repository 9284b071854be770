"""The cohort of a period: those assessed in it, and how soon their routes were formed and done.

What became of a person counts while they work in the place: on its day, as every fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from access.reading import Reading
from model.flows import CURVE_DAYS, WITHIN_DAYS, Fact, Milestone
from model.names import fold_part
from model.places import Place
from queries.filters import EVERYBODY, Filters
from queries.lists import PAGE_SIZE, Page, Row, page_within
from queries.period_facts import facts, last_day, placed, with_people
from queries.scoped_cache import ScopedCache
from queries.small_groups import refuse_withheld
from queries.spell_facts import Arrays, dates_of, number_of, spell_facts
from queries.state import Purpose
from timeline.blocks import NEVER
from timeline.facts_of_staff import FactKind

Days = NDArray[Any]
# The screen, its tables and its documents tell the same.
_remembered: ScopedCache["CohortNumbers"] = ScopedCache(500)


@dataclass(frozen=True)
class CohortNumbers:
    """How many of a cohort have reached each milestone, and had their route formed within each number of days."""

    reached: Mapping[Milestone, int]
    formed_within: Mapping[int, int]


@dataclass(frozen=True)
class Members:
    """The people of a cohort by their ids: the day of their first assessment in the period, of forming, of doing."""

    person: Days
    assessed: Days
    formed: Days
    done: Days

    @property
    def waited(self) -> Days:
        """Within how many days of the assessment the route was formed: 0 where it was by then; many where it wasn't."""
        return np.where(self.formed == NEVER, NEVER, self.formed - self.assessed)

    def have_reached(self, milestone: Milestone) -> NDArray[np.bool_]:
        """Which of them have."""
        if milestone is Milestone.ASSESSED:
            return np.ones(len(self.person), dtype=bool)
        if milestone is Milestone.DONE:
            return self.done != NEVER
        return self.waited <= WITHIN_DAYS[milestone]


def cohort_numbers(
    reading: Reading, place: Place, since: date, until: date, filters: Filters = EVERYBODY
) -> CohortNumbers:
    """How many of those assessed between the days had come how far by the reading's date."""
    refuse_withheld(reading, place, filters.without_procedure)

    def count() -> CohortNumbers:
        members = _members(reading, Purpose.COUNTING, place, since, until, filters)
        reached = {one: int(members.have_reached(one).sum()) for one in Milestone}
        return CohortNumbers(reached, {most: int((members.waited <= most).sum()) for most in CURVE_DAYS})

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
    has_reached = members.have_reached(milestone)
    reached = {person: number for number, person in enumerate(members.person.tolist()) if has_reached[number]}
    words = fold_part(search).split()
    named = [row for row in _named(reading, place, since, until, filters) if row["person_id"] in reached]
    named = [row for row in named if all(word in row["name_key"] for word in words)]
    number = page_within(page, len(named), size)
    rows = named[(number - 1) * size : number * size]
    reading.named.update(row["person_id"] for row in rows)
    days = _days(members, [reached[row["person_id"]] for row in rows])
    return Page([{**row, **own} for row, own in zip(rows, days, strict=True)], len(named), number)


def _days(members: Members, chosen: Sequence[int]) -> list[Row]:
    """What is shown of the days of these members."""
    columns = {"day": members.assessed, "formed_on": members.formed, "done_on": members.done}
    days = zip(*(dates_of(one[[*chosen]]) for one in columns.values()), strict=True)
    return [dict(zip(columns, own, strict=True)) for own in days]


def _members(reading: Reading, purpose: Purpose, place: Place, since: date, until: date, filters: Filters) -> Members:
    """Those assessed at the place between the days, with what has become of them by the reading's date."""
    day = number_of(reading.day)
    columns = spell_facts(reading, purpose, place, FactKind.SCORES, filters.without_procedure)
    passed = columns["passed_on"]
    is_here = (columns["since"] <= passed) & (columns["left_on"] > passed)
    is_here &= (passed >= number_of(since)) & (passed <= min(number_of(until), day))
    people, member, assessed = _first_days(columns["person_id"][is_here], passed[is_here])
    routes = np.unique(columns["route_id"][is_here][passed[is_here] == assessed[member]])
    # Whatever post a member had on a later day: the filters are of the day of the assessment.
    every = spell_facts(reading, purpose, place, FactKind.ROUTES, EVERYBODY)
    is_own = np.isin(every["route_id"], routes) & np.isin(every["person_id"], people)
    own = {name: values[is_own] for name, values in every.items()}
    row = _Rows(own, np.searchsorted(people, own["person_id"]), assessed, day)
    done = np.where(own["done_on"] == NEVER, NEVER, row.after(own["done_on"]))
    formed = row.after(own["may_form_on"])
    formed = np.where((own["may_form_on"] == NEVER) | (formed >= own["closed_on"]), NEVER, formed)
    return Members(people, assessed, row.first_here(np.minimum(formed, done)), row.first_here(done))


def _first_days(person: Days, day: Days) -> tuple[Days, Days, Days]:
    """The people in the order of their ids, the place of each row's person among them, and the first day of each."""
    people, member = np.unique(person, return_inverse=True)
    first = np.full(len(people), NEVER, dtype=np.int64)
    np.minimum.at(first, member, day)
    return people, member, first


@dataclass(frozen=True)
class _Rows:
    """Routes of members beside their spells at the place, and the day by which all is known."""

    columns: Arrays
    member: Days
    assessed: Days
    known_by: int

    def after(self, days: Days) -> Days:
        """The days, or that of the assessment where it is later."""
        return np.maximum(days, self.assessed[self.member])

    def first_here(self, days: Days) -> Days:
        """The first of the days by member, where it has come and the member works in the place on it; else NEVER."""
        first = np.full(len(self.assessed), NEVER, dtype=np.int64)
        np.minimum.at(first, self.member, days)
        own = first[self.member]
        is_here = np.zeros(len(first), dtype=bool)
        is_here[self.member[(self.columns["since"] <= own) & (self.columns["left_on"] > own)]] = True
        return np.where(is_here & (first <= self.known_by), first, NEVER)


def _named(reading: Reading, place: Place, since: date, until: date, filters: Filters) -> list[dict[str, Any]]:
    """Who was assessed in the period, each once, as they were on the first day; by name."""
    rows = facts(Fact.ASSESSED, since, last_day(reading, until)).subquery("facts")
    query = with_people(placed(reading, Purpose.LISTING, place, filters, rows), reading.day)
    query = query.add_columns(rows.c.day).order_by(rows.c.day, rows.c.fact_id)
    first: dict[int, dict[str, Any]] = {}
    for row in reading.session.execute(query):
        first.setdefault(row.person_id, dict(row._mapping))
    return sorted(first.values(), key=lambda row: (row["name_key"], row["person_id"]))
