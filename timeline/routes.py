"""Routes from assessments: which procedures form which, and to which each application, result and event belongs.

Days are whole numbers (`timeline.days`), NEVER where something never happens. A route is known by its place
among the routes; its id is that of the assessment that opens it.
"""

from dataclasses import dataclass

import numpy as np

from timeline.columns import Columns, stacked
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

    routes: Columns
    assessments: Columns
    applications: Columns
    results: Columns
    participations: Columns
    chosen_events: Columns


def routes(facts: Facts, rules: Rules) -> Routes:
    """The routes of the people, and what belongs to them."""
    applications = applications_for_programmes(facts)
    results = results_by_day(facts, applications)
    gathered = gather(facts, results, rules)
    places = route_places(gathered, facts.recommended)
    gathered = gathered.having(route=np.cumsum(gathered["opens"]) - 1)
    applications = place_applications(applications, places)
    results = place_results(results, applications, places)
    implied = implied_applications(results)
    chosen = choices(applications, implied, places)
    participations = place_participations(facts, places)
    return Routes(
        _dated(gathered, chosen, results, rules),
        gathered,
        stacked([applications.having(result=np.zeros(len(applications), dtype=np.int64)), implied]),
        results,
        participations,
        periods_of_choice(facts, participations),
    )


def _dated(gathered: Columns, chosen: Columns, results: Columns, rules: Rules) -> Columns:
    """The routes with the days of their milestones."""
    opening = gathered.rows(gathered["opens"])
    person, opened_on = opening["person"], opening["passed_on"]
    superseded_on = np.full(len(person), NEVER)
    superseded_on[:-1] = np.where(person[1:] == person[:-1], opened_on[1:], NEVER)
    last = np.append(gathered["opens"][1:], np.ones(min(1, len(gathered)), dtype=bool))
    attested = results.rows(results["route"] != NO_ROUTE)
    in_time = attested.rows(attested["in_time"])
    done_on = _first(attested["route"], attested["attested_on"], len(person))
    return Columns(
        {
            "id": opening["id"],
            "person": person,
            "opened_on": opened_on,
            "superseded_on": superseded_on,
            "expires_on": months_after(gathered["passed_on"][last], 12 * rules.years),
            "recommended_on": _first(gathered["route"], gathered["formed_on"], len(person)),
            "chosen_on": np.minimum(_first(chosen["route"], chosen["chosen_on"], len(person)), done_on),
            "done_on": done_on,
            "in_time_on": _first(in_time["route"], in_time["attested_on"], len(person)),
        }
    )


def _first(route: np.ndarray, day: np.ndarray, number: int) -> np.ndarray:
    """For each route the first of its days, or NEVER."""
    first = np.full(number, NEVER)
    np.minimum.at(first, route, day)
    return first
