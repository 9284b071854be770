"""Requests that nobody's browser sends: refused in words, before a page, Dash or a database meets them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dash.exceptions import DependencyException
from flask import Flask, abort, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter

CALLBACKS = "/_dash-update-component"
DECLARED = "declared_callbacks"
LARGEST_ID = 2**31 - 1  # of an integer column of PostgreSQL
# What a chart tells of a click is six levels deep.
DEEPEST = 20
_PARTS = ("inputs", "state")


class IdConverter(IntegerConverter):
    """A number in an address that can be an id: any other is an address of nothing."""

    regex = r"[0-9]{1,10}"

    def __init__(self, rules: Any) -> None:
        super().__init__(rules, max=LARGEST_ID)


def refuse_odd_addresses(server: Flask) -> None:
    """Answer 404 to addresses that can't name anything; call it before routes are added."""
    server.url_map.converters["int"] = IdConverter
    server.before_request(_refuse_unreadable)
    server.register_error_handler(DependencyException, lambda _: _not_found(server))


def _not_found(server: Flask) -> Any:
    # A package that Dash serves no files of.
    return server.handle_http_exception(NotFound())


def _refuse_unreadable() -> None:
    if "\0" in request.path or not _is_text(request.path):
        abort(404)


def refuse_odd_callbacks(server: Flask) -> None:
    """Answer 400 to calls of callbacks that have not the form which Dash's own script gives them.

    Call it before anything else reads them; `tell_callbacks` says which there are.
    """
    server.before_request(_refuse_odd_call)


def tell_callbacks(server: Flask, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Let the server know the app's callbacks by their outputs."""
    server.extensions[DECLARED] = callbacks


def _refuse_odd_call() -> None:
    if request.path == CALLBACKS and request.method == "POST" and not _is_call_of(current_app.extensions[DECLARED]):
        abort(400)


def _is_call_of(callbacks: Mapping[str, Mapping[str, Any]]) -> bool:
    try:
        body = request.get_json()
    except RecursionError:
        return False
    if not isinstance(body, dict) or not _is_shallow(body):
        return False
    output = body.get("output")
    declared = callbacks.get(output) if isinstance(output, str) else None
    if declared is None or not _is_listed(body.get("outputs"), _outputs(str(output))):
        return False
    if not all(_is_listed(body.get(part, []), _names(declared[part])) for part in _PARTS):
        return False
    changed, names = body.get("changedPropIds", []), _names(declared["inputs"])
    return isinstance(changed, list) and all(isinstance(one, str) and _is_of(one, names) for one in changed)


def _is_of(changed: str, names: list[tuple[str, str]]) -> bool:
    """Whether «a.b» is one of these; one of a kind of components may be gone by the time it is named."""
    identity, _, name = changed.rpartition(".")
    if not identity.startswith("{"):
        return (identity, name) in names
    try:
        one = json.loads(identity)
        kinds = [json.loads(kind) for kind, prop in names if prop == name and kind.startswith("{")]
    except (ValueError, RecursionError):
        return False
    return _is_kind(one) and any(one.keys() == kind.keys() for kind in kinds)


def _names(declared: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(one["id"], one["property"]) for one in declared]


def _outputs(output: str) -> list[tuple[str, str]]:
    """The components and properties that the name of a callback lists: «..a.b...c.d..», or «a.b» alone."""
    several = output.removeprefix("..").removesuffix("..").split("...") if output.startswith("..") else [output]
    pairs = (one.partition("@")[0].rpartition(".") for one in several)
    return [(identity, name) for identity, _, name in pairs]


def _is_listed(sent: object, names: list[tuple[str, str]]) -> bool:
    """Whether the properties that a browser sends are these, in this order."""
    listed = sent if isinstance(sent, list) else [sent]
    return len(listed) == len(names) and all(map(_is_property, listed, names))


def _is_property(sent: object, name: tuple[str, str]) -> bool:
    if name[0].startswith("{"):
        # All components of a kind: their ids are objects.
        return isinstance(sent, list) and all(_is_named(one, name[1]) and _is_kind(one["id"]) for one in sent)
    return _is_named(sent, name[1]) and isinstance(sent, dict) and sent["id"] == name[0]


def _is_named(sent: object, name: str) -> bool:
    return isinstance(sent, dict) and "id" in sent and str(sent.get("property")).partition("@")[0] == name


def _is_kind(identity: object) -> bool:
    return isinstance(identity, dict) and all(isinstance(one, str | int) for one in identity.values())


def _is_shallow(body: object) -> bool:
    """Whether nothing is nested deeper than a browser nests it, and all texts are texts."""
    level: list[object] = [body]
    for _ in range(DEEPEST):
        if not level:
            return True
        if not all(_is_text(one) for one in level if isinstance(one, str)):
            return False
        level = [inner for one in level for inner in _inside(one)]
    return not level


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _is_text(text: str) -> bool:
    """Half a pair of UTF-16 is none: no database stores it, no answer carries it."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)
