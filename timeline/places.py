"""To which route a day of a person belongs, and from which day a programme counts for a route."""

from dataclasses import dataclass

import numpy as np

from timeline.columns import Columns, pairs_of
from timeline.days import NEVER, Days
from timeline.sweep import key

NO_ROUTE = -1


@dataclass(frozen=True)
class RoutePlaces:
    """Routes by their place in the order of (person, day of opening), and the programmes that count for them."""

    person: np.ndarray
    opened_on: Days
    any_from: Days
    listed: np.ndarray
    listed_from: Days

    def on(self, person: np.ndarray, day: Days) -> np.ndarray:
        """The route that the person opened last on or before the day, or NO_ROUTE."""
        place = np.searchsorted(key(self.person, self.opened_on), key(person, day), side="right") - 1
        return np.where((place >= 0) & (_at(self.person, place) == person), place, NO_ROUTE)

    def first_of(self, person: np.ndarray) -> np.ndarray:
        """The first route of the person, who has one."""
        return np.searchsorted(self.person, person, side="left")

    def counts_from(self, route: np.ndarray, programme: np.ndarray) -> Days:
        """The day of the first assessment of the route that recommends the programme, or NEVER (п. 2.4)."""
        pairs = _pair(route, programme)
        place = np.minimum(np.searchsorted(self.listed, pairs), max(len(self.listed) - 1, 0))
        listed = np.where(_at(self.listed, place) == pairs, _at(self.listed_from, place), NEVER)
        return np.where(route == NO_ROUTE, NEVER, np.minimum(listed, _at(self.any_from, route)))


def route_places(gathered: Columns, recommended: Columns) -> RoutePlaces:
    """The routes of the gathered assessments, which are in the order of (person, day)."""
    opens, passed_on = gathered["opens"], gathered["passed_on"]
    route = np.cumsum(opens) - 1
    row, place = pairs_of(gathered["id"], recommended["assessment"])
    of_any = ~np.isin(gathered["id"], recommended["assessment"])
    any_from = np.full(int(opens.sum()), NEVER)
    np.minimum.at(any_from, route[of_any], passed_on[of_any])
    pairs = _pair(route[row], recommended["programme"][place])
    # In the order of days: the first row of a pair is the first assessment that recommends it.
    distinct, first = np.unique(pairs, return_index=True)
    listed_from = passed_on[row][first]
    return RoutePlaces(gathered["person"][opens], passed_on[opens], any_from, distinct, listed_from)


def _pair(route: np.ndarray, programme: np.ndarray) -> np.ndarray:
    return (route << 32) | programme


def _at(values: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The values at the places; anything where there are no values or the place is NO_ROUTE."""
    return values[place] if len(values) else np.full(len(place), NO_ROUTE, dtype=np.int64)
