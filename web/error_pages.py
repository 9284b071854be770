"""What is answered when a request can't be: a plain page that tells nothing of the data or the program."""

import logging
import secrets
import traceback

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from model.database import is_locked

log = logging.getLogger(__name__)

MESSAGES = {
    400: "Запрос не понят. Вернитесь на страницу, с которой пришли, и попробуйте снова.",
    401: "Сеанс закончился. Войдите снова.",
    403: "Форма устарела или отправлена с другого сайта. Откройте страницу заново и повторите.",
    404: "Такой страницы нет, или она не для вашей учётной записи.",
    405: "Так эту страницу не открывают. Вернитесь на главную.",
    408: "Запрос пришёл не целиком. Повторите; если связь медленная, подождите минуту.",
    413: "Запрос слишком велик. Уменьшите файл или список и попробуйте снова.",
    429: "Слишком много попыток входа. Подождите 15 минут и попробуйте снова.",
    503: "Сейчас загружаются данные, изменить ничего нельзя. Повторите через минуту.",
}
UNKNOWN_ERROR = "Что-то сломалось у нас. Повторите позже; если не поможет, сообщите администратору номер"


def add_error_pages(server: Flask) -> None:
    """Answer every failure of the server in this way."""
    server.register_error_handler(HTTPException, _tell)
    server.register_error_handler(Exception, _tell_fault)


def _tell(failure: HTTPException) -> Response | tuple[str, int]:
    if failure.response is not None or failure.code is None or failure.code < 400:
        return failure.get_response()
    return _page(MESSAGES.get(failure.code, MESSAGES[400]), failure.code)


def _tell_fault(fault: Exception) -> tuple[str, int]:
    if isinstance(fault, TimeoutError):
        # The client stopped sending: no fault of ours, and no line of the log for each.
        return _page(MESSAGES[408], 408)
    if is_locked(fault):
        return _page(MESSAGES[503], 503)
    return _page(f"{UNKNOWN_ERROR} {incident_number(fault)}.", 500)


def incident_number(fault: Exception) -> str:
    """Write down where a fault happened; the number that people are told and that finds it in the log.

    Its message stays out: databases put the values of rows into theirs.
    """
    number = secrets.token_hex(4)
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("told as %s: %s\n%s", number, type(fault).__name__, where)
    return number


def _page(text: str, code: int) -> tuple[str, int]:
    if request.accept_mimetypes.accept_html:
        return render_template("failure.html", text=text), code
    return text, code
