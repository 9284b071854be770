"""Noninterference pairs: two worlds that differ only in what a role must not see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from access.targets import TargetForm, set_target
from model.accounts import Role
from model.database import Base, engine, write_session
from tests.addresses_of_pages import add_failed_upload, guesses, telling_guesses
from tests.conftest import empty
from tests.db_templates import from_template
from tests.request_matrix import STARTS, Forger
from tests.site import Visitor, open_account, signed_in
from tests.sizes import SIZES
from tests.village import FIRST, OTHER_PROVIDER, OUR_PROVIDER, SECOND, THIRD, Village, look_up
from tests.world import CITY, TOWN, Someone, World

HOMES = {
    **dict.fromkeys(("Анна", "Борис", "Вера"), (FIRST, TOWN)),
    **dict.fromkeys(("Галина", "Дмитрий"), (SECOND, TOWN)),
    **dict.fromkeys(("Елена", "Жанна"), (THIRD, CITY)),
}
# The people each role may see; the two worlds differ in all others.
WITHIN: Mapping[Role, set[str]] = {
    Role.MINISTRY: set(),
    Role.MUNICIPALITY: {"Анна", "Борис", "Вера", "Галина", "Дмитрий"},
    Role.SCHOOL: {"Анна", "Борис", "Вера"},
    Role.PROVIDER: {"Анна", "Вера", "Дмитрий", "Жанна"},
    Role.EMPLOYEE: {"Анна"},
    Role.ADMIN: set(),
}
# These roles see totals, so their worlds differ in names and results, not in numbers.
KNOWS_NUMBERS = {Role.MINISTRY, Role.ADMIN}
# These roles see the names of events and how many chose them.
KNOWS_EVENTS = {Role.MINISTRY}
OBJECTS = {
    Role.MUNICIPALITY: TOWN,
    Role.SCHOOL: FIRST,
    Role.PROVIDER: OUR_PROVIDER,
    Role.EMPLOYEE: "Аннаова Примера",
}


@dataclass(frozen=True)
class PairedWorld:
    """One world of a pair, with the role signed in and the login of an assessor."""

    village: Village
    visitor: Visitor
    login: str
    assessor: str

    @property
    def forger(self) -> Forger:
        town, city = self.village.ids[TOWN], self.village.ids[CITY]
        ids = sorted({1, 2, 3, 4, 6, town, city, 999_999} if SIZES.is_night else {1, 3, 6, town, city, 999_999})
        telling = telling_guesses(organizations=(1, 3, 999_999), towns=(town, city), ids=ids, starts=STARTS[0])
        names = ["Аннаова Примера", "Еленаова Примера", "должность-Елена", THIRD]
        return Forger(ids, names, guesses(ids, STARTS) if SIZES.is_night else telling)


def answers_of_pair(role: Role, ask: Callable[[PairedWorld], dict[str, str]]) -> list[dict[str, str]]:
    """The answers to the role in both worlds."""
    return [ask(build_paired_world(role, other=other)) for other in (False, True)]


# Who heads the first school.
HEAD = "Борис"


def build_paired_world(role: Role, *, other: bool) -> PairedWorld:
    """Build one world of the pair with fresh ids and sign the role in."""
    empty()
    _restart_ids()
    village = from_template(f"pair of {role}, other: {other}", lambda: _grow_village(role, other=other))
    assessor = open_account(Role.ASSESSOR)
    add_failed_upload(assessor, "другой файл.csv" if other else "штат.csv")
    target = OBJECTS.get(role)
    login = open_account(role, village.ids[target] if target else None)
    return PairedWorld(village, signed_in(login), login, assessor)


def _grow_village(role: Role, *, other: bool) -> Village:
    village = Village(World())
    people = {
        name: _add_person(village.world, name, number, role, other=other and name not in WITHIN[role])
        for number, name in enumerate(HOMES, start=1)
    }
    vera = people["Вера"]
    vera.organization, vera.town = THIRD, CITY
    vera.works(since="2026-10-01", position="должность-Вера")
    if other and role not in KNOWS_NUMBERS:
        for number in range(3):
            village.world.person(f"Лишняя {number}", at=THIRD, town=CITY).assessed("2026-05-05", procedure="Оценка")
    # The catalogue is everyone's, and the same in both worlds; a forger asks for the second offer and its organization.
    village.world.offers("Ярмарка идей", starts_on="2026-12-01")
    village.world.offers("должность-Елена", "ДПП", organization="…, г. Челябинск")
    village.world.read_in()
    look_up(village)
    _set_targets(village, is_other=other and role not in KNOWS_NUMBERS)
    return village


def _set_targets(village: Village, *, is_other: bool) -> None:
    """Targets of both municipalities; that of the city is none of those who may not count it."""
    act = {"act_number": "01/15", "act_date": date(2026, 1, 12)}
    with write_session() as session:
        for place, percent in ((TOWN, "50"), (CITY, "70" if is_other else "60")):
            form = TargetForm(2026, "completion", village.ids[place], percent, **act)
            set_target(session, form, by="ministry")


def _add_person(world: World, name: str, number: int, role: Role, *, other: bool) -> Someone:
    knows = role in KNOWS_NUMBERS
    school, town = HOMES[name]
    until = "2026-10-01" if name == "Вера" else None
    full_name = f"{name}ина Другая" if other else f"{name}ова Примера"
    mark = f"{name}-2" if other else name
    position = ("директор" if name == HEAD else f"должность-{name}") if knows or not other else "иная должность"
    category = "руководящий" if name == HEAD else "педагогический"
    person = world.person(full_name, at=school, town=town, until=until, position=position, category=category)
    is_late = other and not knows
    procedure = "Другая оценка" if is_late else "Оценка"
    person.assessed("2025-12-01" if is_late else f"2026-02-{number:02}", subject=str(40 + number), procedure=procedure)
    provider = OUR_PROVIDER if number % 2 else OTHER_PROVIDER
    more = {"head_refused" if is_late else "head": "2026-03-10"}
    person.applied("2026-03-01", f"Программа {number}", provider_name=provider, **more)
    confirmed = "2026-04-02" if is_late else None
    event = name if role in KNOWS_EVENTS else mark
    return person.chose("2026-03-01", f"Событие-{event}", "2026-04-01", confirmed=confirmed, venue=f"площадка-{mark}")


def _restart_ids() -> None:
    """Restart the sequences of PostgreSQL, which an emptied table leaves as they are."""
    with engine().begin() as connection:
        if connection.dialect.name == "postgresql":
            for table in Base.metadata.sorted_tables:
                if "id" in table.columns and table.name not in {"municipality", "route", "journal_entry"}:
                    restart = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false)"
                    connection.execute(text(restart))
