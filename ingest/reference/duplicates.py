"""Two names of one thing made one: a provider, a programme or an event; nothing is merged that nobody asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, delete, inspect, or_, select, update
from sqlalchemy.orm import Session, aliased

from ingest.reference.operations import Preview, Touched, count, keep, keep_lists
from model.accounts import Grant
from model.catalogue import Event, Programme, Provider
from model.chunks import chunks
from model.errors import ActionRejectedError
from model.journal import ImportRun
from model.names import quote_name
from model.routes import Application, Assessment, Participation, RecommendedProgramme, Result
from model.wording import day


class Duplicate(StrEnum):
    """What there may be two of."""

    PROVIDER = "provider"
    PROGRAMME = "programme"
    EVENT = "event"


TABLES: Mapping[Duplicate, Any] = {Duplicate.PROVIDER: Provider, Duplicate.PROGRAMME: Programme, Duplicate.EVENT: Event}
WORDS = {Duplicate.PROVIDER: "организация ДПО", Duplicate.PROGRAMME: "ДПП", Duplicate.EVENT: "событие"}

# Facts that are told apart by what may be doubled: by person, by it, and by their first day.
_KEYED = ((Result, "programme_id", "since"), (Participation, "event_id", "starts_on"))
# A programme or an event is looked at by counts from the earliest of these days on.
_SHOWS = {Application: ("submitted_on", "chosen_on"), Result: ("since",), Participation: ("chosen_on", "starts_on")}
_LABELS = {Application: "заявок", Result: "результатов", Participation: "участий в событиях"}
_EXAMPLES = 5


@dataclass(frozen=True)
class SameAs:
    """The double and the one that is kept are one: its name becomes a name of the kept, all that is its follows."""

    kind: Duplicate
    double_id: int
    kept_id: int
    action = "double merged"

    def preview(self, session: Session) -> Preview:
        double, main = self._record(session, self.double_id), self._record(session, self.kept_id)
        if double.id == main.id:
            raise ActionRejectedError("это одна и та же запись: укажите другую")
        self._refuse_clashes(session)
        title = f"Дубли, {WORDS[self.kind]}: {quote_name(double.name)} присоединяется к {quote_name(main.name)}"
        return Preview(title, self._numbers(session), self._notes(session))

    def carry_out(self, session: Session, run: ImportRun) -> Touched:
        table = TABLES[self.kind]
        touched = self._touched(session)
        self._keep_one_of_alike(session, run)
        for facts, column in self._pointing():
            keep(session, run, facts, column == self.double_id)
            session.execute(update(facts).where(column == self.double_id).values({column.key: self.kept_id}))
        if self.kind is Duplicate.PROGRAMME:
            self._list_kept(session, run)
        names = or_(table.id == self.double_id, table.same_as_id == self.double_id)
        keep(session, run, table, names)
        session.execute(update(table).where(names).values(same_as_id=self.kept_id))
        return touched

    def _record(self, session: Session, identity: int) -> Any:
        record = session.get(TABLES[self.kind], identity)
        if record is None or record.same_as_id is not None:
            raise ActionRejectedError(f"такой записи нет или она уже объединена ({WORDS[self.kind]}, номер {identity})")
        return record

    def _pointing(self) -> list[tuple[Any, Any]]:
        """The tables of facts that point to such a thing, and by which column."""
        name = f"{self.kind}_id"
        tables: list[Any] = [Application, Result, Participation, *([Grant] if self.kind is Duplicate.PROVIDER else [])]
        return [(one, getattr(one, name)) for one in tables if name in inspect(one).columns]

    def _numbers(self, session: Session) -> dict[str, int]:
        numbers = {
            _LABELS[facts]: count(session, facts.id, column == self.double_id)
            for facts, column in self._pointing()
            if facts is not Grant
        }
        if self.kind is Duplicate.PROGRAMME:
            listed = RecommendedProgramme.programme_id == self.double_id
            numbers["рекомендуемых ИОМ"] = count(session, RecommendedProgramme.assessment_id, listed)
        return {"работников": len(self._touched(session).persons), **numbers}

    def _notes(self, session: Session) -> list[str]:
        notes = ["Файлы с наименованием дублирующей записи и дальше принимаются: оно относится к основной записи."]
        alike = sum(len(self._clashing(session, *keyed)) for keyed in self._keyed())
        if alike:
            notes.append(f"Записей, которые полностью повторяют сведения основной: {alike}; останется по одной.")
        grants = count(session, Grant.id, Grant.provider_id == self.double_id)
        if self.kind is Duplicate.PROVIDER and grants:
            notes.append(f"Учётных записей организации ДПО, которым откроются заявки на программы обеих: {grants}.")
        return notes

    def _keyed(self) -> list[tuple[Any, str, str]]:
        return [one for one in _KEYED if one[1] == f"{self.kind}_id"]

    def _clashing(self, session: Session, table: Any, column: str, first_day: str) -> list[tuple[Any, Any]]:
        """Facts of the double beside those of the kept, of one person and with one first day."""
        other = aliased(table)
        same = and_(other.person_id == table.person_id, getattr(other, first_day) == getattr(table, first_day))
        query = select(table, other).join(other, same)
        mine = (getattr(table, column) == self.double_id, getattr(other, column) == self.kept_id)
        return [(one, beside) for one, beside in session.execute(query.where(*mine).order_by(table.id))]

    def _refuse_clashes(self, session: Session) -> None:
        """Two facts under one key are kept as one only where they say the same: no row is lost unseen."""
        for keyed in self._keyed():
            unlike = [
                day(getattr(one, keyed[2]))
                for one, beside in self._clashing(session, *keyed)
                if _content(one, keyed[1]) != _content(beside, keyed[1])
            ]
            if unlike:
                days = ", ".join(sorted(set(unlike))[:_EXAMPLES])
                raise ActionRejectedError(
                    f"у одних и тех же работников сведения обеих записей с одного дня различаются: {len(unlike)} "
                    f"({days}). Загрузите реестр, в котором эти строки одинаковы, и повторите"
                )

    def _keep_one_of_alike(self, session: Session, run: ImportRun) -> None:
        for keyed in self._keyed():
            table = keyed[0]
            for chunk in chunks(one.id for one, _ in self._clashing(session, *keyed)):
                keep(session, run, table, table.id.in_(chunk), goes=True)
                session.execute(delete(table).where(table.id.in_(chunk)))

    def _list_kept(self, session: Session, run: ImportRun) -> None:
        """The lists that recommend the double recommend the kept, once, in the first of the two places."""
        doubled = select(RecommendedProgramme.assessment_id).where(RecommendedProgramme.programme_id == self.double_id)
        lists = keep_lists(session, run, list(session.scalars(doubled)))
        entry = RecommendedProgramme
        for assessment, programmes in lists.items():
            if self.kept_id in programmes:
                both = (programmes.index(self.kept_id), programmes.index(self.double_id))
                mine = and_(entry.assessment_id == assessment, entry.programme_id == self.kept_id)
                session.execute(update(entry).where(mine).values(place_in_list=min(both) + 1))
                gone = and_(entry.assessment_id == assessment, entry.programme_id == self.double_id)
                session.execute(delete(entry).where(gone))
        others = update(entry).where(entry.programme_id == self.double_id)
        session.execute(others.values(programme_id=self.kept_id))

    def _touched(self, session: Session) -> Touched:
        """Everyone whose facts point to the double."""
        persons: set[int] = set()
        for facts, column in self._pointing():
            if facts is not Grant:
                persons.update(session.scalars(select(facts.person_id).where(column == self.double_id)))
        if self.kind is Duplicate.PROGRAMME:
            persons.update(session.scalars(_recommended(self.double_id)))
        return Touched(frozenset(persons))


def _recommended(programme_id: int) -> Any:
    listed = select(RecommendedProgramme.assessment_id).where(RecommendedProgramme.programme_id == programme_id)
    return select(Assessment.person_id).where(Assessment.id.in_(listed))


def _content(fact: Any, column: str) -> Sequence[object]:
    """All that a fact says but for what it is of; what follows from facts, and who brought it in, is left out."""
    aside = {"id", column, "import_id", "route_id", "counts_from"}
    return [getattr(fact, one.key) for one in inspect(type(fact)).columns if one.key not in aside]
