"""Why a rate has changed between two days: how many rows took each step, which rows, and what each place added."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import Select, and_, false, func, or_, select

from access.reading import Reading
from model.bridges import (
    Movement,
    Part,
    Sides,
    Standing,
    Step,
    contribution,
    is_shown_before,
    parts_of_bridge,
    step_of,
    unit_of,
    without_small,
)
from model.dates import Period
from model.indicators import Rate, Unit, bottom_of
from model.places import Level, Place
from model.routes import Participation
from queries.bridge_rows import FLAGS, bridge_rows
from queries.counts import counts_by_place, counts_of
from queries.filters import EVERYBODY, Filters, narrowing
from queries.lists import PAGE_SIZE, Order, Page, named_people, paged, participations_marked
from queries.people import people_of
from queries.small_groups import WithheldError, hides_few, least_shown, refuse_withheld
from queries.state import Purpose

# A step, where its rows stood on both days by FLAGS, and the cause.
_Group = tuple[Step, tuple[int, ...], str | None]


@dataclass(frozen=True)
class PlacePart:
    """What a part of a place has added to the change of its rate; `share` is None where a rate is absent."""

    place: Place
    before: Sides
    after: Sides
    share: Fraction | None


@dataclass(frozen=True)
class Bridge:
    """The rate of a place on two days and its parts by step; `parts` is None where they may not be told apart."""

    rate: Rate
    period: Period
    before: Sides
    after: Sides
    parts: Sequence[Part] | None

    def share_of(self, part: Part) -> Fraction | None:
        """What the part adds to the change of the rate."""
        return contribution(self.before, self.after, part.top, part.bottom)


def bridge_of(reading: Reading, place: Place, rate: Rate, period: Period, filters: Filters = EVERYBODY) -> Bridge:
    """The steps of a rate from the first day of the period to its last; raises WithheldError for few people."""
    days = [reading.on(day) for day in (period.since, period.until)]
    before, after = (sides_of(rate, counts_of(on_day, place, filters).counts) for on_day in days)
    if not may_tell_steps(reading, place, filters):
        return Bridge(rate, period, before, after, None)
    if not before.bottom and not after.bottom:
        return Bridge(rate, period, before, after, [])
    parts = parts_of_bridge(step_numbers(reading, place, rate, period, filters), rate)
    if hides_few(reading, place):
        parts = without_small(parts, least_shown())
    return Bridge(rate, period, before, after, parts)


def sides_of(rate: Rate, counts: Mapping[str, int]) -> Sides:
    """The top and the bottom of the rate; none of either where the rate is absent under a filter by procedure."""
    bottom = bottom_of(rate, counts)
    return Sides(counts[rate.top] if bottom else 0, bottom)


def may_tell_steps(reading: Reading, place: Place, filters: Filters) -> bool:
    """Whether the steps may be told: where few people are hidden, of the region alone.

    The steps of a part would be the difference of those of the whole and of the other parts.
    """
    if not hides_few(reading, place):
        return True
    return place.level is Level.REGION and not filters.chosen()


def step_numbers(
    reading: Reading, place: Place, rate: Rate, period: Period, filters: Filters = EVERYBODY
) -> Mapping[Step, int]:
    """How many rows have taken each step; raises WithheldError where the steps may not be told."""
    if not may_tell_steps(reading, place, filters):
        raise WithheldError("steps of few people")
    numbers: Counter[Step] = Counter()
    for (step, _, _), rows in _groups(reading, place, rate, period, filters).items():
        numbers[step] += rows
    return numbers


def rows_of_step(
    reading: Reading,
    place: Place,
    rate: Rate,
    step: Step,
    period: Period,
    filters: Filters = EVERYBODY,
    *,
    order: Order,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """The rows of a step as on the day on which they are shown; an empty page where its people may not be named."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    on_day = reading.on(day_shown(step, rate, period))
    ids = _taken(reading, place, rate, step, period, filters)
    if unit_of(rate) is Unit.PERSON:
        state = people_of(on_day, place, filters)
        query = named_people(on_day, state).where(state.c.person_id.in_(ids))
    else:
        query = participations_marked(on_day, narrowing(on_day, place, filters), Participation.id.in_(ids))
    return paged(on_day, query, order, page, search, size)


def day_shown(step: Step, rate: Rate, period: Period) -> date:
    """The day on which the rows of a step are told: the later one, or the earlier one of those who are gone."""
    return period.since if is_shown_before(step, rate) else period.until


def place_parts(
    reading: Reading, place: Place, rate: Rate, period: Period, filters: Filters = EVERYBODY
) -> list[PlacePart]:
    """What each part of a place has added to the change of its rate, the most first; none of an organization."""
    if place.level is Level.ORGANIZATION:
        return []
    days = [counts_by_place(reading.on(day), place, filters) for day in (period.since, period.until)]
    whole = [sides_of(rate, one.whole.counts) for one in days]
    sides = [{part.place.id: sides_of(rate, part.counts) for part in one.parts} for one in days]
    named = {part.place.id: part.place for one in days for part in one.parts}
    nobody = Sides(0, 0)
    records = []
    for identity, part in named.items():
        before, after = (one.get(identity, nobody) for one in sides)
        share = contribution(whole[0], whole[1], after.top - before.top, after.bottom - before.bottom)
        records.append(PlacePart(part, before, after, share))
    return sorted(records, key=lambda one: (-abs(one.share or 0), one.place.name, one.place.id or 0))


def _groups(reading: Reading, place: Place, rate: Rate, period: Period, filters: Filters) -> Mapping[_Group, int]:
    """How many rows have taken which step, by where they stood on both days and by the cause."""
    refuse_withheld(reading.on(period.until), place, filters)

    def count() -> Mapping[_Group, int]:
        rows = bridge_rows(reading, Purpose.COUNTING, place, rate, period, filters)
        columns = [rows.c[name] for name in (*FLAGS, "cause")]
        groups: dict[_Group, int] = {}
        for *flags, cause, number in reading.session.execute(select(*columns, func.count()).group_by(*columns)):
            step = _step(flags, cause)
            if step is not None:
                groups[step, tuple(flags), cause] = number
        return groups

    return reading.once(("bridge", place, rate.key, period, filters), count, on_any_day=True)


def _step(flags: Sequence[int], cause: str | None) -> Step | None:
    then, now = (Standing(*map(bool, side)) for side in (flags[:3], flags[3:]))
    return step_of(then, now, Movement(cause) if cause else None)


def _taken(
    reading: Reading, place: Place, rate: Rate, step: Step, period: Period, filters: Filters
) -> Select[tuple[int]]:
    """The ids of the rows of a step: of persons, or of participations."""
    rows = bridge_rows(reading, Purpose.LISTING, place, rate, period, filters)
    groups = [(flags, cause) for one, flags, cause in _groups(reading, place, rate, period, filters) if one == step]
    held = [
        and_(
            *(rows.c[name] == flag for name, flag in zip(FLAGS, flags, strict=True)),
            rows.c.cause.is_(None) if cause is None else rows.c.cause == cause,
        )
        for flags, cause in groups
    ]
    return select(rows.c.row_id).where(or_(false(), *held))
