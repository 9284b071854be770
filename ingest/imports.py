"""check(file) → a plan and its refusals; accept(plan) → its facts are written, whole or not at all."""

import gc
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import bindparam, delete, func, inspect, select, update
from sqlalchemy.orm import Session

from access.journal import write_down
from ingest.files.import_options import EVERYTHING, ImportOptions
from ingest.files.reading import read_register
from ingest.files.sheets import Sheet
from ingest.files.unreadable import UnreadableFileError
from ingest.matching.finding import Fact
from ingest.planning.differences import plan_fingerprint, plan_of, resolve, sort_out
from ingest.planning.new_names import MOST_NEW_NAMES, new_names
from ingest.planning.plan import Plan
from ingest.registers import REGISTERS
from ingest.registers.register import FactTable
from ingest.undo import record_changes
from ingest.writing.coverage import record_coverage
from ingest.writing.derivation import Remembering, Rewrite, derive
from ingest.writing.import_lock import acquire_import_lock
from model.bulk import add_rows
from model.chunks import chunks
from model.errors import UserError
from model.journal import ImportFigure, ImportRun, ImportTouch
from model.names import fold
from model.people import EarlierName, Employment, Spelling
from model.routes import Application, Assessment, RecommendedProgramme

# The counts of each municipality, by its id and the count's key, on the day that is told with them.
Figures = tuple[date, Mapping[tuple[int, str], int]]

_LONGEST_NAME = 255
# From so many bytes, or rows, on a look for garbage takes no time beside the import.
_LARGE_FILE, _MANY_ROWS = 5 << 20, 20_000
# How many rows are made for the database at once.
_AT_ONCE = 10_000


@dataclass(frozen=True)
class Upload:
    """A file as it was given: its bytes or where they are, and the name the person knows it by."""

    source: Path | bytes
    name: str

    def __post_init__(self) -> None:
        # A name from another system may hold bytes or signs that no database takes.
        name = self.name.encode("utf-8", "replace").decode().replace("\0", "?")
        object.__setattr__(self, "name", name[-_LONGEST_NAME:])

    def size(self) -> int:
        """How many bytes there are."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def digest(self) -> str:
        """SHA-256 of the bytes."""
        if isinstance(self.source, bytes):
            return hashlib.sha256(self.source).hexdigest()
        with self.source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


class ImportRejectedError(UserError):
    """The file has refused rows and was to go in whole: nothing was written."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("в файле есть отклонённые строки")
        self.plan = plan


class NewOrganizationsError(UserError):
    """The file names organizations that nobody has confirmed to be new: nothing was written."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("в файле есть организации, которых нет в справочнике")
        self.plan = plan


class PlanChangedError(UserError):
    """Since the plan was seen the data have changed, and the file would do something else: nothing was written."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("данные изменились после проверки")
        self.plan = plan


def check(
    session: Session,
    register: str,
    upload: Upload,
    terms: ImportOptions = EVERYTHING,
    sheets: Sequence[Sheet] | None = None,
) -> Plan:
    """What the file would do; raises UnreadableFileError when it can't be read as that register.

    The `sheets` of the file are given where it has been opened already.
    """
    mapped = terms.mapped.get(register, {})
    source = upload.source if sheets is None else sheets
    plan = plan_of(session, read_register(REGISTERS[register], source, upload.name, mapped), terms)
    plan.new_names = new_names(plan)
    if terms.within is not None and len(plan.new_names) > MOST_NEW_NAMES:
        raise UnreadableFileError(
            f"в файле больше {MOST_NEW_NAMES} новых наименований ({len(plan.new_names)}): проверьте, те ли столбцы "
            "в нём стоят, или разделите файл на части"
        )
    return plan


@dataclass(frozen=True)
class Prepared:
    """A plan made before the lock was taken, and the state of the data that it was made of."""

    plan: Plan
    data: tuple[object, ...]


def prepare(
    session: Session, register: str, upload: Upload, *, take_good: bool, terms: ImportOptions = EVERYTHING
) -> Prepared:
    """Read the file while others write; ImportRejectedError and NewOrganizationsError as when it is accepted."""
    data = _data_of(session)
    plan = check(session, register, upload, terms)
    _refuse_plan(plan, terms, take_good=take_good)
    return Prepared(plan, data)


def _data_of(session: Session) -> tuple[object, ...]:
    """What every change of the data changes: imports, operations on the reference lists and what was undone."""
    last = select(func.max(ImportRun.id), func.max(ImportRun.undone_at), func.count(ImportRun.undone_at))
    return (*session.execute(last).one(),)


def _refuse_plan(plan: Plan, terms: ImportOptions, *, take_good: bool) -> None:
    if plan.refused and not take_good:
        raise ImportRejectedError(plan)
    if not terms.new_organizations and any(one.needs_consent for one in plan.new_names):
        raise NewOrganizationsError(plan)


def accept(
    session: Session,
    register: str,
    upload: Upload,
    *,
    by: str,
    take_good: bool,
    rewrite: Rewrite,
    figures: Callable[[Session], Figures] | None = None,
    terms: ImportOptions = EVERYTHING,
    fingerprint: str | None = None,
    prepared: Prepared | None = None,
) -> tuple[Plan, ImportRun]:
    """Write the facts of the file and all that follows, in the session's transaction.

    Raises ImportRejectedError when a row is refused, unless the good rows are to be taken. The file is read again here,
    unless the data are still those of which a plan was `prepared`: what was checked can't differ from what is written.
    """
    acquire_import_lock(session)
    before = figures(session) if figures else None
    plan, run = import_file(
        session,
        register,
        upload,
        by=by,
        take_good=take_good,
        terms=terms,
        fingerprint=fingerprint,
        prepared=prepared,
        rewrite=rewrite,
    )
    finish_import(session, [run], rewrite, places_left(plan))
    if figures and before:
        keep_figures(session, run, before, figures(session))
    return plan, run


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    # Rows by the hundred thousand live to the end: looking among them for garbage is a tenth of the work.
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def _collect_before(*, is_large: bool) -> None:
    """Free what a large import before has left: a plan and what it refers to point at each other."""
    if is_large:
        gc.collect()


@_seldom_collecting()
def import_file(
    session: Session,
    register: str,
    upload: Upload,
    *,
    by: str,
    take_good: bool,
    terms: ImportOptions = EVERYTHING,
    fingerprint: str | None = None,
    prepared: Prepared | None = None,
    rewrite: Rewrite | None = None,
) -> tuple[Plan, ImportRun]:
    """The facts of the file alone: `finish_import` has to follow in the same transaction, once for several files.

    Where the `fingerprint` of a plan is given, another plan is not written: PlanChangedError. Of a single file the
    `rewrite` that finishes its import may be told here whom it is about.
    """
    acquire_import_lock(session)
    _collect_before(is_large=upload.size() >= _LARGE_FILE)
    if prepared is not None and prepared.data == _data_of(session):
        plan = prepared.plan
        plan.finding.write_with(session)
    else:
        plan = check(session, register, upload, terms)
    if fingerprint is not None and fingerprint != plan_fingerprint(plan):
        raise PlanChangedError(plan)
    _refuse_plan(plan, terms, take_good=take_good)
    run = _run_of(plan, register, upload, by)
    session.add(run)
    session.flush()
    write(session, plan, run.id, rewrite)
    return plan, run


def _run_of(plan: Plan, register: str, upload: Upload, by: str) -> ImportRun:
    return ImportRun(
        register=register,
        file_name=upload.name,
        file_hash=upload.digest(),
        accepted_by=by,
        accepted_at=datetime.now(UTC),
        added=len(plan.added),
        changed=len(plan.changed),
        removed=len(plan.removed),
        unchanged=plan.unchanged,
        refused=plan.refused,
    )


def keep_figures(session: Session, run: ImportRun, before: Figures, after: Figures) -> None:
    """The counts that the import has changed."""
    day, now = after
    rows = [
        {
            "import_id": run.id,
            "municipality_id": place,
            "count_key": key,
            "day": day,
            "before": before[1].get((place, key), 0),
            "after": count,
        }
        for (place, key), count in now.items()
        if count != before[1].get((place, key), 0)
    ]
    add_rows(session, ImportFigure, rows)


def places_left(plan: Plan) -> set[int]:
    """The organizations in which removed spells were."""
    return {cast(int, old["organization_id"]) for _, old in plan.removed if old.get("organization_id")}


@_seldom_collecting()
def finish_import(
    session: Session, runs: Sequence[ImportRun], rewrite: Rewrite, left_places: Collection[int] = ()
) -> None:
    """All that follows from the facts that the imports have written; people have left the `left_places`."""
    _collect_before(is_large=sum(run.added for run in runs) >= _MANY_ROWS)
    derive(session, [run.id for run in runs])
    rewrite(session, runs, left_places)
    # The last thing done: until the end of the transaction nobody else can write into the journal.
    for run in runs:
        write_down(session, "import", f"{run.register}, import {run.id}", by=run.accepted_by)


def write(session: Session, plan: Plan, import_id: int, rewrite: Rewrite | None = None) -> None:
    """Write names that are new, then the facts, then whom they touch."""
    besides = plan.finding.create(plan.facts.values())
    sort_out(plan)
    persons = _persons(plan) if plan.table.is_about_people else set()
    if isinstance(rewrite, Remembering):
        rewrite.remember(session, plan.file.register.key, persons)
    record_changes(session, plan, import_id, besides)
    _insert(session, plan, import_id)
    _update(session, plan.table, [(identity, new) for identity, _, new in plan.changed], import_id)
    if plan.table.has_programmes:
        _list_programmes(session, plan, import_id)
    # Last, so that on SQLite no row that is added takes the number of one that goes.
    _remove(session, plan)
    keep_earlier_names(session, plan, import_id)
    keep_spellings(session, plan)
    if plan.table.is_about_people:
        add_rows(session, ImportTouch, [{"import_id": import_id, "person_id": person} for person in persons])
        record_coverage(session, plan, import_id)


def _persons(plan: Plan) -> set[int]:
    """Whom the facts that are added, changed or removed are about."""
    id_of = plan.finding.references.get("person_id", lambda person: person)
    persons = {id_of(fact["person_id"]) for fact in plan.added} | {old["person_id"] for _, old in plan.removed}
    for _, old, new in plan.changed:
        persons |= {old["person_id"], new["person_id"]}
    return cast(set[int], persons)


def _remove(session: Session, plan: Plan) -> None:
    table: Any = plan.table.table
    for chunk in chunks(identity for identity, _ in plan.removed):
        session.execute(delete(table).where(table.id.in_(chunk)))


def keep_earlier_names(session: Session, plan: Plan, import_id: int) -> None:
    """Names that spells no longer bear: registers under them go on finding the person."""
    if plan.table.table is not Employment:
        return
    columns = ("person_id", "organization_id", "name_key")
    new = {
        tuple(old[column] for column in columns): {**{column: old[column] for column in (*columns, "full_name")}}
        for _, old, now in plan.changed
        if old["name_key"] != now["name_key"]
    }
    for chunk in chunks({person for person, _, _ in new}):
        query = select(EarlierName.person_id, EarlierName.organization_id, EarlierName.name_key)
        for row in session.execute(query.where(EarlierName.person_id.in_(chunk))):
            new.pop(tuple(row), None)
    add_rows(session, EarlierName, [{**row, "import_id": import_id} for row in new.values()])


def keep_spellings(session: Session, plan: Plan) -> None:
    """Positions and types of organizations in the ways in which the file writes them."""
    if plan.table.table is not Employment:
        return
    positions = {str(fact["position"]) for fact in plan.facts.values() if fact["position"]}
    for about, texts in (("position", positions), ("kind", plan.finding.staff_places.kinds)):
        spellings = set(session.scalars(select(Spelling.text).where(Spelling.about == about)))
        rows = [{"about": about, "text": text, "text_key": fold(text)} for text in sorted(texts - spellings)]
        add_rows(session, Spelling, rows)


def _insert(session: Session, plan: Plan, import_id: int) -> None:
    more: Fact = {"implied": False} if plan.table.table is Application else {}
    # Some at a time: of a region's rows memory need not hold another copy.
    for some in chunks(plan.added, _AT_ONCE):
        facts = (resolve(plan, fact) for fact in some)
        rows = [{**_columns(plan.table, fact), **more, "import_id": import_id} for fact in facts]
        add_rows(session, plan.table.table, rows)


def _update(session: Session, table: FactTable, facts: list[tuple[int, Fact]], import_id: int) -> None:
    if facts:
        rows = [{**_columns(table, fact), "import_id": import_id, "row_id": row} for row, fact in facts]
        identity = inspect(table.table).primary_key[0]
        session.connection().execute(update(table.table).where(identity == bindparam("row_id")), rows)


def _columns(table: FactTable, fact: Fact) -> Fact:
    return {column: fact[column] for column in table.columns}


def _list_programmes(session: Session, plan: Plan, import_id: int) -> None:
    """The recommended programmes of new assessments, and of those whose list is another now."""
    key = (Assessment.person_id, Assessment.procedure_key, Assessment.passed_on)
    written = session.execute(select(*key, Assessment.id).where(Assessment.import_id == import_id))
    identity: dict[tuple[object, ...], int] = {
        (person, procedure, day): assessment for person, procedure, day, assessment in written
    }
    lists: dict[int, Any] = {
        identity[fact["person_id"], fact["procedure_key"], fact["passed_on"]]: fact["programmes"]
        for fact in (resolve(plan, one) for one in plan.added)
    }
    replaced = {assessment: new["programmes"] for assessment, old, new in plan.changed if old != new}
    if replaced:
        gone = delete(RecommendedProgramme).where(RecommendedProgramme.assessment_id == bindparam("assessment"))
        session.connection().execute(gone, [{"assessment": assessment} for assessment in replaced])
    rows = [
        {"assessment_id": assessment, "programme_id": programme, "place_in_list": place}
        for assessment, programmes in {**lists, **replaced}.items()
        for place, programme in enumerate(dict.fromkeys(programmes), start=1)
    ]
    add_rows(session, RecommendedProgramme, rows)
