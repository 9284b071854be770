"""What the address says of a place's screen: what of it is unfolded, and how its table of places looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from model.indicators import RATES

_YES = "all"
# The columns of a table of places that come after its rates: what needs an action.
WAITING: tuple[str, ...] = ("awaiting_head", "awaiting_provider", "formal_late")
STAFF = "staff"
# Characters in a type of places: every link of a screen repeats it.
LONGEST_KIND = 300
PLACE_COLUMNS: tuple[str, ...] = (STAFF, *(rate.key for rate in RATES), *WAITING)


class Density(StrEnum):
    """How high the rows of a table of places are: with «15 из 45» and bars, or one line each."""

    USUAL = "usual"
    DENSE = "dense"


@dataclass(frozen=True)
class PlacesView:
    """What is unfolded: `every_place` on a phone, where ten are shown else, and `numbers`, every count of the place.

    `density` and `columns` are those of the table of places; without them it is dense where it has many rows, and has
    all columns. `kind` is the type of the places whose rows it has; without it the table has all of them.
    """

    every_place: bool = False
    numbers: bool = False
    density: Density | None = None
    columns: tuple[str, ...] = ()
    kind: str | None = None

    @cached_property
    def params(self) -> Mapping[str, str]:
        """The parameters of the query string, in a fixed order, without the defaults."""
        unfolded = {"places": self.every_place, "numbers": self.numbers}
        density = {"density": self.density.value} if self.density else {}
        columns = {"shown": ".".join(self.columns)} if self.columns else {}
        kind = {"type": self.kind} if self.kind else {}
        return {**{name: _YES for name, is_unfolded in unfolded.items() if is_unfolded}, **density, **columns, **kind}

    @property
    def carried(self) -> "PlacesView":
        """The look of the table, which other places keep."""
        return PlacesView(density=self.density, columns=self.columns)

    def shows(self, column: str) -> bool:
        return not self.columns or column in self.columns

    def toggled(self, column: str) -> tuple[str, ...]:
        """The columns after one is taken away or added, in the order of all; none where all are shown, or none is."""
        keys = {one for one in PLACE_COLUMNS if self.shows(one)} ^ {column}
        return () if len(keys) == len(PLACE_COLUMNS) else tuple(one for one in PLACE_COLUMNS if one in keys)


FOLDED = PlacesView()


def places_view_of(values: Mapping[str, str]) -> PlacesView:
    """What a query string says of a place's screen; values that can't be parsed are ignored."""
    named, kind = set(values.get("shown", "").split(".")), values.get("type", "")
    return PlacesView(
        every_place=values.get("places") == _YES,
        numbers=values.get("numbers") == _YES,
        density=next((one for one in Density if one == values.get("density")), None),
        columns=tuple(one for one in PLACE_COLUMNS if one in named),
        kind=kind if 0 < len(kind) <= LONGEST_KIND else None,
    )
