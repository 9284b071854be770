"""Error pages, which show nothing of the data or the program."""

from errno import ENOSPC

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from model.database import is_locked, is_unreachable
from model.errors import incident_number
from web.refusal_texts import MESSAGES, UNREACHABLE

UNKNOWN_ERROR = "Ошибка системы. Повторите позже; если не поможет, сообщите администратору номер"


def add_error_pages(server: Flask) -> None:
    """Answer every error of the server with an error page."""
    server.register_error_handler(HTTPException, _answer_http)
    server.register_error_handler(Exception, _answer_fault)


def _answer_http(error: HTTPException) -> Response | tuple[str, int]:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    return page(MESSAGES.get(error.code, MESSAGES[400]), error.code)


def _answer_fault(error: Exception) -> tuple[str, int]:
    if isinstance(error, TimeoutError):
        # The client stopped sending: nothing to log.
        return page(MESSAGES[408], 408)
    if isinstance(error, OSError) and error.errno == ENOSPC:
        incident_number(error)
        return page(MESSAGES[507], 507)
    if is_locked(error):
        return page(MESSAGES[503], 503)
    if is_unreachable(error):
        incident_number(error)
        return page(UNREACHABLE, 503)
    return page(f"{UNKNOWN_ERROR} {incident_number(error)}.", 500)


def page(text: str, code: int) -> tuple[str, int]:
    """The plain page with the text; the text alone where no page was asked for."""
    if request.accept_mimetypes.accept_html:
        return render_template("failure.html", text=text), code
    return text, code
