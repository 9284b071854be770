"""Exports of whole lists: the addresses that enqueue and cancel them, the file that is downloaded."""

from dataclasses import replace

from flask import Flask, abort, redirect, request, send_file
from werkzeug.wrappers import Response

from access.journal import write_down
from access.reading import Reading
from dashboard.addresses import EXPORTS, ORDER_EXPORT, view_of, with_view
from dashboard.pages.exports import document_name
from dashboard.selection import selection_at
from dashboard.visit import Visit
from exports.archive import file_name
from exports.bundles import ending_of
from exports.documents import maker
from jobs import exports, storage
from jobs.worker import job_worker
from model.database import read_session, write_session
from model.dates import today
from model.errors import ActionRejectedError
from model.jobs import JobKind, JobState
from queries.jobs import JobRecord, own_job
from web.file_response import KINDS
from web.guard import current_viewer

WORKER = "export_worker"
_KINDS = {**KINDS, "zip": "application/zip"}


def add_routes(server: Flask) -> None:
    """Let the server enqueue exports; the worker beside it is started by the server's own worker (deploy/)."""
    server.extensions[WORKER] = job_worker(JobKind.EXPORT)
    server.add_url_rule(ORDER_EXPORT, "order_export", lambda: order_export(server), methods=["POST"])
    server.add_url_rule("/exports/<int:identity>/cancel", "cancel_export", cancel_export, methods=["POST"])
    server.add_url_rule("/exports/<int:identity>/file", "export_file", send_export)


def order_export(server: Flask) -> Response:
    """A document of everyone in a list; 404 where there is no such list or it is not the viewer's."""
    form, suffix = request.form.get("form", ""), request.form.get("suffix", "")
    path, _, query = request.form.get("list", "").partition("?")
    view = view_of(query)
    view = replace(view.on_page(1), on=view.on or today())
    viewer = current_viewer()
    with read_session() as session:
        selection = selection_at(Visit(Reading(session, viewer, view.on or today()), view, path))
    if maker(form, suffix) is None or selection is None or not selection.persons:
        abort(404)
    source, title = with_view(path, view), f"{selection.title}, {selection.place}"
    try:
        exports.enqueue(form=form, suffix=suffix, source=source, title=title, origin=request.remote_addr, by=viewer)
    except ActionRejectedError:
        return redirect(EXPORTS, 303)  # the page says why: too many of them are unfinished
    server.extensions[WORKER].wake()
    return redirect(EXPORTS, 303)


def cancel_export(identity: int) -> Response:
    """Stop an export of one's own."""
    _own(identity)
    exports.cancel(identity, by=current_viewer())
    return redirect(EXPORTS, 303)


def send_export(identity: int) -> Response:
    """The file of an export of one's own; 404 for everyone else, and where the file is no longer there."""
    job = _own(identity)
    file = storage.file_of(JobKind.EXPORT, job.output_file) if job.state is JobState.READY else None
    if file is None:
        abort(404)
    with write_session() as session:
        write_down(session, "export taken", f"export {identity}", by=current_viewer().login, origin=request.remote_addr)
    ending = ending_of(job.suffix)
    name = file_name(f"{document_name(job)} {job.title}", f".{ending}")
    return send_file(file, mimetype=_KINDS[ending], as_attachment=True, download_name=name)


def _own(identity: int) -> JobRecord:
    with read_session() as session:
        job = own_job(Reading(session, current_viewer(), today()), JobKind.EXPORT, identity)
    return job or abort(404)
