"""Seeded randomness, and the working days of the season."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")

# The weight of a month in assessments: peaks in autumn and spring, nothing in July.
_BUSY = {1: 0.6, 2: 1.3, 3: 1.6, 4: 1.4, 5: 0.5, 6: 0.2, 7: 0.0, 8: 0.2, 9: 0.7, 10: 1.5, 11: 1.7, 12: 0.8}
_HOLIDAYS = 8  # the first days of January
_SATURDAY = 5


class Chance(Random):
    """A random stream named by its seed; streams with other names do not affect it."""

    def happens(self, share: float) -> bool:
        """True with this probability."""
        return self.random() < share

    def between(self, least: int, most: int) -> int:
        """An integer from least to most, both included; faster than `randint`."""
        return least + int(self.random() * (most - least + 1))

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One of the things, with equal probability."""
        return things[int(self.random() * len(things))]

    def some_of(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """So many different things, or all of them if there are fewer."""
        return self.sample(things, min(count, len(things)))


class Season:
    """The working days of a span with weights: when in the year procedures are held."""

    def __init__(self, first: date, last: date) -> None:
        span = (first + timedelta(days=passed) for passed in range((last - first).days + 1))
        self._days = [day for day in span if _weight(day)]
        self._sums = [0.0, *accumulate(map(_weight, self._days))]

    def day(self, chance: Chance, first: date, last: date) -> date | None:
        """A random day from first to last, both included; None when the season has none there."""
        left, right = bisect_left(self._days, first), bisect_right(self._days, last)
        if left >= right:
            return None
        position = self._sums[left] + chance.random() * (self._sums[right] - self._sums[left])
        return self._days[min(max(bisect_right(self._sums, position) - 1, left), right - 1)]

    def share(self, first: date, last: date) -> float:
        """The share of the season from first to last."""
        left, right = bisect_left(self._days, first), bisect_right(self._days, last)
        return max(self._sums[right] - self._sums[left], 0.0) / self._sums[-1] if right > left else 0.0


def _weight(day: date) -> float:
    is_free = day.weekday() >= _SATURDAY or (day.month == 1 and day.day <= _HOLIDAYS)
    return 0.0 if is_free else _BUSY[day.month]


def working(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - _SATURDAY + 1, 0))


def portions(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """Divide the total by weight into integers, none below `least`; the largest remainders get the rest."""
    spread = total - least * len(weights)
    total_weight = sum(weights) or 1.0
    exact = [spread * weight / total_weight for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: spread - sum(parts)]:
        parts[place] += 1
    return [part + least for part in parts]
