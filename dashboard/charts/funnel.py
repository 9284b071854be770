"""The stages of the route as a funnel: the number of people at each, and the share of the stage before."""

from collections.abc import Callable, Mapping

from dashboard import words
from dashboard.charts.bars import Bar, Bars, Cell
from model.indicators import COUNT_BY_KEY, STAGES

Counts = Mapping[str, int]


def funnel(counts: Counts, link: Callable[[str], Cell] | None = None, before: Counts | None = None) -> Bars:
    """A bar for each stage; `link` draws the number of a stage, `before` has the counts of the day to compare with."""
    most = max(1, *(one[key] for one in (counts, before or {}) if one for key in STAGES))
    headings = ["Этап", "Работников", "От предыдущего этапа", *(["Было"] if before else [])]
    return Bars(headings, [_stage(counts, position, most, link, before) for position in range(len(STAGES))])


def _stage(counts: Counts, position: int, most: int, link: Callable[[str], Cell] | None, before: Counts | None) -> Bar:
    key = STAGES[position]
    return Bar(
        words.sentence(COUNT_BY_KEY[key].label),
        link(key) if link else words.number(counts[key]),
        counts[key] / most,
        [_share(counts, position), *([words.number(before[key])] if before else [])],
        was=before[key] / most if before else None,
    )


def _share(counts: Counts, position: int) -> str:
    if position == 0:
        return words.ABSENT
    return words.percent_of(counts[STAGES[position]], counts[STAGES[position - 1]])
