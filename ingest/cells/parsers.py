"""A cell as it stands in a file becomes a value: a date, a percent, a decision, a list of names."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta

from ingest.cells.absences import means_nothing
from ingest.cells.days import day, period
from ingest.cells.documents import document
from ingest.cells.identifiers import identifier
from ingest.cells.kinds import CellKind
from ingest.cells.lists import name, names
from ingest.cells.texts import CellError, text
from model.names import fold, fold_part, tidy

# «01.02» is a day that a table has made of a number, or a day itself.
_NUMBER = re.compile(r"(?!0\d+[.,])[-−]?\d+(?:[.,]\d+)?")
_NO_NUMBER = re.compile(r"[-+−]?\s*(?:nan|inf(?:inity)?|∞|бесконечность|не\s*число)")
# A level is no word for an assessment that was not passed, nor a single letter, as «О» for a nought.
_NOT_ASSESSED = re.compile(
    r"не\s*(?:был[аои]?\s+)?(?:оцен|проход|прош|провод|провед|участв|сдава|сдал|явил|измер|провер|писал|подлеж|освоен)\w*|неявка"
    r"|х+|освобожд[её]н[аы]?|болел[аи]?|(?:в\s+)?(?:декретн\w+\s+)?отпуске?|отсутств\w+|(?:в\s+)?декрете?|больничный"
    r"|(?:на\s+)?больничном|[ндб][/.]\s?[яло]|уволен[аы]?|уровень\s+не\s+(?:определ|установл)[её]н"
    r"|(?:результат\w*\s+)?(?:ожида|уточня|обрабатыва|проверя)\w+|(?:на|в)\s+(?:проверке|обработке|работе)"
    r"|будет\s+(?:позже|позднее|\w+)|позже|позднее"
)
# «Восемьдесят пять» is a number in words, «да» and «см. протокол» say that there is one.
_NO_LEVEL = re.compile(
    r"да|есть|имеется|см\b.*|смотри\w*\b.*|(?:\w+\s+){0,2}\w*(?:десят|дцать|надцать|сорок|девяност|процент|балл)\w*(?:\s+\w+)?"
    r"|один|два|три|четыре|пять|шесть|семь|восемь|девять|сто|ноль\s+\w+"
)
_HOURS_UNIT = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:(?:ак|а|акад|академ|академич|академических|академического|академические|уч|учебных|учебные)"
    r"\.?\s*)?(?:ч|час|часа|часов|ч-в)\.?$"
)
_LARGEST = 100_000
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[А-Яа-яЁё]")
# Latin letters that look like Cyrillic ones.
LOOKALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")

_CATEGORIES = {
    "teaching": (
        *("педагогический", "педагогические", "педагогический работник", "педагогические работники", "педагог"),
        *("пед", "пед работник", "пед работники", "педработник", "педработники", "педагогич", "педагоги"),
        *("педагогич работник", "педагогический персонал", "педагогический состав", "педагогическая"),
    ),
    "managing": (
        *("руководящий", "руководящие", "руководящий работник", "руководящие работники", "руководитель"),
        *("управленческие кадры", "рук", "рук работник", "рук работники", "руководители", "руководящий состав"),
        *("руководящая", "управленческий"),
    ),
}
_APPLICATIONS = {
    "procedure": ("процедура", "процедура оценки", "процедура оценки профессиональных компетенций"),
    "programme": ("дпп", "программа", "программа повышения квалификации", "дополнительная профессиональная программа"),
    "event": ("событие", "образовательное событие"),
}
_SUBMITTERS = {
    "employee": ("работник", "работником", "педагогический работник", "педагог", "пед работник", "педработник"),
    "head": ("руководитель", "руководителем", "руководитель оо", "руководителем оо"),
}
_OFFERS = {kind: _APPLICATIONS[kind] for kind in ("programme", "event")}
_CANCELLATIONS = {
    "yes": ("да", "отменено", "отменен", "отменена", "отмена"),
    "": ("нет", "не отменено", "действует"),
}
_REMOVALS = {"yes": ("да", "удалить"), "": ("нет",)}
# «совместительство», «внешний совместитель», «внутр. совм.», «совм-ль»; «совмещение» is work at the main place.
_SECOND_JOB = re.compile(r"(?<!\bне )(?<!\bбез )совместит|\bсовм(?:ест)?\b(?!-)|\bсовм-(?:во|ль|тель|ство)\b")
_GROUNDS = {
    "procedure": ("процедура", "процедура оценки", "процедура оценки профессиональных компетенций", "оценка"),
    "need": ("потребность", "потребности", "по потребности", "профессиональная потребность"),
}
_DECISIONS = {
    "confirmed": tuple(
        stem + ending
        for stem in ("подтвержден", "согласован", "одобрен", "утвержден")
        for ending in ("", "а", "о", "ы")
    ),
    "rejected": (
        *(stem + ending for stem in ("отклонен", "отказан") for ending in ("", "а", "о", "ы")),
        "отказ",
        "отказано в подтверждении",
    ),
}


_YES_OR_NO = {"confirmed": "подтверждена", "rejected": "отклонена"}
# How a value of these columns is written, by its key: what a list of choices offers.
WORDS: Mapping[str, Mapping[str, str]] = {
    "category": {"teaching": "педагогический", "managing": "руководящий"},
    "kind": {"procedure": "процедура", "programme": "ДПП", "event": "событие"},
    "offer_kind": {"programme": "ДПП", "event": "событие"},
    "is_cancelled": {"True": "да", "False": "нет"},
    "submitted_by": {"employee": "работник", "head": "руководитель"},
    "head_decision": _YES_OR_NO,
    "provider_decision": _YES_OR_NO,
    "is_main": {"True": "основное место работы", "False": "совместительство"},
    "is_need": {"False": "процедура", "True": "потребность"},
}


def words(cell: object) -> str | None:
    """One line of text; a word that says there is nothing is nothing."""
    line = text(cell)
    return None if line is None or means_nothing(line) else line


def _number(cell: object, expected: str) -> float | None:
    if isinstance(cell, bool | date | time | timedelta):
        raise CellError(f"ожидается {expected}")
    if isinstance(cell, int | float):
        number = float(cell)
    else:
        if isinstance(cell, str) and _NO_NUMBER.fullmatch(fold(cell)):
            raise CellError(f"ожидается {expected}; если значения нет, оставьте ячейку пустой")
        line = words(cell)
        if line is None:
            return None
        if not _NUMBER.fullmatch(line):
            raise CellError(f"ожидается {expected}")
        number = float(line.replace(",", ".").replace("−", "-"))
    if not math.isfinite(number):
        raise CellError(f"ожидается {expected}")
    return number + 0.0  # «-0» is a nought without a sign


def percent(cell: object) -> float | None:
    """A score of 0…100: `78`, `78,5`, `78 %`."""
    if isinstance(cell, str):
        cell = tidy(cell).removesuffix("%").rstrip()
        if cell.endswith(" ?"):  # a number of a workbook whose formats are not read
            raise CellError("не понять, доля это или проценты; впишите 78,5 % или сохраните файл как .xlsx")
    score = _number(cell, "число процентов от 0 до 100")
    if score is None:
        return None
    score = round(score, 9)  # 100.00000000000001 is what a formula makes of a hundred
    if not 0 <= score <= 100:
        raise CellError("результат должен быть от 0 до 100 процентов")
    return score


def score(cell: object) -> float | str | None:
    """A score in percent, or a level in words: «высокий», «базовый уровень»."""
    line = words(cell) if isinstance(cell, str) else None
    if line is None or any(map(str.isdigit, line)) or not any(map(str.isalpha, line)):
        return percent(cell)
    key = fold_part(line)
    if _NOT_ASSESSED.fullmatch(key.strip(" .,()")):
        return None
    if len(key) == 1 or _NO_NUMBER.fullmatch(fold(line)) or _NO_LEVEL.fullmatch(key.strip(" .,()")):
        raise CellError("это ни проценты, ни уровень словами; впишите число от 0 до 100 или оставьте ячейку пустой")
    return line


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
    """Hours of a programme: `72`, `72 ч.`, `72 ак.ч.`, `36,5`."""
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


def _choice_key(line: str) -> str:
    """Dots, stars and Latin letters that look like Cyrillic ones do not tell words apart."""
    return " ".join(re.sub(r"[.*]", " ", fold(line)).translate(LOOKALIKES).split())


def _latin_in(line: str) -> str:
    """« в слове латинская буква «P»» where one stands among Cyrillic ones, which nobody sees."""
    letters = _LATIN.findall(line)
    if not letters or not _CYRILLIC.search(line):
        return ""
    return f"; в слове латинские буквы: {', '.join(f'«{letter}»' for letter in dict.fromkeys(letters))}"


def _one_of(choices: Mapping[str, tuple[str, ...]], expected: str) -> Callable[[object], str | None]:
    """A reader of cells that hold one of a few words."""
    meaning = {word: value for value, words in choices.items() for word in words}

    def read(cell: object) -> str | None:
        line = text(cell)
        if line is None:
            return None
        value = meaning.get(_choice_key(line))
        if value is None:
            raise CellError(f"ожидается {expected}{_latin_in(line)}")
        return value

    return read


def is_main_place(cell: object) -> bool:
    """Whether «Вид занятости» is another word than «совместительство», or none."""
    return not _SECOND_JOB.search(_choice_key(text(cell) or ""))


_ground = _one_of(_GROUNDS, "«процедура» или «потребность»")


def is_need(cell: object) -> bool:
    """Whether «Основание ИОМ» is a need; an empty cell says a procedure."""
    return _ground(cell) == "need"


_cancellation = _one_of(_CANCELLATIONS, "«да», день отмены или пустая ячейка")


def is_cancelled(cell: object) -> bool:
    """Whether «Отменено» says so, by a word or by the day on which it was done."""
    try:
        return _cancellation(cell) == "yes"
    except CellError as error:
        try:
            return day(cell) is not None
        except CellError:
            raise error from None


PARSERS: dict[CellKind, Callable[[object], object]] = {
    CellKind.TEXT: words,
    CellKind.IDENTIFIER: identifier,
    CellKind.DAY: day,
    CellKind.PERIOD: period,
    CellKind.PERCENT: score,
    CellKind.COUNT: count,
    CellKind.HOURS: hours,
    CellKind.NAME: name,
    CellKind.NAMES: names,
    CellKind.DOCUMENT: document,
    CellKind.DECISION: _one_of(_DECISIONS, "«подтверждена» или «отклонена»"),
    CellKind.CATEGORY: _one_of(_CATEGORIES, "«педагогический» или «руководящий»"),
    CellKind.APPLICATION: _one_of(_APPLICATIONS, "«процедура», «ДПП» или «событие»"),
    CellKind.SUBMITTER: _one_of(_SUBMITTERS, "«работник» или «руководитель»"),
    CellKind.EMPLOYMENT: is_main_place,
    CellKind.GROUND: is_need,
    CellKind.OFFER: _one_of(_OFFERS, "«ДПП» или «событие»"),
    CellKind.CANCELLATION: is_cancelled,
    CellKind.REMOVAL: _one_of(_REMOVALS, "«да» или пустая ячейка"),
}
