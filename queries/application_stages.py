"""Applications of the staff of a place: at which stage they are, and how long the decisions take."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import CTE, Select, SQLColumnExpression, and_, case, or_, select

from access.reading import Reading
from model.catalogue import Programme, Provider
from model.places import Level, Municipality, Organization, Place
from model.routes import Application, Decision, Kind
from queries.filters import EVERYBODY, Filters, at_place, narrowing
from queries.lists import Order, Page, paged
from queries.places import municipality_name, organization_name
from queries.small_groups import refuse_withheld
from queries.state import Purpose, awaits_head, awaits_provider, staff_on
from timeline.frames import read_frame
from timeline.store import state_span


class Stage(StrEnum):
    """Where an application stands on a date; each stands at one."""

    AWAITING_HEAD = "awaiting_head"
    AWAITING_PROVIDER = "awaiting_provider"
    APPROVED = "approved"
    REJECTED_BY_HEAD = "rejected_by_head"
    REJECTED_BY_PROVIDER = "rejected_by_provider"
    WITHDRAWN = "withdrawn"
    EXPELLED = "expelled"


class By(StrEnum):
    """What applications are added up by."""

    PART = "part"
    PROVIDER = "provider"
    PROGRAMME = "programme"


_STAGES = tuple(Stage)
DECIDERS = (Stage.AWAITING_HEAD, Stage.AWAITING_PROVIDER)
REFUSED = (Stage.REJECTED_BY_HEAD, Stage.REJECTED_BY_PROVIDER)


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
    rows = _with_waits(_application_rows(reading, place, filters), reading.day)
    ways: dict[By, tuple[pd.Series, Callable[[int], Applications]]] = {
        By.PART: (rows["part_id"], _namer(_part_names(reading, place))),
        By.PROVIDER: (rows["provider_id"], _namer(_names(reading, Provider))),
        By.PROGRAMME: _by_kind_and_name(rows, _names(reading, Programme)),
    }
    return {by: _added_up(rows, keys, record) for by, (keys, record) in ways.items()}


def _application_rows(reading: Reading, place: Place, filters: Filters) -> pd.DataFrame:
    """A row for each application; absent ids are 0."""
    day = reading.day
    part = Organization.municipality_id if place.level is Level.REGION else Organization.id
    people = staff_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
    query = (
        _of(people, day)
        .add_columns(part.label("part_id"), Application.provider_id, Application.programme_id)
        .add_columns(Application.kind, Application.name, _stage(day).label("stage"))
        .add_columns(Application.submitted_on, Application.head_on, Application.provider_on)
    )
    return read_frame(reading.session, query)


def _with_waits(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows with the number of their stage, and for how many days the head and the provider were waited for.

    Below 0 nobody waited.
    """
    numbers = {stage.value: number for number, stage in enumerate(Stage)}
    stage = rows["stage"].map(numbers).to_numpy(dtype=np.int64)
    is_programme = (rows["kind"] == Kind.PROGRAMME).to_numpy()
    decided = {
        Stage.AWAITING_HEAD: (rows["submitted_on"], rows["head_on"], True),
        Stage.AWAITING_PROVIDER: (rows["head_on"], rows["provider_on"], is_programme),
    }
    waited = {}
    for decider, (since, until, is_asked) in decided.items():
        awaits = (rows["stage"] == decider.value).to_numpy()
        last = until.to_numpy().astype("datetime64[D]")
        last = np.where(is_asked & (last <= np.datetime64(day)), last, np.datetime64("NaT"))
        last = np.where(awaits, np.datetime64(day), last)
        days = last - since.to_numpy().astype("datetime64[D]")
        waited[decider.value] = np.where(np.isnat(days), -1, days.astype(np.int64))
    return rows.assign(number=stage, **waited)


def _added_up(rows: pd.DataFrame, keys: pd.Series, record: Callable[[int], Applications]) -> list[Applications]:
    """The applications with each key, the most first."""
    groups, group = np.unique(keys.to_numpy(), return_inverse=True)
    records = [record(int(key)) for key in groups]
    stages = rows["number"].to_numpy()
    for key, stage, number in _counted(group, stages):
        records[key].stages[_STAGES[stage]] = number
    for decider in DECIDERS:
        days = rows[decider.value].to_numpy()
        was_asked = days >= 0
        is_now = stages[was_asked] == _STAGES.index(decider)
        for key, now, waited, number in _counted(group[was_asked], is_now, days[was_asked]):
            (records[key].now if now else records[key].decided)[decider].days[waited] = number
    return sorted(records, key=lambda one: (-one.total, one.name, one.kind or ""))


def _counted(*columns: np.ndarray) -> Iterator[tuple[int, ...]]:
    """Each combination of values of the columns, and how many rows have it."""
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    codes, counts = np.unique(np.ravel_multi_index(columns, sizes), return_counts=True)
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
    name, names_found = pd.factorize(names.where(names.notna(), rows["name"]))
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


def _of(people: CTE, day: date) -> Select:
    return (
        select()
        .select_from(people)
        .join(Application, Application.person_id == people.c.person_id)
        .join(Organization, Organization.id == people.c.organization_id)
        .where(Application.submitted_on <= day, Application.implied.is_(False))
    )


def _stage(day: date) -> SQLColumnExpression[str]:
    """Where the application stands; a closed one at what closed it first."""
    refused, closed_on = Decision.REJECTED, Application.closed_on
    by_head = and_(Application.head_decision == refused, Application.head_on == closed_on)
    by_provider = and_(Application.provider_decision == refused, Application.provider_on == closed_on)
    return case(
        (awaits_head(day), Stage.AWAITING_HEAD.value),
        (awaits_provider(day), Stage.AWAITING_PROVIDER.value),
        (or_(closed_on.is_(None), closed_on > day), Stage.APPROVED.value),
        (by_head, Stage.REJECTED_BY_HEAD.value),
        (by_provider, Stage.REJECTED_BY_PROVIDER.value),
        (Application.withdrawn_on == closed_on, Stage.WITHDRAWN.value),
        else_=Stage.EXPELLED.value,
    )


def refused_applications(reading: Reading, place: Place, filters: Filters, order: Order, page: int, size: int) -> Page:
    """Who was refused what and by whom; nobody where the people of the place may not be named."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    day = reading.day
    # Few are refused anything: the list begins with them, and not with everybody's applications.
    are_refused = state_span.c.person_id.in_(select(Application.person_id).where(_is_refused(day)))
    people = staff_on(reading, Purpose.LISTING, *narrowing(reading, place, filters), are_refused)
    stage = _stage(day)
    refused_on = case((stage == Stage.REJECTED_BY_HEAD.value, Application.head_on), else_=Application.provider_on)
    columns: tuple[Any, ...] = (
        *(people.c.person_id, people.c.full_name, people.c.name_key),
        *(organization_name(day).label("organization"), Organization.name_key.label("organization_key")),
        *(Application.name.label("application"), Application.number, Application.kind, Provider.name.label("provider")),
        *(Application.submitted_on, stage.label("stage"), refused_on.label("refused_on")),
        *(Provider.id.label("provider_id"), Application.id.label("row_id")),
    )
    refused = stage.in_([one.value for one in REFUSED])
    applications = _of(people, day).outerjoin(Provider, Provider.id == Application.provider_id)
    query = applications.add_columns(*columns).where(_is_refused(day), refused)
    return paged(reading, query, order, page, "", size)


def _is_refused(day: date) -> SQLColumnExpression[bool]:
    """The head or the provider has refused the application, and it was closed by the day."""
    refusals = (Application.head_decision == Decision.REJECTED, Application.provider_decision == Decision.REJECTED)
    return and_(or_(*refusals), Application.closed_on <= day)
