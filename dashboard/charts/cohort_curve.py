"""How soon after the assessment the routes of a cohort were formed: a bar for each number of days."""

from collections.abc import Callable, Mapping

from dash.development.base_component import Component

from dashboard import words
from dashboard.charts.bars import Bar, Bars

Opens = Callable[[int, int], Component | str]
HEADINGS = ("Не позднее, дней", "Человек", "Доля", "Годом ранее, доля")


def _as_text(_days: int, number: int) -> str:
    return words.number(number)


def cohort_curve(
    within: Mapping[int, int], before: Mapping[int, int], whole: int, whole_before: int, opens: Opens = _as_text
) -> Bars:
    """The people whose route was formed within so many days, of the whole cohort, beside those of the year before.

    `opens` makes a number a link to its people.
    """
    rows = [
        Bar(
            _name(days),
            opens(days, number),
            number / whole if whole else None,
            [words.percent_of(number, whole), words.percent_of(before[days], whole_before)],
            was=before[days] / whole_before if whole_before else None,
        )
        for days, number in within.items()
    ]
    return Bars(HEADINGS, rows)


def _name(days: int) -> str:
    return words.days(days) if days else "в день оценки"
