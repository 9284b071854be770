"""The term of each route and its state on a day (п. 2.6, 2.7, 3.11)."""

from datetime import date
from enum import StrEnum

import numpy as np

from timeline.claims import claims_of_routes, standing_events
from timeline.columns import Columns
from timeline.days import BEFORE_ALL, NEVER, Days, dates
from timeline.routes import Routes
from timeline.sweep import key


class RouteState(StrEnum):
    """How far a route has come."""

    ACTIVE = "active"
    DONE = "done"
    REALIZED = "realized"
    EXPIRED = "expired"


def terms(routes: Routes, day: date) -> Columns:
    """The routes opened by the day: id, person, opened_on, term (NaT where nothing sets one) and state."""
    number = int(np.datetime64(day, "D").astype(np.int64))
    rows = routes.routes
    term = _term(routes, number)
    rows_of_claims, claims = claims_of_routes(routes)
    place = np.arange(len(rows))
    keys = key(rows_of_claims["owner"], rows_of_claims["day"])
    at = np.searchsorted(keys, key(place, np.full(len(rows), number)), side="right") - 1
    is_past = ((term != BEFORE_ALL) & (term < number)) | (rows["expires_on"] <= number)
    realized, done = claims["realized"][at], claims["formal_done"][at]
    state = np.select(
        [realized, done, is_past],
        [RouteState.REALIZED.value, RouteState.DONE.value, RouteState.EXPIRED.value],
        RouteState.ACTIVE.value,
    )
    every = Columns(
        {
            "id": rows["id"],
            "person": rows["person"],
            "opened_on": dates(rows["opened_on"]),
            "term": dates(np.where(term == BEFORE_ALL, NEVER, term)),
            "state": state.astype(object),
        }
    )
    return every.rows(rows["opened_on"] <= number)


def _term(routes: Routes, day: int) -> Days:
    """The last of the ends of training of live counted applications and of chosen events, or BEFORE_ALL."""
    last = np.full(len(routes.routes), BEFORE_ALL)
    rows = routes.applications
    submitted_on = np.maximum(rows["submitted_on"], rows["counts_from"])
    live = rows.rows((submitted_on <= day) & (rows["closed_on"] > day) & (rows["training_until"] != NEVER))
    np.maximum.at(last, live["route"], live["training_until"])
    events = standing_events(routes)
    events = events.rows((events["since"] <= day) & (events["until"] > day))
    np.maximum.at(last, events["route"], events["ends_on"])
    return last
