"""Since which day a person is in each concern of the queue."""

from dataclasses import dataclass

import numpy as np

from model.attention import AHEAD
from timeline.claims import standing_events
from timeline.columns import Columns, spread
from timeline.days import NEVER, Days, days, months_after
from timeline.facts import Facts, Rules
from timeline.programmes import awaiting_head_until
from timeline.routes import Routes
from timeline.sweep import Changes, days_after, intervals, key

# Of several rows that wait the earliest day counts.
EARLIEST_KEYS = ("awaiting_head_since", "formal_late_since", "events_unmarked_since")
# These wait for one thing at a time.
SINGLE_KEYS = ("without_programme_since", "without_application_since", "expiring_since")
SINCE_KEYS = (*EARLIEST_KEYS, *SINGLE_KEYS)


@dataclass(frozen=True)
class Waits:
    """Rows of a person that wait from `since` to the day before `until`, and the day from which the wait is counted."""

    person: np.ndarray
    since: Days
    until: Days
    day: Days

    def number(self) -> Changes:
        """How many wait."""
        return intervals(self.person, self.since, self.until)

    def earliest(self, rows: Columns) -> Days:
        """For each row of a sweep in which these are numbered, the earliest of these days, or NEVER."""
        some = self.since < self.until
        keys = key(rows["owner"], rows["day"])
        first = np.searchsorted(keys, key(self.person[some], self.since[some]))
        last = np.searchsorted(keys, key(self.person[some], self.until[some]))
        wait, place = spread(first, last - first)
        earliest = np.full(len(rows), NEVER)
        np.minimum.at(earliest, place, self.day[some][wait])
        return earliest


def waits(facts: Facts, routes: Routes) -> dict[str, Waits]:
    """What waits by EARLIEST_KEYS."""
    rows = facts.applications
    submitted_on = days(rows["submitted_on"])
    return {
        "awaiting_head_since": Waits(rows["person"], submitted_on, awaiting_head_until(rows), submitted_on),
        "formal_late_since": _late_applications(routes),
        "events_unmarked_since": _unmarked_events(routes),
    }


def _late_applications(routes: Routes) -> Waits:
    """Live applications confirmed by both whose training has ended, on formed routes that are not done (п. 3.11)."""
    rows = routes.applications.rows(routes.applications["counts_from"] != NEVER)
    own = routes.routes.rows(rows["route"])
    ended_on = rows["training_until"]
    days_before = [rows[name] for name in ("submitted_on", "counts_from", "head_on", "provider_on")]
    days_before += [own["recommended_on"], own["chosen_on"], ended_on + 1]
    days_after = [rows["closed_on"], own["done_on"], own["expires_on"]]
    return Waits(rows["person"], np.maximum.reduce(days_before), np.minimum.reduce(days_after), ended_on)


def _unmarked_events(routes: Routes) -> Waits:
    """Events that have ended, neither confirmed nor excused, of recommended routes (п. 2.6, 3.11)."""
    rows = standing_events(routes)
    rows = rows.rows(~rows["has_reason"])
    own = routes.routes.rows(rows["route"])
    since = np.maximum.reduce([rows["since"], rows["ends_on"], own["recommended_on"]])
    until = np.minimum.reduce([rows["until"], rows["confirmed_on"], own["expires_on"]])
    return Waits(rows["person"], since, until, rows["ends_on"])


def expiring(assessments: Columns, rules: Rules) -> Changes:
    """The day of the latest assessment while it counts, but not for AHEAD longer (п. 2.4)."""
    rows = assessments.rows(~assessments["is_need"])
    person, passed_on = rows["person"], rows["passed_on"]
    expires_on = months_after(passed_on, 12 * rules.years)
    next_on = np.where(person == np.append(person[1:], 0)[: len(person)], days_after(passed_on), NEVER)
    since = np.maximum(passed_on, expires_on - AHEAD.days)
    return intervals(person, since, np.minimum(expires_on, next_on), passed_on)
