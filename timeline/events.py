"""Chosen events on their routes, and the days on which they are dropped."""

import numpy as np
import pandas as pd

from timeline.days import NEVER, days
from timeline.facts import Facts
from timeline.places import RoutePlaces
from timeline.programmes import EVENT, REJECTED, decided_on
from timeline.sweep import days_after, intervals, joined, sweep


def place_participations(facts: Facts, places: RoutePlaces) -> pd.DataFrame:
    """The chosen events, each with the route of the day of choice; days as numbers."""
    rows = facts.participations
    person, chosen_on = rows["person"].to_numpy(), days(rows["chosen_on"])
    return pd.DataFrame(
        {
            "id": rows["id"].to_numpy(),
            "person": person,
            "event": rows["event"].to_numpy(),
            "route": places.on(person, chosen_on),
            "starts_on": days(rows["starts_on"]),
            "ends_on": days(rows["ends_on"]),
            "chosen_on": chosen_on,
            "confirmed_on": days(rows["confirmed_on"]),
            "has_reason": rows["has_reason"].to_numpy(),
        }
    )


def periods_of_choice(facts: Facts, participations: pd.DataFrame) -> pd.DataFrame:
    """When chosen events stand: participation (its place among the rows), since, until (the first day after).

    From the day of choice on, but for the days on which the event is dropped.
    """
    chosen_on = participations["chosen_on"].to_numpy()
    less = _dropped(facts, participations)
    place = less["participation"].to_numpy()
    since = np.maximum(less["since"].to_numpy(), chosen_on[place])
    dropped = intervals(place, since, less["until"].to_numpy(), -1)
    rows = sweep({"stands": joined(intervals(np.arange(len(chosen_on)), chosen_on), dropped)})
    until = days_after(rows["day"].to_numpy())
    periods = pd.DataFrame({"participation": rows["owner"], "since": rows["day"], "until": until})
    return periods[rows["stands"] > 0].reset_index(drop=True)


def _dropped(facts: Facts, participations: pd.DataFrame) -> pd.DataFrame:
    """When chosen events are dropped: participation, since, until.

    On each day the latest application for the event decides, of those submitted by that day and by the first day of
    the event; refused by the head or withdrawn, it drops the event.
    """
    chosen = participations[["person", "event", "starts_on"]].rename_axis("participation").reset_index()
    pairs = chosen.merge(_applications_for_events(facts), on=["person", "event"])
    pairs = pairs[pairs["submitted_on"] <= pairs["starts_on"]]
    pairs = pairs.sort_values(["participation", "submitted_on", "number"])
    until = pairs.groupby("participation")["submitted_on"].shift(-1, fill_value=NEVER)
    since = np.maximum(pairs["submitted_on"], pairs["closed_on"])
    return pd.DataFrame({"participation": pairs["participation"], "since": since, "until": until})


def _applications_for_events(facts: Facts) -> pd.DataFrame:
    rows = facts.applications[facts.applications["kind"] == EVENT]
    return pd.DataFrame(
        {
            "person": rows["person"].to_numpy(),
            "event": rows["event"].to_numpy(),
            "submitted_on": days(rows["submitted_on"]),
            "number": pd.factorize(rows["number"], sort=True)[0],
            "closed_on": np.minimum(days(rows["withdrawn_on"]), decided_on(rows, "head", REJECTED)),
        }
    )
