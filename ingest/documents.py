"""The number of a document: with it a final attestation counts as passed, so words never pass for it."""

import re

from ingest.identifiers import spoilt_number
from ingest.texts import CellError, text
from model.names import fold

_DATE = re.compile(
    r"\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})\b|\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{4}-\d{1,2}-\d{1,2}\b|\b(?:19|20)\d\d\s*г\b"
)
_SHORT_DATE = re.compile(r"\b\d{1,2}\.\d{2}(?:\d\d)?\b")
_A_WORD = re.compile("[а-я]{4}")
_WITH_DAY = re.compile(r"\d{1,2}\s+(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?(?:\s+\d{4})?")
# Words of one who has not got it (a certificate of attendance, «справка», is given to who has not passed).
_NOT_YET = re.compile(
    r"\b(?:(?:не|нет|без)(?=[\s.,:;)]|$)|ожид\w*|отчисл\w*|обуч\w*|учится|процесс\w*|справк\w*|будет|позже|оформл\w*"
    r"|продолж\w*|перенос\w*|перенес\w*|\d+\s+курс|работе|болел\w*|декрет\w*|подписи|до(?=\s)"
    r"|отсутств\w*|попыт\w*|пересдач\w*|академическ\w*|отпуск\w*|планир\w*|заявк\w*|прослуш\w*|сдал\w*|сдан\w*|неявк\w*"
    r"|аттестован\w*|зачтен\w*|зачет|балл\w*|час(?:а|ов)?|дн(?:я|ей)|недел\w*|месяц\w*)\b|\bб/н\b|\bн/[ад]\b|\d\s*%"
)
_NO_NUMBER = "это не номер документа; если документа нет, оставьте ячейку пустой"


def document(cell: object) -> str | None:
    """The number of a document; a word is no number, and neither is a day or a nought."""
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
    bare = _WITH_DAY.sub(" ", _DATE.sub(" ", fold(line)))
    if _A_WORD.search(bare):
        bare = _SHORT_DATE.sub(" ", bare)
    return any(char.isdigit() and char != "0" for char in bare) and not _NOT_YET.search(bare)
