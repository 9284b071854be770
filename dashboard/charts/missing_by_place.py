"""Places ordered by how many people they lack to the target of a rate."""

from collections.abc import Sequence

from dashboard import words
from dashboard.charts.bars import Bar, Bars
from dashboard.charts.rates_by_place import BeforeOf, NameOf
from dashboard.place_words import NameKey, natural
from dashboard.rate_words import absence_of
from model.indicators import Rate, bottom_of, missing_to_target
from model.targets import REGULATION, Targets
from queries.records import PlaceCounts


def missing_by_place(
    parts: Sequence[PlaceCounts],
    rate: Rate,
    first: str,
    name_of: NameOf,
    targets: Targets = REGULATION,
    before_of: BeforeOf | None = None,
) -> Bars:
    """The most people first; a place at its target has a bar of no length, one without people comes last.

    `first` is the heading of the names. `before_of` has the counts of the day to compare with.
    """
    ordered = in_order(parts, rate, targets)
    own = [targets.rate_at(part.place, rate) for part in ordered]
    then = [before_of(part).counts for part in ordered] if before_of else [None for _ in ordered]
    earlier = [missing_to_target(one, counts) if counts else None for one, counts in zip(own, then, strict=True)]
    missing = [missing_to_target(one, part.counts) for one, part in zip(own, ordered, strict=True)]
    most = max([1, *(number or 0 for number in (*missing, *earlier))])
    headings = [first, "Не хватает", "Есть из скольких"]
    if before_of and ordered:
        headings.append(f"На {words.day(before_of(ordered[0]).day)}")
    rows = [
        _bar(part, rate, name_of, most, was if before_of else None)
        for part, rate, was in zip(ordered, own, earlier, strict=True)
    ]
    return Bars(headings, rows)


def in_order(parts: Sequence[PlaceCounts], rate: Rate, targets: Targets = REGULATION) -> list[PlaceCounts]:
    """The places with the most missing people first, then by name; places without people come last."""

    def place_in_line(part: PlaceCounts) -> tuple[int, NameKey]:
        missing = missing_to_target(targets.rate_at(part.place, rate), part.counts)
        return 1 if missing is None else -missing, natural(part.place.name)

    return sorted(parts, key=place_in_line)


def _bar(part: PlaceCounts, rate: Rate, name_of: NameOf, most: int, was: int | None) -> Bar:
    missing, top, bottom = missing_to_target(rate, part.counts), part.counts[rate.top], bottom_of(rate, part.counts)
    before = [words.number(was)] if was is not None else []
    if missing is None:
        return Bar(name_of(part), words.ABSENT, None, [absence_of(rate, part.counts), *before])
    number = words.number(missing) if missing else "✓"
    earlier = None if was is None else was / most
    return Bar(
        name_of(part), number, missing / most, [words.ratio(top, bottom), *before], kind="is-missing", was=earlier
    )
