"""Two municipalities, three schools, seven people, with names that make a leak recognisable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from model.accounts import Role
from model.catalogue import Event, Provider
from model.database import unscoped_session
from model.people import Person
from model.places import Municipality, Organization
from tests.db_templates import from_addition, from_template
from tests.site import open_account
from tests.world import CITY, TOWN, Someone, World

FIRST, SECOND, THIRD = "МБОУ СОШ № 1", "МБОУ СОШ № 2", "Лицей № 17"
OUR_PROVIDER, OTHER_PROVIDER = "Институт Альфа", "Институт Бета"


@dataclass
class Village:
    """The people by name and the ids of things by name."""

    world: World = field(default_factory=World)
    people: dict[str, Someone] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)


def build_village() -> Village:
    """Return a village in which all are assessed and have applied; Вера changes school on 1 October 2026."""
    return from_template("village", grow_village)


def build_with_document() -> Village:
    """Return a village in which Анна has finished a programme and has a document of it."""
    return from_template("village with a document", _grow_document)


def _grow_document() -> Village:
    village = build_village()
    village.people["Анна"].finished("02.03.2026 - 20.03.2026", "Программа 1", document="ДЕМО-10")
    village.world.read_in()
    return village


def grow_village() -> Village:
    """Build the same village through the importer."""
    village = Village()
    homes = {"Анна": (FIRST, TOWN), "Борис": (FIRST, TOWN), "Вера": (FIRST, TOWN), "Галина": (SECOND, TOWN)}
    homes |= {"Дмитрий": (SECOND, TOWN), "Елена": (THIRD, CITY), "Жанна": (THIRD, CITY)}
    for number, (name, (school, town)) in enumerate(homes.items(), start=1):
        until = "2026-10-01" if name == "Вера" else None
        person = village.world.person(
            f"{name}ова Примера", at=school, town=town, until=until, position=f"должность-{name}"
        )
        provider = OUR_PROVIDER if number % 2 else OTHER_PROVIDER
        person.assessed(f"2026-02-{number:02}", subject=str(50 + number), procedure="Оценка")
        person.applied("2026-03-01", f"Программа {number}", provider_name=provider, head="2026-03-10")
        person.chose("2026-03-01", f"Событие-{name}", "2026-04-01", venue=f"площадка-{name}")
        village.people[name] = person
    vera = village.people["Вера"]
    vera.organization, vera.town = THIRD, CITY
    vera.works(since="2026-10-01", position="должность-Вера")
    village.world.read_in()
    look_up(village)
    return village


def look_up(village: Village) -> None:
    """Fill the ids of the village from the database."""
    with unscoped_session() as session:
        is_ours = Municipality.name.in_([TOWN, CITY])
        things = [*session.scalars(select(Municipality).where(is_ours)), *session.scalars(select(Organization))]
        for one in [*things, *session.scalars(select(Provider)), *session.scalars(select(Event))]:
            village.ids[one.name] = one.id
        for person in session.scalars(select(Person)):
            village.ids[person.full_name] = person.id


def accounts_of(village: Village) -> dict[str, str]:
    """Open an account for each role; return logins by role."""
    return from_addition("accounts of the village", lambda: _open_accounts(village.ids))


def _open_accounts(ids: Mapping[str, int]) -> dict[str, str]:
    return {
        "ministry": open_account(Role.MINISTRY),
        "ministry personal": open_account(Role.MINISTRY, personal_data=True),
        "assessor": open_account(Role.ASSESSOR),
        "municipality": open_account(Role.MUNICIPALITY, ids[TOWN]),
        "school": open_account(Role.SCHOOL, ids[FIRST]),
        "provider": open_account(Role.PROVIDER, ids[OUR_PROVIDER]),
        "employee": open_account(Role.EMPLOYEE, ids["Аннаова Примера"]),
        "admin": open_account(Role.ADMIN),
    }
