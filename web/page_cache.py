"""A screen that was shown before is sent again as it was, to whoever holds the same grants, until something changes."""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, g, request
from werkzeug.wrappers import Response

from access.audit_queue import record_view
from access.reading import Reading
from access.scope import Viewer
from dashboard.addresses import view_of
from dashboard.dash_internals import callback_answer
from dashboard.frame import Ids
from dashboard.visit import Screen
from model.database import read_session
from model.dates import today
from queries.imports import data_version
from web import page_cache_files
from web.clean_text import clean_text
from web.guard import current_viewer
from web.origin import CALLBACKS
from web.page_cache_files import CachedPage, CacheKey

PAGE = f"..{Ids.CONTENT}.children...{Ids.TITLE}.data.."
ASKED = ((Ids.ADDRESS, "pathname"), (Ids.ADDRESS, "search"))
HERE = Path(__file__).parent.parent
# What a screen is made by.
CODE = ("settings.py", "access", "callbacks", "dashboard", "model", "queries")
LIBRARIES = ("dash", "plotly", "sqlalchemy")
# Tighter takes longer than the reader saves.
_QUALITY = 5


def add_page_cache(server: Flask) -> None:
    """Answer from what is kept, behind the guard; keep what `is_cacheable` as it goes out, before it is packed."""
    server.before_request(_send_cached)
    server.after_request(_store)


def mark_cacheable(screen: Screen) -> None:
    """The screen that is on its way may be sent again as it is."""
    g.screen_on_its_way = screen


def _send_cached() -> Response | None:
    asked = _requested_address()
    if asked is None or not page_cache_files.is_enabled():
        return None
    viewer, (path, query) = current_viewer(), asked
    spot = cache_key_at(viewer, path, query)
    found = page_cache_files.load(spot) if spot else None
    if found is None:
        g.screen_spot = spot
        return None
    if found.about:
        record_view("opened", path, by=viewer.login, origin=request.remote_addr, about=found.about)
    return _packed(Response(mimetype="application/json"), found.packed)


def _requested_address() -> tuple[str, str] | None:
    """The path and the query for which the screen is asked; None of any other request."""
    if request.method != "POST" or request.path != CALLBACKS:
        return None
    body: Any = request.get_json(silent=True)
    if not isinstance(body, dict) or body.get("output") != PAGE:
        return None
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or not all(isinstance(one, dict) for one in inputs):
        return None
    if tuple((one.get("id"), one.get("property")) for one in inputs) != ASKED:
        return None
    return clean_text(inputs[0].get("value")) or "/", clean_text(inputs[1].get("value"))


def cache_key_at(viewer: Viewer, path: str, query: str) -> CacheKey | None:
    """Where the viewer's screen of the address is kept, as the data are now; None before anything was brought in.

    The version is read before the screen is made: an import meanwhile can only make a screen newer than it says.
    """
    day = today()
    with read_session() as session:
        brought = data_version(Reading(session, viewer, day))
    if not any(brought):
        return None
    return page_cache_files.cache_key(viewer, (path, view_of(query)), (brought, day, _code()))


def rendered(screen: Screen) -> CachedPage:
    """The answer that would be sent for the screen, letter by letter, made without anybody asking."""
    answer = callback_answer({Ids.CONTENT: {"children": screen.content}, Ids.TITLE: {"data": screen.title}})
    return CachedPage(screen.about, brotli.compress(answer.encode(), quality=_QUALITY))


def _store(answer: Response) -> Response:
    spot, screen = g.pop("screen_spot", None), g.pop("screen_on_its_way", None)
    if spot is not None and screen is not None and answer.status_code == 200:
        packed = brotli.compress(answer.get_data(), quality=_QUALITY)
        page_cache_files.store(spot, CachedPage(screen.about, packed))
        return _packed(answer, packed)
    return answer


def _packed(answer: Response, packed: bytes) -> Response:
    """The answer with its content, packed where the browser takes it so."""
    if not request.accept_encodings["br"]:
        answer.set_data(brotli.decompress(packed))
        return answer
    answer.set_data(packed)
    answer.headers["Content-Encoding"] = "br"
    answer.vary.add("Accept-Encoding")
    return answer


@lru_cache(maxsize=1)
def _code() -> str:
    """A hash of all that makes screens: another version of the product makes its own."""
    found = hashlib.sha256("".join(version(one) for one in LIBRARIES).encode())
    for part in CODE:
        for file in sorted([HERE / part] if part.endswith(".py") else (HERE / part).rglob("*.*")):
            if file.suffix in {".py", ".csv"}:
                found.update(file.read_bytes())
    return found.hexdigest()
