"""A response with a file, recorded in the journal."""

from collections.abc import Collection
from io import BytesIO

from flask import abort, make_response, request, send_file
from werkzeug.wrappers import Response

from access.journal import write_down
from access.signed_in import current_viewer
from dashboard.addresses import View, requested_day, view_of
from exports.archive import file_name
from exports.documents import WRITERS
from model.database import write_session
from model.dates import Period
from web.error_pages import page

KINDS = {**WRITERS, "csv": "text/csv; charset=utf-8"}

WRONG_PERIOD = "Период задан неверно: нужны два дня, второй не раньше первого. Вернитесь на страницу и исправьте дни."


def requested_view() -> View:
    """The view in the query string of the request."""
    return view_of(request.query_string.decode("utf-8", "replace"))


def requested_period() -> Period | None:
    """The period of the address; none where it names no day, 400 where it is no period.

    A period that ends before it begins is not turned round: that would be another report than was asked for.
    """
    since, until = request.args.get("since", ""), request.args.get("until", "")
    if not since and not until:
        return None
    days = (requested_day(since), requested_day(until))
    if days[0] is None or days[1] is None or days[0] > days[1]:
        abort(make_response(page(WRONG_PERIOD, 400)))
    return Period(days[0], days[1])


def send(
    content: bytes, title: str, suffix: str, *, action: str, subject: str, about: Collection[int] = ()
) -> Response:
    """Record the download in the journal and send the file; `about` are ids of persons."""
    with write_session() as session:
        write_down(session, action, subject, by=current_viewer().login, origin=request.remote_addr, about=about)
    name = file_name(title, f".{suffix}")
    return send_file(BytesIO(content), mimetype=KINDS[suffix], as_attachment=True, download_name=name)
