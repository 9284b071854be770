"""Uploads: the forms that bring a file, accept it, give it up, map its headings; templates and refused rows."""

import hashlib
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from dash import Input, NoUpdate, Output, State, callback, ctx, no_update
from dash.development.base_component import Component
from flask import Flask, abort, redirect, request, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

import settings
from access import importing as orders
from access.journal import write_down
from access.login import UPLOADS, current_viewer
from access.reading import Reading
from access.unacceptable import Unacceptable
from callbacks.making import Maker
from callbacks.saying import said
from callbacks.sending import KINDS, send
from callbacks.taking_in import drop_files, folder, sweep_uploads, take_next
from dashboard import addresses
from dashboard.frame import Ids as FrameIds
from dashboard.pages import imports as list_page
from dashboard.pages import upload as page
from exports.archive import file_name
from ingest.headings import heading_key
from ingest.importing import Upload
from ingest.registers import REGISTERS, Register
from ingest.templates import write_template
from model.database import reading, writing
from model.dates import today
from model.import_jobs import Task
from queries.import_jobs import UploadRecord, own_upload, own_uploads
from queries.imports import import_run, importable_places

MAKER = "import_maker"
_BLOCK = 1 << 20
_ACCEPTING = {"whole": Task.ACCEPT, "good": Task.ACCEPT_GOOD}


def add_routes(server: Flask) -> None:
    """Let the server take files in; the maker beside it is started by the server's own worker (deploy/)."""
    server.extensions[MAKER] = maker = Maker("imports", take_next, sweep_uploads)
    server.add_url_rule(addresses.UPLOAD, UPLOADS, lambda: upload_files(maker), methods=["POST"])
    for deed, does in {"accept": accept_upload, "cancel": cancel_upload, "headings": map_headings}.items():
        view = _told_of(does, maker)
        server.add_url_rule(f"/imports/<int:identity>/{deed}", f"{deed}_upload", view, methods=["POST"])
    undo = _told_of(undo_import, maker)
    server.add_url_rule("/imports/runs/<int:identity>/undo", "undo_import", undo, methods=["POST"])
    server.add_url_rule("/imports/<int:identity>/refused.xlsx", "refused_rows", take_refused)
    server.add_url_rule(addresses.TEMPLATE, "register_template", take_template)


def _told_of(does: Any, maker: Maker) -> Any:
    def view(identity: int) -> Response:
        answer = does(identity)
        maker.wake()
        return answer

    return view


def upload_files(maker: Maker) -> Response:
    """Keep the files and have them checked; to the plan of the one, or to the list of several."""
    viewer = current_viewer()
    if not orders.may_import(viewer):
        abort(404)
    made: list[int] = []
    for file in request.files.getlist("files"):
        if not file.filename:
            continue
        try:
            made.append(_order(file))
        except Unacceptable:
            break  # the page says why: too many of them are not checked yet
    maker.wake()
    return redirect(addresses.upload(made[0]) if len(made) == 1 else addresses.IMPORTS, 303)


def _order(file: FileStorage) -> int:
    target = folder() / token_hex(16)
    digest, size = _kept(file.stream, target)
    most = settings.MAX_UPLOAD_MB.value()
    reason = f"файл больше {most} МБ: разделите его на части" if size > most << 20 else None
    if reason:
        drop_files(target.name)
    try:
        with writing() as session:
            job = orders.order_check(
                session,
                file_name=Upload(b"", file.filename or "").name,
                stored_as=None if reason else target.name,
                file_hash=digest,
                file_size=size,
                reason=reason,
                origin=request.remote_addr,
                by=current_viewer(),
            )
    except BaseException:
        drop_files(target.name)
        raise
    return job.id


def _kept(source: IO[bytes], target: Path) -> tuple[str, int]:
    """The hash and the size of what was written; nobody else may read it."""
    digest, size = hashlib.sha256(), 0
    target.touch(mode=0o600, exist_ok=False)
    with target.open("wb") as to:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += to.write(block)
    return digest.hexdigest(), size


def accept_upload(identity: int) -> Response:
    """Accept what was checked, whole or its good rows."""
    task = _ACCEPTING.get(request.form.get("how", ""))
    found = _own(identity)
    if found is None or task is None:
        abort(404)
    # The form has a tick for it; without one the plan is shown again, and nothing is done.
    if (found.plan or {}).get("needs_consent") and not request.form.get(page.CONSENT):
        return redirect(addresses.upload(identity), 303)
    with writing() as session:
        orders.go_on(session, identity, task, by=current_viewer())
    return redirect(addresses.upload(identity), 303)


def cancel_upload(identity: int) -> Response:
    """Give up an upload of one's own; its files go."""
    found = _own(identity)
    if found is None:
        abort(404)
    with writing() as session:
        is_given_up = orders.cancel(session, identity, by=current_viewer())
    if is_given_up:
        drop_files(found.stored_as, found.refused_as)
    return redirect(addresses.IMPORTS, 303)


def map_headings(identity: int) -> Response:
    """Read the file as this register, its headings meaning these columns; remembered for the account."""
    register = REGISTERS.get(request.form.get("register", ""))
    found = _own(identity)
    if found is None or register is None:
        abort(404)
    known = (found.plan or {}).get("headings", [])
    with writing() as session:
        mapped = _mapped(register, known)
        if mapped:
            orders.map_headings(session, register.key, mapped, by=current_viewer())
        orders.go_on(session, identity, Task.CHECK, by=current_viewer(), register=register.key)
    return redirect(addresses.upload(identity), 303)


def _mapped(register: Register, known: list[str]) -> list[tuple[str, str, str]]:
    """Which heading of the file each column was said to be; one heading is one column."""
    found: dict[str, tuple[str, str, str]] = {}
    for column in register.columns:
        heading = request.form.get(f"column.{column.key}", "")
        key = heading_key(heading)
        if heading in known and key and key not in found:
            found[key] = (key, heading, column.key)
    return list(found.values())


def undo_import(identity: int) -> Response:
    """Have the last import undone; 404 for any other, and for who may not."""
    viewer = current_viewer()
    with reading() as session:
        found = import_run(Reading(session, viewer, today()), identity)
    if found is None or not found.may_undo:
        abort(404)
    try:
        with writing() as session:
            job = orders.order_undoing(session, identity, found.run.file_name, origin=request.remote_addr, by=viewer)
    except Unacceptable:
        return redirect(addresses.IMPORTS, 303)
    return redirect(addresses.upload(job.id), 303)


def take_refused(identity: int) -> Response:
    """The refused rows of an upload of one's own, as a workbook to mend."""
    found = _own(identity)
    file = folder() / found.refused_as if found and found.refused_as else None
    if found is None or file is None or not file.is_file():
        abort(404)
    origin = request.remote_addr
    with writing() as session:
        write_down(session, "refused rows taken", f"upload {identity}", by=current_viewer().login, origin=origin)
    name = file_name(f"Отказано {Path(found.file_name).stem}", ".xlsx")
    return send_file(file, mimetype=KINDS["xlsx"], as_attachment=True, download_name=name)


def take_template(register: str) -> Response:
    """The empty register to fill in."""
    found, viewer = REGISTERS.get(register), current_viewer()
    if found is None or not orders.may_import(viewer):
        abort(404)
    with reading() as session:
        places = importable_places(Reading(session, viewer, today()))
    content = write_template(found, places)
    return send(content, f"Шаблон {found.title}", "xlsx", action="template taken", subject=register)


def _own(identity: int) -> UploadRecord | None:
    with reading() as session:
        return own_upload(Reading(session, current_viewer(), today()), identity)


@callback(
    Output(list_page.Ids.LIST, "children"),
    Output(list_page.Ids.CLOCK, "disabled"),
    Input(list_page.Ids.CLOCK, "n_intervals"),
    Input(list_page.Ids.FOLLOW, "value"),
    prevent_initial_call=True,
)
def follow_uploads(_beats: Any, follows: Any) -> tuple[Component | NoUpdate, bool]:
    """How far they have come by now; the clock stands still when nothing is done or it was asked to."""
    if ctx.triggered_id == list_page.Ids.FOLLOW.value and not follows:
        return no_update, True
    with reading() as session:
        found = own_uploads(Reading(session, current_viewer(), today()))
    return list_page.uploads_list(found), not follows or not any(one.is_unfinished for one in found)


@callback(
    Output(page.Ids.STATE, "children"),
    Output(page.Ids.CLOCK, "disabled"),
    Input(page.Ids.CLOCK, "n_intervals"),
    Input(page.Ids.FOLLOW, "value"),
    State(FrameIds.ADDRESS, "pathname"),
    prevent_initial_call=True,
)
def follow_upload(_beats: Any, follows: Any, path: Any) -> tuple[Component | NoUpdate, bool]:
    """How far the upload of the address has come by now."""
    identity = addresses.upload_at(said(path) or "")
    if identity is None or (ctx.triggered_id == page.Ids.FOLLOW.value and not follows):
        return no_update, True
    found = _own(identity)
    if found is None:
        return no_update, True
    return page.state(found), not follows or not found.is_unfinished
