"""Places ordered by a rate, with the value of the whole and the target as lines."""

from collections.abc import Callable, Sequence

from dash.development.base_component import Component

from dashboard import place_words, words
from dashboard.charts.bars import Bar, Bars, Line
from dashboard.components.change import Before
from dashboard.place_words import NameKey, natural
from dashboard.rate_words import absence_of
from model.indicators import Rate, bottom_of, meets_target, rate_of
from model.targets import REGULATION, Targets
from queries.records import PlaceCounts

# A share of fewer people says little.
LEAST_RANKED = 10

NameOf = Callable[[PlaceCounts], Component | str]
BeforeOf = Callable[[PlaceCounts], Before]


def rates_by_place(
    parts: Sequence[PlaceCounts],
    rate: Rate,
    whole: PlaceCounts,
    name_of: NameOf,
    targets: Targets = REGULATION,
    before_of: BeforeOf | None = None,
    everyone: Sequence[PlaceCounts] = (),
) -> Bars:
    """The lowest rate first; small places come after the others, paler.

    A place without people comes last and has no bar. The line is the target of the whole; a place may have its own.
    `before_of` has the counts of the day to compare with, which stand beside the bars. Where `everyone` is more than
    the parts, a strip shows where all of them are.
    """
    ordered = in_order(parts, rate)
    limit = _limit([*everyone, *ordered], rate, whole, before_of)
    headings = [place_words.part_of(whole.place), "Доля", "Из скольких"]
    if before_of:
        headings.append(f"На {words.day(before_of(whole).day)}")
    rows = [_bar(part, targets.rate_at(part.place, rate), rate, limit, name_of, before_of) for part in ordered]
    values = [value / limit for part in everyone if (value := rate_of(rate, part.counts)) is not None]
    return Bars(headings, rows, _lines(rate, whole, limit), values if len(everyone) > len(parts) else ())


def is_small(part: PlaceCounts, rate: Rate) -> bool:
    """Whether one person changes the share by a tenth or more; such a place is not ranked."""
    return 0 < bottom_of(rate, part.counts) < LEAST_RANKED


def in_order(parts: Sequence[PlaceCounts], rate: Rate) -> list[PlaceCounts]:
    """From the lowest rate to the highest, then by name; small places follow, places without people come last."""

    def place_in_line(part: PlaceCounts) -> tuple[bool, bool, float, NameKey]:
        value = rate_of(rate, part.counts)
        return value is None, is_small(part, rate), value or 0.0, natural(part.place.name)

    return sorted(parts, key=place_in_line)


def _bar(part: PlaceCounts, own: Rate, rate: Rate, limit: float, name_of: NameOf, before_of: BeforeOf | None) -> Bar:
    """The row of a place; `own` is the rate with the target of the place, `rate` that of the chart."""
    value, top, bottom = rate_of(own, part.counts), part.counts[own.top], bottom_of(own, part.counts)
    then = before_of(part).counts if before_of else None
    before = [words.percent_of(then[own.top], bottom_of(own, then))] if then else []
    if value is None:
        return Bar(name_of(part), words.ABSENT, None, [absence_of(own, part.counts), *before])
    is_met = meets_target(own, part.counts)
    earlier = rate_of(own, then) if then else None
    return Bar(
        name_of(part),
        f"{'✓ ' if is_met else ''}{words.percent_of(top, bottom)}",
        value / limit,
        [words.ratio(top, bottom), *before],
        kind=" ".join(filter(None, ["is-met" if is_met else "", "is-small" if is_small(part, own) else ""])),
        was=None if earlier is None else earlier / limit,
        goal=_goal(own, limit) if own.target != rate.target else None,
    )


def _goal(rate: Rate, limit: float) -> float | None:
    return rate.target[0] / rate.target[1] / limit if rate.target else None


def _limit(ordered: Sequence[PlaceCounts], rate: Rate, whole: PlaceCounts, before_of: BeforeOf | None) -> float:
    """The end of the axis: a little beyond the longest bar and the target; the start is always 0."""
    all_counts = [part.counts for part in (*ordered, whole)]
    all_counts += [before_of(part).counts for part in ordered] if before_of else []
    values = [value for counts in all_counts if (value := rate_of(rate, counts)) is not None]
    target = [rate.target[0] / rate.target[1]] if rate.target else []
    return min(1.0, max([*values, *target, 0.1]) * 1.05)


def _lines(rate: Rate, whole: PlaceCounts, limit: float) -> list[Line]:
    """The target, and the value of the whole."""
    goal, value = _goal(rate, limit), rate_of(rate, whole.counts)
    lines = [Line("goal", goal, f"цель {words.target(rate.target)}")] if goal is not None and rate.target else []
    if value is not None:
        lines.append(Line("whole", value / limit, f"{whole.place.name} {words.percent(value)}"))
    return lines
