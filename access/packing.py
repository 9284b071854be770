"""Files that are the same for everyone: packed once as tightly as can be, and kept by browsers as long as may be.

The charts' library alone is 1.4 MB as it is packed on the fly, and 1.1 MB when ten seconds are spent on it, once.
"""

from hashlib import sha256
from pathlib import Path
from queue import Queue
from threading import Lock, Thread

import brotli
from flask import Flask, request
from werkzeug.wrappers import Response

import settings

STATIC = frozenset({"open_asset", "bootstrap"})
SUITES = "/_dash-component-suites/"
_PACKED = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
_LASTING = "public, max-age=31536000, immutable"
# Shorter than this, a letter carries it as it is.
_LEAST = 1000


def pack_static(server: Flask) -> None:
    """Send static files packed as soon as they have been; until then as the server packs everything."""
    packer = Packer()
    server.extensions["packer"] = packer

    def after(answer: Response) -> Response:
        if request.method == "GET" and answer.status_code == 200 and _is_static():
            _keep_for_long(answer)
            if answer.mimetype in _PACKED and request.accept_encodings["br"]:
                packer.pack(answer)
        return answer

    server.after_request(after)


def _is_static() -> bool:
    return request.endpoint in STATIC or request.path.startswith(SUITES)


def _keep_for_long(answer: Response) -> None:
    """An address that names the moment of the file's making never means another file."""
    if "m" in request.args:
        answer.headers["Cache-Control"] = _LASTING


class Packer:
    """Packs on a thread of its own; what is packed lies in a folder for all workers and the next start."""

    def __init__(self) -> None:
        self._asked: set[Path] = set()
        self._queue: Queue[tuple[Path, bytes]] = Queue()
        self._turn = Lock()
        self._thread: Thread | None = None

    def pack(self, answer: Response) -> None:
        """Put the packed content into the answer, or remember to pack it."""
        answer.direct_passthrough = False
        content = answer.get_data()
        if len(content) < _LEAST:
            return
        packed = _folder() / f"{sha256(content).hexdigest()[:32]}.br"
        if not packed.is_file():
            self._ask(packed, content)
            return
        answer.set_data(packed.read_bytes())
        answer.headers["Content-Encoding"] = "br"
        answer.vary.add("Accept-Encoding")
        # Whoever has it already is told so, in a few bytes.
        answer.set_etag(packed.stem)
        answer.make_conditional(request)

    def wait(self) -> None:
        """Until everything that was asked for is packed."""
        self._queue.join()

    def _ask(self, packed: Path, content: bytes) -> None:
        with self._turn:
            if packed in self._asked:
                return
            self._asked.add(packed)
            if self._thread is None:
                self._thread = Thread(target=self._run, name="packing", daemon=True)
                self._thread.start()
        self._queue.put((packed, content))

    def _run(self) -> None:
        while True:
            packed, content = self._queue.get()
            try:
                _write(packed, brotli.compress(content, quality=11, lgwin=24))
            except OSError:
                pass  # a full disk: files go on as they went before
            finally:
                self._queue.task_done()


def _folder() -> Path:
    found = Path(settings.PACKED_FOLDER.value()).absolute()
    found.mkdir(parents=True, exist_ok=True)
    return found


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: another worker may be reading."""
    part = path.with_suffix(f".{id(content)}.part")
    part.write_bytes(content)
    part.replace(path)
