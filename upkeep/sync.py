"""Takes registers from their sources: the checks, plans, refusals and undo are those of an upload."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

import settings
from access.reading import OPERATOR
from ingest import imports
from ingest.files.import_options import ImportOptions
from ingest.files.limited_reading import check_readable
from ingest.files.refusals import write_refused
from ingest.files.unreadable import UnreadableFileError
from ingest.imports import ImportRejectedError, NewOrganizationsError, Upload
from ingest.planning import plan_text
from ingest.planning.plan import Plan
from ingest.sources.database import SourceError, SourceRows, read_rows, source_connection
from ingest.sources.folder import DONE, REFUSED, WaitingFile, place_for, register_of, waiting_files
from ingest.sources.mapping import MappingError, SourceTable, read_mapping
from model import dates
from model.database import unscoped_session, write_session
from model.wording import register_title
from queries import counts, quality_sums
from upkeep.source_marks import Mark, is_due, is_last_file, is_settled, keep_mark, mark_of, sync_lock

FOLDER = "folder"
_HOW_TO_CONFIRM = "верните файл в папку и выполните cli.py sync --new-organizations"


@dataclass(frozen=True)
class SyncOptions:
    """`only_check`: write nothing; `whole`: nothing of a file with a refused row; `again`: read all rows anew."""

    only_check: bool = False
    whole: bool = False
    new_organizations: bool = False
    again: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one file or table, in a sentence without rows of it."""

    name: str
    sentence: str
    is_ok: bool = True

    def __str__(self) -> str:
        return f"{self.name}: {self.sentence}"


def sync(options: SyncOptions) -> Iterator[Outcome]:
    """Everything that waits in the sources; a second sync at the same time does nothing and says so."""
    with sync_lock() as is_alone:
        if not is_alone:
            yield Outcome("Источники", "их уже читает другая команда sync; эта ничего не сделала")
            return
        yield from _sync_folder(options)
        if settings.SOURCE_URL.value():
            yield from _sync_database(options)


def _sync_folder(options: SyncOptions) -> Iterator[Outcome]:
    folder = Path(settings.SOURCE_FOLDER.value()).absolute()
    if not settings.SOURCE_FOLDER.value():
        return
    if not folder.is_dir():
        yield Outcome("Папка", f"SOURCE_FOLDER: нет папки {folder}", is_ok=False)
        return
    outcomes = []
    for file in waiting_files(folder):
        outcomes.append(_take_file(folder, file, options))
        yield outcomes[-1]
    if not options.only_check:
        with write_session() as session:
            keep_mark(session, FOLDER, Mark(None, None), is_ok=all(one.is_ok for one in outcomes))


def _take_file(folder: Path, file: WaitingFile, options: SyncOptions) -> Outcome:
    upload = Upload(file.path, file.path.name)
    try:
        check_readable(file.path)
        register = register_of(file)
        plan, sentence = _take(register, upload, options, folder)
    except UnreadableFileError as unreadable:
        return _refuse_file(folder, file, options, unreadable.reason)
    except ImportRejectedError as rejected:
        return _refuse_file(folder, file, options, "есть отклонённые строки, ничего не принято", rejected.plan)
    except NewOrganizationsError as unconfirmed:
        reason = f"{plan_text.UNCONFIRMED}: {_HOW_TO_CONFIRM}"
        return _refuse_file(folder, file, options, reason, unconfirmed.plan)
    except FileNotFoundError:
        return Outcome(file.path.name, "файла уже нет")
    if not options.only_check:
        try:
            file.path.replace(place_for(folder, DONE, file.path.name))
        except OSError as error:
            return Outcome(file.path.name, f"{sentence}; файл не перемещён: {error.strerror}", is_ok=False)
    return Outcome(file.path.name, sentence, is_ok=not (plan and plan.refused))


def _refuse_file(
    folder: Path, file: WaitingFile, options: SyncOptions, reason: str, plan: Plan | None = None
) -> Outcome:
    if not options.only_check:
        target = place_for(folder, REFUSED, file.path.name)
        _explain(target, reason, plan)
        file.path.replace(target)
    return Outcome(file.path.name, f"отказано: {reason}", is_ok=False)


def _explain(target: Path, reason: str, plan: Plan | None) -> None:
    """Write beside the target why, and the refused rows, to be corrected; both may name persons."""
    lines = [target.name, reason, *([*plan_text.plan_lines(plan), *plan_text.refusals(plan)] if plan else [])]
    _write_private(target.with_name(f"{target.name}.txt"), "\n".join(lines).encode())
    if plan and plan.refused:
        rows = target.with_name(f"{target.name}.отклонено.xlsx")
        _write_private(rows, b"")
        with rows.open("wb") as stream:
            write_refused(stream, plan.file, plan.refusals, suffix=".xlsx")


def _write_private(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.write_bytes(content)


def _report_place(folder: Path, upload: Upload, source: object) -> Path:
    """Of a table the latest report stands alone: the same rows are refused every hour."""
    if source is None:
        return place_for(folder, REFUSED, upload.name)
    (folder / REFUSED).mkdir(mode=0o700, exist_ok=True)
    return folder / REFUSED / upload.name


def _take(
    register: str, upload: Upload, options: SyncOptions, folder: Path, source: tuple[str, Mark] | None = None
) -> tuple[Plan | None, str]:
    """Check, then accept as an upload is accepted; what it did in a sentence, and no plan where it was known."""
    terms = ImportOptions(new_organizations=options.new_organizations)
    with unscoped_session() as session:
        if source is None and not options.again and is_last_file(session, register, upload.digest()):
            return None, f"{register_title(register)}: этот файл уже принят, ничего не изменилось"
        if options.only_check:
            plan = imports.check(session, register, upload, terms)
            return plan, next(plan_text.plan_lines(plan))
        prepared = imports.prepare(session, register, upload, take_good=not options.whole, terms=terms)
    plan = prepared.plan
    if plan.refused:
        # Before anything is written to the database: a full disk must not lose them.
        _explain(_report_place(folder, upload, source), "эти строки отклонены, остальные приняты", plan)
    with write_session() as session:
        if source is not None and is_settled(session, register, plan):
            keep_mark(session, *source, is_ok=not plan.refused)
            return plan, f"{register_title(register)}: ничего не изменилось"
        plan, run = imports.accept(
            session,
            register,
            upload,
            by=OPERATOR.login,
            take_good=not options.whole,
            rewrite=quality_sums.rewriting(dates.today()),
            figures=counts.figures_on(dates.today()),
            terms=terms,
            prepared=prepared,
        )
        if source is not None:
            keep_mark(session, *source, is_ok=not plan.refused)
    return plan, f"загрузка {run.id}, {next(plan_text.plan_lines(plan))}"


def _sync_database(options: SyncOptions) -> Iterator[Outcome]:
    tables: list[SourceTable] = []
    with ExitStack() as stack:
        try:
            tables = read_mapping(Path(settings.SOURCE_TABLES.value()))
            connection = stack.enter_context(source_connection(settings.SOURCE_URL.value()))
            with unscoped_session() as session:
                marks = {one.source: mark_of(session, one.source) for one in tables}
            # All are read before the first is written: an import may last, and they are to be of one moment.
            after = {name: None if options.again else mark.mark for name, mark in marks.items()}
            rows = {one.source: _rows(connection, one, after[one.source]) for one in tables}
        except (SourceError, MappingError) as error:
            yield Outcome("База модуля", str(error), is_ok=False)
            _keep_failures(tables, options)
            return
    for one in tables:
        yield _take_rows(one, rows[one.source], marks[one.source], options)


def _rows(connection: Connection, source: SourceTable, after: str | None) -> SourceRows | str:
    try:
        return read_rows(connection, source, after)
    except UnreadableFileError as error:
        return error.reason


def _take_rows(source: SourceTable, rows: SourceRows | str, mark: Mark, options: SyncOptions) -> Outcome:
    title = f"База модуля, {register_title(source.register)}"
    if isinstance(rows, str):
        return _refuse_rows(source, title, options, rows)
    with unscoped_session() as session:
        is_same = rows.digest == mark.content_hash and not is_due(session, source.register, mark)
    if not rows.number or (is_same and not options.again and not options.only_check):
        if not options.only_check:
            with write_session() as session:
                keep_mark(session, source.source, mark, is_ok=True)
        return Outcome(title, "ничего не изменилось")
    upload = Upload(rows.content, f"база модуля, {source.register}.csv")
    folder = Path(settings.SOURCE_FOLDER.value() or settings.UPLOADS_FOLDER.value()).absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new_mark = Mark(rows.digest, rows.mark)
    try:
        plan, sentence = _take(source.register, upload, options, folder, (source.source, new_mark))
    except (UnreadableFileError, ImportRejectedError) as error:
        return _refuse_rows(source, title, options, str(error))
    except NewOrganizationsError as unconfirmed:
        if not options.only_check:
            _explain(_report_place(folder, upload, new_mark), plan_text.UNCONFIRMED, unconfirmed.plan)
        return _refuse_rows(source, title, options, plan_text.UNCONFIRMED)
    return Outcome(title, sentence, is_ok=not (plan and plan.refused))


def _refuse_rows(source: SourceTable, title: str, options: SyncOptions, reason: str) -> Outcome:
    _keep_failures([source], options)
    return Outcome(title, f"отказано: {reason}", is_ok=False)


def _keep_failures(tables: list[SourceTable], options: SyncOptions) -> None:
    """The marks stay where they were: the rows come again."""
    if options.only_check:
        return
    with write_session() as session:
        for one in tables:
            keep_mark(session, one.source, mark_of(session, one.source), is_ok=False)
