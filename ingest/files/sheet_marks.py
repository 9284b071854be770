"""What the fast reader of a sheet does not tell: how far it goes, which cells failed, which are percents."""

import re
import string
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import IO

from xlsxwriter.utility import xl_cell_to_rowcol

from ingest.cells.texts import NO_VALUE
from ingest.files.book_parts import MOST_IN_STYLES, STYLES, bounded, walk
from ingest.files.shared_strings import SharedTexts
from ingest.files.unreadable import UnreadableFileError

_BLOCK = 1 << 20
_LONGEST_ROW = 16 << 20
_RESAVE = "откройте его в Excel и сохраните снова как .xlsx"
_DAMAGED = f"файл повреждён; {_RESAVE}"
_NO_FORMATS = f"не удалось прочесть форматы ячеек с процентами; {_RESAVE}"
_NO_PLACES = f"в файле не указано, где стоят ячейки с формулами и процентами; {_RESAVE}"

# Any program may have written the sheet: a prefix before the names (taken out first), either kind of quotes, cells
# without a place.
# No pattern looks beyond the next «<»: a broken sheet must not take longer than a whole one.
_PREFIX = re.compile(rb"<(\w{1,20}:)worksheet[\s>]")
_ROW = re.compile(rb"<row(?=[\s/>])")
_CELL = re.compile(rb"<c(?=[\s/>])")
_IN_CELL = rb"""<c(?=\s)[^<>]*?\s"""
_PLACE_OF = rb"""r\s*=\s*["']([A-Za-z]+)(\d+)["']"""
_PLACE = re.compile(_IN_CELL + _PLACE_OF)
_PLAIN_PLACE = re.compile(rb'<c r="([A-Z]+\d+)"')  # as nearly everyone writes it, and three times as fast
_LETTERS, _DIGITS = string.ascii_letters.encode(), string.digits.encode()
_OWN_PLACE = re.compile(rb"\s" + _PLACE_OF)
_NUMBERED_ROW = re.compile(rb"""<row(?=\s)[^<>]*?\sr\s*=\s*["'](\d+)["']""")
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)</")
_INLINE = re.compile(rb"<is[\s>]")
_FORMULA = re.compile(rb"<f(?=[\s/>])")
_MAY_FAIL = re.compile(rb"""["']e["']""")
_FAILED = re.compile(rb"""\st\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")
_NOT_A_SIGN = re.compile(r'"[^"]*"|\\.')
_PERCENT_FORMATS = {9, 10}  # 0% and 0.00%, which every spreadsheet knows


_HIDDEN_ROW = re.compile(rb"""<row(?=\s)(?=[^<>]*?\shidden\s*=\s*["'](?:1|true)["'])[^<>]*?\sr\s*=\s*["'](\d+)["']""")
_MERGED = re.compile(rb"""<mergeCell\s[^<>]*?ref\s*=\s*["']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)["']""")
_MOST_MERGED = 20_000


@dataclass(frozen=True)
class Merged:
    """Cells shown as one: rows from 1, places in a row from 0, both ends included."""

    first_row: int
    last_row: int
    first: int
    last: int


@dataclass
class Look:
    """What a person sees on a sheet besides the values."""

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)

    def moved(self, first_column: int) -> "Look":
        """The same with places counted from this column on."""
        moved = [Merged(m.first_row, m.last_row, m.first - first_column, m.last - first_column) for m in self.merged]
        return Look(self.hidden_rows, moved)


@dataclass
class Marks:
    """Rows and columns are counted from 1; `texts` are, by row, what the reader leaves empty, with its column."""

    rows: int = 0
    columns: int = 0
    texts: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    percents: dict[int, set[int]] = field(default_factory=dict)  # column → rows
    look: Look = field(default_factory=Look)

    @property
    def first_column(self) -> int:
        """The leftmost place of `texts`, counted from 0."""
        return min((column - 1 for columns in self.texts.values() for column, _ in columns), default=1 << 20)


def marks_of(xml: IO[bytes], percent_styles: frozenset[int], texts: SharedTexts, most_rows: int) -> Marks:
    """Go through the sheet once, block by block; of one with more rows than are taken only their number is told."""
    marks = Marks()
    styled = _styled(percent_styles)
    for block in _blocks(xml):
        if marks.rows > most_rows:
            marks.rows = max(marks.rows, *map(_row, _NUMBERED_ROW.findall(block)[-1:]), 0)
            continue
        _extend(marks, block)
        _see(marks.look, block)
        texts.add_cells(block)
        if _FORMULA.search(block) or (_MAY_FAIL.search(block) and _FAILED.search(block)):
            _tell(marks, block)
        for letters, number in styled.findall(block) if styled else ():
            if not number:
                raise UnreadableFileError(_NO_PLACES)
            marks.percents.setdefault(_column(letters), set()).add(_row(number))
    return marks


def _blocks(xml: IO[bytes]) -> Iterator[bytes]:
    """Pieces of the sheet that end where a row begins."""
    rest, prefix = b"", None
    while read := xml.read(_BLOCK):
        if prefix is None:
            match = _PREFIX.search(read)
            prefix = match[1] if match else b""
        block = rest + read
        if prefix:
            block = block.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
        cut = max((row.start() for row in _ROW.finditer(block)), default=0)
        if len(block) - cut > _LONGEST_ROW:
            raise UnreadableFileError(_DAMAGED)
        yield block[:cut]
        rest = block[cut:]
    yield rest


def _extend(marks: Marks, block: bytes) -> None:
    places, cells = _PLAIN_PLACE.findall(block), len(_CELL.findall(block))
    if len(places) < cells:
        places = [letters + number for letters, number in _PLACE.findall(block)]
    numbered = _NUMBERED_ROW.findall(block)
    unnumbered = len(_ROW.findall(block)) - len(numbered)
    # Letters and digits of all places are parted at once: there are millions of cells.
    together = b" ".join(places)
    rows = set(together.translate(None, _LETTERS).split()).union(numbered)
    marks.rows = max(marks.rows + unnumbered, *map(_row, rows), 0)
    widths = [_column(letters) for letters in set(together.translate(None, _DIGITS).split())]
    if cells > len(places):  # cells without a place stand one after another
        widths += [len(_CELL.findall(row)) for row in _ROW.split(block)]
    marks.columns = max(marks.columns, *widths, 0)


def _see(look: Look, block: bytes) -> None:
    if b"hidden" in block:
        look.hidden_rows.update(map(_row, _HIDDEN_ROW.findall(block)))
    if b"<mergeCell" in block:
        for left, top, right, bottom in _MERGED.findall(block):
            look.merged.append(Merged(_row(top), _row(bottom), _column(left) - 1, _column(right) - 1))
        if len(look.merged) > _MOST_MERGED:
            raise UnreadableFileError(f"в файле больше {_MOST_MERGED} объединённых областей; разъедините ячейки")


def _row(digits: bytes) -> int:
    if len(digits) > 7:
        raise UnreadableFileError(_DAMAGED)
    return int(digits)


@cache
def _column(letters: bytes) -> int:
    if len(letters) > 3:
        raise UnreadableFileError(_DAMAGED)
    return int(xl_cell_to_rowcol(f"{letters.decode()}1")[1]) + 1


def _tell(marks: Marks, block: bytes) -> None:
    """Failed formulas, and those that no program has computed: a lost score is no empty one."""
    for cell in _CELL.split(block)[1:]:
        attributes, _, inside = cell.partition(b">")
        text = _text_of_cell(attributes, inside)
        if text:
            column, row = _place_in(attributes)
            marks.texts.setdefault(row, []).append((column, text))


def _text_of_cell(attributes: bytes, inside: bytes) -> str | None:
    value = _VALUE.search(inside)
    if _FAILED.search(attributes):
        return value[1].decode(errors="replace") if value else None
    is_empty = not (value and value[1]) and not _INLINE.search(inside)
    # An empty text is what a formula may well come to.
    return NO_VALUE if is_empty and _FORMULA.search(inside) and not _IS_TEXT.search(attributes) else None


def _place_in(attributes: bytes) -> tuple[int, int]:
    match = _OWN_PLACE.search(attributes)
    if not match:
        raise UnreadableFileError(_NO_PLACES)
    return _column(match[1]), _row(match[2])


def _styled(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    numbers = "|".join(map(str, sorted(styles))).encode()
    is_styled = rb"""(?=[^<>]*?\ss\s*=\s*["'](?:""" + numbers + rb""")["'])"""
    return re.compile(rb"<c" + is_styled + rb"(?:[^<>]*?\s" + _PLACE_OF + rb")?")


def percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The styles of cells that show a number as a percentage."""
    if STYLES not in archive.namelist():
        return frozenset()
    formats, of_styles = set(_PERCENT_FORMATS), array("q")
    names: set[str] = set()

    def see(parent: str, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            names.add(name)
        elif name == "numFmt" and "%" in _NOT_A_SIGN.sub("", attributes.get("formatCode", "")):
            formats.add(int(attributes.get("numFmtId", "-1")))
        elif parent == "cellXfs":
            of_styles.append(int(attributes.get("numFmtId", "0")))

    with bounded(archive, STYLES, MOST_IN_STYLES) as stream:
        walk(stream, see)
    if not names:
        raise UnreadableFileError(_NO_FORMATS)
    return frozenset(place for place, one in enumerate(of_styles) if one in formats)
