"""Orders of long exports: the forms that order and cancel, the file that is taken, the list that follows."""

from dataclasses import replace
from typing import Any

from dash import Input, NoUpdate, Output, callback, ctx, no_update
from dash.development.base_component import Component
from flask import Flask, abort, redirect, request, send_file
from werkzeug.wrappers import Response

from access import exporting
from access.journal import write_down
from access.login import current_viewer
from access.reading import Reading
from access.unacceptable import Unacceptable
from callbacks.making import Maker, folder
from callbacks.sending import KINDS
from dashboard.addresses import EXPORTS, ORDER_EXPORT, view_of, with_view
from dashboard.everyone import Everyone, everyone
from dashboard.pages import exports as page
from dashboard.pages.exports import Ids
from dashboard.visit import Visit
from exports.archive import file_name
from exports.bundles import ending_of
from exports.documents import maker
from model.database import reading, writing
from model.dates import today
from model.export_jobs import JobState
from queries.export_jobs import ExportRecord, own_export, own_exports

MAKER = "export_maker"
_KINDS = {**KINDS, "zip": "application/zip"}


def add_routes(server: Flask) -> None:
    """Let the server take orders; the maker beside it is started by the server's own worker (deploy/)."""
    server.extensions[MAKER] = Maker()
    server.add_url_rule(ORDER_EXPORT, "order_export", lambda: order_export(server), methods=["POST"])
    server.add_url_rule("/exports/<int:identity>/cancel", "cancel_export", cancel_export, methods=["POST"])
    server.add_url_rule("/exports/<int:identity>/file", "export_file", take_export)


def order_export(server: Flask) -> Response:
    """A document of everyone in a list; 404 where there is no such list or it is not the viewer's."""
    form, suffix = request.form.get("form", ""), request.form.get("suffix", "")
    path, _, query = request.form.get("list", "").partition("?")
    view = view_of(query)
    asked = replace(view.on_page(1), on=view.on or today())
    viewer = current_viewer()
    with reading() as session:
        found = everyone(Visit(Reading(session, viewer, asked.on or today()), asked, path))
    if maker(form, suffix) is None or found is None or not found.persons:
        abort(404)
    try:
        with writing() as session:
            exporting.order(
                session,
                form=form,
                suffix=suffix,
                source=with_view(path, asked),
                title=_title(found),
                origin=request.remote_addr,
                by=viewer,
            )
    except Unacceptable:
        return redirect(EXPORTS, 303)  # the page says why: too many of them are unfinished
    server.extensions[MAKER].wake()
    return redirect(EXPORTS, 303)


def _title(found: Everyone) -> str:
    return f"{found.title}, {found.place}"


def cancel_export(identity: int) -> Response:
    """Stop an order of one's own."""
    viewer = current_viewer()
    if _own(identity) is None:
        abort(404)
    with writing() as session:
        exporting.cancel(session, identity, by=viewer)
    return redirect(EXPORTS, 303)


def take_export(identity: int) -> Response:
    """The file of an order of one's own; 404 for everyone else, and where the file is no longer there."""
    found = _own(identity)
    file = folder() / found.file_name if found and found.state is JobState.READY and found.file_name else None
    if found is None or file is None or not file.is_file():
        abort(404)
    with writing() as session:
        write_down(session, "export taken", f"export {identity}", by=current_viewer().login, origin=request.remote_addr)
    ending = ending_of(found.suffix)
    name = file_name(f"{page.document_name(found)} {found.title}", f".{ending}")
    return send_file(file, mimetype=_KINDS[ending], as_attachment=True, download_name=name)


def _own(identity: int) -> ExportRecord | None:
    with reading() as session:
        return own_export(Reading(session, current_viewer(), today()), identity)


@callback(
    Output(Ids.LIST, "children"),
    Output(Ids.CLOCK, "disabled"),
    Input(Ids.CLOCK, "n_intervals"),
    Input(Ids.FOLLOW, "value"),
    prevent_initial_call=True,
)
def follow_exports(_beats: Any, follows: Any) -> tuple[Component | NoUpdate, bool]:
    """How far they have come by now; the clock stands still when nothing is made or it was asked to."""
    if ctx.triggered_id == Ids.FOLLOW.value and not follows:
        return no_update, True
    with reading() as session:
        found = own_exports(Reading(session, current_viewer(), today()))
    return page.exports_list(found), not follows or not any(one.is_unfinished for one in found)
