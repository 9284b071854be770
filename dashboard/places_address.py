"""What the address says of a place's screen: what of it is unfolded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_YES = "all"


@dataclass(frozen=True)
class PlacesView:
    """What is unfolded: `every_place` on a phone, where ten are shown else, and `numbers`, every count of the place."""

    every_place: bool = False
    numbers: bool = False

    @cached_property
    def params(self) -> Mapping[str, str]:
        """The parameters of the query string, in a fixed order, without the defaults."""
        unfolded = {"places": self.every_place, "numbers": self.numbers}
        return {name: _YES for name, is_unfolded in unfolded.items() if is_unfolded}


FOLDED = PlacesView()


def places_view_of(values: Mapping[str, str]) -> PlacesView:
    """What a query string says of a place's screen; values that can't be parsed are ignored."""
    return PlacesView(every_place=values.get("places") == _YES, numbers=values.get("numbers") == _YES)
