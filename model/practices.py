"""Practices of realization: what of an organization may be spread (п. 3.3.3)."""

from enum import StrEnum

from model.indicators import Measure
from model.names import fold


class PracticeGroup(StrEnum):
    """People of whom a practice is told; each names a list."""

    EXAMPLES = "examples"
    SPEAKERS = "speakers"
    RISEN = "risen"


# The beginnings of words by which a form of participation says that the person spoke.
_SPEAKING = ("выступ", "доклад", "спикер", "ведущ", "модератор", "эксперт", "мастер-класс")

PRACTICES: tuple[Measure, ...] = (
    Measure(
        PracticeGroup.EXAMPLES,
        "примеры ИОМ",
        "работники, чей ИОМ реализован в полном объёме, а формальная часть завершена в срок",
        "3.3.3, 3.11",
    ),
    Measure(
        PracticeGroup.SPEAKERS,
        "выступали на событиях",
        "работники с подтверждённым участием, где форма участия названа выступлением, докладом, мастер-классом и "
        "подобным; других сведений о выступлениях в реестрах нет",
        "3.3.3",
    ),
    Measure(
        PracticeGroup.RISEN,
        "рост при повторной оценке",
        "доля повторных оценок по той же процедуре, где сумма баллов выше прежней; не показана, где таких оценок мало",
        "",
    ),
)
PRACTICE_BY_KEY = {one.key: one for one in PRACTICES}


def is_speaking(form: str) -> bool:
    """Whether a form of participation says that the person spoke."""
    folded = fold(form)
    return any(word in folded for word in _SPEAKING)
