"""A response with a file, recorded in the journal."""

from collections.abc import Collection
from io import BytesIO

from flask import request, send_file
from werkzeug.wrappers import Response

from access.journal import write_down
from access.signed_in import current_viewer
from dashboard.addresses import View, view_of
from exports.archive import file_name
from exports.documents import WRITERS
from model.database import write_session

KINDS = {**WRITERS, "csv": "text/csv; charset=utf-8"}


def requested_view() -> View:
    """The view in the query string of the request."""
    return view_of(request.query_string.decode("utf-8", "replace"))


def send(
    content: bytes, title: str, suffix: str, *, action: str, subject: str, about: Collection[int] = ()
) -> Response:
    """Record the download in the journal and send the file; `about` are ids of persons."""
    with write_session() as session:
        write_down(session, action, subject, by=current_viewer().login, origin=request.remote_addr, about=about)
    name = file_name(title, f".{suffix}")
    return send_file(BytesIO(content), mimetype=KINDS[suffix], as_attachment=True, download_name=name)
