"""A document of a person as a file at a plain address."""

from flask import Flask, abort
from werkzeug.wrappers import Response

from access.reading import Reading
from access.signed_in import current_viewer
from dashboard.addresses import DOCUMENT
from exports.documents import FORMS, OF_PERIOD, WRITERS, maker
from exports.forms import Stamp
from model import wording
from model.database import read_session
from model.dates import now, today
from model.wording import appendix_title
from queries.person import person_sheet
from web.file_response import requested_period, requested_view, send

__all__ = ["FORMS", "WRITERS", "add_routes"]


def add_routes(server: Flask) -> None:
    """Add the route of documents to the server."""
    server.add_url_rule(DOCUMENT, "document", download_document)


def download_document(identity: int, form: str, suffix: str) -> Response:
    """An appendix of a person on the date; 404 when it does not exist or is outside the viewer's scope."""
    period = requested_period() if form in OF_PERIOD else None
    make = maker(form, suffix, period=period)
    if make is None:
        abort(404)
    stamp = Stamp(requested_view().on or today(), now(), current_viewer().title)
    with read_session() as session:
        sheet = person_sheet(Reading(session, current_viewer(), stamp.day), identity)
    content = make(sheet, stamp) if sheet else None
    if sheet is None or content is None:
        abort(404)
    days = f" {wording.period(period.since, period.until)}" if period else ""
    title = f"{appendix_title(form)} {sheet.full_name}{days}"
    return send(
        content, title, suffix, action=f"document {form}.{suffix}", subject=f"person {identity}", about=[identity]
    )
