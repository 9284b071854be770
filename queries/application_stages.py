"""Applications of the staff of a place: at which stage they are, and how long the decisions take."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Select, SQLColumnExpression, and_, case, or_, select

from access.reading import Reading
from model.catalogue import Programme, Provider
from model.people import Employment, covers
from model.places import Level, Municipality, Organization, Place
from model.routes import Application, Decision
from queries.application_rows import DECIDERS, STAGES, Stage, application_rows
from queries.filters import EVERYBODY, Filters, at_place, has_passed, narrowing_spells
from queries.lists import Order, Page, paged
from queries.places import municipality_name, organization_name
from queries.small_groups import refuse_withheld
from queries.state import Purpose, awaits_head, is_within


class By(StrEnum):
    """What applications are added up by."""

    PART = "part"
    PROVIDER = "provider"
    PROGRAMME = "programme"


# Of how many combinations counters are held in memory; of more the rows are sorted, which takes longer.
_MOST_CELLS = 1_000_000


@dataclass
class Waits:
    """How many waited for how many days."""

    days: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def share(self, percent: int) -> int | None:
        """The least number of days within which so many percent of them ended; None where nobody waited."""
        total, sofar = sum(self.days.values()), 0
        for days in sorted(self.days):
            sofar += self.days[days]
            if sofar * 100 >= total * percent:
                return days
        return None


@dataclass
class Applications:
    """The applications of one part, provider or programme; `now` and `decided` tell the waits for either decision."""

    name: str
    identity: int | None = None
    kind: str | None = None
    stages: dict[Stage, int] = field(default_factory=lambda: dict.fromkeys(Stage, 0))
    now: dict[Stage, Waits] = field(default_factory=lambda: {stage: Waits() for stage in DECIDERS})
    decided: dict[Stage, Waits] = field(default_factory=lambda: {stage: Waits() for stage in DECIDERS})

    @property
    def total(self) -> int:
        return sum(self.stages.values())


def applications_by(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> Mapping[By, list[Applications]]:
    """The applications for procedures, programmes and events that the staff of the date had submitted by it.

    They are added up in each way. What a result implies was never submitted, and is not among them. The most
    applications come first.
    """
    refuse_withheld(reading, place, filters)
    rows = application_rows(reading, place, filters)
    ways: dict[By, tuple[pd.Series, Callable[[int], Applications]]] = {
        By.PART: (rows["part_id"], _namer(_part_names(reading, place))),
        By.PROVIDER: (rows["provider_id"], _namer(_names(reading, Provider))),
        By.PROGRAMME: _by_kind_and_name(rows, _names(reading, Programme)),
    }
    return {by: _added_up(rows, keys, record) for by, (keys, record) in ways.items()}


def _added_up(rows: pd.DataFrame, keys: pd.Series, record: Callable[[int], Applications]) -> list[Applications]:
    """The applications with each key, the most first."""
    group, groups = pd.factorize(keys.to_numpy(), sort=True)
    records = [record(int(key)) for key in groups]
    stages = rows["number"].to_numpy()
    for key, stage, number in _counted(group, stages):
        records[key].stages[STAGES[stage]] = number
    for decider in DECIDERS:
        days = rows[decider.value].to_numpy()
        was_asked = days >= 0
        is_now = stages[was_asked] == STAGES.index(decider)
        for key, now, waited, number in _counted(group[was_asked], is_now, days[was_asked]):
            (records[key].now if now else records[key].decided)[decider].days[waited] = number
    return sorted(records, key=lambda one: (-one.total, one.name, one.kind or ""))


def _counted(*columns: np.ndarray) -> Iterator[tuple[int, ...]]:
    """Each combination of values of the columns, and how many rows have it."""
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    rows = np.ravel_multi_index(columns, sizes)
    if math.prod(sizes) <= _MOST_CELLS:
        counts = np.bincount(rows)
        codes = np.flatnonzero(counts)
        counts = counts[codes]
    else:
        codes, counts = np.unique(rows, return_counts=True)
    values = (one.tolist() for one in np.unravel_index(codes, sizes))
    yield from zip(*values, counts.tolist(), strict=True)


def _namer(names: Mapping[int, str]) -> Callable[[int], Applications]:
    return lambda key: Applications(names.get(key, ""), key or None)


def _by_kind_and_name(
    rows: pd.DataFrame, programmes: Mapping[int, str]
) -> tuple[pd.Series, Callable[[int], Applications]]:
    """The number of each pair of a kind and a name among them."""
    # Of doubles that were merged the applications stand under the name that was kept.
    names = rows["programme_id"].map(programmes)
    is_kept = names.notna().to_numpy()
    name, names_found = pd.factorize(names.where(is_kept, rows["name"]))
    kind, kinds_found = pd.factorize(rows["kind"])

    def record(code: int) -> Applications:
        return Applications(names_found[code // len(kinds_found)], None, kinds_found[code % len(kinds_found)])

    return pd.Series(name * max(len(kinds_found), 1) + kind), record


def _part_names(reading: Reading, place: Place) -> Mapping[int, str]:
    """The names of municipalities or organizations on the day."""
    of = Municipality if place.level is Level.REGION else Organization
    name = municipality_name(reading.day) if place.level is Level.REGION else organization_name(reading.day)
    query = select(of.id, name).where(*at_place(place, Organization.id))
    return {row[0]: row[1] for row in reading.session.execute(query)}


def _names(reading: Reading, of: type[Provider] | type[Programme]) -> Mapping[int, str]:
    return {row[0]: row[1] for row in reading.session.execute(select(of.id, of.name))}


def whole_of(name: str, parts: Sequence[Applications]) -> Applications:
    """All parts together."""
    whole = Applications(name)
    for part in parts:
        for stage, number in part.stages.items():
            whole.stages[stage] += number
        for target, source in ((whole.now, part.now), (whole.decided, part.decided)):
            for stage in DECIDERS:
                for days, number in source[stage].days.items():
                    target[stage].days[days] += number
    return whole


def refused_applications(reading: Reading, place: Place, filters: Filters, order: Order, page: int, size: int) -> Page:
    """Who was refused what and by whom; nobody where the people of the place may not be named."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    day = reading.day
    stage = case((_IS_BY_HEAD, Stage.REJECTED_BY_HEAD.value), else_=Stage.REJECTED_BY_PROVIDER.value)
    refused_on = case((_IS_BY_HEAD, Application.head_on), else_=Application.provider_on)
    columns: tuple[Any, ...] = (
        *(Employment.person_id, Employment.full_name, Employment.name_key),
        *(organization_name(day).label("organization"), Organization.name_key.label("organization_key")),
        *(Application.name.label("application"), Application.number, Application.kind, Provider.name.label("provider")),
        *(Application.submitted_on, stage.label("stage"), refused_on.label("refused_on")),
        *(Provider.id.label("provider_id"), Application.id.label("row_id")),
    )
    query = _of_staff(reading, place, filters).add_columns(*columns).where(_is_refused(day))
    return paged(reading, query, order, page, "", size, total_of=("refused", place, filters))


def _of_staff(reading: Reading, place: Place, filters: Filters) -> Select:
    """The applications of the staff whom the scope names, without columns: few, and so looked up from them."""
    conditions = [
        covers(reading.day),
        is_within(reading, Purpose.LISTING),
        *at_place(place),
        *narrowing_spells(filters),
    ]
    if filters.procedure:
        conditions.append(has_passed(filters.procedure, reading.day, Employment.person_id))
    return (
        select()
        .select_from(Application)
        .join(Employment, Employment.person_id == Application.person_id)
        .join(Organization, Organization.id == Employment.organization_id)
        .outerjoin(Provider, Provider.id == Application.provider_id)
        .where(Application.submitted_on <= reading.day, Application.implied.is_(False), *conditions)
    )


# A refusal closed the application: whatever came first closes it.
_IS_BY_HEAD = and_(Application.head_decision == Decision.REJECTED, Application.head_on == Application.closed_on)
_IS_BY_PROVIDER = and_(
    Application.provider_decision == Decision.REJECTED, Application.provider_on == Application.closed_on
)


def _is_refused(day: date) -> SQLColumnExpression[bool]:
    """The application stands at a refusal; one that the provider refuses before the head decides awaits the head."""
    return and_(Application.closed_on <= day, or_(_IS_BY_HEAD, _IS_BY_PROVIDER), ~awaits_head(day))
