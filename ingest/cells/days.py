"""Days and periods, however people and spreadsheets write them."""

import re
from datetime import date, datetime, time, timedelta

from ingest.cells.texts import DASH, CellError, text
from model.dates import today
from model.names import tidy

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = (
    r"(?:янв(?:ар[ья])?|февр?(?:ал[ья])?|мар(?:та?)?|апр(?:ел[ья])?|ма[йя]|июн[ья]?|июл[ья]?|авг(?:уста?)?|сент?(?:ябр[ья])?"
    r"|окт(?:ябр[ья])?|ноя(?:б|бр[ья])?|дек(?:абр[ья])?)\.?(?![а-я])"
)
_DAY = (
    r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d{4}-\d{1,2}-\d{1,2}"
    rf"|[«\"]?\d{{1,2}}[»\"]?\s+{_MONTH}\s+\d{{4}}"
)
_YEAR = r"(?:\s*г(?:ода|\.)?(?![а-я]))?"
_TIME = r"(?:[ T](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_ONE_DAY = re.compile(rf"({_DAY}){_TIME}{_YEAR}", re.IGNORECASE)
# «С» may be a Latin letter: the two look the same.
_TWO_DAYS = re.compile(
    rf"(?:[сc]\s+|от\s+)?({_DAY}){_YEAR}(?:\s*{DASH}\s*|\s*(?:по|до)\s*)({_DAY}){_YEAR}", re.IGNORECASE
)
_IN_WORDS = re.compile(r"\D*(\d{1,2})\D+?([а-я]+)\D*(\d{4})", re.IGNORECASE)
_YEARS = range(1940, 2101)  # the nought and the small numbers of a spreadsheet are days of 1900
_AHEAD = 10  # a year of two digits is at most so many years from now, else it is of the last century


def day(cell: object) -> date | None:
    """A day: a real date, dd.mm.yyyy, dd.mm.yy, ISO or «20 февраля 2023 г.»; the time of day is left out."""
    if isinstance(cell, date):
        return _within_years(cell.date() if isinstance(cell, datetime) else cell)
    if cell == time() and isinstance(cell, time):
        raise CellError("в ячейке ноль, который таблица показывает как 00.01.1900; очистите её или впишите дату")
    if isinstance(cell, bool | int | float | time | timedelta):
        raise CellError("число — не дата; задайте ячейке формат даты или впишите её как 31.12.2026")
    line = text(cell)
    if line is None:
        return None
    match = _ONE_DAY.fullmatch(line)
    if not match:
        raise CellError("это не дата; впишите её как 31.12.2026")
    return _parsed_day(match[1])


def period(cell: object) -> tuple[date, date] | None:
    """The first and the last day of «01.02.2026 — 15.02.2026»; a single day is both."""
    if isinstance(cell, str):
        match = _TWO_DAYS.fullmatch(tidy(cell))
        if match:
            first, last = _parsed_day(match[1]), _parsed_day(match[2])
            if last < first:
                raise CellError("последний день раньше первого")
            return first, last
    try:
        single = day(cell)
    except CellError as error:
        raise CellError(f"{error.reason}, а две даты — как 01.12.2026 — 31.12.2026") from None
    return None if single is None else (single, single)


def is_late_evening(cell: object) -> bool:
    """A day with a time from 19:00 on: in another time zone it may stand for the next day."""
    if isinstance(cell, datetime):
        return cell.hour >= 19
    return isinstance(cell, str) and ":" in cell and re.search(r"[ T](?:19|2[0-3]):\d\d", cell) is not None


def _parsed_day(line: str) -> date:
    try:
        return _within_years(date(*_numbers(line)))
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError("такого дня нет в календаре") from None


def _numbers(line: str) -> tuple[int, int, int]:
    words = _IN_WORDS.fullmatch(line)
    if words and words[2]:
        month = next(place for place, start in enumerate(_MONTHS, start=1) if words[2].lower().startswith(start))
        # «мар» begins with «ма» as «май» does: the longer beginning stands first in the list.
        return int(words[3]), month, int(words[1])
    if "-" in line:
        year, month, number = map(int, line.split("-"))
        return year, month, number
    number, month, year = map(int, line.split("."))
    return _whole_year(year) if len(line.rpartition(".")[2]) == 2 else year, month, number


def _whole_year(short: int) -> int:
    this = today().year
    year = this // 100 * 100 + short
    return year if year <= this + _AHEAD else year - 100


def _within_years(value: date) -> date:
    if value.year not in _YEARS:
        raise CellError("год даты ошибочен")
    return value
