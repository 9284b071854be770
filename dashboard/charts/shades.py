"""How far places are behind, in classes of equally many places: the shades of the map."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard import words
from dashboard.addresses import By
from dashboard.charts.rates_by_place import BeforeOf, is_small
from dashboard.components.change import rate_difference
from model.indicators import Rate, bottom_of, meets_target, missing_to_target
from model.targets import Targets
from queries.records import PlaceCounts

CLASSES = 4
# So many of the places that are furthest behind have an outline.
WORST = 5
MET, SAME, ABSENT = "is-met", "is-same", "is-absent"


@dataclass(frozen=True)
class Shaded:
    """A place on the map: how far it is behind (None: no data, nothing: not at all), its class, its number."""

    part: PlaceCounts
    behind: Fraction | None
    shade: str
    number: str
    is_worst: bool = False


@dataclass(frozen=True)
class Shades:
    """The places of the map, and of each class the least and the most that its places are behind."""

    places: Sequence[Shaded]
    ranges: Mapping[str, tuple[Fraction, Fraction]]


def shades(
    parts: Sequence[PlaceCounts], rate: Rate, by: By, targets: Targets, before_of: BeforeOf | None = None
) -> Shades:
    """The shade of each place: green at its target, else the stronger, the further it is behind.

    Behind is the distance to the target in shares or in people, or the fall since the day of `before_of`.
    """
    measure = _MEASURES[by]
    own = [targets.rate_at(part.place, rate) for part in parts]
    measured = [measure(part, one, before_of) for part, one in zip(parts, own, strict=True)]
    behind = sorted(one for one, _, _ in measured if one is not None and one > 0)
    # Where each class but the first begins: equals are in one class, and the worst are in the last one.
    starts = [behind[len(behind) * step // CLASSES] for step in range(1, CLASSES)] if behind else []
    ranked = sorted(
        (one for one in zip(parts, measured, own, strict=True) if one[1][0] and not _is_unranked(one[0], one[2], by)),
        key=lambda one: -(one[1][0] or 0),
    )
    # Where few are behind, all of them are in sight.
    worst = {part.place.id for part, *_ in ranked[:WORST]} if len(ranked) > WORST else set()
    places = [
        Shaded(part, far, state or f"is-behind-{_class_of(far, starts)}", number, part.place.id in worst)
        for part, (far, state, number) in zip(parts, measured, strict=True)
    ]
    return Shades(places, _ranges(places))


def _is_unranked(part: PlaceCounts, rate: Rate, by: By) -> bool:
    """A share of few people says little; missing people are as many wherever they are."""
    return by is not By.PEOPLE and is_small(part, rate)


def _class_of(far: Fraction | None, starts: Sequence[Fraction]) -> int:
    return 1 + sum(start <= (far or 0) for start in starts)


def _ranges(places: Sequence[Shaded]) -> dict[str, tuple[Fraction, Fraction]]:
    ranges: dict[str, tuple[Fraction, Fraction]] = {}
    for one in sorted((one for one in places if one.behind), key=lambda one: one.behind or 0):
        far = one.behind or Fraction(0)
        ranges[one.shade] = (ranges.get(one.shade, (far, far))[0], far)
    return ranges


# How far a place is behind, its class where that does not depend on the others, and the number on its tile.
_Measured = tuple[Fraction | None, str | None, str]


def _by_share(part: PlaceCounts, rate: Rate, _before_of: BeforeOf | None) -> _Measured:
    top, bottom = part.counts[rate.top], bottom_of(rate, part.counts)
    value = words.percent_of(top, bottom)
    if not bottom:
        return None, ABSENT, value
    if meets_target(rate, part.counts):
        return Fraction(0), MET, value
    # Without a target the whole is what everybody is behind of.
    far = Fraction(*(rate.target or (1, 1))) - Fraction(top, bottom)
    return far, None if far else SAME, value


def _by_people(part: PlaceCounts, rate: Rate, _before_of: BeforeOf | None) -> _Measured:
    missing = missing_to_target(rate, part.counts)
    if missing is None:
        return None, ABSENT, words.ABSENT
    return Fraction(missing), None if missing else MET, words.number(missing)


def _by_change(part: PlaceCounts, rate: Rate, before_of: BeforeOf | None) -> _Measured:
    by = rate_difference(rate, part.counts, before_of(part)) if before_of else None
    if by is None:
        return None, ABSENT, words.ABSENT
    number = words.change_in_points(by)
    return (-by, None, number) if by < 0 else (Fraction(0), MET if by else SAME, number)


_MEASURES: Mapping[By, Callable[[PlaceCounts, Rate, BeforeOf | None], _Measured]] = {
    By.SHARE: _by_share,
    By.PEOPLE: _by_people,
    By.CHANGE: _by_change,
}
