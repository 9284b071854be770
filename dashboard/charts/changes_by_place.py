"""Places ordered by how much a rate has changed since another day: what fell most comes first."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from dashboard import words
from dashboard.charts.bars import Bar, Bars, Cell
from dashboard.charts.rates_by_place import BeforeOf, NameOf, is_small
from dashboard.components.change import rate_difference
from dashboard.place_words import NameKey, natural
from model.indicators import Rate, bottom_of
from queries.records import PlaceCounts


def changes_by_place(
    parts: Sequence[PlaceCounts],
    rate: Rate,
    first: str,
    name_of: NameOf,
    before_of: BeforeOf,
    link: Callable[[PlaceCounts, str], Cell] | None = None,
) -> Bars:
    """A bar as long as the change, in percentage points; `first` is the heading of the names.

    `link` draws the change of a place as what opens its bridge.
    """
    ordered = in_order(parts, rate, before_of)
    changes = [rate_difference(rate, part.counts, before_of(part)) for part in ordered]
    most = max([Fraction(1, 1000), *(abs(one) for one in changes if one is not None)])
    since = f"Изменение с {words.day(before_of(ordered[0]).day)}" if ordered else "Изменение"
    rows = [
        _bar(part, rate, name_of, before_of, None if one is None else (one, float(abs(one) / most)), link)
        for part, one in zip(ordered, changes, strict=True)
    ]
    return Bars([first, since, "Было и стало"], rows)


def in_order(parts: Sequence[PlaceCounts], rate: Rate, before_of: BeforeOf) -> list[PlaceCounts]:
    """From the largest fall to the largest rise; small places follow, those that cannot be compared come last."""

    def place_in_line(part: PlaceCounts) -> tuple[bool, bool, Fraction, NameKey]:
        by = rate_difference(rate, part.counts, before_of(part))
        return by is None, is_small(part, rate), by or Fraction(0), natural(part.place.name)

    return sorted(parts, key=place_in_line)


def _bar(
    part: PlaceCounts,
    rate: Rate,
    name_of: NameOf,
    before_of: BeforeOf,
    change: tuple[Fraction, float] | None,
    link: Callable[[PlaceCounts, str], Cell] | None,
) -> Bar:
    then = before_of(part).counts
    earlier, now = (words.percent_of(counts[rate.top], bottom_of(rate, counts)) for counts in (then, part.counts))
    course = f"{earlier} → {now}"
    if change is None:
        return Bar(name_of(part), words.ABSENT, None, [course])
    by, length = change
    kinds = ["is-down" if by < 0 else "is-up", "is-small" if is_small(part, rate) else ""]
    number = link(part, words.points(by)) if link and by else words.points(by)
    return Bar(name_of(part), number, length, [course], kind=" ".join(filter(None, kinds)))
