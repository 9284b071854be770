"""What the texts of a workbook would take, before they are copied into every cell that names them."""

import re
import zipfile
from array import array
from collections import Counter
from typing import IO
from xml.parsers import expat  # nosec B407: definitions of entities are refused

from ingest.files.book_parts import STRINGS, parse_without_entities
from ingest.files.unreadable import UnreadableFileError
from model.spreadsheets import LONGEST_CELL

MOST_TEXT = 192 << 20  # bytes of all the texts of a workbook, each as often as a cell names it
_TOO_LONG = f"в ячейке больше {LONGEST_CELL} знаков, чего Excel не допускает; сократите текст и сохраните файл снова"
_TOO_MUCH = "тексты книги займут слишком много памяти; разделите файл на несколько"
_NAMED = re.compile(rb"""<c(?=\s)[^<>]*?\st\s*=\s*["']s["'][^<>]*>\s*<v(?:\s[^<>]*)?>\s*(\d{1,9})\s*<""")


class SharedTexts:
    """How long each shared text is, and how much the cells that were seen name in all."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._lengths = array("I")
        self._named = 0
        if STRINGS in archive.namelist():
            with archive.open(STRINGS) as stream:
                self._measure(stream)
        self._longest = max(self._lengths, default=0)

    def add_cells(self, block: bytes) -> None:
        """Count in what the cells of this piece of a sheet name; UnreadableFileError where it is beyond measure."""
        if not self._longest:
            return
        lengths = self._lengths
        for number, cells in Counter(_NAMED.findall(block)).items():
            index = int(number)
            if index < len(lengths):
                self._named += lengths[index] * cells
        if self._named > MOST_TEXT:
            raise UnreadableFileError(_TOO_MUCH)

    def _measure(self, stream: IO[bytes]) -> None:
        """Go through the texts, keeping nothing of them but their lengths in bytes."""
        parser = expat.ParserCreate(namespace_separator="}")
        item = _Item(self._lengths)
        parser.StartElementHandler = item.start
        parser.EndElementHandler = item.end
        parser.CharacterDataHandler = item.read
        parse_without_entities(parser, stream)


class _Item:
    """The text that is being read."""

    def __init__(self, lengths: "array[int]") -> None:
        self._lengths = lengths
        self._bytes = self._characters = 0

    def start(self, name: str, _attributes: object) -> None:
        if name.rpartition("}")[2] == "si":
            self._bytes = self._characters = 0

    def read(self, text: str) -> None:
        self._characters += len(text)
        self._bytes += len(text.encode())
        if self._characters > 2 * LONGEST_CELL:  # the readings of words stand beside them
            raise UnreadableFileError(_TOO_LONG)

    def end(self, name: str) -> None:
        if name.rpartition("}")[2] == "si":
            if self._characters > LONGEST_CELL:
                raise UnreadableFileError(_TOO_LONG)
            self._lengths.append(self._bytes)
            self._bytes = self._characters = 0
