"""An identifier or the number of an application, and the ways in which a spreadsheet spoils them."""

import re
from datetime import date, time, timedelta

from ingest.absences import means_nothing
from ingest.texts import CellError, text

_AROUND = "'’‘`´ʼ\"«»“”„"
# 1,23457E+11: the digits that are not shown are lost. A code like 12E3 has neither a sign nor a fraction.
_SCIENTIFIC = re.compile(r"[-−]?\d+(?:[.,]\d+\s*[eе]\s*[-+−]?|\s*[eе]\s*\+)\s*\d+", re.IGNORECASE)
_FRACTION = re.compile(r"\d[\d\s]*[.,]0+")
_A_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?:\s+\d{1,2}:\d\d(?::\d\d)?)?")
_MONTH = re.compile(
    r"(?:\d{1,2}[.\s-])?(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\.?(?:[.\s-]\d{2,4})?",
    re.IGNORECASE,
)
_AGAIN = "задайте ячейке текстовый формат и впишите снова"
_ROUNDED = f"таблица округлила число и часть цифр потеряла; {_AGAIN}"
_DATED = f"таблица приняла значение за дату; {_AGAIN}"


def identifier(cell: object) -> str | None:
    """An identifier or a number of an application; what the spreadsheet took for a number is text again."""
    if isinstance(cell, bool | date | time | timedelta):
        raise CellError(f"ожидается идентификатор; {_AGAIN}")
    line = text(cell)
    if line is None:
        return None
    line = line.strip(_AROUND).strip()
    reason = spoilt_number(line) or _spoilt_word(line)
    if reason:
        raise CellError(reason)
    return None if means_nothing(line) else line


def spoilt_number(line: str) -> str | None:
    """Why the number is not what was typed, in words its owner can act on."""
    if _SCIENTIFIC.fullmatch(line):
        return _ROUNDED
    if _FRACTION.fullmatch(line):
        return f"таблица записала номер как дробное число; {_AGAIN}"
    return None


def _spoilt_word(line: str) -> str | None:
    if _A_DATE.fullmatch(line) or (_MONTH.fullmatch(line) and any(map(str.isdigit, line))):
        return _DATED
    if line.casefold() in {"истина", "ложь", "true", "false"}:
        return f"ожидается идентификатор; {_AGAIN}"
    return None
