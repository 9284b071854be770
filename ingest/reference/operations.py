"""Operations of the assessor on the reference lists: checked first, done whole, told and undone like an import."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import SQLColumnExpression, delete, func, insert, inspect, literal, select
from sqlalchemy.orm import Session

from access.journal import write_down
from ingest.imports import Figures, keep_figures
from ingest.writing.derivation import Rewrite, derive
from ingest.writing.import_lock import acquire_import_lock
from model.bulk import add_rows
from model.chunks import chunks
from model.errors import UserError
from model.journal import REFERENCE, ImportChange, ImportRun, ImportTouch
from model.routes import Assessment, RecommendedProgramme


@dataclass(frozen=True)
class Preview:
    """What an operation would do: a sentence, how many of what it touches, and what is good to know."""

    title: str
    numbers: Mapping[str, int]
    notes: Sequence[str] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", tuple(self.notes))


@dataclass
class Touched:
    """The people and the organizations that an operation has touched."""

    persons: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()


class PreviewChangedError(UserError):
    """Since it was looked at the data have changed, and the operation would do something else: nothing was done."""

    def __init__(self, preview: Preview) -> None:
        super().__init__("данные изменились после проверки")
        self.preview = preview


class Operation(Protocol):
    """What the assessor does to the reference lists; both methods may raise ActionRejectedError."""

    @property
    def action(self) -> str:
        """What the journal calls it."""

    def preview(self, session: Session) -> Preview:
        """What it would do."""

    def carry_out(self, session: Session, run: ImportRun) -> Touched:
        """Do it, having kept what the rows were."""


def perform(
    session: Session,
    operation: Operation,
    *,
    by: str,
    rewrite: Rewrite,
    figures: Callable[[Session], Figures] | None = None,
    shown_preview: Preview | None = None,
) -> ImportRun:
    """Do it and all that follows from it, in the session's transaction; ActionRejectedError where it can't be done.

    Where a `shown_preview` is given, nothing else is done: PreviewChangedError.
    """
    acquire_import_lock(session)
    preview = operation.preview(session)
    if shown_preview is not None and shown_preview != preview:
        raise PreviewChangedError(preview)
    before = figures(session) if figures else None
    run = _begun(session, preview, by)
    touched = operation.carry_out(session, run)
    people = [{"import_id": run.id, "person_id": one} for one in touched.persons]
    add_rows(session, ImportTouch, people)
    derive(session, [run.id])
    rewrite(session, [run], touched.places)
    if figures and before:
        keep_figures(session, run, before, figures(session))
    write_down(session, operation.action, f"{preview.title}, import {run.id}", by=by)
    return run


def _begun(session: Session, preview: Preview, by: str) -> ImportRun:
    """Stands among the imports: the last one of them can be undone, and no earlier one."""
    run = ImportRun(
        register=REFERENCE,
        file_name=preview.title,
        file_hash="",
        accepted_by=by,
        accepted_at=datetime.now(UTC),
        changed=sum(preview.numbers.values()),
    )
    session.add(run)
    session.flush()
    session.execute(delete(ImportChange).where(ImportChange.import_id != run.id))
    return run


def keep(session: Session, run: ImportRun, table: Any, which: SQLColumnExpression[bool], *, goes: bool = False) -> int:
    """Write down what the rows are before they are changed, or before they go; returns how many."""
    columns = inspect(table).local_table.c
    rows = session.execute(select(*columns).where(which)).mappings().all()
    images = [
        {
            "import_id": run.id,
            "table_name": table.__tablename__,
            "row_id": row["id"],
            "person_id": row.get("person_id"),
            "was": json.dumps(
                {name: value for name, value in row.items() if goes or name != "id"},
                ensure_ascii=False,
                default=lambda value: value.isoformat(),
            ),
        }
        for row in rows
    ]
    add_rows(session, ImportChange, images)
    return len(images)


def count(session: Session, column: Any, *which: SQLColumnExpression[bool]) -> int:
    """How many different values the column has in such rows."""
    return session.scalar(select(func.count(column.distinct())).where(*which)) or 0


def copy_rows(session: Session, table: Any, which: SQLColumnExpression[bool], **other: Any) -> None:
    """Add a row like each of those, but for the columns that are told."""
    names = [one.name for one in inspect(table).local_table.c if one.name != "id"]
    columns = inspect(table).local_table.c
    values = [literal(other[name], columns[name].type) if name in other else columns[name] for name in names]
    session.execute(insert(table).from_select(names, select(*values).where(which)))


def keep_lists(session: Session, run: ImportRun, assessments: Sequence[int]) -> dict[int, list[int]]:
    """Write down the recommended programmes of assessments, in their order, and return them."""
    listed: dict[int, list[int]] = {one: [] for one in assessments}
    entries = select(RecommendedProgramme.assessment_id, RecommendedProgramme.programme_id)
    for chunk in chunks(assessments):
        mine = entries.where(RecommendedProgramme.assessment_id.in_(chunk))
        for assessment, programme in session.execute(mine.order_by(RecommendedProgramme.place_in_list)):
            listed[assessment].append(programme)
    rows = [
        {
            "import_id": run.id,
            "table_name": Assessment.__tablename__,
            "row_id": assessment,
            "person_id": None,
            "was": json.dumps({"programmes": programmes}),
        }
        for assessment, programmes in listed.items()
    ]
    add_rows(session, ImportChange, rows)
    return listed
