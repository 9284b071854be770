"""The number of a document: with it a final attestation counts as passed, so words never pass for it."""

import math
import re

from ingest.cells.identifiers import IN_PARTS, spoilt_number
from ingest.cells.texts import CellError, text
from model.names import fold, tidy

_MONTHS = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*"
# What has digits and is a time: a day, a month or a quarter of a year, a year by name. After «№» a number may look so.
_DATE = re.compile(
    r"\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})\b|\b\d{1,2}/\d{1,2}/\d{4}\b|(?<!№ )\b\d{1,2}/\d{1,2}/\d{2}\b"
    r"|(?<!№ )\b\d{1,2}-\d{1,2}-(?:19|20)\d\d\b|\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b"
    r"|(?<!№ )(?<![\w./])(?<![^\W\d_]-)(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?![.\d])"  # a day of a month
    r"|(?<!№ )(?<![\d.])(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d\b|\b\d{1,2}[./ -][ivx]{1,4}[./ -]\s*(?:19|20)?\d\d\b"
    rf"|\b\d{{1,2}}:\d\d(?::\d\d)?\b"
    rf"|\b{_MONTHS}\s+(?:19|20)?\d\d\b|\b(?:[iv]+|\d)\s*(?:-?\s*й\s+)?(?:кв|квартал|полугодие)\b\.?(?:\s+(?:19|20)\d\d)?"
    r"|\b(?:19|20)\d\d(?:\s*-?\s*(?:м|й|го))?\s*(?:уч(?:ебн\w+|\.)?\s*)?г(?:од\w*)?\b"
)
# «2025/2026» and «2025-2026»: the year of a school begins in one and ends in the next.
_SCHOOL_YEAR = re.compile(r"(?<![\w/-])(?<!№ )(20\d\d)\s*[/-]\s*(20\d\d|\d\d)(?![\w/-])")
_SHORT_DATE = re.compile(r"\b\d{1,2}\.\d{2}(?:\d\d)?\b")
_A_WORD = re.compile("[а-я]{4}")
_WITH_DAY = re.compile(r"(?<!\d)\d{1,2}\s*(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?(?:\s*\d{4})?")
# Words of one who has not got it (a certificate of attendance, «справка», is given to who has not passed).
_NOT_YET = re.compile(
    r"\b(?:(?:не|нет|нету|без)(?=[\s.,:;)№]|$)|ожид\w*|отчисл\w*|обуч\w*|учится|процесс\w*|справк\w*|будет|позже|оформл\w*"
    r"|продолж\w*|перенос\w*|перенес\w*|\d+\s+курс|работе|болел\w*|декрет\w*|подписи|до(?=\s)"
    r"|отсутств\w*|попыт\w*|пересдач\w*|академическ\w*|отпуск\w*|планир\w*|заявк\w*|прослуш\w*|сдал\w*|сдан\w*|неявк\w*"
    r"|аттестован\w*|зачтен\w*|зачет\w*|незач\w*|неуд\w*|уволен\w*|скоро|еще|отказ\w*|балл\w*|час(?:а|ов)?|дн(?:я|ей)"
    r"|недел\w*|месяц\w*|подписа\w*|заказ\w*|выдае\w*|выдаст\w*|снилс|инн|(?:гр|вх|исх)\.?(?=\s*(?:№\s*)?\d)|см\.)(?!\w)"
    r"|\bб[/.]\s?[нл]\b"
    r"|\bн/[а-я]+\b|\bн\.\s?[адуязпс]\b|\bд[/.]\s?о\b|\d\s*%|\d\s+из\s+\d|[?≈~]|^\+"
    r"|^\d{1,2}\s+(?:документ|удостоверени|диплом|сертификат|свидетельств)\w*$"
    r"|\d\s*(?:ак(?:ад)?\.?\s*)?(?:ч|шт|экз|чел|сем|дн|мес|нед)\b|\b(?:зач|отл|хор|удовл|дист|очно|заочно|да|есть)\b"
)
# A word beside the digits is one of a document, or the name of who has given it, or the number is marked as one.
_OF_DOCUMENTS = re.compile(
    r"удост|диплом|свид|серт|документ|номер|рег|сери|выда(?:н|ч)|дат[аы]$|дублик|прилож|бланк|повыш|квалиф"
    r"|профес|перепод|устан|образ"
    r"|госуд|экзем|книг|лист|утер|утра|взамен|ориг|копи|электр|област|демо|участ|года?$|январ|феврал|март|апрел|ма[йя]$|июн|июл|август|сентябр|октябр|ноябр|декабр"
)
_MARKED = re.compile(r"№ ?[^\W_]*\d|\b(?:рег|номер|серия|удостоверени\w+|диплом\w*)\b")
_OF_OTHER_THINGS = re.compile(
    r"\b(?:приказ|протокол|договор|групп|поток|школ|кабинет|модул|пункт|этап|часть|запрос|письм|заявл|ведомост|счет|акт(?!и)"
    r"|распоряж|выписк|паспорт|исх|вх(?!о)|билет|зачет|справк|служеб|путев)\w*"
)
_LONG_NUMBER = re.compile(r"\d{6}")
_STANDING_WORD = re.compile(r"(?<![\w/-])[^\W\d_]{3,}(?![\w/-])")
_LONGEST_ABBREVIATION = 8
_NO_NUMBER = "это не номер документа; если документа нет, оставьте ячейку пустой"


def document(cell: object) -> str | None:
    """The number of a document; a word is no number, and neither is a day or a nought."""
    if isinstance(cell, float) and math.isfinite(cell) and not cell.is_integer():
        raise CellError(IN_PARTS)
    line = text(cell)
    if line is None:
        return None
    if not _is_number(line):
        raise CellError(_NO_NUMBER)
    reason = spoilt_number(line)
    if reason:
        raise CellError(reason)
    return line


def _is_number(line: str) -> bool:
    """Whether there is a digit besides those of a day, and no word of one who has not got the document."""
    bare = _DATE.sub(" ", _WITH_DAY.sub(" ", _SCHOOL_YEAR.sub(_without_school_year, fold(line))))
    if _A_WORD.search(bare):
        bare = _SHORT_DATE.sub(" ", bare)
    if not any(char.isdecimal() and char != "0" for char in bare) or _NOT_YET.search(bare):
        return False
    is_marked = bool(_MARKED.search(bare) or _LONG_NUMBER.search(bare)) and not _OF_OTHER_THINGS.search(bare)
    words = [(word.start(), word.group()) for word in _STANDING_WORD.finditer(tidy(line))]
    # «(Москва) 772400123456», «г. Челябинск, № 15»: a name may stand beside a number that is plainly one.
    return all(_may_stand_beside(word) or (is_marked and word[0].isupper() and place > 0) for place, word in words)


def _without_school_year(years: re.Match[str]) -> str:
    return " " if int(years[2]) % 100 == (int(years[1]) + 1) % 100 else years[0]


def _may_stand_beside(word: str) -> bool:
    """Whether the word is one of documents, or an abbreviation, as of a series or of who has given it."""
    is_abbreviation = sum(map(str.isupper, word)) >= min(len(word), 3) and len(word) <= _LONGEST_ABBREVIATION
    return is_abbreviation or _OF_DOCUMENTS.match(fold(word)) is not None
