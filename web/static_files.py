"""Static files, sent as `cli.py pack` compressed them; browsers cache them for long.

The charts' library is 1.4 MB compressed per request, and 1.1 MB compressed once in ten seconds.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from flask import Flask, g, request
from werkzeug.wrappers import Response

import settings

LOG = logging.getLogger(__name__)
ASSETS = Path(__file__).parent.parent / "assets"
ENDPOINTS = frozenset({"open_asset", "release"})
SUITES = "/_dash-component-suites/"
# The script bundles of each package; UNUSED ones are never requested, MathJax among them with two megabytes.
BUNDLES = {
    "dash": ("dash-renderer/build/*.js", "dcc/*.js", "deps/*.min.js", "html/*.min.js"),
    "dash_bootstrap_components": ("_components/*.min.js",),
    "plotly": ("package_data/plotly.min.js",),
}
UNUSED = frozenset({"async-mathjax.js", "proptypes.js"})
KINDS = frozenset({".css", ".js", ".svg"})
SMALLEST = 1000  # bytes: a shorter file fits into one packet uncompressed
MANIFEST = "manifest.json"
# The encodings by their HTTP names, the best first, with the suffixes of packed files.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
_LASTING = "public, max-age=31536000, immutable"
# Dash puts the version and the modification time of a bundle into most addresses.
_FINGERPRINT = re.compile(r"\.v[0-9a-z_]+m[0-9]+(?=\.|$)")


def content_hash(content: bytes) -> str:
    """The name of a packed file."""
    return sha256(content).hexdigest()[:32]


@dataclass(frozen=True)
class PackedFile:
    """The state of a file when it was packed: its size, modification time in seconds, hash of the content."""

    size: int
    changed: int
    hash: str

    def is_of(self, source: Path) -> bool:
        """Whether the file has not changed since it was packed."""
        try:
            state = source.stat()
        except OSError:
            return False
        return (self.size, self.changed) == (state.st_size, int(state.st_mtime))


def send_packed(server: Flask) -> None:
    """Send packed static files; Flask-Compress compresses those that are not packed."""

    def send(response: Response) -> Response:
        if request.method == "GET" and response.status_code == 200 and _is_static():
            _keep_for_long(response)
            _put_packed(response)
        return response

    server.after_request(send)


def _is_static() -> bool:
    return request.endpoint in ENDPOINTS or request.path.startswith(SUITES)


def _keep_for_long(response: Response) -> None:
    """Cache for long when the address names the file's modification time: it never means another file."""
    if "m" in request.args:
        response.headers["Cache-Control"] = _LASTING


def _put_packed(response: Response) -> None:
    encoding = next((name for name in ENCODINGS if request.accept_encodings[name]), None)
    packed = (g.packed_file if "packed_file" in g else packed_file(request.path)) if encoding else None
    if encoding is None or packed is None:
        return
    try:
        content = (folder() / f"{packed.hash}{ENCODINGS[encoding]}").read_bytes()
    except OSError:
        _warn("packed files are missing")
        return
    response.close()
    response.direct_passthrough = False
    response.set_data(content)
    response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    # A browser that has the file gets 304 without a body.
    response.set_etag(f"{packed.hash}-{encoding}")
    response.make_conditional(request)


def name_packed(packed: PackedFile | None) -> None:
    """Name the packed file of this request, which its address does not tell."""
    g.packed_file = packed


def packed_file(address: str) -> PackedFile | None:
    """The packed file of the address; None when it is not packed or has changed since."""
    plain = _FINGERPRINT.sub("", address)
    source = source_files().get(plain)
    if source is None:
        return None
    packed = _packed_files().get(plain)
    if packed and packed.is_of(source):
        return packed
    if source.stat().st_size >= SMALLEST:
        _warn("files have changed since they were packed" if _packed_files() else "static files are not packed")
    return None


def folder() -> Path:
    """The folder of packed files."""
    return Path(settings.PACKED_FOLDER.value()).absolute()


@cache
def source_files() -> Mapping[str, Path]:
    """Every file that can be packed, keyed by its address without a fingerprint."""
    return dict(_sources())


def _sources() -> Iterator[tuple[str, Path]]:
    for path in sorted(ASSETS.rglob("*")):
        if path.suffix in KINDS:
            yield f"/assets/{path.relative_to(ASSETS).as_posix()}", path
    for place in _places("flask_bootstrap"):
        yield "/static/bootstrap.min.css", place / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
    for package, patterns in BUNDLES.items():
        for place in _places(package):
            for path in sorted(path for pattern in patterns for path in place.glob(pattern)):
                if path.name not in UNUSED:
                    yield f"{SUITES}{package}/{path.relative_to(place).as_posix()}", path


def _places(package: str) -> list[Path]:
    """The folders of an installed package, without importing it."""
    spec = find_spec(package)
    return [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []


def _packed_files() -> Mapping[str, PackedFile]:
    manifest = folder() / MANIFEST
    try:
        return _read(manifest, manifest.stat().st_mtime_ns)
    except (OSError, ValueError, TypeError):
        return {}


@lru_cache(maxsize=4)
def _read(manifest: Path, _changed: int) -> Mapping[str, PackedFile]:
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    return {address: PackedFile(**fact) for address, fact in facts.items()}


@cache
def _warn(reason: str) -> None:
    """Log the reason once in the life of a worker."""
    LOG.warning("%s: they are packed on the fly until `cli.py pack` is run", reason)
