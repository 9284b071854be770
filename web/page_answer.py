"""The answer to an address: its screen, from the page cache or composed, with one line in the journal."""

from urllib.parse import quote

from flask import request

from access.audit_queue import record_view
from access.signed_in import current_viewer
from dashboard import pages
from dashboard.components.failed import failed
from dashboard.visit import Screen
from model.database import is_unreachable
from model.errors import incident_number
from web import page_cache
from web.clean_text import clean_text


def screen_of(path: str, query: str) -> Screen:
    """The screen for the account of the request; an error shows its number, never its text.

    Raises the error of a database that can't be reached: the whole page says that it is gone.
    """
    viewer = current_viewer()
    try:
        screen = pages.screen_at(viewer, path, query)
    except Exception as error:
        if is_unreachable(error):
            raise
        return Screen("Ошибка", failed(incident_number(error)))
    if screen.about:
        record_view("opened", path, by=viewer.login, origin=request.remote_addr, about=screen.about)
    return screen


def first_answer() -> str:
    """The answer of the callback `show_page` for the address of this request, which the page carries."""
    path = clean_text(quote(request.path)) or "/"
    query = clean_text(f"?{request.query_string.decode(errors='replace')}" if request.query_string else "")
    key, answer = page_cache.stored_answer(path, query)
    if answer is None:
        screen = screen_of(path, query)
        answer = page_cache.answer_of(screen)
        page_cache.store_answer(key, screen, answer)
    return answer
