"""Register files damaged at random by a seed; as a program it imports them.

`python -m tests.drills.fuzzed_files SEED COUNT` prints the files that ended in neither acceptance nor a refusal.
"""

import io
import random
import resource
import signal
import sys
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache

from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from ingest import imports
from ingest.files.reading import recognise_file
from ingest.files.refusals import write_refused
from ingest.files.unreadable import UnreadableFileError
from ingest.imports import Upload
from ingest.registers import REGISTERS
from model.database import write_session
from tests.registers_as_files import as_cell, as_text, headings_of

SECONDS = 60
BYTES = 1 << 30

_WHO = {"municipality": "Еманжелинский муниципальный округ", "organization": "МБОУ СОШ № 1"}
_FACTS: dict[str, dict[str, object]] = {
    "staff": {"position": "учитель", "category": "педагогический", "since": date(2015, 9, 1), "education": "высшее"},
    "appendix1": {
        "procedure": "Оценка",
        "passed_on": date(2026, 2, 1),
        "subject": 78.5,
        "communicative": 61,
        "programme_count": 2,
        "programmes": ["Чтение", "Письмо"],
        "events": ["Форум"],
    },
    "applications": {
        "kind": "ДПП",
        "name": "Чтение",
        "provider": "Институт, г. Челябинск",
        "submitted_by": "работник",
        "submitted_on": date(2026, 3, 1),
        "head_decision": "подтверждена",
        "head_on": date(2026, 3, 2),
    },
    "appendix2": {
        "programme": "Чтение",
        "provider": "Институт",
        "hours": 72,
        "realized": (date(2026, 4, 1), date(2026, 4, 20)),
        "document_number": "ДЕМО-1",
        "events": ["Форум"],
    },
    "participation": {
        "event": "Форум",
        "venue": "Челябинск",
        "starts_on": date(2026, 5, 1),
        "ends_on": date(2026, 5, 2),
        "chosen_on": date(2026, 2, 2),
        "confirmed_on": date(2026, 5, 3),
    },
    "catalogue": {
        "offer_kind": "событие",
        "name": "Форум",
        "venue": "Челябинск",
        "starts_on": date(2026, 5, 1),
        "apply_by": date(2026, 4, 20),
        "seats": 40,
        "is_cancelled": "нет",
    },
}
_NASTY_TEXTS = (
    *("", " ", "-", "0", "1e999", "-1", "99999999999999999999", "2147483648", "NaN", "=1+1", "'", '"', ";", "%"),
    *("31.02.2026", "01.01.0001", "9999-99-99", "01.01.2026 - ", "1.1.2026 по 1.1.2025", "#N/A", "100,01 %", "1904"),
    *("\xa078\xa0%", "\ufeffАнна", "\u202eаннА", "\u200b", "Анна\r\nПётр", "_x000D_", "\U0001f600" * 50, "я" * 20_000),
    *(
        "№",
        "«»",
        "ё" * 300,
        "".join(chr(0x400 + place * place * 7 % 251) for place in range(5_000)),
        "Т-1",
        "Т-999",
        "подтверждена",
        "ДПП",
        "событие",
        "Троицкий",
        "\x07",
        "a\tb",
        "ﷺ",
        "İ",
    ),
)
_NASTY_CELLS = (
    *(True, False, 0, -1, 0.5, 1e300, -1e-300, 10**20, 2**31, date(1900, 1, 1), datetime(9999, 12, 31, 23, 59)),
    *(time(12, 30), timedelta(days=3), "=A1+1", "=1/0"),
)
_NASTY_BYTES = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b'"', b";", b"\n", b"\r", b"\t", b"\xed\xa0\x80", b"PK\x03\x04", b"\x98"),
    *(b"<", b">", b"&", b"&#0;", b"&lol;", b"]]>", b"<!DOCTYPE x>", b"<c ", b"</c>", b"<row ", b"<v>", b"<f>", b"/>"),
    *(
        b'r="XFD1048576"',
        b'r="A0"',
        b'r="ZZZZ9"',
        b't="e"',
        b't="s"',
        b't="d"',
        b's="99999"',
        b"1e999",
        b"-1",
        b"9" * 25,
    ),
)

Cells = list[list[object]]


def table_of(register: str) -> Cells:
    """A valid register: headings and rows."""
    headings = headings_of(register)
    rows: Cells = [list(headings.values())]
    for number in range(1, 7):
        cells = {**_WHO, **_FACTS[register], "identifier": f"Т-{number}", "full_name": f"Анна {number}"}
        cells["number"] = f"З-{number}"
        rows.append([cells.get(key) for key in headings])
    return rows


def as_file(table: Cells, kind: str) -> bytes:
    """The table as XLSX or as CSV."""
    if kind == "xlsx":
        return _workbook(table)
    lines = (";".join('"' + as_text(cell).replace('"', '""') + '"' for cell in row) for row in table)
    encoding = "windows-1251" if kind == "cp1251" else "utf-8"
    return "\r\n".join(lines).encode(encoding, "replace")


@cache
def whole(register: str, kind: str) -> bytes:
    """The undamaged file."""
    return as_file(table_of(register), kind)


def _workbook(table: Cells) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row, cells in enumerate(table, start=1):
        for column, cell in enumerate(cells, start=1):
            _write(book, row, column, as_cell(cell))
    book.save(content)
    return content.getvalue()


def _write(book: Workbook, row: int, column: int, value: object) -> None:
    try:
        book.active.cell(row, column, value)
    except (ValueError, IllegalCharacterError):  # what no workbook holds
        book.active.cell(row, column, "?")


def mutant(chance: random.Random) -> tuple[str, str, bytes]:
    """A register, a file name and a damaged file."""
    register, kind = chance.choice(list(REGISTERS)), chance.choice(["csv", "cp1251", "xlsx", "xlsx"])
    table = table_of(register)
    ways = [_spoil_cells, _spoil_cells, _spoil_bytes, _spoil_parts] if kind == "xlsx" else [_spoil_cells, _spoil_bytes]
    way = chance.choice(ways)
    if way is _spoil_cells:
        content = as_file(_spoil_cells(chance, table), kind)
        if chance.random() < 0.2:
            content = _spoil_bytes(chance, content)
    else:
        content = way(chance, whole(register, kind))
    return register, f"{register}.{'xlsx' if kind == 'xlsx' else 'csv'}", content


def _spoil_cells(chance: random.Random, table: Cells) -> Cells:
    for _ in range(chance.randint(1, 6)):
        chance.choice(_CELL_SPOILERS)(chance, table)
    return table


def _nasty_cell(chance: random.Random, table: Cells) -> None:
    row = chance.choice(table[1:] or table)
    if row:
        row[chance.randrange(len(row))] = chance.choice((*_NASTY_TEXTS, *_NASTY_CELLS))


def _foreign_cell(chance: random.Random, table: Cells) -> None:
    row, other = chance.choice(table[1:] or table), chance.choice(table_of(chance.choice(list(REGISTERS))))
    if row:
        row[chance.randrange(len(row))] = chance.choice(other)


def _move_column(chance: random.Random, table: Cells) -> None:
    place = chance.randrange(max(map(len, table), default=0) or 1)
    how = chance.choice(["gone", "twice", "aside"])
    for row in table:
        if place < len(row):
            cell = row[place] if how == "twice" else row.pop(place)
            row += [cell] * (how != "gone")


def _move_row(chance: random.Random, table: Cells) -> None:
    row = table.pop(chance.randrange(len(table)) or chance.randrange(len(table)))
    for _ in range(chance.randint(0, 2)):
        table.insert(chance.randint(0, len(table)), list(row))
    if not table:
        table.append([])


def _row_of_another_length(chance: random.Random, table: Cells) -> None:
    row = chance.choice(table)
    del row[chance.randint(0, len(row)) :]
    row += [chance.choice(_NASTY_TEXTS) for _ in range(chance.randint(0, 30))]


_CELL_SPOILERS: tuple[Callable[[random.Random, Cells], None], ...] = (
    *(_nasty_cell,) * 6,
    *(_foreign_cell,) * 4,
    *(_move_column, _move_row, _row_of_another_length),
)


def _spoil_bytes(chance: random.Random, content: bytes) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8])):
        start = chance.randint(0, len(spoilt))
        end = min(len(spoilt), start + chance.choice([1, 1, 4, 64, 1024]))
        piece = bytes(spoilt[start:end])
        put = [b"", piece * 2, piece[::-1], chance.choice(_NASTY_BYTES), chance.randbytes(len(piece))]
        spoilt[start:end] = chance.choice(put)
    return bytes(spoilt[: chance.randint(0, len(spoilt))] if chance.random() < 0.05 else spoilt)


def _spoil_parts(chance: random.Random, content: bytes) -> bytes:
    """Damage one part of a workbook inside a valid archive."""
    whole, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    spoilt = chance.choice([name for name in whole.namelist() if name.startswith("xl/")])
    with zipfile.ZipFile(target, "w") as archive:
        for name in whole.namelist():
            part = whole.read(name)
            if name == spoilt:
                if chance.random() < 0.05:
                    continue
                part = _spoil_bytes(chance, part)
            archive.writestr(name, part)
    return target.getvalue()


def feed(register: str, name: str, content: bytes) -> str:
    """Import the file, roll back and return the outcome; any other exception is a fault of the product."""
    try:
        recognise_file(content)
        with write_session() as session:
            plan, _ = imports.accept(
                session, register, Upload(content, name), by="test", take_good=True, rewrite=lambda *_: None
            )
            refused_rows = io.BytesIO()
            write_refused(refused_rows, plan.file, plan.refusals)
            session.rollback()
            if not all(refusal.reason and str(refusal) for refusal in plan.all_refusals()):
                return "refused without a reason"
            return "refused rows" if plan.refused else "accepted"
    except UnreadableFileError as error:
        return "refused file" if error.reason else "refused without a reason"


class TooLong(BaseException):
    """A file took longer than SECONDS."""


def _ring(*_: object) -> None:
    raise TooLong


def main(seed: int, count: int) -> None:
    """Feed the files one by one, within SECONDS each and BYTES of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.signal(signal.SIGALRM, _ring)
    ended: Counter[str] = Counter()
    for number in range(count):
        register, name, content = mutant(random.Random(f"{seed}-{number}"))
        signal.alarm(SECONDS)
        try:
            ended[feed(register, name, content)] += 1
        except BaseException:
            print(f"seed {seed}, number {number}, {name}: {traceback.format_exc(limit=-6)}")
            ended["fault"] += 1
        signal.alarm(0)
    print(dict(ended))
    sys.exit(1 if ended["fault"] + ended["refused without a reason"] else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
