"""An identifier or the number of an application, and the ways in which a spreadsheet spoils them."""

import math
import re
from datetime import date, time, timedelta

from ingest.cells.absences import is_nought, means_nothing
from ingest.cells.texts import CellError, text

_AROUND = "'’‘`´ʼ\"«»“”„"
# 1,23457E+11: the digits that are not shown are lost. A code like 12E3 has neither a sign nor a fraction.
_SCIENTIFIC = re.compile(r"[-−]?\d+(?:[.,]\d+\s*[eе]\s*[-+−]?|\s*[eе]\s*\+)\s*\d+", re.IGNORECASE)
_POWER = re.compile(r"\d+(?:[.,]\d+)?\s*[xх×*·]\s*10\s*(?:\^\s*)?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+", re.IGNORECASE)
_FRACTION = re.compile(r"\d[\d\s]*[.,]0+")
_SEVERAL = re.compile(r"\d+(?:\s*(?:[,;\n]|\sи\s)\s*\d+)+")
_EXAMPLE = re.compile(r"(?:например|пример|образец|example)\W*(?:заполнения)?", re.IGNORECASE)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?"
_A_DATE = re.compile(rf"\d{{1,2}}([./])\d{{1,2}}\1(?:19|20)\d\d(?:\s+{_CLOCK})?|(?:19|20)\d\d-\d\d-\d\d[ T]{_CLOCK}")
_MONTH = re.compile(
    r"(?:\d{1,2}[.\s-])?(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\.?(?:[.\s-]\d{2,4})?",
    re.IGNORECASE,
)
# Letters and many digits, digits alone, the number of a pension account: none of them can be spoilt.
_SOUND = re.compile(
    r"[A-Za-zА-Яа-яЁё]+(?:-[A-Za-zА-Яа-яЁё]+)*-[0-9]{5,}(?:-[0-9]+)*"
    r"|[1-9][0-9]{2,14}|[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}"
)
_AGAIN = "задайте ячейке текстовый формат и впишите снова"
_ROUNDED = f"таблица округлила число и часть цифр потеряла; {_AGAIN}"
IN_PARTS = f"таблица записала номер как дробное число; {_AGAIN}"
_DATED = f"таблица приняла значение за дату; {_AGAIN}"


def identifier(cell: object) -> str | None:
    """An identifier or a number of an application, as text; a word of absence, or the nought of a formula, is none."""
    if isinstance(cell, str) and _SOUND.fullmatch(cell):
        return cell
    if isinstance(cell, bool | date | time | timedelta):
        raise CellError(f"ожидается идентификатор; {_AGAIN}")
    if isinstance(cell, float) and math.isfinite(cell) and not cell.is_integer():
        raise CellError(IN_PARTS)  # 15.1 may have been 15.10
    line = text(cell)
    if line is None:
        return None
    line = line.strip(_AROUND).strip()
    # Two numbers in two lines of a cell would be one number with a space.
    lines = cell.strip() if isinstance(cell, str) and "\n" in cell else line
    reason = spoilt_number(line) or _spoilt_word(line) or _spoilt_word(lines)
    if reason:
        raise CellError(reason)
    return None if means_nothing(line) or is_nought(line) else line


def spoilt_number(line: str) -> str | None:
    """Why the number is not what was typed, in words its owner can act on."""
    if _SCIENTIFIC.fullmatch(line) or _POWER.fullmatch(line):
        return _ROUNDED
    if _FRACTION.fullmatch(line):
        return IN_PARTS
    return None


def _spoilt_word(line: str) -> str | None:
    if _A_DATE.fullmatch(line) or (_MONTH.fullmatch(line) and any(map(str.isdigit, line))):
        return _DATED
    if _SEVERAL.fullmatch(line):
        return "в ячейке несколько чисел или дробное число; впишите один идентификатор или номер"
    if _EXAMPLE.fullmatch(line):
        return "это строка-образец; удалите её из файла"
    if line.startswith("="):
        return "в ячейке формула, записанная текстом; впишите значение"
    if line.casefold() in {"истина", "ложь", "true", "false"}:
        return f"ожидается идентификатор; {_AGAIN}"
    return None
