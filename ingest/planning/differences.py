"""What a file would do: which facts it adds, changes or removes, which rows are refused and why. Writes nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.files.import_options import EVERYTHING, ImportOptions
from ingest.files.reading import RegisterFile, Row
from ingest.matching.finding import Fact, Finding
from ingest.matching.import_scope import RESERVED
from ingest.matching.staff import Spell, by_person, overlapping
from ingest.planning.left_people import refuse_people_left
from ingest.planning.plan import Plan, Stored, key_of
from ingest.planning.plan_rows import PlanRows
from ingest.registers import STAFF
from ingest.registers.appendix1 import LEVELS
from ingest.registers.applications import closed_on
from model import wording
from model.arrays import is_one_of
from model.chunks import chunks
from model.people import Employment
from model.routes import Application, RecommendedProgramme
from model.wording import day

_NUMBER_TAKEN = (
    "заявка с этим номером уже есть у другого работника (подана {day}): если номера каждый год начинаются заново, "
    "допишите к номеру год, например {number}/{year}"
)
_NOTHING_TO_REMOVE = (
    "удалять нечего: такой записи нет; в строке должны стоять те же работник, наименование и дата, что в записи"
)
_NO_OFFER_TO_REMOVE = (
    "удалять нечего: такой записи нет; в строке должны стоять те же вид, наименование, организация и начало"
)
_ONE_DAY_OF_ABSENCE = (
    "не подходит к записанному последнему дню длительного отсутствия: добавьте столбец «Длительно отсутствует по»"
)


def plan_of(session: Session, file: RegisterFile, terms: ImportOptions = EVERYTHING) -> Plan:
    """Read the file against what is stored."""
    register = file.register
    plan = Plan(file, Finding(session, register.key, register.day, terms.within))
    rows = PlanRows(plan, terms)
    rows.read()
    if register is STAFF:
        refuse_people_left(plan, rows.by_number)
        _refuse_overlaps(session, plan, rows.by_number)
    compare(session, plan)
    _refuse_other_owners(plan, rows.by_number)
    _refuse_turned_absences(plan, rows.by_number)
    if terms.within is not None:
        _refuse_foreign_facts(session, plan, rows.by_number)
    _find_removed(plan, rows.by_number)
    return plan


def _refuse_overlaps(session: Session, plan: Plan, rows: Mapping[int, Row]) -> None:
    """A person's main places of work never overlap; second jobs overlap with nothing."""
    identities = {
        fact["person_id"]: plan.finding.staff_persons.id_of(str(fact["person_id"])) for fact in plan.all_facts()
    }
    spells_by_person = _spells_of(session, [identity for identity in identities.values() if identity])
    withdrawn = {_resolved_key(plan, fact) for fact in plan.withdrawals.values()}
    for person, numbers in by_person((fact["person_id"], number) for number, fact in plan.facts.items()).items():
        stored_spells = spells_by_person.get(identities[person] or 0, {})
        main = [number for number in numbers if _is_main(plan, number, stored_spells)]
        gone = withdrawn | {_resolved_key(plan, plan.facts[number]) for number in numbers if number not in main}
        spells = {key: spell for key, (spell, is_main) in stored_spells.items() if is_main and key not in gone}
        for number, spell in _in_the_way(plan, main, spells).items():
            reason = RESERVED
            if _is_told_of(plan, spells, spell):
                reason = _overlap_told(*spell, is_same_place=_is_same_place(plan, spells, number, spell))
            plan.refuse(number, plan.file.refusal(rows[number], "since", reason))


def _is_main(plan: Plan, number: int, stored_spells: Mapping[tuple, tuple[Spell, bool]]) -> bool:
    """Whether the row is of a main place: a file without «Вид занятости» leaves a second job what it is."""
    fact = plan.facts[number]
    if "is_main" in plan.file.absent and (stored_spell := stored_spells.get(_resolved_key(plan, fact))):
        return stored_spell[1]
    return bool(fact["is_main"])


def _in_the_way(plan: Plan, numbers: Sequence[int], spells: Mapping[tuple, Spell]) -> dict[int, Spell]:
    """Rows whose spell overlaps another, each with that one.

    A stored spell that a refused row would have replaced stays, and may be in the way of the others.
    """
    refused: dict[int, Spell] = {}
    while True:
        rest = [number for number in numbers if plan.row_of(number) not in refused]
        replaced = {_resolved_key(plan, plan.facts[number]) for number in rest}
        stored_spells = [spell for key, spell in spells.items() if key not in replaced]
        further = overlapping(stored_spells, [(plan.row_of(number), _spell(plan.facts[number])) for number in rest])
        if not further:
            return refused
        refused |= further


def _is_same_place(plan: Plan, spells: Mapping[tuple, Spell], number: int, spell: Spell) -> bool:
    """Whether the spell in the way of the row is in the organization that the row names."""
    key = _resolved_key(plan, plan.facts[number])
    return any(other[1] == key[1] and stored_spell == spell for other, stored_spell in spells.items())


def _overlap_told(since: date, until: date | None, *, is_same_place: bool) -> str:
    end = f"по {day(until)}" if until else "без даты увольнения"
    if is_same_place:
        return (
            f"в этой организации уже записано место работы с {day(since)} {end}: чтобы исправить дату приёма, "
            "внесите в тот же файл прежнюю строку с «да» в столбце «Удалить» и рядом строку с верной датой"
        )
    return f"пересекается с другим местом работы этого человека: с {day(since)} {end}"


def _is_told_of(plan: Plan, spells: Mapping[tuple, Spell], spell: Spell) -> bool:
    """Whether the importer may hear of the spell in the way: not of one in a place that is not theirs."""
    within = plan.finding.within
    foreign = {stored_spell for key, stored_spell in spells.items() if within and key[1] not in within.organizations}
    return spell not in foreign


def _refuse_foreign_facts(session: Session, plan: Plan, rows: Mapping[int, Row]) -> None:
    """What is stored under the key of a row may be of someone whom the importer must not hear of."""
    foreign = [
        number
        for number, (_, old, new) in zip(plan.changed_rows, plan.changed, strict=True)
        if not plan.finding.may_change(old, new)
    ]
    foreign += [
        number for number, fact in zip(plan.added_rows, plan.added, strict=True) if not plan.finding.may_add(fact)
    ]
    foreign += [
        number
        for number, fact in plan.withdrawals.items()
        if (entry := plan.stored_facts.get(_resolved_key(plan, fact)))
        and not plan.finding.may_change(entry[1], entry[1])
    ]
    column = "number" if plan.table.table is Application else "identifier"
    for number in foreign:
        plan.refuse(plan.row_of(number), plan.file.refusal(rows[plan.row_of(number)], column, RESERVED))
    if foreign:
        sort_out(plan)


def _refuse_other_owners(plan: Plan, rows: Mapping[int, Row]) -> None:
    """A number under which somebody else's application is stored is not that of another one."""
    if plan.table.table is not Application:
        return
    foreign: list[int] = []
    for number, fact in [*plan.facts.items(), *plan.withdrawals.items()]:
        entry = plan.stored_facts.get(_resolved_key(plan, fact))
        if entry is None or entry[1]["person_id"] == fact["person_id"]:
            continue
        old = entry[1]
        day, year = cast(date, old["submitted_on"]), cast(date, fact["submitted_on"]).year
        reason = _NUMBER_TAKEN.format(day=wording.day(day), number=fact["number"], year=year)
        shown_reason = reason if plan.finding.may_write(old) else RESERVED
        plan.refusals[number] = [plan.file.refusal(rows[number], "number", shown_reason)]
        foreign.append(number)
    for number in foreign:
        plan.take_out(number)
    if foreign:
        sort_out(plan)


def _refuse_turned_absences(plan: Plan, rows: Mapping[int, Row]) -> None:
    """One day of a long absence in the file must fit the other, where that is stored alone."""
    if plan.table.table is not Employment:
        return
    turned = [
        number
        for number, (_, _, new) in zip(plan.changed_rows, plan.changed, strict=True)
        if (last := cast(date | None, new["absent_until"]))
        and not (new["absent_since"] and cast(date, new["absent_since"]) <= last)
    ]
    for number in turned:
        row = plan.row_of(number)
        plan.refuse(row, plan.file.refusal(rows[row], "absent_since", _ONE_DAY_OF_ABSENCE))
    if turned:
        sort_out(plan)


def _find_removed(plan: Plan, rows: Mapping[int, Row]) -> None:
    """Which stored facts the rows to be deleted mean; a row that means none is refused."""
    for number, fact in list(plan.withdrawals.items()):
        entry = plan.stored_facts.get(_resolved_key(plan, fact))
        if entry is not None:
            plan.removed.append(entry)
            plan.removed_rows.append(number)
    removed_rows = {plan.row_of(number) for number in plan.removed_rows}
    for number in {plan.row_of(number) for number in plan.withdrawals} - removed_rows:
        reason = _NOTHING_TO_REMOVE if plan.table.is_about_people else _NO_OFFER_TO_REMOVE
        plan.refuse(number, plan.file.refusal(rows[number], "removed", reason))


def _spell(fact: Fact) -> tuple[date, date | None]:
    return cast(date, fact["since"]), cast(date | None, fact["until"])


def _spells_of(session: Session, persons: list[int]) -> dict[int, dict[tuple, tuple[Spell, bool]]]:
    """The stored spells by person and by key, each with whether it is of a main place."""
    columns = (Employment.person_id, Employment.organization_id, Employment.since, Employment.until, Employment.is_main)
    spells: dict[int, dict[tuple, tuple[Spell, bool]]] = {}
    for chunk in chunks(persons):
        rows = session.execute(select(*columns).where(is_one_of(session, Employment.person_id, chunk)))
        for person, place, since, until, is_main in rows:
            spells.setdefault(person, {})[person, place, since] = ((since, until), is_main)
    return spells


def compare(session: Session, plan: Plan) -> None:
    """Sort the facts into added, changed and unchanged."""
    plan.stored_facts = _stored_facts(session, plan)
    sort_out(plan)


def sort_out(plan: Plan) -> None:
    """As `compare`, against what was stored when that was asked: in one transaction it still is."""
    plan.added, plan.changed, plan.unchanged = [], [], 0
    plan.added_rows, plan.changed_rows = [], []
    for number, fact in plan.facts.items():
        entry = plan.stored_facts.get(_resolved_key(plan, fact))
        if entry is None:
            plan.added.append(fact)
            plan.added_rows.append(number)
        elif entry[1] == (resolved := _completed(plan, resolve(plan, fact), entry[1])):
            plan.unchanged += number not in plan.parts
        else:
            plan.changed.append((entry[0], entry[1], resolved))
            plan.changed_rows.append(number)


def _completed(plan: Plan, fact: Fact, old: Fact) -> Fact:
    """The fact with what the file says nothing about: where it has no such column, what is stored stays."""
    absent = plan.file.absent
    absent |= {LEVELS[column] for column in absent.intersection(LEVELS)}
    completed = fact | {column: old[column] for column in absent.intersection(plan.table.values)}
    if plan.table.table is Application:
        completed["number"] = old["number"]  # «№ 15» and «15» are one number, which stays as it was first written
        completed["closed_on"] = closed_on(completed)
    return completed


def resolve(plan: Plan, fact: Fact) -> Fact:
    """The fact with ids in place of the keys of names; None for a name that is not written yet."""
    resolved = dict(fact)
    for column, reference in plan.finding.references.items():
        if column in resolved:
            resolved[column] = reference(resolved[column])
    if plan.table.has_programmes:
        keys = cast(tuple[str, ...], fact["programmes"])
        # Of two names of one programme the first has the place in the list.
        resolved["programmes"] = tuple(dict.fromkeys(plan.finding.programmes.id_of(key) for key in keys))
    return resolved


def _resolved_key(plan: Plan, fact: Fact) -> tuple:
    references = plan.finding.references
    return tuple(
        [references[column](fact[column]) if column in references else fact[column] for column in plan.table.key]
    )


def _stored_facts(session: Session, plan: Plan) -> Stored:
    """What is stored under the first part of each key in the file: of its people, numbers or names."""
    table: Any = plan.table.table
    column = getattr(table, plan.table.key[0])
    first_parts = {_resolved_key(plan, fact)[0] for fact in plan.all_facts()} - {None}
    columns = [table.id, *(getattr(table, name) for name in plan.table.columns)]
    facts: Stored = {}
    for chunk in chunks(sorted(first_parts)):
        for identity, *values in session.execute(select(*columns).where(is_one_of(session, column, chunk))):
            fact = dict(zip(plan.table.columns, values, strict=True))
            facts[key_of(plan.table, fact)] = (identity, fact)
    if plan.table.has_programmes:
        _add_programmes(session, facts)
    return facts


def _add_programmes(session: Session, facts: Stored) -> None:
    by_id = dict(facts.values())
    listed: dict[int, list[int]] = {identity: [] for identity in by_id}
    query = select(RecommendedProgramme.assessment_id, RecommendedProgramme.programme_id)
    for chunk in chunks(list(by_id)):
        chosen = query.where(is_one_of(session, RecommendedProgramme.assessment_id, chunk))
        for assessment, programme in session.execute(chosen.order_by(RecommendedProgramme.place_in_list)):
            listed[assessment].append(programme)
    for identity, fact in by_id.items():
        fact["programmes"] = tuple(listed[identity])


def plan_fingerprint(plan: Plan) -> str:
    """SHA-256 over all that the plan would write and refuse: two plans with one print do the same."""
    digest = hashlib.sha256(f"{plan.file.register.key} {plan.unchanged}".encode())
    for number, fact in zip(plan.added_rows, plan.added, strict=True):
        digest.update(f"+{number} {list(fact.values())}".encode())
    for number, (identity, old, new) in zip(plan.changed_rows, plan.changed, strict=True):
        digest.update(f"={number} {identity} {list(old.values())} {list(new.values())}".encode())
    for number, (identity, old) in zip(plan.removed_rows, plan.removed, strict=True):
        digest.update(f"-{number} {identity} {list(old.values())}".encode())
    for refusal in plan.all_refusals():
        digest.update(f"!{refusal}".encode())
    return digest.hexdigest()
