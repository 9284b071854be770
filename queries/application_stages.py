"""Applications of the staff of a place: at which stage they are, and how long the decisions take."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from access.reading import Reading
from model.catalogue import Programme, Provider
from model.places import Level, Municipality, Organization, Place
from model.routes import Application, Decision, Kind
from queries.days_between import days_between
from queries.filters import EVERYBODY, Filters, narrowing
from queries.lists import Order, Page, paged
from queries.places import municipality_name, organization_name
from queries.small_groups import refuse_withheld
from queries.state import Purpose, awaits_head, awaits_provider, staff_on


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
    told = _applications_cte(reading, place, filters)
    ways = [_by_part(told, place.level, reading.day), _by_provider(told), _by_programme(told)]
    found: dict[By, dict[Any, Applications]] = {by: {} for by in By}
    for by, identity, kind, name, stage, for_head, for_provider, number in reading.session.execute(union_all(*ways)):
        one = found[By(by)].setdefault((identity, kind, name), Applications(name or "", identity, kind))
        _add(one, Stage(stage), {Stage.AWAITING_HEAD: for_head, Stage.AWAITING_PROVIDER: for_provider}, number)
    return {
        by: sorted(added.values(), key=lambda one: (-one.total, one.name, one.kind or ""))
        for by, added in found.items()
    }


def _applications_cte(reading: Reading, place: Place, filters: Filters) -> CTE:
    """A row for each application, told once for all ways to add them up; names come when they are few."""
    day = reading.day
    part = Organization.municipality_id if place.level is Level.REGION else Organization.id
    return (
        _of(staff_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters)), day)
        .add_columns(part.label("part_id"), Application.provider_id, Application.kind)
        # Of doubles that were merged the applications stand under the name that was kept.
        .add_columns(func.coalesce(Programme.name, Application.name).label("name"), _stage(day).label("stage"))
        .add_columns(_waited_for_head(day).label("for_head"), _waited_for_provider(day).label("for_provider"))
        .cte("told")
    )


def _added_up(told: CTE, *by: ColumnElement) -> Subquery:
    columns = (*by, told.c.stage, told.c.for_head, told.c.for_provider)
    return select(*columns, func.count().label("number")).group_by(*columns).subquery()


def _by_part(told: CTE, within: Level, day: date) -> Select:
    sums = _added_up(told, told.c.part_id)
    if within is Level.REGION:
        named = _way(By.PART, sums, sums.c.part_id, null(), municipality_name(day))
        return named.join(Municipality, Municipality.id == sums.c.part_id)
    named = _way(By.PART, sums, sums.c.part_id, null(), organization_name(day))
    return named.join(Organization, Organization.id == sums.c.part_id)


def _by_provider(told: CTE) -> Select:
    sums = _added_up(told, told.c.provider_id)
    named = _way(By.PROVIDER, sums, sums.c.provider_id, null(), Provider.name)
    return named.outerjoin(Provider, Provider.id == sums.c.provider_id)


def _by_programme(told: CTE) -> Select:
    sums = _added_up(told, told.c.kind, told.c.name)
    return _way(By.PROGRAMME, sums, null(), sums.c.kind, sums.c.name)


def _way(
    by: By, sums: Subquery, identity: ColumnElement, kind: ColumnElement, name: SQLColumnExpression[str]
) -> Select:
    said = (cast(identity, Integer), cast(kind, String), name)
    waits = (sums.c.stage, sums.c.for_head, sums.c.for_provider, sums.c.number)
    return select(literal(by.value), *said, *waits).select_from(sums)


def whole_of(name: str, parts: Sequence[Applications]) -> Applications:
    """All parts together."""
    whole = Applications(name)
    for part in parts:
        for stage, number in part.stages.items():
            whole.stages[stage] += number
        for kept, added in ((whole.now, part.now), (whole.decided, part.decided)):
            for stage in DECIDERS:
                for days, number in added[stage].days.items():
                    kept[stage].days[days] += number
    return whole


def _add(one: Applications, stage: Stage, waited: Mapping[Stage, int | None], number: int) -> None:
    one.stages[stage] += number
    for decider, days in waited.items():
        if days is not None:
            kept = one.now if stage is decider else one.decided
            kept[decider].days[days] += number


def _of(people: CTE, day: date) -> Select:
    return (
        select()
        .select_from(people)
        .join(Application, Application.person_id == people.c.person_id)
        .join(Organization, Organization.id == people.c.organization_id)
        .outerjoin(Provider, Provider.id == Application.provider_id)
        .outerjoin(Programme, Programme.id == Application.programme_id)
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


def _waited_for_head(day: date) -> SQLColumnExpression[int]:
    until = case(
        (awaits_head(day), literal(day, Date)), (Application.head_on <= day, Application.head_on), else_=null()
    )
    return days_between(Application.submitted_on, until)


def _waited_for_provider(day: date) -> SQLColumnExpression[int]:
    until = case(
        (awaits_provider(day), literal(day, Date)),
        (and_(Application.kind == Kind.PROGRAMME, Application.provider_on <= day), Application.provider_on),
        else_=null(),
    )
    return days_between(Application.head_on, until)


def refused_applications(reading: Reading, place: Place, filters: Filters, order: Order, page: int, size: int) -> Page:
    """Who was refused what and by whom; nobody where the people of the place may not be named."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    people, day = staff_on(reading, Purpose.LISTING, *narrowing(reading, place, filters)), reading.day
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
    return paged(reading, _of(people, day).add_columns(*columns).where(refused), order, page, "", size)
