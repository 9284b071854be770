"""How scores of competences are told: a score, a share below the bound, and why there is none."""

from dashboard import words
from queries.competences import Spread

FEW = "мало людей"
NO_SCORES = "нет баллов"


def percents(score: float | None) -> str:
    """A score as «64,3 %»."""
    return words.ABSENT if score is None else f"{words.score(score)}{words.THIN}%"


def mean_of(spread: Spread) -> str:
    """The mean score; «—» where there is none or where it may not be told."""
    return words.score(spread.figures.mean) if spread.figures else words.ABSENT


def share_below(spread: Spread) -> str:
    """The share of people below the bound."""
    return words.percent_of(spread.figures.below, spread.number) if spread.figures else words.ABSENT


def absence_of(spread: Spread) -> str:
    """Why there are no figures."""
    return FEW if spread.is_hidden else NO_SCORES


def middle_half(spread: Spread) -> str:
    """Where the middle half of the people stand."""
    figures = spread.figures
    if figures is None:
        return words.ABSENT
    return f"от {words.score(figures.lower_quartile)} до {words.score(figures.upper_quartile)}"
