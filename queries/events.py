"""Events that the staff of a place has chosen: what comes, who takes part, and what was never marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import CTE, Select, SQLColumnExpression, case, func, select

from access.reading import Reading
from model.catalogue import Event
from model.places import Municipality, Organization, Place
from model.routes import Participation
from queries.filters import EVERYBODY, Filters, narrowing
from queries.lists import PAGE_SIZE, Order, Page, paged
from queries.places import organization_name
from queries.region_facts import has_region_facts, region_facts
from queries.scored_rows import assessed_persons
from queries.small_groups import refuse_withheld
from queries.state import (
    Purpose,
    chosen_events,
    has_ended,
    is_attended,
    is_excused,
    is_unmarked,
    staff_on,
)
from timeline.facts_of_staff import FactKind

_BY_NAME = Order()


@dataclass(frozen=True)
class EventCounts:
    """One event that starts on one day: participations that stand on recommended routes.

    `due` have ended, `attended` are confirmed, `absent` have a reason stated, `unmarked` neither:
    due = attended + absent + unmarked.
    """

    id: int
    name: str
    starts_on: date
    ends_on: date
    level: str | None
    chosen: int
    due: int
    attended: int
    absent: int
    unmarked: int


def events_of(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> list[EventCounts]:
    """What was chosen by the date, the coming events first and soonest, then the past ones, the last first."""
    refuse_withheld(reading, place, filters)
    day = reading.day
    rows = _region_rows(reading, filters) if has_region_facts(reading, place) else _rows(reading, place, filters)
    names = {one.id: one.name for one in reading.session.execute(select(Event.id, Event.name))}
    events = [EventCounts(identity, names[identity], *row) for identity, *row in rows]
    coming = sorted((one for one in events if one.ends_on > day), key=lambda one: (one.starts_on, one.name))
    past = sorted((one for one in events if one.ends_on <= day), key=lambda one: (one.ends_on, one.name), reverse=True)
    return [*coming, *past]


def _rows(reading: Reading, place: Place, filters: Filters) -> Iterable[Sequence[Any]]:
    """By event and first day the fields of EventCounts that follow the name."""
    people, day = staff_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters)), reading.day
    event = (Participation.event_id, Participation.starts_on)
    sums = (func.count(), *(_sum(claim(day)) for claim in (has_ended, is_attended, is_excused, is_unmarked)))
    # Registers may tell the same event to end on several days: it lasts until the last of them.
    told_of = (func.max(Participation.ends_on), func.min(Participation.level))
    return reading.session.execute(chosen_events(people, day).add_columns(*event, *told_of, *sums).group_by(*event))


def _region_rows(reading: Reading, filters: Filters) -> Iterable[Sequence[Any]]:
    """The same of the whole region."""
    facts = region_facts(reading, FactKind.EVENTS, filters)
    day = np.datetime64(reading.day)
    stands = (facts["stands_since"] <= day) & (facts["stands_until"] >= day)
    counts = (facts["recommended_on"] <= day) & (facts["expires_on"] > day)
    is_assessed = np.isin(facts["person_id"], assessed_persons(reading))
    chosen = facts[(stands & counts).to_numpy() & is_assessed]
    has_ended, is_confirmed = chosen["ends_on"] <= day, chosen["confirmed_on"] <= day
    has_reason = chosen["has_reason"] > 0
    claims = {
        "due": has_ended,
        "attended": has_ended & is_confirmed,
        "absent": has_ended & ~is_confirmed & has_reason,
        "unmarked": has_ended & ~is_confirmed & ~has_reason,
    }
    # As a number a level sorts as its text does.
    level = chosen["level"].cat.remove_unused_categories()
    level = level.cat.reorder_categories(sorted(level.cat.categories), ordered=True)
    events = chosen.assign(**claims, level=level).groupby(["event_id", "starts_on"], sort=False)
    told_of = {"ends_on": ("ends_on", "max"), "level": ("level", "min"), "chosen": ("person_id", "size")}
    sums = events.agg(**told_of, **{name: (name, "sum") for name in claims}).reset_index()
    return [_plain(row) for row in sums.itertuples(index=False)]


def _plain(row: Sequence[Any]) -> list[Any]:
    identity, starts_on, ends_on, level, *numbers = row
    return [identity, starts_on.date(), ends_on.date(), level if isinstance(level, str) else None, *numbers]


def event_named(reading: Reading, place: Place, identity: int, starts_on: date) -> str | None:
    """The name of an event that somebody of the place has chosen for the day; None of any other."""
    people = staff_on(reading, Purpose.LISTING, *narrowing(reading, place, EVERYBODY))
    query = _chosen(people, reading.day).add_columns(Event.name).where(*_on(identity, starts_on)).limit(1)
    return reading.session.scalar(query)


def takers_of(
    reading: Reading,
    place: Place,
    filters: Filters,
    event: int,
    starts_on: date,
    *,
    order: Order = _BY_NAME,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """Who of the place has chosen the event that starts on the day, and what became of it.

    Nobody where they may not be named.
    """
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    people = staff_on(reading, Purpose.LISTING, *narrowing(reading, place, filters))
    columns: tuple[Any, ...] = (
        *(people.c.person_id, people.c.full_name, people.c.name_key, people.c.position),
        *(organization_name(reading.day).label("organization"), Organization.name_key.label("organization_key")),
        *(Participation.chosen_on.label("event_chosen_on"), Participation.starts_on, Participation.ends_on),
        case((Participation.confirmed_on <= reading.day, Participation.confirmed_on)).label("confirmed_on"),
        Participation.absence_reason,
    )
    query = _chosen(people, reading.day).add_columns(*columns).where(*_on(event, starts_on))
    return paged(reading, query, order, page, search, size)


def _on(event: int, starts_on: date) -> tuple[SQLColumnExpression[bool], ...]:
    return Event.id == event, Participation.starts_on == starts_on


def _chosen(people: CTE, day: date) -> Select:
    return (
        chosen_events(people, day)
        .join(Organization, Organization.id == people.c.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .join(Event, Event.id == Participation.event_id)
    )


def _sum(claim: SQLColumnExpression[bool]) -> SQLColumnExpression[int]:
    return func.sum(case((claim, 1), else_=0))


def total_of(events: Sequence[EventCounts], key: str) -> int:
    """The sum of one of their numbers."""
    return sum(getattr(one, key) for one in events)
