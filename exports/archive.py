"""Many documents as one ZIP, made and sent piece by piece."""

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
    """A name under which any system keeps the file: «Иванова А. П. Приложение 1.docx»."""
    name = " ".join(_NOT_IN_FILE_NAMES.sub(" ", text(title)).split())[:_LONGEST_NAME].strip(" .")
    return f"{f'_{name}' if _RESERVED.fullmatch(name) else name or 'Документ'}{suffix}"


def zip_stream(documents: Iterable[Document], *, made_at: datetime) -> Iterator[bytes]:
    """The archive in pieces; no more than one document is held at a time, and none is made before it is asked for."""
    pieces, taken = _Pieces(), set[str]()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in documents:
            entry = zipfile.ZipInfo(_unique(name, taken), made_at.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _PLAIN_FILE
            archive.writestr(entry, content)
            yield pieces.taken()
    yield pieces.taken()


def _unique(name: str, taken: set[str]) -> str:
    """The name, safe, with «(2)» where there was one like it: to Windows, large and small letters are the same."""
    ending = _ENDING.search(name)
    suffix = ending[0] if ending else ""
    title = name.removesuffix(suffix)
    unique, place = file_name(title, suffix), 1
    while unique.casefold() in taken:
        place += 1
        unique = file_name(title, f" ({place}){suffix}")
    taken.add(unique.casefold())
    return unique


class _Pieces(io.RawIOBase):
    """A file that is written on and on, and emptied as it is read."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # any buffer will do
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since it was last asked for."""
        piece, self._held = bytes(self._held), bytearray()
        return piece
