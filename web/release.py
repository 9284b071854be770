"""The release: scripts, styles and fonts of this version under one fingerprint, which browsers keep for good.

The scripts of a page are two files and its styles are one. The fingerprint stands in the folder of the address, so that
chunks which a script loads from its own folder have it too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, abort, send_file
from werkzeug.wrappers import Response

from web.static_files import ASSETS, SUITES, PackedFile, content_hash, name_packed, packed_file, source_files

ENDPOINT = "release"
FOLDER = "/static/"
# They run before anything is drawn.
FIRST = "first.js"
# The scripts of Dash. Its check of the page wants «dash_renderer» in a name.
SCRIPTS = "dash_renderer.js"
STYLES = "styles.css"
PLOTLY = "plotly.min.js"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
_DASH = f"{SUITES}dash/"
# In the order in which Dash sends them; tests/web/test_release.py compares.
_SUITES = (
    f"{_DASH}deps/polyfill@*.min.js",
    f"{_DASH}deps/react@18.3.1.min.js",
    f"{_DASH}deps/react-dom@18.3.1.min.js",
    f"{_DASH}deps/prop-types@*.min.js",
    f"{SUITES}dash_bootstrap_components/_components/*.min.js",
    f"{_DASH}dash-renderer/build/dash_renderer.min.js",
    f"{_DASH}dcc/dash_core_components.js",
    f"{_DASH}dcc/dash_core_components-shared.js",
    f"{_DASH}html/dash_html_components.min.js",
)
# The rest of our scripts follow in the order of their names.
_BEFORE_OTHERS = ("dash-internals.js", "theme.js")


@dataclass(frozen=True)
class Release:
    """The joined files and their packed ones by name, and the fingerprint of all files."""

    joined: Mapping[str, bytes]
    packed: Mapping[str, PackedFile]
    fingerprint: str


def add_release(server: Flask) -> None:
    """Add the route of the release."""
    server.add_url_rule(f"{FOLDER}<fingerprint>/<path:name>", ENDPOINT, _send)


def address_of(name: str) -> str:
    """The address of a file of the release."""
    return f"{FOLDER}{release().fingerprint}/{name}"


def release() -> Release:
    """The release that the files make now."""
    return _release(tuple((path, path.stat().st_mtime_ns) for path in _sources()))


def _send(fingerprint: str, name: str) -> Response:
    current = release()
    kind = _KINDS.get(Path(name).suffix)
    if kind is None or (name not in current.joined and name not in _single()):
        abort(404)
    if name in current.joined:
        name_packed(current.packed[name])
        response = Response(current.joined[name], mimetype=kind)
    else:
        address, path = _single()[name]
        name_packed(packed_file(address))
        response = send_file(path, mimetype=kind)
    # Pages of an earlier version get what there is now, and do not keep it under their address.
    is_lasting = fingerprint == current.fingerprint
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_lasting else "no-cache"
    return response


@cache
def _sources() -> tuple[Path, ...]:
    return (*_first_scripts(), *_styles(), *_suites(), *(path for _, path in _single().values()))


def _first_scripts() -> list[Path]:
    others = sorted(path for path in ASSETS.glob("*.js") if path.name not in _BEFORE_OTHERS)
    return [*(ASSETS / name for name in _BEFORE_OTHERS), *others]


def _styles() -> list[Path]:
    return [source_files()["/static/bootstrap.min.css"], *sorted(ASSETS.glob("*.css"))]


def _suites() -> list[Path]:
    files = source_files()
    return [next(path for address, path in files.items() if _is_like(address, pattern)) for pattern in _SUITES]


def _is_like(address: str, pattern: str) -> bool:
    begin, _, end = pattern.partition("*")
    return address == pattern or ("*" in pattern and address.startswith(begin) and address.endswith(end))


@cache
def _single() -> Mapping[str, tuple[str, Path]]:
    """Files that a page loads when it needs them: their names, their usual addresses and where they lie."""
    chunks = {Path(one).name: one for one in source_files() if one.startswith(f"{_DASH}dcc/async-")}
    own = {**chunks, PLOTLY: f"{SUITES}plotly/package_data/plotly.min.js"}
    fonts = {f"fonts/{path.name}": (f"/assets/fonts/{path.name}", path) for path in ASSETS.glob("fonts/*.woff2")}
    return {**{name: (address, source_files()[address]) for name, address in own.items()}, **fonts}


@lru_cache(maxsize=2)
def _release(_state: tuple[tuple[Path, int], ...]) -> Release:
    joined = joined_files()
    packed = {name: PackedFile(len(content), 0, content_hash(content)) for name, content in joined.items()}
    digest = sha256("".join(file.hash for file in packed.values()).encode())
    for _, path in sorted(_single().values()):
        digest.update(path.read_bytes())
    return Release(joined, packed, digest.hexdigest()[:16])


def joined_files() -> Mapping[str, bytes]:
    """The joined files by name."""
    return {
        FIRST: _join(_first_scripts(), b"\n;\n"),
        SCRIPTS: _join(_suites(), b"\n;\n"),
        STYLES: _join(_styles(), b"\n"),
    }


def _join(paths: list[Path], between: bytes) -> bytes:
    return between.join(path.read_bytes() for path in paths)
