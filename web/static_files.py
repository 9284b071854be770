"""Scripts, styles and pictures, the same for everyone: sent as `cli.py pack` packed them, kept by browsers for long.

The charts' library alone is 1.4 MB as it is packed on the fly, and 1.1 MB when ten seconds are spent on it, once.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from flask import Flask, request
from werkzeug.wrappers import Response

import settings

LOG = logging.getLogger(__name__)
ASSETS = Path(__file__).parent.parent / "assets"
ENDPOINTS = frozenset({"open_asset", "bootstrap"})
SUITES = "/_dash-component-suites/"
# The bundles of packages, by package; the one that sets formulas is two megabytes and never asked for.
BUNDLES = {
    "dash": ("dash-renderer/build/*.js", "dcc/*.js", "deps/*.min.js", "html/*.min.js"),
    "dash_bootstrap_components": ("_components/*.min.js",),
    "plotly": ("package_data/plotly.min.js",),
}
UNUSED = frozenset({"async-mathjax.js", "proptypes.js"})
KINDS = frozenset({".css", ".js", ".svg"})
SMALLEST = 1000  # bytes: shorter than this, a letter carries a file as it is
MANIFEST = "manifest.json"
# What browsers name the encodings, the tightest first, and how the packed files end.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
_LASTING = "public, max-age=31536000, immutable"
# Dash puts the version and the time of the file's making into the addresses of most bundles.
_FINGERPRINT = re.compile(r"\.v[0-9a-z_]+m[0-9]+(?=\.|$)")


@dataclass(frozen=True)
class PackedFile:
    """A file as it was when it was packed: its size, the second of its change, the hash of its content."""

    size: int
    changed: int
    hash: str

    def is_of(self, source: Path) -> bool:
        """Whether the file is still the one that was packed."""
        try:
            now = source.stat()
        except OSError:
            return False
        return (self.size, self.changed) == (now.st_size, int(now.st_mtime))


def send_packed(server: Flask) -> None:
    """Send static files packed where they have been; what has not, the server packs as it packs everything."""

    def after(answer: Response) -> Response:
        if request.method == "GET" and answer.status_code == 200 and _is_static():
            _keep_for_long(answer)
            _put_packed(answer)
        return answer

    server.after_request(after)


def _is_static() -> bool:
    return request.endpoint in ENDPOINTS or request.path.startswith(SUITES)


def _keep_for_long(answer: Response) -> None:
    """An address that names the moment of the file's making never means another file."""
    if "m" in request.args:
        answer.headers["Cache-Control"] = _LASTING


def _put_packed(answer: Response) -> None:
    encoding = next((one for one in ENCODINGS if request.accept_encodings[one]), None)
    packed = packed_file(request.path) if encoding else None
    if encoding is None or packed is None:
        return
    try:
        content = (folder() / f"{packed.hash}{ENCODINGS[encoding]}").read_bytes()
    except OSError:
        _warn("packed files are missing")
        return
    answer.close()
    answer.direct_passthrough = False
    answer.set_data(content)
    answer.headers["Content-Encoding"] = encoding
    answer.vary.add("Accept-Encoding")
    # Whoever has it already is told so, in a few bytes.
    answer.set_etag(f"{packed.hash}-{encoding}")
    answer.make_conditional(request)


def packed_file(address: str) -> PackedFile | None:
    """The file of the address as it was packed; None where it was not, or is another one by now."""
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
    """Where the packed files lie."""
    return Path(settings.PACKED_FOLDER.value()).absolute()


@cache
def source_files() -> Mapping[str, Path]:
    """Every file that can be packed, by its address without a fingerprint."""
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
    """The folder of an installed package, found without importing it."""
    spec = find_spec(package)
    return [Path(one) for one in (spec.submodule_search_locations or [])] if spec else []


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
    """Once for each reason in the life of a worker."""
    LOG.warning("%s: they are packed on the fly until `cli.py pack` is run", reason)
