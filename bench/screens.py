"""The screens to open and click, as data: names and addresses for a database."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import func, select

from bench.browsing import page_body, search_body
from bench.figures import NO_GOAL, Goal
from model.catalogue import Provider
from model.database import unscoped_session
from model.dates import month_ends, today, years_before
from model.people import Employment
from model.places import Municipality, Organization
from model.routes import Application, Assessment, Participation

OPENING = Goal(floors=3, floors_p95=6)
TURNING = Goal(floors=5)
FIRST = Goal(floors=20)


@dataclass(frozen=True)
class Screen:
    """An action of a person and the callbacks that it may send, one at a time."""

    name: str
    bodies: tuple[dict[str, Any], ...]
    goal: Goal = NO_GOAL
    login: str = "assessor"


def opened(name: str, *addresses: str, goal: Goal = NO_GOAL, login: str = "assessor") -> Screen:
    """A screen at one of the addresses."""
    return Screen(name, tuple(page_body(address) for address in addresses), goal, login)


@dataclass(frozen=True)
class DatabaseSample:
    """The ids and names of a database that addresses use."""

    municipalities: list[int]
    organizations: list[int]
    people: list[int]
    names: list[str]
    provider: int
    event: str
    positions: list[str]
    kinds: list[str]
    procedures: list[str]


def sample_database() -> DatabaseSample:
    """The sample of the database in the settings, with some of the people only."""
    with unscoped_session() as session:

        def column(query: Any) -> list[Any]:
            return list(session.scalars(query))

        def frequent(what: Any) -> list[Any]:
            return column(select(what).where(what.is_not(None)).group_by(what).order_by(func.count().desc()).limit(3))

        staffed = select(Employment.organization_id).where(Employment.until.is_(None))
        events = select(Participation.event_id, Participation.starts_on).where(Participation.starts_on < today())
        event = session.execute(events.group_by(*events.selected_columns).order_by(func.count().desc()).limit(1)).one()
        in_sight = select(Employment.person_id).where(Employment.until.is_(None))
        people = column(in_sight.order_by(Employment.person_id).limit(20_000))
        names = select(Employment.full_name).where(Employment.person_id.in_(people[:: max(1, len(people) // 20)]))
        return DatabaseSample(
            column(select(Municipality.id).order_by(Municipality.id).limit(43)),
            column(select(Organization.id).where(Organization.id.in_(staffed)).order_by(Organization.id).limit(200)),
            people[:: max(1, len(people) // 40)],
            column(names),
            column(select(Provider.id).join(Application).group_by(Provider.id).order_by(func.count().desc()))[0],
            f"{event.event_id}/{event.starts_on:%Y%m%d}",
            frequent(Employment.position),
            frequent(Organization.kind),
            frequent(Assessment.procedure),
        )


def places(sample: DatabaseSample) -> list[Screen]:
    """The screens with goals; each kind has several addresses."""
    return [
        opened("region", "/region", goal=OPENING),
        opened("municipality", *_each("/municipality/{}", sample.municipalities[:5]), goal=OPENING),
        opened("organization", *_each("/organization/{}", sample.organizations[:5]), goal=OPENING),
        opened("person", *_each("/person/{}", sample.people[:5]), goal=OPENING),
    ]


def others(sample: DatabaseSample) -> list[Screen]:
    """Places and people that nobody has opened yet."""
    return [
        opened("another municipality", *_each("/municipality/{}", sample.municipalities)),
        opened("another organization", *_each("/organization/{}", sample.organizations)),
        opened("another person", *_each("/person/{}", sample.people)),
    ]


def pages(sample: DatabaseSample) -> list[Screen]:
    """Every other page."""
    town = sample.municipalities[0]
    return [
        opened("competences", "/competences"),
        opened("competences of a municipality", *_each("/municipality/{}/competences", sample.municipalities)),
        opened("applications", "/region/applications"),
        opened("applications of a municipality", f"/municipality/{town}/applications"),
        opened("events", "/region/events"),
        opened("those of one event", f"/region/events/{sample.event}"),
        opened("quality", "/region/quality"),
        opened("quality of a municipality", f"/municipality/{town}/quality"),
        opened("list behind a count", "/region/list/awaiting_head", "/region/list/formal_late"),
        opened("provider", f"/provider/{sample.provider}"),
        opened("definitions", "/definitions"),
        opened("imports", "/imports"),
        opened("exports", "/exports"),
        opened("accounts", "/accounts", login="admin"),
        opened("journal", "/journal", login="admin"),
        opened("own route of an employee", "/", login="employee"),
        opened("own viewings of an employee", "/viewings", login="employee"),
        opened("organization, by its head", "/", login="school"),
        opened("provider, by itself", f"/provider/{sample.provider}", login="provider"),
    ]


def turns(sample: DatabaseSample) -> list[Screen]:
    """Dates, filters, comparisons and orders of the region's screen."""
    ends = [*month_ends(years_before(today(), 3), today())][:-1]
    on_ends = [f"/region?on={day}" for day in ends[1::3]]
    between = [f"/region?on={day - timedelta(days=9)}" for day in ends[2::4]]
    towns = [f"/municipality/{town}?on={ends[-2] - timedelta(days=9)}" for town in sample.municipalities]
    return [
        opened("region on a month's end", *on_ends, goal=TURNING),
        opened("region on a day between", *between),
        opened("municipality on a day between", *towns),
        opened("region by category", *_filter_addresses("category", ["teaching", "managing"]), goal=TURNING),
        opened("region by position", *_filter_addresses("position", sample.positions), goal=TURNING),
        opened("region by type of organization", *_filter_addresses("kind", sample.kinds), goal=TURNING),
        opened("region by procedure", *_filter_addresses("procedure", sample.procedures), goal=TURNING),
        opened("region compared with a month's end", *[f"/region?against={day}" for day in ends[-6:-1]]),
        opened("region sorted by a rate", "/region?sort=coverage&order=asc", "/region?sort=formation&order=desc"),
    ]


def people(sample: DatabaseSample) -> list[Screen]:
    """The list of all people, with its orders and searches."""
    staff = "/region/list/staff"
    orders = [f"{staff}?sort={by}&order={way}" for by in ("passed_on", "position") for way in ("asc", "desc")]
    words = sorted({name.split()[0].lower() for name in sample.names})
    searches = [f"{staff}?search={quote(word)}" for word in words]
    return [
        opened("people list, first page", staff, goal=TURNING),
        opened("people list, a page in the depth", *_each(staff + "?page={}", [300, 600, 900]), goal=TURNING),
        opened("people list, sorted", *orders, goal=TURNING),
        opened("people list, sorted by organization", f"{staff}?sort=organization&order=asc", goal=TURNING),
        opened("people list, searched", *searches, goal=TURNING),
        Screen("search box, by surname", tuple(search_body(word) for word in words)),
        Screen("search box, with a typing error", tuple(search_body(word[:2] + word[3:]) for word in words)),
    ]


def _each(address: str, numbers: list[int]) -> list[str]:
    return [address.format(number) for number in numbers]


def _filter_addresses(name: str, values: list[str]) -> list[str]:
    return [f"/region?{urlencode({name: value})}" for value in values]
