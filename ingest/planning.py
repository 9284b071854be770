"""What a file would do: which facts it adds or changes, which rows are refused and why. Writes nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.bulk import chunks
from ingest.import_options import EVERYTHING, ImportOptions
from ingest.import_scope import RESERVED
from ingest.matching import RowRejectedError
from ingest.reading import RegisterFile, Row
from ingest.refusals import Refusal
from ingest.rows import FACT_OF, FACT_TABLES, Fact, FactTable, Finding
from ingest.staff import by_person, overlapping
from model.people import Employment
from model.routes import Application, RecommendedProgramme
from model.wording import day

_TOLD_EVERY = 500

Stored = dict[tuple, tuple[int, Fact]]


@dataclass
class Plan:
    """What accepting a file would do; `facts` maps the row of the file to the fact it says.

    A row may say several, of an organization that others have followed: the further ones have numbers of their own,
    below nought, and `parts` maps those to the row.
    """

    file: RegisterFile
    table: FactTable
    finding: Finding
    facts: dict[int, Fact] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    stored: Stored = field(default_factory=dict)
    refusals: dict[int, list[Refusal]] = field(default_factory=dict)
    added: list[Fact] = field(default_factory=list)
    changed: list[tuple[int, Fact, Fact]] = field(default_factory=list)
    added_rows: list[int] = field(default_factory=list)
    changed_rows: list[int] = field(default_factory=list)
    unchanged: int = 0
    repeated: int = 0

    @property
    def refused(self) -> int:
        """How many rows are refused."""
        return len(self.refusals)

    def row_of(self, number: int) -> int:
        """The row of the file that says the fact."""
        return self.parts.get(number, number)

    def add(self, row: int, facts: list[Fact]) -> list[int]:
        """Keep what the row says; returns the numbers of its facts."""
        numbers = [row, *(-len(self.parts) - further for further in range(1, len(facts)))]
        self.parts.update(dict.fromkeys(numbers[1:], row))
        self.facts.update(zip(numbers, facts, strict=True))
        return numbers

    def take_out(self, row: int) -> None:
        """Forget all that the row says."""
        for number in [row, *(part for part, whole in self.parts.items() if whole == row)]:
            self.facts.pop(number, None)

    def told(self) -> list[Refusal]:
        """Every refusal, in the order of the rows."""
        return [refusal for row in sorted(self.refusals) for refusal in self.refusals[row]]


def plan_of(session: Session, file: RegisterFile, terms: ImportOptions = EVERYTHING) -> Plan:
    """Read the file against what is stored."""
    register = file.register.key
    plan = Plan(file, FACT_TABLES[register], Finding(session, register, terms.within))
    rows_of = _read_facts(plan, terms)
    if register == "staff":
        _refuse_overlaps(session, plan, rows_of)
    compare(session, plan)
    if terms.within is not None:
        _refuse_foreign_facts(session, plan, rows_of)
    return plan


def _read_facts(plan: Plan, terms: ImportOptions) -> dict[int, Row]:
    """Fill facts and refusals; a row that comes again replaces what an earlier one said."""
    fact_of = FACT_OF[plan.file.register.key]
    by_key: dict[tuple, int] = {}
    kept: dict[int, Row] = {}
    keeps_rows = plan.table.table is Employment or terms.within is not None
    for count, row in enumerate(plan.file.rows()):
        if terms.tell and not count % _TOLD_EVERY:
            terms.tell(count)
        if row.refusals:
            plan.refusals[row.number] = list(row.refusals)
            continue
        try:
            fact = fact_of(row.values, plan.finding)
            plan.finding.refuse_foreign(fact, row.values)
            said = plan.finding.carried(fact)
        except RowRejectedError as refused:
            plan.refusals[row.number] = [plan.file.refusal(row, refused.column, refused.reason)]
            continue
        for one in said:
            replaced = by_key.pop(key_of(plan.table, one), None)
            if replaced is not None:
                plan.repeated += 1
                del plan.facts[replaced]
        for number, one in zip(plan.add(row.number, said), said, strict=True):
            by_key[key_of(plan.table, one)] = number
        if keeps_rows:
            kept[row.number] = row
    return kept


def key_of(table: FactTable, fact: Fact) -> tuple:
    """What identifies the fact in its table."""
    return tuple([fact[column] for column in table.key])


def _refuse_overlaps(session: Session, plan: Plan, rows: Mapping[int, Row]) -> None:
    """The register holds the main place of work: a person's spells never overlap."""
    identities = {
        fact["person_id"]: plan.finding.staff_persons.id_of(str(fact["person_id"])) for fact in plan.facts.values()
    }
    known = _spells_of(session, [identity for identity in identities.values() if identity])
    for person, numbers in by_person((fact["person_id"], number) for number, fact in plan.facts.items()).items():
        replaced = {_resolved_key(plan, plan.facts[number]) for number in numbers}
        spells = known.get(identities[person] or 0, {})
        stored = [spell for key, spell in spells.items() if key not in replaced]
        incoming = [(plan.row_of(number), _spell(plan.facts[number])) for number in numbers]
        for number, (since, until) in overlapping(stored, incoming).items():
            reason = _overlap_told(since, until)
            if not _is_told_of(plan, spells, (since, until)):
                reason = RESERVED
            plan.refusals[number] = [plan.file.refusal(rows[number], "since", reason)]
            plan.take_out(number)


def _overlap_told(since: date, until: date | None) -> str:
    end = f"по {day(until)}" if until else "без даты увольнения"
    return f"пересекается с другим местом работы этого человека: с {day(since)} {end}"


def _is_told_of(plan: Plan, spells: Mapping[tuple, tuple[date, date | None]], spell: tuple[date, date | None]) -> bool:
    """Whether the importer may hear of the spell in the way: not of one in a place that is not theirs."""
    within = plan.finding.within
    foreign = {known for key, known in spells.items() if within and key[1] not in within.organizations}
    return spell not in foreign


def _refuse_foreign_facts(session: Session, plan: Plan, rows: Mapping[int, Row]) -> None:
    """What is stored under the key of a row may be of someone whom the importer must not hear of."""
    foreign = [
        number
        for number, (_, old, _) in zip(plan.changed_rows, plan.changed, strict=True)
        if not plan.finding.may_write(old)
    ]
    for number in foreign:
        plan.refusals[number] = [plan.file.refusal(rows[number], plan.table.key[0], RESERVED)]
        del plan.facts[number]
    if foreign:
        compare(session, plan)


def _spell(fact: Fact) -> tuple[date, date | None]:
    return cast(date, fact["since"]), cast(date | None, fact["until"])


def _spells_of(session: Session, persons: list[int]) -> dict[int, dict[tuple, tuple[date, date | None]]]:
    columns = (Employment.person_id, Employment.organization_id, Employment.since, Employment.until)
    spells: dict[int, dict[tuple, tuple[date, date | None]]] = {}
    for chunk in chunks(persons):
        for person, place, since, until in session.execute(select(*columns).where(Employment.person_id.in_(chunk))):
            spells.setdefault(person, {})[person, place, since] = (since, until)
    return spells


def compare(session: Session, plan: Plan) -> None:
    """Sort the facts into added, changed and unchanged."""
    plan.stored = _stored(session, plan)
    sort_out(plan)


def sort_out(plan: Plan) -> None:
    """As `compare`, against what was stored when that was asked: in one transaction it still is."""
    plan.added, plan.changed, plan.unchanged = [], [], 0
    plan.added_rows, plan.changed_rows = [], []
    for number, fact in plan.facts.items():
        found = plan.stored.get(_resolved_key(plan, fact))
        if found is None:
            plan.added.append(fact)
            plan.added_rows.append(number)
        elif found[1] == (resolved := resolve(plan, fact) | _not_mentioned(plan, found[1])):
            plan.unchanged += number not in plan.parts
        else:
            plan.changed.append((found[0], found[1], resolved))
            plan.changed_rows.append(number)


def _not_mentioned(plan: Plan, stored: Fact) -> Fact:
    """What a column that the file does not have would say: what is stored stays."""
    return {column: stored[column] for column in plan.file.absent.intersection(plan.table.values)}


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


def _stored(session: Session, plan: Plan) -> Stored:
    """What is stored of the people of the file (of the numbers, for applications), by key."""
    table: Any = plan.table.table
    column = table.number if table is Application else table.person_id
    first = plan.table.key[0]
    asked = {_resolved_key(plan, fact)[plan.table.key.index(first)] for fact in plan.facts.values()} - {None}
    columns = [table.id, *(getattr(table, name) for name in plan.table.columns)]
    stored: Stored = {}
    for chunk in chunks(sorted(asked)):
        for identity, *values in session.execute(select(*columns).where(column.in_(chunk))):
            fact = dict(zip(plan.table.columns, values, strict=True))
            stored[key_of(plan.table, fact)] = (identity, fact)
    if plan.table.has_programmes:
        _add_programmes(session, stored)
    return stored


def _add_programmes(session: Session, stored: Stored) -> None:
    by_id = dict(stored.values())
    listed: dict[int, list[int]] = {identity: [] for identity in by_id}
    query = select(RecommendedProgramme.assessment_id, RecommendedProgramme.programme_id)
    for chunk in chunks(list(by_id)):
        chosen = query.where(RecommendedProgramme.assessment_id.in_(chunk))
        for assessment, programme in session.execute(chosen.order_by(RecommendedProgramme.place_in_list)):
            listed[assessment].append(programme)
    for identity, fact in by_id.items():
        fact["programmes"] = tuple(listed[identity])


def plan_fingerprint(plan: Plan) -> str:
    """SHA-256 over all that the plan would write and refuse: two plans with one print do the same."""
    told = hashlib.sha256(f"{plan.file.register.key} {plan.unchanged}".encode())
    for number, fact in zip(plan.added_rows, plan.added, strict=True):
        told.update(f"+{number} {list(fact.values())}".encode())
    for number, (identity, old, new) in zip(plan.changed_rows, plan.changed, strict=True):
        told.update(f"={number} {identity} {list(old.values())} {list(new.values())}".encode())
    for refusal in plan.told():
        told.update(f"!{refusal}".encode())
    return told.hexdigest()
