"""Scores of competences in words: a score, a share below the bound, the reason for a missing figure."""

from dashboard import words
from queries.score_records import Change, Spread

FEW = "мало людей"
NO_SCORES = "нет баллов"


def bound_note(bound: int) -> str:
    """What the bound is, as every screen of scores says it."""
    return f"Пороговое значение {bound}{words.THIN}% — настройка системы, а не норма: Порядком оно не установлено."


def percents(score: float | None) -> str:
    """A score as «64,3 %»."""
    return words.ABSENT if score is None else f"{words.score(score)}{words.THIN}%"


def mean_of(spread: Spread) -> str:
    """The mean score; «—» where there is none or where it is hidden."""
    return words.score(spread.figures.mean) if spread.figures else words.ABSENT


def share_below(spread: Spread) -> str:
    """The share of people below the bound."""
    return words.percent_of(spread.figures.below, spread.number) if spread.figures else words.ABSENT


def absence_of(spread: Spread) -> str:
    """Why the figures are missing."""
    return FEW if spread.is_hidden else NO_SCORES


def middle_half(spread: Spread) -> str:
    """The range of the middle half of the people."""
    quartiles = spread.figures and spread.figures.quartiles
    if not quartiles:
        return words.ABSENT
    return f"от {words.score(quartiles.lower)} до {words.score(quartiles.upper)}"


def change_of(change: Change) -> str:
    """The change of a mean with its sign, in percentage points."""
    if change.before is None or change.after is None:
        return words.ABSENT
    by = round(change.after - change.before, 9)
    sign = "+" if by > 0 else words.MINUS if by < 0 else ""
    return f"{sign}{words.score(abs(by))}"
