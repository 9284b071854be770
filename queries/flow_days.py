"""On which day each fact of a place happened, and to whom: what the figures of a period are added up from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from access.reading import Reading
from model.flows import Fact
from model.places import Place
from model.routes import Decision
from queries.filters import Filters
from queries.spell_facts import Arrays, is_first, opened_on, spell_facts
from queries.state import Purpose
from timeline.blocks import NEVER
from timeline.facts_of_staff import FactKind

Days = NDArray[Any]


@dataclass(frozen=True)
class DatedFacts:
    """The facts of a kind that happened while their person worked at the place, a row each: arrays of one length."""

    day: Days
    person: NDArray[Any]
    organization: NDArray[Any]
    hours: NDArray[np.float64] | None = None

    def between(self, since: int, until: int) -> "DatedFacts":
        """Those from the one day to the other."""
        return self.where((self.day >= since) & (self.day <= until))

    def where(self, chosen: NDArray[np.bool_]) -> "DatedFacts":
        hours = None if self.hours is None else self.hours[chosen]
        return DatedFacts(self.day[chosen], self.person[chosen], self.organization[chosen], hours)


def dated_facts(reading: Reading, purpose: Purpose, place: Place, fact: Fact, filters: Filters) -> DatedFacts:
    """The facts of all days at the place, each on its day and in the organization where its person worked on it."""
    kind, day_of = _SOURCES[fact]
    columns = spell_facts(reading, purpose, place, kind, filters)
    day = day_of(columns)
    rows = DatedFacts(day, columns["person_id"], columns["organization_id"], columns.get("hours"))
    return rows.where((columns["since"] <= day) & (columns["left_on"] > day))


def _decided(who: str, decision: Decision) -> tuple[FactKind, Callable[[Arrays], Days]]:
    def day_of(columns: Arrays) -> Days:
        return np.where(columns[f"{who}_decision"] == decision.value, columns[f"{who}_on"], NEVER)

    return FactKind.APPLICATIONS, day_of


def _in_time_on(columns: Arrays) -> Days:
    return np.where(columns["is_scheduled"] == 1, columns["attested_on"], NEVER)


def _attended_on(columns: Arrays) -> Days:
    """The first day on which an event has ended, is confirmed and stands."""
    day = np.maximum(np.maximum(columns["confirmed_on"], columns["ends_on"]), columns["stands_since"])
    places = np.flatnonzero(day <= columns["stands_until"])
    # An event that was dropped and taken up again stands in several periods, one after the other.
    own = {name: columns[name][places] for name in ("person_id", "organization_id", "since", "event_id", "starts_on")}
    first = places[is_first(own, *own)]
    days = np.full(len(day), NEVER, dtype=np.int64)
    days[first] = day[first]
    return days


def _on(name: str) -> Callable[[Arrays], Days]:
    return lambda columns: columns[name]


_SOURCES: Mapping[Fact, tuple[FactKind, Callable[[Arrays], Days]]] = {
    Fact.ASSESSED: (FactKind.SCORES, _on("passed_on")),
    Fact.OPENED: (FactKind.ROUTES, opened_on),
    Fact.SUBMITTED: (FactKind.APPLICATIONS, _on("submitted_on")),
    Fact.HEAD_CONFIRMED: _decided("head", Decision.CONFIRMED),
    Fact.PROVIDER_CONFIRMED: _decided("provider", Decision.CONFIRMED),
    Fact.HEAD_REFUSED: _decided("head", Decision.REJECTED),
    Fact.PROVIDER_REFUSED: _decided("provider", Decision.REJECTED),
    Fact.WITHDRAWN: (FactKind.APPLICATIONS, _on("withdrawn_on")),
    Fact.TRAINED: (FactKind.RESULTS, _on("trained_on")),
    Fact.ATTESTED: (FactKind.RESULTS, _on("attested_on")),
    Fact.IN_TIME: (FactKind.RESULTS, _in_time_on),
    Fact.ATTENDED: (FactKind.EVENTS, _attended_on),
}
