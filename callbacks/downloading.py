"""A document of a person as a file: a plain address, so that a link, a script and a keyboard reach it alike."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from flask import Flask, abort, request, send_file
from werkzeug.wrappers import Response

from access.journal import write_down
from access.login import current_viewer
from access.reading import Reading
from dashboard.addresses import DOCUMENT, view_of
from exports import appendix1, appendix2
from exports.archive import file_name
from exports.docx import form_docx
from exports.forms import Form, Stamp, stamped
from exports.pdf import form_pdf
from model.database import reading, writing
from model.dates import today
from queries.person import PersonSheet, RouteRecord, person_sheet

FORMS: dict[str, Callable[[PersonSheet, RouteRecord], Form]] = {
    "appendix1": appendix1.personal_form,
    "appendix1-module": appendix1.export_form,
    "appendix2": appendix2.personal_form,
    "appendix2-module": appendix2.export_form,
}
TITLES = {"appendix1": "Приложение 1", "appendix2": "Приложение 2"}
WRITERS: dict[str, tuple[Callable[[Form], bytes], str]] = {
    "docx": (form_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (form_pdf, "application/pdf"),
}


def add_routes(server: Flask) -> None:
    """Let the server answer the addresses of documents; the guard stands in front of them as of any other."""
    server.add_url_rule(DOCUMENT, "document", download_document)


def download_document(identity: int, form: str, suffix: str) -> Response:
    """One appendix of one person on the date; 404 both where there is none and where it is not the viewer's."""
    viewer, view = current_viewer(), view_of(request.query_string.decode("utf-8", "replace"))
    if form not in FORMS or suffix not in WRITERS:
        abort(404)
    with reading() as session:
        sheet = person_sheet(Reading(session, viewer, view.on or today()), identity)
    if sheet is None or sheet.current is None:
        abort(404)
    stamp = Stamp(view.on or today(), datetime.now(UTC), viewer.login)
    write, kind = WRITERS[suffix]
    content = write(stamped(FORMS[form](sheet, sheet.current), stamp))
    with writing() as session:
        write_down(
            session, f"document {form}.{suffix}", f"person {identity}", by=viewer.login, origin=request.remote_addr
        )
    name = file_name(f"{TITLES[form.partition('-')[0]]} {sheet.full_name}", f".{suffix}")
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
