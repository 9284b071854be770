"""The flows of a period for a place, its parts and its quarters, and the rows behind each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, func, select

from access.reading import Reading
from model.dates import Period, months_before, quarter_start
from model.flows import FLOWS, Fact, Sum
from model.places import Level, Organization, Place
from queries.filters import EVERYBODY, Filters
from queries.flow_days import DatedFacts, dated_facts
from queries.lists import PAGE_SIZE, Order, Page, paged
from queries.period_facts import facts, last_day, placed, with_people
from queries.places import organization_name, parts_of
from queries.region_facts import homes_of
from queries.registry import BY_NAME
from queries.scoped_cache import ScopedCache
from queries.small_groups import refuse_withheld
from queries.spell_facts import number_of
from queries.state import Purpose

Numbers = Mapping[str, float]
Groups = NDArray[np.signedinteger[Any]]
_NOTHING: Numbers = dict.fromkeys((flow.key for flow in FLOWS), 0)


@dataclass(frozen=True)
class PartFlows:
    """A part of a place and its flows by key."""

    identity: int
    name: str
    numbers: Numbers


@dataclass(frozen=True)
class PeriodFlows:
    """The flows of a place by key, those of its parts, and those of the quarters of the period."""

    whole: Numbers = field(default_factory=lambda: _NOTHING)
    parts: Sequence[PartFlows] = ()
    quarters: Sequence[tuple[Period, Numbers]] = ()


# The screen, its tables and its documents tell the same.
_remembered: ScopedCache[PeriodFlows] = ScopedCache(500)


def quarters_of(since: date, until: date) -> list[Period]:
    """The calendar quarters of a period, the first and the last cut by it."""
    quarters = []
    while since <= until:
        after = months_before(quarter_start(since), -3)
        quarters.append(Period(since, min(until, after - timedelta(days=1))))
        since = after
    return quarters


def flows_of(reading: Reading, place: Place, since: date, until: date, filters: Filters = EVERYBODY) -> PeriodFlows:
    """The flows of a place between two days, up to the reading's date; people are counted once at each level."""
    refuse_withheld(reading, place, filters.without_procedure)
    about = (place, since, until, filters.without_procedure)
    return _remembered.get(reading, about, lambda: _count_flows(reading, place, since, until, filters))


def _count_flows(reading: Reading, place: Place, since: date, until: date, filters: Filters) -> PeriodFlows:
    quarters = quarters_of(since, last_day(reading, until))
    if not quarters:
        return PeriodFlows(parts=_parts(reading, place, {}))
    ends = [number_of(quarter.until) for quarter in quarters]
    whole: dict[int, dict[str, float]] = {}
    by_quarter: dict[int, dict[str, float]] = {}
    by_part: dict[int, dict[str, float]] = {}
    for fact in Fact:
        every = dated_facts(reading, Purpose.COUNTING, place, fact, filters.without_procedure)
        facts = every.between(number_of(since), ends[-1])
        part = homes_of(reading)[facts.organization] if place.level is Level.REGION else facts.organization
        _add(whole, fact, facts, np.zeros(len(facts.day), dtype=np.int64))
        _add(by_quarter, fact, facts, np.searchsorted(ends, facts.day))
        _add(by_part, fact, facts, part)
    return PeriodFlows(
        whole.get(0, _NOTHING),
        _parts(reading, place, by_part),
        [(quarter, by_quarter.get(number, _NOTHING)) for number, quarter in enumerate(quarters)],
    )


def _add(numbers: dict[int, dict[str, float]], fact: Fact, facts: DatedFacts, groups: Groups) -> None:
    """Add the flows of the fact to the numbers of each group that has any."""
    present = np.flatnonzero(np.bincount(groups))
    for flow in (one for one in FLOWS if one.fact is fact):
        sums = _sums(flow.sum, facts, groups)[present].tolist()
        for identity, value in zip(present.tolist(), sums, strict=True):
            numbers.setdefault(identity, dict(_NOTHING))[flow.key] = _in_tenths(value)


def _sums(unit: Sum, facts: DatedFacts, groups: Groups) -> NDArray[Any]:
    """The facts, hours or people of each group by its number."""
    if unit is Sum.HOURS and facts.hours is not None:
        return np.bincount(groups, np.nan_to_num(facts.hours))
    if unit is Sum.FACTS:
        return np.bincount(groups)
    # Each person once in each group. Sorting is quicker here than looking for the distinct.
    number = int(groups.max(initial=0)) + 1
    pairs = np.sort(facts.person.astype(np.int64) * number + groups)
    return np.bincount(pairs[np.append(True, pairs[1:] != pairs[:-1])] % number) if len(pairs) else pairs


def _in_tenths(hours: float) -> float:
    """A sum as it is told: whole where it is."""
    return int(hours) if hours == int(hours) else round(hours, 1)


def _parts(reading: Reading, place: Place, of_parts: Mapping[int, Numbers]) -> list[PartFlows]:
    """The parts that are there on the date, and those that were when something happened in them; by name."""
    if place.level is Level.ORGANIZATION:
        return []
    names = {one.id: one.name for one in parts_of(reading, place) if one.id is not None}
    names |= _names_of_closed(reading, place, of_parts.keys() - names.keys())
    ordered = sorted(names.items(), key=lambda pair: (pair[1], pair[0]))
    return [PartFlows(identity, name, of_parts.get(identity, _NOTHING)) for identity, name in ordered]


def _names_of_closed(reading: Reading, place: Place, ids: set[int]) -> dict[int, str]:
    if place.level is Level.REGION or not ids:
        return {}
    query = select(Organization.id, organization_name(reading.day)).where(Organization.id.in_(ids))
    return {row[0]: row[1] for row in reading.session.execute(query)}


def flow_rows(
    reading: Reading,
    place: Place,
    fact: Fact,
    unit: Sum,
    since: date,
    until: date,
    filters: Filters = EVERYBODY,
    *,
    order: Order = BY_NAME,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """The rows behind a flow: facts, or people each once; an empty page where the scope may not name them."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    rows = facts(fact, since, last_day(reading, until), is_named=True).subquery("facts")
    query = with_people(placed(reading, Purpose.LISTING, place, filters, rows), reading.day)
    query = query.add_columns(rows.c.day, rows.c.about, rows.c.hours, rows.c.fact_id.label("row_id"))
    if unit is Sum.PEOPLE:
        query = _each_once(query)
    return paged(reading, query, order, page, search, size)


def _each_once(query: Select) -> Select:
    """The first fact of each person."""
    rows = query.subquery("each")
    first = (rows.c.day, rows.c.row_id)
    number = func.row_number().over(partition_by=rows.c.person_id, order_by=first)
    numbered = select(rows, number.label("turn")).subquery("numbered")
    return select(*(column for column in numbered.c if column.key != "turn")).where(numbered.c.turn == 1)
