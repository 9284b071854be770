"""What routes claim: how far each route has come on each day, and what follows for its person."""

from collections.abc import Mapping

import numpy as np

from timeline.columns import Columns
from timeline.days import NEVER
from timeline.places import NO_ROUTE
from timeline.routes import Routes
from timeline.sweep import Changes, changes_in, intervals, sweep

# The claims of routes; a person counts when some route of three years claims it.
CLAIMS = (
    *("recommended", "chosen", "formed", "selected", "head_approved", "provider_approved", "formal_done"),
    *("formal_in_time", "formal_late", "informal_any", "realized", "without_programme", "without_application"),
)
EVENT_COUNTS = ("events_due", "events_attended", "events_excused")
LATEST_ROUTE = "route"


def claims_of_routes(routes: Routes) -> tuple[Columns, Mapping[str, np.ndarray]]:
    """The days on which something changes about a route, in the order of (route, day), and its claims from then on."""
    rows = sweep({**_milestones(routes.routes), **_steps(routes.applications), **_events(routes)})
    return rows, _claims(rows)


def claims_by_person(routes: Routes) -> dict[str, Changes]:
    """How many routes of a person claim each claim, how many of their events count, and the latest route.

    The latest route is its place, from 1 on. Only routes that count on the day are looked at.
    """
    rows, claims = claims_of_routes(routes)
    person = routes.routes["person"][rows["owner"]]
    within = rows["within"].astype(bool)
    claims = {key: claim & within for key, claim in claims.items()}
    numbers = {
        **claims,
        **{f"{key}_since": _first_days(rows, claims[key]) for key in ("without_programme", "without_application")},
        **{key: rows[key] * claims["recommended"] for key in EVENT_COUNTS},
        LATEST_ROUTE: (rows["owner"] + 1) * (within & rows["latest"].astype(bool)),
    }
    return {key: changes_in(person, rows, number.astype(np.int32)) for key, number in numbers.items()}


def _first_days(rows: Columns, claim: np.ndarray) -> np.ndarray:
    """Since which day a route has claimed without a break what it claims; 0 where it does not."""
    owner = rows["owner"]
    begins = claim.copy()
    begins[1:] &= ~claim[:-1] | (owner[1:] != owner[:-1])
    first = np.maximum.accumulate(np.where(begins, np.arange(len(claim)), 0))
    return rows["day"][first] * claim


def _milestones(rows: Columns) -> dict[str, Changes]:
    """What a route has passed: one from its day on."""
    route = np.arange(len(rows))
    return {
        "within": intervals(route, rows["opened_on"], rows["expires_on"]),
        "latest": intervals(route, rows["opened_on"], rows["superseded_on"]),
        "recommended": intervals(route, rows["recommended_on"]),
        "is_chosen": intervals(route, rows["chosen_on"]),
        "is_done": intervals(route, rows["done_on"]),
        "in_time": intervals(route, rows["in_time_on"]),
    }


def _steps(applications: Columns) -> dict[str, Changes]:
    """How many live counted applications of a route have come how far (п. 3.6, 3.11)."""
    rows = applications.rows(applications["counts_from"] != NEVER)
    route, closed_on = rows["route"], rows["closed_on"]
    live_on = np.maximum(rows["submitted_on"], rows["counts_from"])
    by_head_on = np.maximum(live_on, rows["head_on"])
    by_both_on = np.maximum(by_head_on, rows["provider_on"])
    ended_on = np.maximum(by_both_on, rows["training_until"] + 1)
    steps = {"live": live_on, "by_head": by_head_on, "by_both": by_both_on, "ended": ended_on}
    return {key: intervals(route, since, closed_on) for key, since in steps.items()}


def _events(routes: Routes) -> dict[str, Changes]:
    """How many events of a route are chosen and not dropped, and what became of them."""
    rows = standing_events(routes)
    route, since, until, confirmed_on = (rows[name] for name in ("route", "since", "until", "confirmed_on"))
    due_on = np.maximum(since, rows["ends_on"])
    excused_on = np.where(rows["has_reason"], due_on, NEVER)
    return {
        "events": intervals(route, since, until),
        "confirmed": intervals(route, np.maximum(since, confirmed_on), until),
        "events_due": intervals(route, due_on, until),
        "events_attended": intervals(route, np.maximum(due_on, confirmed_on), until),
        "events_excused": intervals(route, excused_on, np.minimum(until, confirmed_on)),
    }


def standing_events(routes: Routes) -> Columns:
    """The events that stand on a route, a row for each period in which they do."""
    periods = routes.chosen_events
    rows = routes.participations.rows(periods["participation"])
    rows = rows.having(since=periods["since"], until=periods["until"])
    return rows.rows(rows["route"] != NO_ROUTE)


def _claims(rows: Columns) -> Mapping[str, np.ndarray]:
    """The claims of a route, each in the words of the domain."""
    has = {key: rows[key] > 0 for key in rows if key not in {"owner", "day"}}
    recommended, latest = has["recommended"], has["latest"]
    done = recommended & has["is_done"]
    chosen = recommended & has["is_chosen"]
    formed = done | (chosen & has["live"])
    is_settled = rows["confirmed"] + rows["events_excused"] == rows["events"]
    return {
        "recommended": recommended,
        "chosen": chosen,
        "formed": formed,
        "selected": chosen & has["events"],
        "head_approved": done | (formed & has["by_head"]),
        "provider_approved": done | (formed & has["by_both"]),
        "formal_done": done,
        "formal_in_time": recommended & has["in_time"],
        "formal_late": formed & ~done & has["ended"],
        "informal_any": recommended & has["confirmed"],
        "realized": done & has["confirmed"] & is_settled,
        "without_programme": latest & recommended & ~chosen,
        "without_application": latest & chosen & ~formed,
    }
