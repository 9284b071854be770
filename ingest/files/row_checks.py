"""What the cells of a row must say together, and rows that are none of a register: totals and signatures."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from ingest.cells.kinds import CellKind
from ingest.cells.lists import split_into
from ingest.cells.plain_names import name_key
from ingest.cells.texts import cell_text, is_blank
from ingest.registers import REGISTERS, STAFF
from ingest.registers.register import Ahead, Register
from ingest.registers.shared_columns import PERSON_KEYS
from model import wording
from model.names import fold

Cells = tuple[object, ...]

_WHO = "без идентификатора человека находят по ФИО, муниципальному образованию и организации; впишите их"
_TOTAL = re.compile(r"(?:(?:общий|промежуточный)\s+)?(?:итого?|всего|подытог|total)(?![а-яa-z])")
# Known by its first letter alone, which is none of those words', nor one that stands for a Latin one of «total».
_NO_TOTAL = re.compile("[А-Яа-я](?<![ИиВвОоПпТт])")
_SIGNATURE = re.compile(
    r"(?:директор|руководител|начальник|заведующ|заместител|исполнител|ответственн|методист|специалист|главн|исп\.|подпис"
    r"|м\.?\s?п\.?$|тел[.:]|телефон|дата составлени|составил|проверил|утвержда"
    r"|примечани|верно(?![а-я])|источник|данные\s|сведения\s|по состоянию|\*\s*[а-я]|дата:)"
)
_LINE_TO_SIGN = re.compile(r"\s*[_.…]{3,}\s*/?.*")
SIGNATURE_REASON = "похоже на подпись или пояснение, а не на строку реестра; удалите эту строку из файла"
# Nothing of routes is older: the first offices kept such records from then on. A hiring may be.
_EARLIEST = date(2000, 1, 1)
MERGED_REASON = "ячейки объединены; разъедините их и впишите значение в каждую строку"


def is_total(row: Cells) -> bool:
    """A line of totals: it begins with «Итого» or the like and holds at most a few numbers besides."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    if not isinstance(first, str) or _NO_TOTAL.match(first) or not _TOTAL.match(name_key(first).lstrip(" *.-")):
        return False
    written = [cell_text(cell) for cell in row if not is_blank(cell)]
    return sum(any(map(str.isalpha, cell)) for cell in written[1:]) <= 2


def is_alone(row: Cells) -> bool:
    """A line of one cell: the heading of a group, a page number, a note."""
    return sum(not is_blank(cell) for cell in row) == 1


def is_signature(row: Cells, width: int) -> bool:
    """A line for a signature, or who made the file: few cells of a wide row."""
    written = [cell_text(cell) for cell in row if not is_blank(cell)]
    if not written or len(written) * 2 > max(width, 8):
        return False
    return bool(_SIGNATURE.match(fold(written[0]))) or any(map(_LINE_TO_SIGN.fullmatch, written))


def check_row(
    register: Register, values: dict[str, object], cells: Mapping[str, object], today: date
) -> dict[str, str]:
    """Column key → what is wrong; `cells` are the cells that could be read, as they stand in the file."""
    refused: dict[str, str] = {}
    _check_person(register, values, cells, refused)
    _check_decisions(register, values, cells, refused)
    for earlier, later, reason in ((order.earlier, order.later, order.reason) for order in register.orders):
        first, last = values[earlier], values[later]
        if isinstance(first, date) and isinstance(last, date) and last < first:
            refused[later] = reason
    for begin, end, reason in register.begun:
        if values[end] is not None and values[begin] is None and begin in cells:
            refused[begin] = reason
    _check_days(register, values, refused, today)
    if register.counts:
        _part_by_count(*register.counts, values, cells)
    return refused


def _check_person(
    register: Register, values: Mapping[str, object], cells: Mapping[str, object], refused: dict[str, str]
) -> None:
    if register.finds_person and values["identifier"] is None and "identifier" in cells:
        refused.update({key: _WHO for key in PERSON_KEYS if values[key] is None and key in cells})


def _check_decisions(
    register: Register, values: Mapping[str, object], cells: Mapping[str, object], refused: dict[str, str]
) -> None:
    for decision, day in register.dated:
        if decision in cells and day in cells:
            if values[decision] is not None and values[day] is None:
                refused[day] = "указано решение, но нет его даты"
            elif values[day] is not None and values[decision] is None:
                refused[decision] = "указана дата решения, но нет самого решения"


def _check_days(register: Register, values: Mapping[str, object], refused: dict[str, str], today: date) -> None:
    """A fact that is accomplished is not of a day to come; none is of another century, but for a hiring."""
    for key, kind, ahead in _days_of(register.key):
        value = values[key]
        if value is None:
            continue
        first, last = value if isinstance(value, tuple) else (value, value)
        if register.key != STAFF.key and isinstance(first, date) and first < _EARLIEST:
            refused.setdefault(key, f"дата раньше {wording.day(_EARLIEST)}; проверьте год")
        if kind is CellKind.PERIOD and values.get("document_number"):
            ahead = Ahead.DONE
        if isinstance(last, date) and (last - today).days > ahead:
            refused.setdefault(key, _too_late(ahead, today))


@cache
def _days_of(register: str) -> tuple[tuple[str, CellKind, Ahead], ...]:
    """The columns of days: what each means, and how far ahead a day may lie in it."""
    kinds = {CellKind.DAY, CellKind.PERIOD}
    return tuple(
        (column.key, column.kind, column.ahead) for column in REGISTERS[register].columns if column.kind in kinds
    )


def _too_late(ahead: Ahead, today: date) -> str:
    if ahead is Ahead.DONE:
        return f"дата позже сегодняшней ({wording.day(today)}), а это уже должно было произойти; исправьте её"
    months = "шесть месяцев" if ahead is Ahead.AGREED else "шесть лет"
    return f"дата больше чем на {months} позже сегодняшней ({wording.day(today)}); проверьте год"


def _part_by_count(count: str, names: str, values: dict[str, object], cells: Mapping[str, object]) -> None:
    """The stated number of names tells where commas part them; a number that fits in no way is told of the file."""
    stated, listed = values[count], values[names]
    if isinstance(stated, int) and stated > 1 and isinstance(listed, tuple) and len(listed) == 1 and names in cells:
        values[names] = split_into(cells[names], stated) or listed
