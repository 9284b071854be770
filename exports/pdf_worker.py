"""Many PDFs in bounded memory: a child process renders them and is replaced from time to time.

typst caches its computations: 200 kB for each document were measured, 2.2 GB after ten thousand.
"""

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from exports.forms import Form
from exports.pdf import UnprintableError, render_pdf, typst_args

DOCUMENTS_PER_PROCESS = 500
_LENGTH = 8  # bytes before each document
_ROOT = Path(__file__).resolve().parent.parent
_END_TIMEOUT = 20  # seconds for the process to end after its last document


class PdfWorker:
    """A context manager that renders forms in a child process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._rendered = 0

    def __enter__(self) -> "PdfWorker":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def pdf(self, form: Form) -> bytes:
        """The form as the bytes of a PDF file; UnprintableError for this form, OSError where the process broke down."""
        if self._rendered == DOCUMENTS_PER_PROCESS:
            self._end()
        try:
            content = self._answer(self._process or self._begin(), form)
        except OSError:
            self._end()  # the next form has a process of its own
            raise
        self._rendered += 1
        if not content:
            raise UnprintableError("the form has something that cannot be printed")
        return content

    def _answer(self, process: "subprocess.Popen[bytes]", form: Form) -> bytes:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(typst_args(form)).encode() + b"\n")
        process.stdin.flush()
        head = process.stdout.read(_LENGTH)
        length = int.from_bytes(head, "big")
        content = process.stdout.read(length)
        if len(head) < _LENGTH or len(content) < length:
            raise OSError("the process that prints PDFs ended before its time")
        return content

    def _begin(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "exports.pdf_worker"]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._rendered = 0
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        # The process ends when its input is closed, also when this process is killed.
        try:
            self._process.communicate(timeout=_END_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        finally:
            self._process = None


def serve(requests: BinaryIO, responses: BinaryIO) -> None:
    """Render the form of each line until the input ends; a form that fails is answered with no bytes."""
    for line in requests:
        try:
            content = render_pdf(*json.loads(line))
        except UnprintableError:
            content = b""
        responses.write(len(content).to_bytes(_LENGTH, "big") + content)
        responses.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
