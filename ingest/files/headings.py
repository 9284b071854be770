"""Headings as people write them become columns of a register."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise, takewhile

from ingest.cells.parsers import LOOKALIKES
from ingest.cells.texts import cell_text, is_blank
from ingest.files.import_options import HeadingMap
from ingest.files.unreadable import UnreadableFileError
from ingest.registers import REGISTERS
from ingest.registers.register import Register
from ingest.registers.shared_columns import REASON_HEADING
from model.names import fold

Cells = Sequence[object]

TOP_ROWS = 40  # headings stand among the first rows; titles and signatures may be above them
_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?\s*)(?=\D)")
_INSIGNIFICANT = re.compile(r"[^a-zа-я0-9]")
_COLUMN_LETTERS = "АБВГДЕЖЗИК"
_COLUMN_LETTER = re.compile(r"[А-Яа-яA-Za-z][.)]?")
_COLUMN_NUMBER = re.compile(r"\(?(?:(?:гр|ст)\w*\.?\s*)?(\d+)(?:\.\d+)*[.)]?", re.IGNORECASE)


class HeadingsRejectedError(UnreadableFileError):
    """The file has not the columns of the register; `missing` lists the headings to add, `unknown` those it has."""

    def __init__(self, reason: str, missing: tuple[str, ...] = (), unknown: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.missing = missing
        self.unknown = unknown


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet: `rows` lines from its top, the columns found and what is left over."""

    rows: int
    names: tuple[str, ...]
    index_of: Mapping[str, int]
    unknown: tuple[str, ...]
    repeated: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    name_parts: tuple[int, ...] = ()  # the columns of a surname, a first name and a patronymic that stand apart

    @property
    def is_complete(self) -> bool:
        """Every required column is there."""
        return not self.missing


def heading_key(heading: object) -> str:
    """What is significant in a heading: its letters and digits without numbering in front."""
    bare = _NUMBERING.sub("", fold(unicodedata.normalize("NFC", cell_text(heading))))
    return _INSIGNIFICANT.sub("", bare.translate(LOOKALIKES))


# Asked of cells of rows too; typed: 1, 1.0 and True are equal, yet different cells.
_known_key = lru_cache(maxsize=10_000, typed=True)(heading_key)
REASON_KEY = heading_key(REASON_HEADING)
_PASSED_OVER = frozenset((REASON_KEY, heading_key("№ п/п"), heading_key("Номер по порядку")))

_SURNAMES = frozenset(map(heading_key, ("Фамилия", "Фамилия работника", "Фамилия педагога")))
_FIRST_NAMES = frozenset(map(heading_key, ("Имя", "Имя работника", "Имя и отчество", "Имя, отчество")))
_PATRONYMICS = frozenset(map(heading_key, ("Отчество", "Отчество работника", "Отчество (при наличии)")))
_FREQUENT = tuple(
    map(heading_key, ("ФИО", "Идентификатор", "Муниципальное образование", "Организация", "Должность", "Принят"))
)
_NAME_PARTS = (_SURNAMES, _FIRST_NAMES, _PATRONYMICS)

NOTHING_MAPPED: Mapping[str, str] = {}


@cache
def _keys(register: Register) -> Mapping[str, str]:
    """Every way to write a heading of the register → the key of its column."""
    return {
        heading_key(wording): column.key for column in register.columns for wording in (column.heading, *column.aliases)
    }


def find_headings(
    register: Register, rows: Iterable[Cells], mapped: Mapping[str, str] = NOTHING_MAPPED
) -> Headings | None:
    """The row, or the two rows, that hold most headings of the register; None where no row holds two.

    `mapped` are headings that someone has mapped by hand: heading_key → the key of the column.
    """
    top = [tuple(row) for row in islice(rows, TOP_ROWS)]
    best: Headings | None = None
    for number, row in enumerate(top, start=1):
        candidates = [_headings(register, row, mapped, rows=number)]
        if number < len(top) and _all_known(register, top[number]):
            candidates.append(_headings(register, _joined(row, top[number]), mapped, rows=number + 1))
        for headings in candidates:
            if len(headings.index_of) > (len(best.index_of) if best else 1):
                best = headings
    return best


def _joined(upper: Cells, lower: Cells) -> tuple[object, ...]:
    """Two rows of headings as one: the lower name where there is one, else the upper."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return tuple(above[i] if is_blank(below[i]) else below[i] for i in range(width))


def _all_known(register: Register, row: Cells) -> bool:
    """A second row of headings holds headings only; a row of facts never does."""
    written = [_known_key(cell) for cell in row if not is_blank(cell)]
    return bool(written) and all(key in _keys(register) or key in _PASSED_OVER for key in written)


def _headings(register: Register, row: Cells, mapped: Mapping[str, str], *, rows: int) -> Headings:
    names = tuple(" ".join(cell_text(cell).split()) for cell in row)
    index_of: dict[str, int] = {}
    unknown: list[str] = []
    repeated: list[tuple[str, str]] = []
    name_parts = _name_parts(register, names, mapped)
    if name_parts:
        index_of["full_name"] = name_parts[0]
    for index, name in enumerate(names):
        written = _known_key(name)
        if index in name_parts:
            continue
        # What is known by itself is never taken for something else.
        key = _keys(register).get(written) or mapped.get(written)
        if key in index_of:
            repeated.append((names[index_of[key]], name))
        elif key:
            index_of[key] = index
        elif written and written not in _PASSED_OVER:
            unknown.append(name)
    missing = tuple(c.heading for c in register.columns if c.required and c.key not in index_of)
    return Headings(rows, names, index_of, tuple(unknown), tuple(repeated), missing, name_parts)


def _name_parts(register: Register, names: Sequence[str], mapped: Mapping[str, str]) -> tuple[int, ...]:
    """The columns that together are the full name, where no column holds it whole."""
    written = [_known_key(name) for name in names]
    if any((_keys(register).get(key) or mapped.get(key)) == "full_name" for key in written):
        return ()
    places = [[place for place, key in enumerate(written) if key in part] for part in _NAME_PARTS]
    if any(len(place) > 1 for place in places) or not (places[0] and places[1]):
        return ()
    return tuple(place[0] for place in places if place)


def check_headings(register: Register, headings: Headings | None) -> Headings:
    """The headings themselves, when a file of the register can be read by them; else HeadingsRejectedError."""
    if headings is None:
        every = tuple(column.heading for column in register.columns if column.required)
        wording = ", ".join(f"«{heading}»" for heading in every)
        raise HeadingsRejectedError(f"не найдена строка заголовков реестра «{register.title}»: {wording}", every)
    if headings.missing:
        wording = ", ".join(f"«{heading}»" for heading in headings.missing)
        raise HeadingsRejectedError(
            f"в реестре «{register.title}» нет столбцов: {wording}", headings.missing, headings.unknown
        )
    if headings.repeated:
        first, second = headings.repeated[0]
        if first == second:
            raise HeadingsRejectedError(f"заголовок «{first}» встречается дважды; оставьте один столбец")
        raise HeadingsRejectedError(f"столбцы «{first}» и «{second}» означают одно; оставьте один из них")
    return headings


def recognise(rows: Iterable[Cells], mapped: HeadingMap | None = None) -> Register | None:
    """Which register the headings are of; None where it is none, or as much one as another."""
    top = [tuple(row) for row in islice(rows, TOP_ROWS)]
    ranked = []
    for register in REGISTERS.values():
        headings = find_headings(register, top, (mapped or {}).get(register.key, NOTHING_MAPPED))
        if headings is not None:
            ranked.append((len(headings.missing), -len(headings.index_of), register))
    ranked.sort(key=lambda entry: entry[:2])
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    missing, _, register = ranked[0]
    required = sum(column.required for column in register.columns)
    return register if missing * 3 <= required else None


def are_unseparated(rows: Iterable[Cells]) -> bool:
    """Whether the headings of a register stand in one cell: the columns of the file are not told apart."""
    for row in islice(rows, TOP_ROWS):
        written = [heading_key(cell) for cell in row if not is_blank(cell)]
        if len(written) == 1 and sum(word in written[0] for word in _FREQUENT) >= 3:
            return True
    return False


def likely_headings(rows: Iterable[Cells]) -> tuple[str, ...]:
    """What stands in the row with the most words among the first: the headings of a file that nobody knows."""
    top = (
        tuple(" ".join(cell_text(cell).split()) for cell in row if heading_key(cell)) for row in islice(rows, TOP_ROWS)
    )
    return max(top, key=len, default=())


def are_column_numbers(row: Cells) -> bool:
    """The line «1 2 3 …» or «А Б 1 2 …» that official forms carry under their headings."""
    written = [cell_text(cell).strip() for cell in row if not is_blank(cell)]
    letters = len(list(takewhile(_COLUMN_LETTER.fullmatch, written)))
    numbers = written[letters:]
    marks = [_COLUMN_NUMBER.fullmatch(cell) for cell in numbers]
    if len(written) < 3 or not all(marks):
        return False
    if [cell.rstrip(".)").upper() for cell in written[:letters]] != list(_COLUMN_LETTERS[:letters]):
        return False
    firsts = [int(mark[1]) for mark in marks if mark]
    # A column that one has added bears no number, and so is left out of the count, or counted.
    return not firsts or (firsts[0] in {0, 1} and all(0 <= after - before <= 2 for before, after in pairwise(firsts)))


def are_same_headings(row: Cells, names: Sequence[str]) -> bool:
    """The line of headings again, as where files were put together: every cell says what stands above it."""
    written = 0
    # From the end: a date or a word that comes over and over shows at once that a row is none of headings.
    for index in range(len(row) - 1, -1, -1):
        if is_blank(row[index]):
            continue
        if index >= len(names) or _known_key(row[index]) != _known_key(names[index]):
            return False
        written += 1
    return written > 2
