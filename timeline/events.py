"""Chosen events on their routes, and the days on which they are dropped."""

import numpy as np
import pandas as pd

from timeline.columns import Columns, pairs_of
from timeline.days import NEVER, days
from timeline.facts import Facts
from timeline.places import RoutePlaces
from timeline.programmes import EVENT, REJECTED, decided_on
from timeline.sweep import days_after, intervals, joined, sweep


def place_participations(facts: Facts, places: RoutePlaces) -> Columns:
    """The chosen events, each with the route of the day of choice; days as numbers."""
    rows = facts.participations
    person, chosen_on = rows["person"], days(rows["chosen_on"])
    return Columns(
        {
            "id": rows["id"],
            "person": person,
            "event": rows["event"],
            "route": places.on(person, chosen_on),
            "starts_on": days(rows["starts_on"]),
            "ends_on": days(rows["ends_on"]),
            "chosen_on": chosen_on,
            "confirmed_on": days(rows["confirmed_on"]),
            "has_reason": rows["has_reason"],
        }
    )


def periods_of_choice(facts: Facts, participations: Columns) -> Columns:
    """When chosen events stand: participation (its place among the rows), since, until (the first day after).

    From the day of choice on, but for the days on which the event is dropped.
    """
    chosen_on = participations["chosen_on"]
    less = _dropped(facts, participations)
    place = less["participation"]
    dropped = intervals(place, np.maximum(less["since"], chosen_on[place]), less["until"], -1)
    rows = sweep({"stands": joined(intervals(np.arange(len(chosen_on)), chosen_on), dropped)})
    periods = Columns({"participation": rows["owner"], "since": rows["day"], "until": days_after(rows["day"])})
    return periods.rows(rows["stands"] > 0)


def _dropped(facts: Facts, participations: Columns) -> Columns:
    """When chosen events are dropped: participation, since, until.

    On each day the latest application for the event decides, of those submitted by that day and by the first day of
    the event; refused by the head or withdrawn, it drops the event.
    """
    applications = _applications_for_events(facts)
    row, place = pairs_of(_subject(participations), _subject(applications))
    pairs = applications.rows(place).having(participation=row)
    pairs = pairs.rows(pairs["submitted_on"] <= participations["starts_on"][row])
    pairs = pairs.rows(np.lexsort((pairs["number"], pairs["submitted_on"], pairs["participation"])))
    own, submitted_on = pairs["participation"], pairs["submitted_on"]
    until = np.where(own == np.append(own[1:], -1)[: len(own)], days_after(submitted_on), NEVER)
    return Columns({"participation": own, "since": np.maximum(submitted_on, pairs["closed_on"]), "until": until})


def _subject(rows: Columns) -> np.ndarray:
    return (rows["person"] << 32) | rows["event"]


def _applications_for_events(facts: Facts) -> Columns:
    rows = facts.applications.rows(facts.applications["kind"] == EVENT)
    return Columns(
        {
            "person": rows["person"],
            "event": rows["event"],
            "submitted_on": days(rows["submitted_on"]),
            "number": pd.factorize(rows["number"], sort=True)[0],
            "closed_on": np.minimum(days(rows["withdrawn_on"]), decided_on(rows, "head", REJECTED)),
        }
    )
