"""What becomes of organizations, with a date: renamed, merged, split, moved, closed; the past stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, SQLColumnExpression, and_, case, func, literal, or_, select, update
from sqlalchemy.orm import Session

from access import accounts
from ingest.reference.operations import Preview, Touched, copy_rows, count, keep
from model import wording
from model.accounts import Account, Grant, Role
from model.errors import ActionRejectedError
from model.journal import ImportRun
from model.names import fold, quote_name, tidy
from model.people import Employment
from model.places import ENDING, ChangeKind, Municipality, Organization, OrganizationChange
from model.routes import Application, Assessment, Participation, Result

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_LONGEST_NAME = 1000


@dataclass(frozen=True)
class Rename:
    """From the day on the organization is called otherwise."""

    organization_id: int
    name: str
    on: date
    action = "organization renamed"

    def preview(self, session: Session) -> Preview:
        organization = _open(session, self.organization_id, self.on)
        name = _free_name(session, self.name, organization.municipality_id, besides=organization.id)
        if name == organization.name:
            raise ActionRejectedError("организация и сейчас так называется")
        title = f"Переименование с {wording.day(self.on)}: {_label(session, organization)} → {quote_name(name)}"
        return Preview(title, {}, ["До этого дня показывается прежнее название; файлы принимаются под любым."])

    def carry_out(self, session: Session, run: ImportRun) -> Touched:
        organization = session.get_one(Organization, self.organization_id)
        keep(session, run, Organization, Organization.id == organization.id)
        _change(
            session,
            run,
            organization,
            ChangeKind.RENAMED,
            self.on,
            name=organization.name,
            name_key=organization.name_key,
        )
        organization.name, organization.name_key = tidy(self.name), fold(self.name)
        session.flush()
        return Touched()


@dataclass(frozen=True)
class Merge:
    """From the day on the people of the one are the people of the other."""

    organization_id: int
    into_id: int
    on: date
    action = "organization merged"

    def preview(self, session: Session) -> Preview:
        organization, into = _open(session, self.organization_id, self.on), _open(session, self.into_id, self.on)
        if organization.id == into.id:
            raise ActionRejectedError("организация не может войти сама в себя: укажите другую")
        moving = _from_day(organization, self.on)
        _refuse_same_day(session, moving, into.id, self.on)
        title = f"Присоединение с {wording.day(self.on)}: {_label(session, organization)} → {_label(session, into)}"
        return Preview(title, _numbers(session, moving), [*_heads(session, organization)])

    def carry_out(self, session: Session, run: ImportRun) -> Touched:
        organization = session.get_one(Organization, self.organization_id)
        _change(session, run, organization, ChangeKind.MERGED, self.on, successor_id=self.into_id)
        return _carry_over(session, run, _from_day(organization, self.on), organization.id, self.into_id, self.on)


@dataclass(frozen=True)
class Split:
    """From the day on some of the people are in an organization of their own."""

    organization_id: int
    name: str
    persons: frozenset[int]
    on: date
    action = "organization split"

    def preview(self, session: Session) -> Preview:
        organization = _open(session, self.organization_id, self.on)
        name = _free_name(session, self.name, organization.municipality_id)
        moving = self._moving(organization)
        if not self.persons or count(session, Employment.person_id, moving) < len(self.persons):
            raise ActionRejectedError(
                "назовите тех, кто переходит: они должны работать в организации в этот день или позже"
            )
        title = f"Выделение с {wording.day(self.on)}: из {_label(session, organization)} — {quote_name(name)}"
        return Preview(title, _numbers(session, moving))

    def _moving(self, organization: Organization) -> SQLColumnExpression[bool]:
        return and_(_from_day(organization, self.on), Employment.person_id.in_(self.persons))

    def carry_out(self, session: Session, run: ImportRun) -> Touched:
        organization = session.get_one(Organization, self.organization_id)
        successor = _add_organization(session, tidy(self.name), organization.municipality_id, organization.kind)
        _change(session, run, organization, ChangeKind.SPLIT, self.on, successor_id=successor.id, begins=True)
        return _carry_over(session, run, self._moving(organization), organization.id, successor.id, self.on)


@dataclass(frozen=True)
class Move:
    """From the day on the organization belongs to another municipality: as a successor that was made for it."""

    organization_id: int
    municipality_id: int
    on: date
    action = "organization moved"

    def preview(self, session: Session) -> Preview:
        organization = _open(session, self.organization_id, self.on)
        home = session.get(Municipality, self.municipality_id)
        if home is None or home.id == organization.municipality_id:
            raise ActionRejectedError("укажите другое муниципальное образование")
        _free_name(session, organization.name, home.id)
        title = f"Переход с {wording.day(self.on)}: {_label(session, organization)} → {home.name}"
        heads = len(_granted(session, organization))
        notes = [f"Учётных записей школы, которым откроется и новая организация: {heads}."] if heads else []
        return Preview(title, _numbers(session, _from_day(organization, self.on)), notes)

    def carry_out(self, session: Session, run: ImportRun) -> Touched:
        organization = session.get_one(Organization, self.organization_id)
        successor = _add_organization(session, organization.name, self.municipality_id, organization.kind)
        _change(session, run, organization, ChangeKind.MOVED, self.on, successor_id=successor.id, begins=True)
        touched = _carry_over(session, run, _from_day(organization, self.on), organization.id, successor.id, self.on)
        # It is the same school: whoever sees it goes on seeing it.
        for account in _granted(session, organization):
            accounts.grant(session, account, Role.SCHOOL, successor.id, personal_data=False, by=run.accepted_by)
        return touched


@dataclass(frozen=True)
class Close:
    """From the day on the organization takes nobody; who is left ends on that day, or is left to be settled."""

    organization_id: int
    on: date
    ends_spells: bool
    action = "organization closed"

    def preview(self, session: Session) -> Preview:
        organization = _open(session, self.organization_id, self.on)
        spells = _from_day(organization, self.on)
        later = count(session, Employment.person_id, spells, Employment.since >= self.on)
        if later and self.ends_spells:
            raise ActionRejectedError(
                f"после этого дня в неё приняты работники ({later}): исправьте кадровый состав или день"
            )
        title = f"Закрытие с {wording.day(self.on)}: {_label(session, organization)}"
        note = "Места работы остальных завершаются этим днём." if self.ends_spells else _UNSETTLED
        return Preview(title, _numbers(session, spells), [note])

    def carry_out(self, session: Session, run: ImportRun) -> Touched:
        organization = session.get_one(Organization, self.organization_id)
        _change(session, run, organization, ChangeKind.CLOSED, self.on, ends_spells=self.ends_spells)
        if not self.ends_spells:
            return Touched()
        spells = _from_day(organization, self.on)
        touched = _touched(session, spells, [organization.id])
        keep(session, run, Employment, spells)
        session.execute(update(Employment).where(spells).values(until=self.on))
        return touched


_UNSETTLED = (
    "Остальные числятся в ней до загрузки кадрового состава с новым местом работы; их число видно на этой странице."
)


def _open(session: Session, identity: int, on: date) -> Organization:
    """The organization, where something may become of it on the day."""
    organization = session.get(Organization, identity)
    if organization is None:
        raise ActionRejectedError("такой организации нет")
    if not EARLIEST <= on <= LATEST:
        raise ActionRejectedError("укажите день между 2000 и 2100 годом")
    mine = or_(OrganizationChange.organization_id == identity, OrganizationChange.successor_id == identity)
    changes = session.scalars(select(OrganizationChange).where(mine)).all()
    if any(one.organization_id == identity and one.kind in ENDING for one in changes):
        raise ActionRejectedError(f"{_label(session, organization)} уже присоединена, переведена или закрыта")
    last = max((one.happened_on for one in changes), default=on)
    if last > on:
        raise ActionRejectedError(
            f"последнее изменение {_label(session, organization)} — {wording.day(last)}: укажите день не раньше"
        )
    return organization


def _free_name(session: Session, typed_name: str, municipality_id: int, *, besides: int | None = None) -> str:
    """The name, where no other organization of the municipality bears or bore it."""
    name, key = tidy(typed_name), fold(typed_name)
    if not key or len(name) > _LONGEST_NAME:
        raise ActionRejectedError(f"укажите название, не длиннее {_LONGEST_NAME} знаков")
    bears = select(Organization.id).where(Organization.municipality_id == municipality_id, Organization.name_key == key)
    bore = (
        select(Organization.id)
        .join(OrganizationChange, OrganizationChange.organization_id == Organization.id)
        .where(Organization.municipality_id == municipality_id, OrganizationChange.name_key == key)
    )
    others = {*session.scalars(bears), *session.scalars(bore)} - {besides}
    if others:
        raise ActionRejectedError(f"там уже есть {quote_name(name)}, номер {min(others)}: объедините их")
    return name


def goes_on_from(on: date) -> SQLColumnExpression[bool]:
    """The condition that a spell goes on after the day, or begins on it or later: who is dismissed on it stays."""
    return or_(Employment.until.is_(None), Employment.until > on, Employment.since >= on)


def _from_day(organization: Organization, on: date) -> SQLColumnExpression[bool]:
    """The spells in the organization that go on after the day, or begin on it or later."""
    return and_(Employment.organization_id == organization.id, goes_on_from(on))


def _carry_over(
    session: Session, run: ImportRun, moving: SQLColumnExpression[bool], place: int, successor: int, on: date
) -> Touched:
    """End the spells on the day and go on with them in the successor; those that begin later are the successor's.

    The day is worked in both and is the successor's: of two spells that share a day it is the later one's.
    """
    touched = _touched(session, moving, [place, successor])
    keep(session, run, Employment, moving)
    covering, later = and_(moving, Employment.since < on), and_(moving, Employment.since >= on)
    copy_rows(session, Employment, covering, organization_id=successor, since=on, import_id=run.id)
    session.execute(update(Employment).where(covering).values(until=on))
    session.execute(update(Employment).where(later).values(organization_id=successor))
    return touched


def _refuse_same_day(session: Session, moving: SQLColumnExpression[bool], into_id: int, on: date) -> None:
    """A spell is told by person, organization and first day: the successor may not have one of the same day."""
    there = select(Employment.person_id, Employment.since).where(Employment.organization_id == into_id).subquery()
    begins = case((Employment.since < on, literal(on, Date)), else_=Employment.since)
    same = and_(there.c.person_id == Employment.person_id, there.c.since == begins)
    number = session.scalar(select(func.count()).select_from(Employment).join(there, same).where(moving))
    if number:
        raise ActionRejectedError(
            f"в обеих организациях записан один и тот же приём ({number}): исправьте кадровый состав"
        )


def _touched(session: Session, moving: SQLColumnExpression[bool], places: Sequence[int]) -> Touched:
    persons = session.scalars(select(Employment.person_id).where(moving))
    return Touched(frozenset(persons), frozenset(places))


def _numbers(session: Session, moving: SQLColumnExpression[bool]) -> dict[str, int]:
    people = select(Employment.person_id).where(moving)
    tables: dict[str, Any] = {
        "заявок": Application,
        "результатов": Result,
        "участий в событиях": Participation,
        "оценок": Assessment,
    }
    of_them = {label: count(session, table.id, table.person_id.in_(people)) for label, table in tables.items()}
    return {"работников": count(session, Employment.person_id, moving), **of_them}


def _granted(session: Session, organization: Organization) -> Sequence[Account]:
    holds = select(Grant.account_id).where(Grant.organization_id == organization.id)
    return session.scalars(select(Account).where(Account.id.in_(holds)).order_by(Account.id)).all()


def _heads(session: Session, organization: Organization) -> list[str]:
    number = len(_granted(session, organization))
    return [f"Учётных записей школы: {number}; роль в новой организации назначает администратор."] if number else []


def _add_organization(session: Session, name: str, municipality_id: int, kind: str | None) -> Organization:
    organization = Organization(municipality_id=municipality_id, name=name, name_key=fold(name), kind=kind)
    session.add(organization)
    session.flush()
    return organization


def _change(
    session: Session, run: ImportRun, organization: Organization, kind: ChangeKind, on: date, **facts: object
) -> None:
    values = {"begins": False, "ends_spells": False, **facts}
    session.add(
        OrganizationChange(organization_id=organization.id, kind=kind, happened_on=on, import_id=run.id, **values)
    )
    session.flush()


def _label(session: Session, organization: Organization) -> str:
    home = session.get_one(Municipality, organization.municipality_id)
    return f"{quote_name(organization.name)} ({home.name})"
