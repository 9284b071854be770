"""What is opened and clicked, as data: names and addresses of the screens of a database."""

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
    """What a person does and the callbacks that this may send, one of them each time."""

    name: str
    bodies: tuple[dict[str, Any], ...]
    goal: Goal = NO_GOAL
    login: str = "assessor"


def opened(name: str, *addresses: str, goal: Goal = NO_GOAL, login: str = "assessor") -> Screen:
    """The screen of one of some addresses."""
    return Screen(name, tuple(page_body(address) for address in addresses), goal, login)


@dataclass(frozen=True)
class Known:
    """What the addresses of a database can name."""

    municipalities: list[int]
    organizations: list[int]
    people: list[int]
    names: list[str]
    provider: int
    event: str
    positions: list[str]
    kinds: list[str]
    procedures: list[str]


def known() -> Known:
    """As the database of the settings has them; some of the people only."""
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
        named = select(Employment.full_name).where(Employment.person_id.in_(people[:: max(1, len(people) // 20)]))
        return Known(
            column(select(Municipality.id).order_by(Municipality.id).limit(43)),
            column(select(Organization.id).where(Organization.id.in_(staffed)).order_by(Organization.id).limit(200)),
            people[:: max(1, len(people) // 40)],
            column(named),
            column(select(Provider.id).join(Application).group_by(Provider.id).order_by(func.count().desc()))[0],
            f"{event.event_id}/{event.starts_on:%Y%m%d}",
            frequent(Employment.position),
            frequent(Organization.kind),
            frequent(Assessment.procedure),
        )


def places(found: Known) -> list[Screen]:
    """Opening the screens that the goals name; of each kind there are several, by turns."""
    return [
        opened("region", "/region", goal=OPENING),
        opened("municipality", *_each("/municipality/{}", found.municipalities[:5]), goal=OPENING),
        opened("organization", *_each("/organization/{}", found.organizations[:5]), goal=OPENING),
        opened("person", *_each("/person/{}", found.people[:5]), goal=OPENING),
    ]


def others(found: Known) -> list[Screen]:
    """A place or a person that nobody has looked at yet."""
    return [
        opened("another municipality", *_each("/municipality/{}", found.municipalities)),
        opened("another organization", *_each("/organization/{}", found.organizations)),
        opened("another person", *_each("/person/{}", found.people)),
    ]


def pages(found: Known) -> list[Screen]:
    """Opening every other page."""
    town = found.municipalities[0]
    return [
        opened("competences", "/competences"),
        opened("competences of a municipality", *_each("/municipality/{}/competences", found.municipalities)),
        opened("applications", "/region/applications"),
        opened("applications of a municipality", f"/municipality/{town}/applications"),
        opened("events", "/region/events"),
        opened("those of one event", f"/region/events/{found.event}"),
        opened("quality", "/region/quality"),
        opened("quality of a municipality", f"/municipality/{town}/quality"),
        opened("list behind a count", "/region/list/awaiting_head", "/region/list/formal_late"),
        opened("provider", f"/provider/{found.provider}"),
        opened("definitions", "/definitions"),
        opened("imports", "/imports"),
        opened("exports", "/exports"),
        opened("accounts", "/accounts", login="admin"),
        opened("journal", "/journal", login="admin"),
        opened("own route of an employee", "/", login="employee"),
        opened("own viewings of an employee", "/viewings", login="employee"),
        opened("organization, by its head", "/", login="school"),
        opened("provider, by itself", f"/provider/{found.provider}", login="provider"),
    ]


def turns(found: Known) -> list[Screen]:
    """Dates, filters, comparisons and orders of the screen of the region."""
    ends = [*month_ends(years_before(today(), 3), today())][:-1]
    stored = [f"/region?on={day}" for day in ends[1::3]]
    others = [f"/region?on={day - timedelta(days=9)}" for day in ends[2::4]]
    towns = [f"/municipality/{town}?on={ends[-2] - timedelta(days=9)}" for town in found.municipalities]
    return [
        opened("region on a month's end", *stored, goal=TURNING),
        opened("region on a day between", *others),
        opened("municipality on a day between", *towns),
        opened("region by category", *_filtered("category", ["teaching", "managing"]), goal=TURNING),
        opened("region by position", *_filtered("position", found.positions), goal=TURNING),
        opened("region by type of organization", *_filtered("kind", found.kinds), goal=TURNING),
        opened("region by procedure", *_filtered("procedure", found.procedures), goal=TURNING),
        opened("region compared with a month's end", *[f"/region?against={day}" for day in ends[-6:-1]]),
        opened("region sorted by a rate", "/region?sort=coverage&order=asc", "/region?sort=formation&order=desc"),
    ]


def people(found: Known) -> list[Screen]:
    """The list of all the people, whatever is asked of it."""
    staff = "/region/list/staff"
    orders = [f"{staff}?sort={by}&order={way}" for by in ("passed_on", "position") for way in ("asc", "desc")]
    words = sorted({name.split()[0].lower() for name in found.names})
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


def _filtered(name: str, values: list[str]) -> list[str]:
    return [f"/region?{urlencode({name: value})}" for value in values]
