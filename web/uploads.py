"""Uploads: routes that check, accept and cancel a file and map its headings; templates and refused rows."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, abort, redirect, request, send_file
from werkzeug.wrappers import Response

from access.import_rights import may_import
from access.journal import write_down
from access.reading import Reading
from access.signed_in import current_reading, current_viewer
from dashboard import addresses
from dashboard.pages import upload as upload_page
from exports.archive import file_name
from ingest.files.headings import heading_key
from ingest.files.templates import write_template
from ingest.registers import REGISTERS
from ingest.registers.register import Register
from jobs import imports, storage
from jobs.worker import Worker, job_worker
from model.database import read_session, write_session
from model.dates import today
from model.errors import ActionRejectedError
from model.jobs import ImportTask, JobKind
from queries.imports import import_run, importable_places
from queries.jobs import JobRecord, own_job
from web.file_response import KINDS, send
from web.guard import UPLOADS
from web.job_process import run_job_apart

WORKER = "import_worker"
_ACCEPTING = {"whole": ImportTask.ACCEPT, "good": ImportTask.ACCEPT_GOOD}


def add_routes(server: Flask) -> None:
    """Add the routes of uploads and their job worker, which deploy/gunicorn.conf.py starts."""
    server.extensions[WORKER] = worker = job_worker(JobKind.IMPORT, run_job_apart)
    server.add_url_rule(addresses.UPLOAD, UPLOADS, lambda: upload_files(worker), methods=["POST"])
    for action, view in {"accept": accept_upload, "cancel": cancel_upload, "headings": map_headings}.items():
        address, endpoint = f"/imports/<int:identity>/{action}", f"{action}_upload"
        server.add_url_rule(address, endpoint, _waking(worker, view), methods=["POST"])
    undo = _waking(worker, undo_import)
    server.add_url_rule("/imports/runs/<int:identity>/undo", "undo_import", undo, methods=["POST"])
    server.add_url_rule("/imports/<int:identity>/refused.xlsx", "refused_rows", send_refused)
    server.add_url_rule(addresses.TEMPLATE, "register_template", send_template)


def _waking(worker: Worker, view: Callable[[int], Response]) -> Callable[[int], Response]:
    def respond(identity: int) -> Response:
        response = view(identity)
        worker.wake()
        return response

    return respond


def upload_files(worker: Worker) -> Response:
    """Store the files and enqueue their checks; redirects to the plan of one file or to the list of several."""
    viewer = current_viewer()
    if not may_import(viewer):
        abort(404)
    jobs: list[int] = []
    for file in request.files.getlist("files"):
        if not file.filename:
            continue
        try:
            jobs.append(imports.enqueue_upload(file.stream, file.filename, origin=request.remote_addr, by=viewer))
        except ActionRejectedError:
            break  # too many wait for their check: the page says so
    worker.wake()
    return redirect(addresses.upload(jobs[0]) if len(jobs) == 1 else addresses.IMPORTS, 303)


def accept_upload(identity: int) -> Response:
    """Accept a checked file, whole or only its good rows."""
    task = _ACCEPTING.get(request.form.get("how", ""))
    if task is None:
        abort(404)
    plan = _own(identity).plan or {}
    # The form has a tick for it; without one the plan is shown again, and nothing is done.
    if plan.get("needs_consent") and not request.form.get(upload_page.CONSENT):
        return redirect(addresses.upload(identity), 303)
    imports.accept(identity, task, by=current_viewer())
    return redirect(addresses.upload(identity), 303)


def cancel_upload(identity: int) -> Response:
    """Cancel the viewer's own upload and delete its files."""
    _own(identity)
    imports.cancel(identity, by=current_viewer())
    return redirect(addresses.IMPORTS, 303)


def map_headings(identity: int) -> Response:
    """Check the file again as this register with these headings; the account's mapping is stored."""
    register = REGISTERS.get(request.form.get("register", ""))
    if register is None:
        abort(404)
    headings = (_own(identity).plan or {}).get("headings", [])
    imports.check_again(identity, register.key, _mapped_columns(register, headings), by=current_viewer())
    return redirect(addresses.upload(identity), 303)


def _mapped_columns(register: Register, headings: list[str]) -> list[tuple[str, str, str]]:
    """The mapped columns as (heading key, heading, column key); each heading is used once."""
    columns: dict[str, tuple[str, str, str]] = {}
    for column in register.columns:
        heading = request.form.get(f"column.{column.key}", "")
        key = heading_key(heading)
        if heading in headings and key and key not in columns:
            columns[key] = (key, heading, column.key)
    return list(columns.values())


def undo_import(identity: int) -> Response:
    """Enqueue the undo of the last import; 404 for another import or without the right to undo."""
    viewer = current_viewer()
    with read_session() as session:
        page = import_run(Reading(session, viewer, today()), identity)
    if page is None or not page.may_undo:
        abort(404)
    try:
        job_id = imports.enqueue_undo(identity, page.run.file_name, origin=request.remote_addr, by=viewer)
    except ActionRejectedError:
        return redirect(addresses.IMPORTS, 303)
    return redirect(addresses.upload(job_id), 303)


def send_refused(identity: int) -> Response:
    """The refused rows of the viewer's own upload as a workbook to correct."""
    job = _own(identity)
    file = storage.file_of(JobKind.IMPORT, job.output_file)
    if file is None:
        abort(404)
    origin = request.remote_addr
    with write_session() as session:
        write_down(session, "refused rows taken", f"upload {identity}", by=current_viewer().login, origin=origin)
    name = file_name(f"Отклонено {Path(job.file_name).stem}", ".xlsx")
    return send_file(file, mimetype=KINDS["xlsx"], as_attachment=True, download_name=name)


def send_template(register: str) -> Response:
    """An empty workbook of the register."""
    template, viewer = REGISTERS.get(register), current_viewer()
    if template is None or not may_import(viewer):
        abort(404)
    with read_session() as session:
        places = importable_places(Reading(session, viewer, today()))
    content = write_template(template, places)
    return send(content, f"Шаблон {template.title}", "xlsx", action="template taken", subject=register)


def _own(identity: int) -> JobRecord:
    with current_reading() as reading:
        job = own_job(reading, JobKind.IMPORT, identity)
    return job or abort(404)
