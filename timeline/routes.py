"""Routes from assessments: which procedures form which, and to which each application, result and event belongs.

Days are whole numbers (`timeline.days`), NEVER where something never happens. A route is known by its place in the
frame of routes; its id is that of the assessment that opens it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from timeline.days import NEVER, months_after
from timeline.events import periods_of_choice, place_participations
from timeline.facts import Facts, Rules
from timeline.gathering import gather
from timeline.places import NO_ROUTE, route_places
from timeline.programmes import (
    applications_for_programmes,
    choices,
    implied_applications,
    place_applications,
    place_results,
    results_by_day,
)


@dataclass(frozen=True)
class Routes:
    """What follows from the facts of some people.

    - routes: id, person, opened_on, superseded_on (the next one opens), expires_on (the first day on which none of its
      procedures counts), and the first days on which it is recommended_on, chosen_on, done_on, in_time_on
    - assessments: id, person, passed_on, formed_on, is_need, opens, route
    - applications: for programmes, of the register and implied (id 0, `result` says by which row): route, counts_from,
      submitted_on, chosen_on, closed_on, head_on and provider_on (confirmed), training_until
    - results: route, counts_from, implies, in_time, attested_on
    - participations: route and the days of the event
    - chosen_events: when participations stand, not dropped: participation (its place), since, until (the day after)
    """

    routes: pd.DataFrame
    assessments: pd.DataFrame
    applications: pd.DataFrame
    results: pd.DataFrame
    participations: pd.DataFrame
    chosen_events: pd.DataFrame


def routes(facts: Facts, rules: Rules) -> Routes:
    """The routes of the people, and what belongs to them."""
    applications = applications_for_programmes(facts)
    results = results_by_day(facts, applications)
    gathered = gather(facts, results, rules)
    places = route_places(gathered, facts.recommended)
    gathered["route"] = np.cumsum(gathered["opens"].to_numpy()) - 1
    place_applications(applications, places)
    place_results(results, applications, places)
    implied = implied_applications(results)
    chosen = choices(applications, implied, places)
    participations = place_participations(facts, places)
    return Routes(
        _dated(gathered, chosen, results, rules),
        gathered,
        pd.concat([applications.assign(result=0), implied], ignore_index=True),
        results,
        participations,
        periods_of_choice(facts, participations),
    )


def _dated(gathered: pd.DataFrame, chosen: pd.DataFrame, results: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The routes with the days of their milestones."""
    opening = gathered[gathered["opens"]]
    person, opened_on = opening["person"].to_numpy(), opening["passed_on"].to_numpy()
    superseded_on = np.full(len(person), NEVER)
    superseded_on[:-1] = np.where(person[1:] == person[:-1], opened_on[1:], NEVER)
    last = np.append(gathered["opens"].to_numpy()[1:], np.ones(min(1, len(gathered)), dtype=bool))
    attested = results[results["route"] != NO_ROUTE]
    in_time = attested[attested["in_time"]]
    done_on = _first(attested["route"], attested["attested_on"], len(person))
    return pd.DataFrame(
        {
            "id": opening["id"].to_numpy(),
            "person": person,
            "opened_on": opened_on,
            "superseded_on": superseded_on,
            "expires_on": months_after(gathered["passed_on"].to_numpy()[last], 12 * rules.years),
            "recommended_on": _first(gathered["route"], gathered["formed_on"], len(person)),
            "chosen_on": np.minimum(_first(chosen["route"], chosen["chosen_on"], len(person)), done_on),
            "done_on": done_on,
            "in_time_on": _first(in_time["route"], in_time["attested_on"], len(person)),
        }
    )


def _first(route: pd.Series, day: pd.Series, number: int) -> np.ndarray:
    """For each route the first of its days, or NEVER."""
    first = np.full(number, NEVER)
    np.minimum.at(first, route.to_numpy(), day.to_numpy())
    return first
