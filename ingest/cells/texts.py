"""A raw cell becomes the text a person sees in it; the error of a cell that cannot be read."""

import math
import re
from datetime import date, datetime, time

from model import wording
from model.errors import UserError
from model.names import fold, tidy

DASH = "[-‐‑‒–—―−]"
NO_VALUE = "#НЕ ВЫЧИСЛЕНО!"  # stands for a formula that no program has computed
EXACT_DIGITS = 10**15  # a spreadsheet keeps fifteen digits of a number and loses the rest

_LONE_DASH = re.compile(DASH)
# Words and numbers of one line, without letters of misread text: there is nothing to tidy or to refuse.
_LETTERS = r"[^\W\x80-\u024f\u0402-\u040f\u0452-\u045f]+"
_PLAIN = re.compile(rf"{_LETTERS}(?:(?:[ .-]|, ){_LETTERS})*")
# A letter or a digit is left of a name, whatever else is folded away.
_SOLID = re.compile("[0-9A-Za-zА-Яа-я]")
_FAILED_FORMULA = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|Н/Д|ССЫЛКА!|ЗНАЧ!|ДЕЛ/0!|ИМЯ\?|ПУСТО!|ЧИСЛО!)"
)
# Letters that were read in another encoding than they were written in: UTF-8 as Windows-1251 or as Latin, and back.
_AS_1251 = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџ\xa0ЎўЈ¤Ґ¦§Ё©Є«¬®Ї°±Ііґµ¶·ё№є»јЅѕї"
_MISREAD = re.compile(f"(?:[РС][{_AS_1251}]){{3}}|(?:[ÐÑ][\x80-\xbf\u2010-\u2122\u0152-\u02dc]){{3}}|[À-ÖØ-öø-ÿ]{{4}}")
_LOST_LETTERS = re.compile(r"[?\s]*\?{4}[?\s]*")
_NARROW_COLUMN = re.compile("#{2,}")
_LONGEST = 1_000  # characters of one line: an index of PostgreSQL takes no longer name
_NOT_TEXT = re.compile("[\\0\ufffd-\uffff\ud800-\udfff]")
# What is seen by nobody: controls of ASCII and of Latin-1, but for the ends of lines.
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_WORD_MARK = re.compile("^[\\s\ue000-\uf8ff]+|[\\s\ue000-\uf8ff]+$")  # the bullets of Word are private characters
_QUOTED_FORMULA = re.compile(r'=\s*"(.*)"', re.DOTALL)
_TEXT_MARK = re.compile(r"['’‘`´ʼ](?=[\d=+@-])")  # the apostrophe that keeps a spreadsheet from reading a number
# «The same as above»: the cell above may be of another person, or of no row at all.
_DITTO = re.compile(
    rf"{DASH}+\s*(?://|\\\\|[\"«»„“”″〃]{{1,2}}|''|,,)\s*{DASH}+|[″〃]+|(?:то|там|тот|та|те)\s+же(?:\s+сам\w+)?"
    r"|см\.?\s*(?:выше|приложени\w+|примечани\w+|файл)|аналогично",
    re.IGNORECASE,
)
_LONGEST_DITTO = 20
_MIDNIGHT = "00.01.1900"  # a nought formatted as a date, as Excel shows it


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
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT_DIGITS else wording.comma(str(cell))
    if isinstance(cell, datetime):
        return wording.day(cell) if cell.time() == time() else f"{wording.day(cell)} {cell:%H:%M:%S}"
    if isinstance(cell, date):
        return wording.day(cell)
    if isinstance(cell, time):
        return _MIDNIGHT if cell == time() else f"{cell:%H:%M:%S}"
    return str(cell)


def is_blank(cell: object) -> bool:
    """Nothing but white space stands in the cell."""
    if isinstance(cell, str) and ("!" <= (first := cell[:1]) <= "~" or "\u0400" <= first <= "\u04ff"):
        return False  # a Latin or Cyrillic sign is seen, whatever follows it
    return cell is None or (isinstance(cell, str) and not tidy(cell))


def text(cell: object) -> str | None:
    """One line of text; an empty cell, a lone dash and quotes around nothing are None."""
    if isinstance(cell, str) and len(cell) <= _LONGEST and _PLAIN.fullmatch(cell):
        refuse_ditto(cell)
        return cell
    if isinstance(cell, float) and not (cell.is_integer() and abs(cell) < EXACT_DIGITS):
        return _text_of_number(cell)
    line = tidy(_WORD_MARK.sub("", _CONTROLS.sub("", cell))) if isinstance(cell, str) else cell_text(cell)
    refuse_ditto(line)
    _refuse_unreadable(line)
    line = without_spreadsheet_marks(line)
    return None if _LONE_DASH.fullmatch(line) or not (_SOLID.search(line) or fold(line)) else line


def without_spreadsheet_marks(line: str) -> str:
    """The text of `'00123` and `="00123"`: both are ways to keep a spreadsheet from taking it for a number."""
    line = _TEXT_MARK.sub("", line, count=1) if _TEXT_MARK.match(line) else line
    quoted = _QUOTED_FORMULA.fullmatch(line)
    return tidy(quoted[1].replace('""', '"')) if quoted else line


def refuse_ditto(line: str) -> None:
    """Raise CellError where the line says «the same as above»."""
    if len(line) <= _LONGEST_DITTO and _DITTO.fullmatch(line):
        raise CellError("отсылка к другой ячейке не читается; впишите значение в каждую строку")


def _refuse_unreadable(line: str) -> None:
    if _FAILED_FORMULA.fullmatch(line):
        raise CellError("в ячейке ошибка формулы; исправьте формулу или впишите значение")
    if line == NO_VALUE:
        raise CellError("формула в ячейке не вычислена; откройте файл в Excel и сохраните его снова")
    if _NARROW_COLUMN.fullmatch(line):
        raise CellError("вместо значения сохранены решётки; расширьте столбец в Excel и сохраните файл снова")
    if _NOT_TEXT.search(line):
        raise CellError("в ячейке знак, которого не бывает в тексте; впишите её заново")
    if _MISREAD.search(line) or _LOST_LETTERS.fullmatch(line):
        raise CellError("в ячейке текст в чужой кодировке; впишите её заново или сохраните файл как «CSV UTF-8»")
    if len(line) > _LONGEST:
        raise CellError(f"текст длиннее {_LONGEST} знаков; сократите его")


def _text_of_number(cell: float) -> str:
    if not math.isfinite(cell):
        raise CellError("значение ячейки не вычислено: это не число; впишите значение")
    if abs(cell) >= EXACT_DIGITS:
        raise CellError(
            "в числе больше 15 цифр, таблица его округлила; задайте ячейке текстовый формат и впишите снова"
        )
    return cell_text(cell)
