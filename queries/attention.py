"""The queue of a place: how many wait in each concern, since when, and who of its parts holds most of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from model.attention import CONCERNS, EXPIRING, YEARLY, Concern, number_in
from model.indicators import missing_to_target
from model.targets import REGULATION, Targets
from queries.records import PlaceCounts


@dataclass(frozen=True)
class Waiting:
    """One concern of a place: how many rows stand behind it, and the day of the longest wait where one is known."""

    concern: Concern
    here: PlaceCounts
    number: int
    since: date | None


def queue_of(here: PlaceCounts) -> list[Waiting]:
    """Every concern of the place in the order of CONCERNS, those of nobody among them."""
    return [_waiting(one, here) for one in CONCERNS]


def _waiting(concern: Concern, here: PlaceCounts) -> Waiting:
    number = number_in(concern, {**here.counts, EXPIRING: here.expiring})
    return Waiting(concern, here, number, here.since.get(concern.key))


def numbers_of(here: PlaceCounts) -> Mapping[str, int]:
    """How many rows stand behind each concern of the place: they add up as the counts do."""
    sums = {**here.counts, EXPIRING: here.expiring}
    return {one.key: number_in(one, sums) for one in CONCERNS}


def short_of_the_year(here: PlaceCounts, targets: Targets = REGULATION) -> int:
    """How many people must still be assessed in the reporting year for its target (п. 3.3.3)."""
    return missing_to_target(targets.rate_at(here.place, YEARLY), here.counts) or 0


def most_of(
    concern: Concern, parts: Sequence[PlaceCounts], most: int, *, by: Callable[[PlaceCounts], int] | None = None
) -> list[Waiting]:
    """The parts that hold most of the concern, or of what `by` says; then whose wait is longest, then by name."""
    held = [_waiting(concern, part) for part in parts]
    sized = [(by(one.here) if by else one.number, one) for one in held]
    ordered = sorted(sized, key=lambda pair: (-pair[0], pair[1].since or date.max, pair[1].here.place.name))
    return [one for size, one in ordered if size][:most]
