"""The page cache: sends a stored screen again to viewers with the same grants until data, code or settings change."""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from access.audit_queue import record_view
from access.reading import Reading
from access.scope import Viewer
from access.signed_in import current_viewer
from dashboard.addresses import view_of
from dashboard.dash_internals import callback_answer, folded
from dashboard.frame import Ids
from dashboard.registry_address import is_registry
from dashboard.visit import Screen
from model.database import read_session
from model.dates import today
from queries.imports import data_version
from web import page_cache_files
from web.clean_text import clean_text
from web.origin import CALLBACKS
from web.page_cache_files import CachedPage, CacheKey

PAGE = f"..{Ids.CONTENT}.children...{Ids.TITLE}.data.."
PAGE_INPUTS = ((Ids.ADDRESS, "pathname"), (Ids.ADDRESS, "search"))
HERE = Path(__file__).parent.parent
# The code that makes screens.
CODE = ("settings.py", "access", "callbacks", "dashboard", "model", "queries", "web")
LIBRARIES = ("dash", "plotly", "sqlalchemy")
# A higher quality takes more time than the transfer saves.
_QUALITY = 5


def add_page_cache(server: Flask) -> None:
    """Answer from the cache, after the guard; store cacheable screens before the response is compressed."""
    server.before_request(_send_cached)
    server.after_request(_store)


def mark_cacheable(screen: Screen) -> None:
    """Let the screen of this request be stored."""
    g.cacheable_screen = screen


def _send_cached() -> Response | None:
    address = requested_address()
    if address is None or not page_cache_files.is_enabled():
        return None
    key, page = _stored_page(*address)
    if page is None:
        g.cache_key = key
        return None
    return _packed(Response(mimetype="application/json"), page.packed)


def _stored_page(path: str, query: str) -> tuple[CacheKey | None, CachedPage | None]:
    """The key of the screen and, when it is stored, the screen, whose viewing is recorded."""
    viewer = current_viewer()
    key = cache_key_at(viewer, path, query)
    page = page_cache_files.load(key) if key else None
    if key:
        g.cache_outcome = "hit" if page else "miss"
    if page is not None and page.about:
        record_view("opened", path, by=viewer.login, origin=request.remote_addr, about=page.about)
    return key, page


def stored_answer(path: str, query: str) -> tuple[CacheKey | None, str | None]:
    """The key of the screen and its stored answer, for a page that carries it."""
    if not page_cache_files.is_enabled():
        return None, None
    key, page = _stored_page(path, query)
    return key, brotli.decompress(page.packed).decode() if page else None


def store_answer(key: CacheKey | None, screen: Screen, answer: str) -> None:
    """Store the answer under its key if the screen may be stored."""
    if key is not None and screen.is_cacheable:
        page_cache_files.store(key, CachedPage(screen.about, brotli.compress(answer.encode(), quality=_QUALITY)))


def answer_of(screen: Screen) -> str:
    """The response to a request for the screen, byte for byte."""
    return callback_answer({Ids.CONTENT: {"children": folded(screen.content)}, Ids.TITLE: {"data": screen.title}})


def requested_address() -> tuple[str, str] | None:
    """The path and query of the requested screen; None for any other request."""
    if request.method != "POST" or request.path != CALLBACKS:
        return None
    try:
        body: Any = request.get_json(silent=True)
    except (HTTPException, RecursionError):
        # A body that may not be read, or is too deep: the request was refused.
        return None
    if not isinstance(body, dict) or body.get("output") != PAGE:
        return None
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or not all(isinstance(item, dict) for item in inputs):
        return None
    if tuple((item.get("id"), item.get("property")) for item in inputs) != PAGE_INPUTS:
        return None
    return clean_text(inputs[0].get("value")) or "/", clean_text(inputs[1].get("value"))


def cache_key_at(viewer: Viewer, path: str, query: str) -> CacheKey | None:
    """The cache key of the viewer's screen at the address for the present data; None before the first import.

    The version is read before the screen is made: after an import in between, the screen is newer than its key.
    """
    day = today()
    with read_session() as session:
        version_key = data_version(Reading(session, viewer, day))
    if not any(version_key):
        return None
    chosen = viewer.registry_columns if is_registry(path) else ()
    return page_cache_files.cache_key(viewer, (path, view_of(query), chosen), (version_key, day, _code()))


def render_page(screen: Screen) -> CachedPage:
    """The page to store for the screen."""
    return CachedPage(screen.about, brotli.compress(answer_of(screen).encode(), quality=_QUALITY))


def _store(response: Response) -> Response:
    key, screen = g.pop("cache_key", None), g.pop("cacheable_screen", None)
    if key is not None and screen is not None and response.status_code == 200:
        packed = brotli.compress(response.get_data(), quality=_QUALITY)
        page_cache_files.store(key, CachedPage(screen.about, packed))
        return _packed(response, packed)
    return response


def _packed(response: Response, packed: bytes) -> Response:
    """The response with its content, in Brotli when the browser accepts it."""
    if not request.accept_encodings["br"]:
        response.set_data(brotli.decompress(packed))
        return response
    response.set_data(packed)
    response.headers["Content-Encoding"] = "br"
    response.vary.add("Accept-Encoding")
    return response


@lru_cache(maxsize=1)
def _code() -> str:
    """A hash of the code and libraries that make screens: a new version of the product uses new keys."""
    digest = hashlib.sha256("".join(version(library) for library in LIBRARIES).encode())
    for part in CODE:
        for file in sorted([HERE / part] if part.endswith(".py") else (HERE / part).rglob("*.*")):
            if file.suffix in {".py", ".csv"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()
