"""Applications of the staff of a place: at which stage they are, and how long the decisions take."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, Date, Select, SQLColumnExpression, and_, case, func, literal, null, select

from access.reading import Reading
from model.catalogue import Programme, Provider
from model.places import Level, Municipality, Organization, Place
from model.routes import Application, Decision, Kind
from queries.days_between import days_between
from queries.filters import EVERYBODY, Filters, narrowing
from queries.lists import Order, Page, paged
from queries.places import municipality_name, organization_name
from queries.state import Purpose, awaits_head, awaits_provider, staff_on


class Stage(StrEnum):
    """Where an application stands on a date; each stands at one."""

    AWAITING_HEAD = "awaiting_head"
    AWAITING_PROVIDER = "awaiting_provider"
    APPROVED = "approved"
    REJECTED_BY_HEAD = "rejected_by_head"
    REJECTED_BY_PROVIDER = "rejected_by_provider"
    WITHDRAWN = "withdrawn"


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
    place_id: int | None = None
    kind: str | None = None
    stages: dict[Stage, int] = field(default_factory=lambda: dict.fromkeys(Stage, 0))
    now: dict[Stage, Waits] = field(default_factory=lambda: {stage: Waits() for stage in DECIDERS})
    decided: dict[Stage, Waits] = field(default_factory=lambda: {stage: Waits() for stage in DECIDERS})

    @property
    def total(self) -> int:
        return sum(self.stages.values())


def applications_by(reading: Reading, place: Place, by: By, filters: Filters = EVERYBODY) -> list[Applications]:
    """The applications for procedures, programmes and events that the staff of the date had submitted by it.

    What a result implies was never submitted, and is not among them. The most applications come first.
    """
    people, day = staff_on(reading, Purpose.COUNTING, *narrowing(place, filters)), reading.day
    key, name = _keyed(by, place, day)
    told = (_stage(day), _waited_for_head(day), _waited_for_provider(day))
    query = _of(people, day).add_columns(key, name, *told, func.count()).group_by(*told, key, name)
    rows = reading.session.execute(query)
    found: dict[Any, Applications] = {}
    for identity, title, stage, for_head, for_provider, number in rows:
        one = found.setdefault((identity, title), _empty(by, identity, title or ""))
        _add(one, Stage(stage), {Stage.AWAITING_HEAD: for_head, Stage.AWAITING_PROVIDER: for_provider}, number)
    return sorted(found.values(), key=lambda one: (-one.total, one.name, one.kind or ""))


def _empty(by: By, identity: Any, title: str) -> Applications:
    if by is By.PART:
        return Applications(title, place_id=identity)
    return Applications(title, kind=identity if by is By.PROGRAMME else None)


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
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .outerjoin(Provider, Provider.id == Application.provider_id)
        .outerjoin(Programme, Programme.id == Application.programme_id)
        .where(Application.submitted_on <= day, Application.implied.is_(False))
    )


def _keyed(by: By, place: Place, day: date) -> tuple[SQLColumnExpression, SQLColumnExpression]:
    if by is By.PROVIDER:
        return Provider.id, Provider.name
    if by is By.PROGRAMME:
        # Of doubles that were merged the applications stand under the name that was kept.
        return Application.kind, func.coalesce(Programme.name, Application.name)
    if place.level is Level.REGION:
        return Municipality.id, municipality_name(day)
    return Organization.id, organization_name(day)


def _stage(day: date) -> SQLColumnExpression[str]:
    refused = Decision.REJECTED
    return case(
        (awaits_head(day), Stage.AWAITING_HEAD.value),
        (awaits_provider(day), Stage.AWAITING_PROVIDER.value),
        (and_(Application.head_decision == refused, Application.head_on <= day), Stage.REJECTED_BY_HEAD.value),
        (
            and_(Application.provider_decision == refused, Application.provider_on <= day),
            Stage.REJECTED_BY_PROVIDER.value,
        ),
        (Application.withdrawn_on <= day, Stage.WITHDRAWN.value),
        else_=Stage.APPROVED.value,
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
    people, day = staff_on(reading, Purpose.LISTING, *narrowing(place, filters)), reading.day
    stage = _stage(day)
    refused_on = case((stage == Stage.REJECTED_BY_HEAD.value, Application.head_on), else_=Application.provider_on)
    columns: tuple[Any, ...] = (
        *(people.c.person_id, people.c.full_name, people.c.name_key),
        *(organization_name(day).label("organization"), Organization.name_key.label("organization_key")),
        *(Application.name.label("application"), Application.number, Application.kind, Provider.name.label("provider")),
        *(Application.submitted_on, stage.label("stage"), refused_on.label("refused_on")),
    )
    refused = stage.in_([one.value for one in REFUSED])
    return paged(reading, _of(people, day).add_columns(*columns).where(refused), order, page, "", size)
