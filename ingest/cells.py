"""A cell as it stands in a file becomes a value: a date, a percent, a decision, a list of names."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from ingest.registers import CellKind
from model import wording
from model.errors import UserError
from model.names import fold, tidy

_DASH = "[-‐‑‒–—―−]"
_LONE_DASH = re.compile(_DASH)
_DAY = r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{1,2}-\d{1,2}"
_ONE_DAY = re.compile(rf"({_DAY})(?:[ T]\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?)?(?:\s*г\.?)?")
_TWO_DAYS = re.compile(rf"(?:с\s+)?({_DAY})(?:\s*г\.?)?(?:\s*{_DASH}\s*|\s*по\s*)({_DAY})(?:\s*г\.?)?")
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
_HOURS_UNIT = re.compile(r"\s*(?:ч|час|часа|часов)\.?$")
_LIST_MARK = re.compile(rf"^(?:\d{{1,3}}(?:\)|\.(?!\d))|{_DASH}|[•·▪*])\s*")
_NEXT_NAME = re.compile(r"[;\n\r\v\x85\u2028\u2029]|_x000D_")
_FAILED_FORMULA = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|Н/Д|ССЫЛКА!|ЗНАЧ!|ДЕЛ/0!|ИМЯ\?|ПУСТО!|ЧИСЛО!)"
)
NO_VALUE = "#НЕ ВЫЧИСЛЕНО!"  # stands for a formula that no program has computed
_PLAIN = re.compile(r"\w+(?:[ .-]\w+)*")  # words and numbers of one line: there is nothing to tidy or to refuse
_LONGEST = 1_000  # characters of one line: an index of PostgreSQL takes no longer name
_LARGEST = 100_000
_NOT_TEXT = re.compile("[\\0\ud800-\udfff]")
_NO_DOCUMENT = frozenset(("нет", "не выдан", "не выдано", "не выдавался", "отсутствует", "без документа"))
_EXACT_DIGITS = 10**15  # a spreadsheet keeps fifteen digits of a number and loses the rest
_YEARS = range(1900, 2101)

_CATEGORIES = {
    "teaching": ("педагогический", "педагогические", "педагогический работник", "педагогические работники", "педагог"),
    "managing": (
        "руководящий",
        "руководящие",
        "руководящий работник",
        "руководящие работники",
        "руководитель",
        "управленческие кадры",
    ),
}
_APPLICATIONS = {
    "procedure": ("процедура", "процедура оценки", "процедура оценки профессиональных компетенций"),
    "programme": ("дпп", "программа", "программа повышения квалификации", "дополнительная профессиональная программа"),
    "event": ("событие", "образовательное событие"),
}
_SUBMITTERS = {
    "employee": ("работник", "работником", "педагогический работник", "педагог"),
    "head": ("руководитель", "руководителем", "руководитель оо", "руководителем оо"),
}
_REMOVALS = {"yes": ("да", "удалить"), "": ("нет",)}
_DECISIONS = {
    "confirmed": ("подтверждена", "подтверждено", "подтвержден", "подтверждены"),
    "rejected": ("отклонена", "отклонено", "отклонен", "отклонены"),
}


_YES_OR_NO = {"confirmed": "подтверждена", "rejected": "отклонена"}
# How a value of these columns is written, by its key: what a list of choices offers.
WORDS: Mapping[str, Mapping[str, str]] = {
    "category": {"teaching": "педагогический", "managing": "руководящий"},
    "kind": {"procedure": "процедура", "programme": "ДПП", "event": "событие"},
    "submitted_by": {"employee": "работник", "head": "руководитель"},
    "head_decision": _YES_OR_NO,
    "provider_decision": _YES_OR_NO,
}


class CellError(UserError):
    """Why a cell cannot be read, in words its owner can act on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def cell_text(cell: object) -> str:
    """The cell as text, the way a person sees it in a spreadsheet."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ИСТИНА" if cell else "ЛОЖЬ"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT_DIGITS else wording.comma(str(cell))
    if isinstance(cell, datetime):
        return wording.day(cell) if cell.time() == time() else f"{wording.day(cell)} {cell:%H:%M:%S}"
    if isinstance(cell, date):
        return wording.day(cell)
    return str(cell)


def is_blank(cell: object) -> bool:
    """Nothing but white space stands in the cell."""
    return cell is None or (isinstance(cell, str) and not tidy(cell))


def text(cell: object) -> str | None:
    """One line of text; an empty cell, a lone dash and quotes around nothing are None."""
    if isinstance(cell, str) and len(cell) <= _LONGEST and _PLAIN.fullmatch(cell):
        return cell
    if isinstance(cell, float) and (abs(cell) >= _EXACT_DIGITS or not cell.is_integer()):
        return _text_of_number(cell)
    line = tidy(cell if isinstance(cell, str) else cell_text(cell))
    if _FAILED_FORMULA.fullmatch(line):
        raise CellError("в ячейке ошибка формулы; исправьте формулу или впишите значение")
    if line == NO_VALUE:
        raise CellError("формула в ячейке не вычислена; откройте файл в Excel и сохраните его снова")
    if _NOT_TEXT.search(line):
        raise CellError("в ячейке знак, которого не бывает в тексте; впишите её заново")
    if len(line) > _LONGEST:
        raise CellError(f"текст длиннее {_LONGEST} знаков; сократите его")
    return None if _LONE_DASH.fullmatch(line) or not fold(line) else line


def _text_of_number(cell: float) -> str:
    if abs(cell) >= _EXACT_DIGITS:
        raise CellError(
            "в числе больше 15 цифр, таблица его округлила; задайте ячейке текстовый формат и впишите снова"
        )
    return cell_text(cell)


def identifier(cell: object) -> str | None:
    """An identifier or a number of an application; what the spreadsheet took for a number is text again."""
    if isinstance(cell, bool | date | time | timedelta):
        raise CellError("ожидается идентификатор; задайте ячейке текстовый формат и впишите снова")
    return text(cell)


def document(cell: object) -> str | None:
    """The number of a document; «нет» is no number, and with it a final attestation would count as passed."""
    line = text(cell)
    if line is not None and fold(line).strip(" .") in _NO_DOCUMENT:
        raise CellError("это не номер документа; если документа нет, оставьте ячейку пустой")
    return line


def day(cell: object) -> date | None:
    """A day: a real date, dd.mm.yyyy or ISO; the time of day is left out."""
    if isinstance(cell, date):
        return _within_years(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, bool | int | float | time | timedelta):
        raise CellError("число — не дата; задайте ячейке формат даты или впишите её как 31.12.2026")
    line = text(cell)
    if line is None:
        return None
    found = _ONE_DAY.fullmatch(line)
    if not found:
        raise CellError("это не дата; впишите её как 31.12.2026")
    return _parsed_day(found[1])


def _parsed_day(line: str) -> date:
    parts = line.split(".")[::-1] if "." in line else line.split("-")
    try:
        return _within_years(date(*map(int, parts)))
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError("такого дня нет в календаре") from None


def _within_years(found: date) -> date:
    if found.year not in _YEARS:
        raise CellError("год даты ошибочен")
    return found


def period(cell: object) -> tuple[date, date] | None:
    """The first and the last day of «01.02.2026 — 15.02.2026»; a single day is both."""
    if isinstance(cell, str):
        found = _TWO_DAYS.fullmatch(tidy(cell))
        if found:
            first, last = _parsed_day(found[1]), _parsed_day(found[2])
            if last < first:
                raise CellError("последний день раньше первого")
            return first, last
    try:
        single = day(cell)
    except CellError as error:
        raise CellError(f"{error.reason}, а две даты — как 01.12.2026 — 31.12.2026") from None
    return None if single is None else (single, single)


def _number(cell: object, expected: str) -> float | None:
    if isinstance(cell, bool | date | time | timedelta):
        raise CellError(f"ожидается {expected}")
    if isinstance(cell, int | float):
        return float(cell)
    line = text(cell)
    if line is None:
        return None
    if not _NUMBER.fullmatch(line):
        raise CellError(f"ожидается {expected}")
    return float(line.replace(",", ".").replace("−", "-"))


def percent(cell: object) -> float | None:
    """A score of 0…100: `78`, `78,5`, `78 %`."""
    if isinstance(cell, str):
        cell = tidy(cell).removesuffix("%").rstrip()
    score = _number(cell, "число процентов от 0 до 100")
    if score is not None and not 0 <= score <= 100:
        raise CellError("результат должен быть от 0 до 100 процентов")
    return score


def count(cell: object) -> int | None:
    """A whole number from nought up."""
    number = _number(cell, "целое число")
    if number is None:
        return None
    if number < 0 or not number.is_integer():
        raise CellError("ожидается целое число")
    if number > _LARGEST:
        raise CellError(f"число больше {_LARGEST}")
    return int(number)


def hours(cell: object) -> int | float | None:
    """Hours of a programme: `72`, `72 ч.`, `36,5`."""
    if isinstance(cell, str):
        cell = _HOURS_UNIT.sub("", tidy(cell).casefold())
    number = _number(cell, "число часов")
    if number is None:
        return None
    if number <= 0:
        raise CellError("число часов должно быть больше нуля")
    if number > _LARGEST:
        raise CellError(f"число часов больше {_LARGEST}")
    return int(number) if number.is_integer() else number


def names(cell: object) -> tuple[str, ...]:
    """The names of a cell, one a line or separated by «;», without their numbering, each once."""
    if not isinstance(cell, str):
        cell = text(cell) or ""
    found: dict[str, str] = {}
    for name in map(_name, _NEXT_NAME.split(cell)):
        if name is not None:
            found.setdefault(fold(name), name)
    return tuple(found.values())


@lru_cache(maxsize=20_000)
def _name(item: str) -> str | None:
    return text(_LIST_MARK.sub("", tidy(item), count=1))


def _one_of(choices: Mapping[str, tuple[str, ...]], expected: str) -> Callable[[object], str | None]:
    """A reader of cells that hold one of a few words."""
    meaning = {word: value for value, words in choices.items() for word in words}

    def read(cell: object) -> str | None:
        line = text(cell)
        if line is None:
            return None
        value = meaning.get(fold(line).strip(" ."))
        if value is None:
            raise CellError(f"ожидается {expected}")
        return value

    return read


PARSERS: dict[CellKind, Callable[[object], object]] = {
    CellKind.TEXT: text,
    CellKind.IDENTIFIER: identifier,
    CellKind.DAY: day,
    CellKind.PERIOD: period,
    CellKind.PERCENT: percent,
    CellKind.COUNT: count,
    CellKind.HOURS: hours,
    CellKind.NAMES: names,
    CellKind.DOCUMENT: document,
    CellKind.DECISION: _one_of(_DECISIONS, "«подтверждена» или «отклонена»"),
    CellKind.CATEGORY: _one_of(_CATEGORIES, "«педагогический» или «руководящий»"),
    CellKind.APPLICATION: _one_of(_APPLICATIONS, "«процедура», «ДПП» или «событие»"),
    CellKind.SUBMITTER: _one_of(_SUBMITTERS, "«работник» или «руководитель»"),
    CellKind.REMOVAL: _one_of(_REMOVALS, "«да» или пустая ячейка"),
}
