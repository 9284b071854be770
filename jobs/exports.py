"""Export jobs: the documents of everyone in a list in one file, or a long list as a table."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import BinaryIO

from access.journal import write_down
from access.reading import Reading
from access.scope import Viewer
from dashboard import place_words, words
from dashboard.addresses import TABLE_FORM, View, view_of
from dashboard.collected_reports import TITLES, collected_report_at
from dashboard.selection import Selection, selection_at
from dashboard.visit import Visit
from exports.bundles import Advance, Bundle, ending_of, write_bundle
from exports.forms import Stamp
from jobs import queue, quotas, storage
from jobs.collected_reports import reads_of, write_reports
from jobs.progress import Progress
from jobs.queue import Lease
from jobs.quotas import QuotaError
from jobs.registry_files import is_registry_file, write_registry_file
from jobs.table_files import long_table, rows_of, table_address, write_table
from model.database import read_session, write_session
from model.dates import now, today
from model.jobs import UNFINISHED, JobKind
from model.wording import filter_lines
from queries.jobs import JobRecord
from queries.person import person_sheet
from queries.person_records import PersonSheet

NOT_THERE = "такого списка нет или он не для вашей учётной записи"
NOBODY = "в списке никого нет"


def enqueue(*, form: str, suffix: str, source: str, title: str, origin: str | None, by: Viewer) -> None:
    """Enqueue the documents of everyone in the list at the address `source`, or the table whose file is there."""
    payload = {"form": form, "suffix": suffix, "source": source, "title": title}
    with write_session() as session:
        queue.enqueue(session, JobKind.EXPORT, payload, origin=origin, by=by)
        # Only the path: filters and searches may contain names.
        write_down(session, f"ordered {form}.{suffix}", source.partition("?")[0], by=by.login, origin=origin)


def cancel(job_id: int, *, by: Viewer) -> None:
    """Cancel the viewer's own export if it is not finished."""
    with write_session() as session:
        job = queue.own_job(session, JobKind.EXPORT, job_id, by=by)
        if job and job.state in UNFINISHED:
            queue.cancel(job)
            write_down(session, "order cancelled", f"export {job_id}", by=by.login)


def run(lease: Lease, stopping: Event) -> None:
    """Write the file of an export and finish the job."""
    part = storage.folder(JobKind.EXPORT) / f"{lease.job.id}-{lease.token}.part"
    try:
        _write(lease, part, stopping)
    except QuotaError as refused:
        queue.fail(lease, str(refused))
    finally:
        part.unlink(missing_ok=True)


def _write(lease: Lease, part: Path, stopping: Event) -> None:
    job = lease.job
    path, _, query = job.source.partition("?")
    view = view_of(query)
    day = view.on or today()
    quotas.check_space(lease.account_id, JobKind.EXPORT, 0)
    quotas.check_persons(lease.viewer.login)
    room = quotas.room_of(lease.account_id)
    with read_session() as session:
        reading = Reading(session, lease.viewer, day)
        content = _content(job, Visit(reading, view, path))
        if content is None or not content.total:
            queue.fail(lease, NOT_THERE if content is None else NOBODY)
            return
        tell = quotas.watch(part, JobKind.EXPORT, room, Progress(lease, stopping, content.total).tell)
        with part.open("xb") as stream:
            content.write(stream, tell)
    target = part.with_suffix(f".{ending_of(job.suffix, is_one=job.form in TITLES)}")
    part.chmod(0o600)
    part.rename(target)
    is_finished = queue.finish(
        lease,
        action=content.action,
        subject=path,
        about=reading.named,
        total=content.total,
        output_file=target.name,
        result={"file_size": target.stat().st_size},
    )
    if not is_finished:
        target.unlink()


@dataclass(frozen=True)
class _Content:
    """What an export writes: how many people or rows, and the line of the journal."""

    total: int
    action: str
    write: Callable[[BinaryIO, Advance], None]


def _content(job: JobRecord, visit: Visit) -> _Content | None:
    """What the export writes; None where it is not there for the account."""
    if job.form == TABLE_FORM:
        return _table(visit.reading, visit.view, visit.path)
    return _reports(job, visit) if job.form in TITLES else _documents(job, visit)


def _reports(job: JobRecord, visit: Visit) -> _Content | None:
    """The reports of all in one document; None where they are not there for the account."""
    report = collected_report_at(visit, job.form, job.suffix)
    if report is None:
        return None
    filters = visit.view.filters.without_procedure
    reads = reads_of(visit.reading, report, filters)

    def write(stream: BinaryIO, tell: Advance) -> None:
        write_reports(visit.reading, report, job.suffix, filters, reads, stream, tell)

    return _Content(len(reads), f"report {job.suffix}", write)


def _table(reading: Reading, view: View, path: str) -> _Content | None:
    """A long list as a table; None where it is not there for the account."""
    address = table_address(path)
    visit = Visit(reading, view, address.screen) if address else None
    table = long_table(visit, address.name) if visit and address else None
    if table is None or visit is None or address is None:
        return None
    write = partial(write_table, table, visit, address.suffix)
    # The same line as of a table that is made at once.
    return _Content(rows_of(table), f"table {address.suffix}", write)


def _documents(job: JobRecord, visit: Visit) -> _Content | None:
    """The documents of everyone in a list; None where it is not there for the account."""
    selection = selection_at(visit)
    if selection is None:
        return None
    stamp = Stamp(visit.reading.day, now(), visit.reading.viewer.title)
    bundle = Bundle(job.form, job.suffix, stamp, _about(selection, visit.view, stamp))
    action = f"export {job.form}.{job.suffix}"
    return _Content(len(selection.persons), action, partial(_write_documents, bundle, visit, selection))


def _write_documents(bundle: Bundle, visit: Visit, selection: Selection, stream: BinaryIO, tell: Advance) -> None:
    if is_registry_file(bundle.form, bundle.suffix, visit.path, visit.view.registry.rows):
        write_registry_file(bundle.form, bundle.suffix, visit, bundle.about, stream, tell)
        return
    write_bundle(bundle, _sheets(visit.reading, selection.persons), stream, tell)


def _sheets(reading: Reading, persons: Iterable[int]) -> Iterator[PersonSheet]:
    for identity in persons:
        sheet = person_sheet(reading, identity)
        if sheet is not None:
            yield sheet


def _about(selection: Selection, view: View, stamp: Stamp) -> tuple[tuple[str, str], ...]:
    """The lines about the file: list, place, date, filters, its author and moment."""
    return (
        ("Список", selection.title),
        (place_words.ANY_PLACE, selection.place),
        ("Отчётная дата", words.day(stamp.day)),
        *filter_lines(view.filters.chosen()),
        *([("Поиск", view.search)] if view.search else []),
        ("Работников в списке", words.number(len(selection.persons))),
        ("Сформировано", words.moment(stamp.made_at)),
        ("Кем", stamp.made_by),
    )
