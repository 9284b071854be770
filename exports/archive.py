"""Many documents as one ZIP, written piece by piece."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from exports.forms import text

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_ENDING = re.compile(r"\.[a-z0-9]{1,5}\Z")
_LONGEST_NAME = 100  # characters: a Russian letter takes two bytes of the 255 that a file name may have
_PLAIN_FILE = 0o100644 << 16

Document = tuple[str, bytes]


def file_name(title: str, suffix: str) -> str:
    """A file name that is valid on every system: «Иванова А. П. Приложение 1.docx»."""
    name = " ".join(_NOT_IN_FILE_NAMES.sub(" ", text(title)).split())[:_LONGEST_NAME].strip(" .")
    return f"{f'_{name}' if _RESERVED.fullmatch(name) else name or 'Документ'}{suffix}"


def zip_stream(documents: Iterable[Document], *, made_at: datetime) -> Iterator[bytes]:
    """The archive in pieces; it takes one document at a time from the iterable and holds no other."""
    pieces, used_names = _Pieces(), set[str]()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in documents:
            entry = zipfile.ZipInfo(_unique(name, used_names), made_at.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _PLAIN_FILE
            archive.writestr(entry, content)
            yield pieces.take()
    yield pieces.take()


def _unique(name: str, used_names: set[str]) -> str:
    """A valid name, with «(2)» when it is used already; case makes no difference, as on Windows."""
    match = _ENDING.search(name)
    suffix = match[0] if match else ""
    title = name.removesuffix(suffix)
    unique, place = file_name(title, suffix), 1
    while unique.casefold() in used_names:
        place += 1
        unique = file_name(title, f" ({place}){suffix}")
    used_names.add(unique.casefold())
    return unique


class _Pieces(io.RawIOBase):
    """A writable stream whose content can be taken out as it grows."""

    def __init__(self) -> None:
        super().__init__()
        self._buffer = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # accepts any buffer
        self._buffer += piece
        return len(piece)

    def take(self) -> bytes:
        """The bytes written since the last call."""
        piece, self._buffer = bytes(self._buffer), bytearray()
        return piece
