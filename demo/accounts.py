"""One account per role for the demo, with a public password."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access import accounts
from model.accounts import ROLE_LABELS, Role
from model.people import Employment
from model.places import Municipality, Organization
from model.routes import Application, Participation

PASSWORD = "Marshrut-2026"
BY = "demo"
# Plainly invented; the account of an employee is the person whose route it shows.
NAMES: dict[Role, tuple[str, str]] = {
    Role.MINISTRY: ("Демо-Министерская Анна Петровна", "главный специалист"),
    Role.ASSESSOR: ("Демо-Центровская Вера Ильинична", "методист"),
    Role.MUNICIPALITY: ("Демо-Муниципальная Ольга Львовна", "муниципальный координатор"),
    Role.SCHOOL: ("Демо-Школьный Иван Андреевич", "заместитель директора"),
    Role.PROVIDER: ("Демо-Курсовая Нина Павловна", "специалист по учебной работе"),
    Role.ADMIN: ("Демо-Технический Пётр Сергеевич", "технический администратор"),
}


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo, as the documentation lists it."""

    login: str
    role: Role
    sees: str


def open_accounts(session: Session) -> list[DemoAccount]:
    """Create the accounts that do not exist yet; each has the password PASSWORD."""
    return [_account(session, role, *target) for role, target in _targets(session).items()]


def _account(session: Session, role: Role, object_id: int | None, sees: str) -> DemoAccount:
    login = role.value
    if accounts.account_by_login(session, login) is None:
        account = accounts.create(session, login, PASSWORD, by=BY)
        accounts.set_name(session, account, *_name_of(session, role, object_id), by=BY)
        accounts.grant(session, account, role, object_id, personal_data=False, by=BY)
    return DemoAccount(login, role, sees or ROLE_LABELS[role])


def _name_of(session: Session, role: Role, object_id: int | None) -> tuple[str | None, str | None]:
    if role in NAMES:
        return NAMES[role]
    spells = select(Employment.full_name, Employment.position).where(Employment.person_id == object_id)
    spell = session.execute(spells.order_by(Employment.since.desc())).first()
    return (spell.full_name, spell.position) if spell else (None, None)


def _targets(session: Session) -> dict[Role, tuple[int | None, str]]:
    """An object for each role: the biggest organization, its municipality and one of its busiest people."""
    staffed = select(Employment.organization_id, func.count().label("staff")).where(Employment.until.is_(None))
    school = session.execute(staffed.group_by(Employment.organization_id).order_by(func.count().desc())).first()
    organization = session.get_one(Organization, school.organization_id if school else 0)
    municipality = session.get_one(Municipality, organization.municipality_id)
    person = session.scalar(
        select(Employment.person_id)
        .join(Participation, Participation.person_id == Employment.person_id)
        .where(Employment.organization_id == organization.id, Employment.until.is_(None))
        .group_by(Employment.person_id)
        .order_by(func.count().desc(), Employment.person_id)
    )
    provider = session.scalar(
        select(Application.provider_id)
        .where(Application.provider_id.is_not(None))
        .group_by(Application.provider_id)
        .order_by(func.count().desc())
    )
    return {
        Role.MINISTRY: (None, "область до организаций, без имён"),
        Role.ASSESSOR: (None, "всё по области"),
        Role.MUNICIPALITY: (municipality.id, municipality.name),
        Role.SCHOOL: (organization.id, organization.name),
        Role.PROVIDER: (provider, "заявки на свои программы"),
        Role.EMPLOYEE: (person, "только свой маршрут"),
        Role.ADMIN: (None, "учётные записи и загрузки"),
    }
