"""Exports of whole lists: routes that enqueue, cancel and download them."""

from dataclasses import replace

from flask import Flask, abort, redirect, request, send_file
from werkzeug.wrappers import Response

from access.journal import write_down
from access.reading import Reading
from access.signed_in import current_reading, current_viewer
from dashboard.addresses import EXPORTS, ORDER_EXPORT, TABLE_FORM, table_file, view_of, with_view
from dashboard.collected_reports import TITLES, collected_report_at
from dashboard.pages.exports import document_name
from dashboard.periods import days_text
from dashboard.selection import selection_at
from dashboard.visit import Visit
from exports.archive import file_name
from exports.bundles import ending_of
from exports.documents import maker
from jobs import exports, storage
from jobs.registry_files import is_registry_file
from jobs.table_files import long_table, rows_of, table_address
from jobs.worker import job_worker
from model.database import read_session, write_session
from model.dates import today
from model.errors import ActionRejectedError
from model.jobs import JobKind, JobState
from queries.jobs import JobRecord, own_job
from web.file_response import KINDS
from web.job_process import run_job_apart

WORKER = "export_worker"
_KINDS = {**KINDS, "zip": "application/zip"}


def add_routes(server: Flask) -> None:
    """Add the routes of exports and their job worker, which deploy/gunicorn.conf.py starts."""
    server.extensions[WORKER] = job_worker(JobKind.EXPORT, run_job_apart)
    server.add_url_rule(ORDER_EXPORT, "order_export", lambda: order_export(server), methods=["POST"])
    server.add_url_rule("/exports/<int:identity>/cancel", "cancel_export", cancel_export, methods=["POST"])
    server.add_url_rule("/exports/<int:identity>/file", "export_file", send_export)


def order_export(server: Flask) -> Response:
    """Enqueue a long list as a table, or the documents of everyone in it; 404 when it does not exist for the viewer."""
    form, suffix = request.form.get("form", ""), request.form.get("suffix", "")
    path, _, query = request.form.get("list", "").partition("?")
    view = view_of(query)
    view = replace(view.on_page(1), on=view.on or today())
    viewer = current_viewer()
    with read_session() as session:
        visit = Visit(Reading(session, viewer, view.on or today()), view, path)
        ordered = _ordered(visit, form, suffix)
    if ordered is None:
        abort(404)
    where, title = ordered
    source = with_view(where, view)
    try:
        exports.enqueue(form=form, suffix=suffix, source=source, title=title, origin=request.remote_addr, by=viewer)
    except ActionRejectedError:
        return redirect(EXPORTS, 303)  # too many are unfinished: the page says so
    server.extensions[WORKER].wake()
    return redirect(EXPORTS, 303)


def _ordered(visit: Visit, form: str, suffix: str) -> tuple[str, str] | None:
    """The path and the title of what is ordered; None where it does not exist for the viewer."""
    if form == TABLE_FORM:
        return _table(visit, suffix)
    return _reports(visit, form, suffix) if form in TITLES else _documents(visit, form, suffix)


def _reports(visit: Visit, form: str, suffix: str) -> tuple[str, str] | None:
    """The path of «Отчёт за период» and the days and the place of its reports."""
    report = collected_report_at(visit, form, suffix)
    return (visit.path, f"{days_text(report.period)}, {report.place.name}") if report else None


def _table(visit: Visit, suffix: str) -> tuple[str, str] | None:
    """The path of the file and the title of a list; None where it has no rows or does not exist for the viewer."""
    address = table_address(table_file(visit.path, request.form.get("table", ""), suffix))
    table = long_table(visit, address.name) if address and address.screen == visit.path else None
    if address is None or table is None or not rows_of(table):
        return None
    return address.path, ", ".join(filter(None, (table.title, table.place)))


def _documents(visit: Visit, form: str, suffix: str) -> tuple[str, str] | None:
    """The path and the title of a list of people; None where it is empty or does not exist for the viewer."""
    selection = selection_at(visit)
    is_offered = maker(form, suffix) is not None or is_registry_file(form, suffix, visit.path, visit.view.registry.rows)
    if not is_offered or selection is None or not selection.persons:
        return None
    return visit.path, f"{selection.title}, {selection.place}"


def cancel_export(identity: int) -> Response:
    """Cancel the viewer's own export."""
    _own(identity)
    exports.cancel(identity, by=current_viewer())
    return redirect(EXPORTS, 303)


def send_export(identity: int) -> Response:
    """The file of the viewer's own export; 404 when it is not theirs or the file no longer exists."""
    job = _own(identity)
    file = storage.file_of(JobKind.EXPORT, job.output_file) if job.state is JobState.READY else None
    if file is None:
        abort(404)
    with write_session() as session:
        write_down(session, "export taken", f"export {identity}", by=current_viewer().login, origin=request.remote_addr)
    ending = ending_of(job.suffix, is_one=job.form in TITLES)
    name = file_name(f"{document_name(job)} {job.title}", f".{ending}")
    return send_file(file, mimetype=_KINDS[ending], as_attachment=True, download_name=name)


def _own(identity: int) -> JobRecord:
    with current_reading() as reading:
        job = own_job(reading, JobKind.EXPORT, identity)
    return job or abort(404)
