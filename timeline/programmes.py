"""Applications for programmes and rows of Appendix 2 on their routes: what counts, what is implied, what is in time."""

import numpy as np
import pandas as pd

from timeline.columns import Columns, pairs_of, spread
from timeline.days import BEFORE_ALL, NEVER, days
from timeline.facts import Facts
from timeline.places import NO_ROUTE, RoutePlaces
from timeline.sweep import key

PROGRAMME, EVENT = "programme", "event"
CONFIRMED, REJECTED = "confirmed", "rejected"
NO_APPLICATION = -1


def applications_for_programmes(facts: Facts) -> Columns:
    """Those of the register, in the order of (person, programme, day of submission, number), days as numbers."""
    rows = facts.applications.rows(facts.applications["kind"] == PROGRAMME)
    submitted_on = days(rows["submitted_on"])
    number = pd.factorize(rows["number"], sort=True)[0]
    order = np.lexsort((number, submitted_on, rows["programme"], rows["person"]))
    rows, submitted_on = rows.rows(order), submitted_on[order]
    return Columns(
        {
            "id": rows["id"],
            "person": rows["person"],
            "programme": rows["programme"],
            "submitted_on": submitted_on,
            "chosen_on": np.where(np.isnat(rows["chosen_on"]), submitted_on, days(rows["chosen_on"])),
            "closed_on": closed_on(rows),
            "head_on": _confirmed_on(rows, "head"),
            "provider_on": _confirmed_on(rows, "provider"),
            "training_until": days(rows["training_until"]),
        }
    )


def closed_on(rows: Columns) -> np.ndarray:
    """The first of a refusal by the head, by the provider, a withdrawal, an expulsion."""
    refusals = (decided_on(rows, who, REJECTED) for who in ("head", "provider"))
    return np.minimum.reduce([days(rows["withdrawn_on"]), days(rows["expelled_on"]), *refusals])


def decided_on(rows: Columns, who: str, decision: str) -> np.ndarray:
    """The day of the decision where it was this one."""
    return np.where(rows[f"{who}_decision"] == decision, days(rows[f"{who}_on"]), NEVER)


def awaiting_head_until(rows: Columns) -> np.ndarray:
    """The first day on which an application no longer waits for the head: decided or withdrawn."""
    return np.minimum(days(rows["head_on"]), days(rows["withdrawn_on"]))


def _confirmed_on(rows: Columns, who: str) -> np.ndarray:
    return decided_on(rows, who, CONFIRMED)


def results_by_day(facts: Facts, applications: Columns) -> Columns:
    """Rows of Appendix 2, and by which day each belongs to a route.

    That is the day of the latest application for the programme, submitted on or before the first day of the row
    while some route was open; else the first day. `application` is its place among the applications.
    """
    rows = facts.results
    person, programme, since = rows["person"], rows["programme"], days(rows["since"])
    latest = _latest_application(applications, person, programme, since)
    opened_on = _first_routes(facts, person)
    submitted_on = _of(applications, "submitted_on", latest, BEFORE_ALL)
    is_by_application = submitted_on >= opened_on
    return Columns(
        {
            "id": rows["id"],
            "person": person,
            "programme": programme,
            "since": since,
            "until": days(rows["until"]),
            "has_document": rows["has_document"],
            "by_day": np.where(is_by_application, submitted_on, since),
            "application": np.where(is_by_application, latest, NO_APPLICATION),
        }
    )


def _first_routes(facts: Facts, person: np.ndarray) -> np.ndarray:
    """On which day each person was assessed first, or NEVER."""
    if not len(person):
        return np.zeros(0, dtype=np.int64)
    whose, place = np.unique(np.concatenate([person, facts.assessments["person"]]), return_inverse=True)
    first = np.full(len(whose), NEVER)
    np.minimum.at(first, place[len(person) :], days(facts.assessments["passed_on"]))
    return first[place[: len(person)]]


def _latest_application(
    applications: Columns, person: np.ndarray, programme: np.ndarray, day: np.ndarray
) -> np.ndarray:
    """The place of the last one of that person for that programme by the day, or NO_APPLICATION."""
    both = np.concatenate([_subject(applications["person"], applications["programme"]), _subject(person, programme)])
    subject = np.unique(both, return_inverse=True)[1]
    own, subjects = subject[: len(applications)], subject[len(applications) :]
    place = np.searchsorted(key(own, applications["submitted_on"]), key(subjects, day), side="right") - 1
    if not len(applications):
        return np.full(len(day), NO_APPLICATION)
    return np.where((place >= 0) & (own[place] == subjects), place, NO_APPLICATION)


def _subject(person: np.ndarray, programme: np.ndarray) -> np.ndarray:
    return (person << 32) | programme


def _of(rows: Columns, column: str, place: np.ndarray, absent: int) -> np.ndarray:
    if not len(rows):
        return np.full(len(place), absent)
    return np.where(place == NO_APPLICATION, absent, rows[column][place])


def place_applications(applications: Columns, places: RoutePlaces) -> Columns:
    """The applications with the route of each and the day from which its programme counts for it."""
    route = places.on(applications["person"], applications["submitted_on"])
    return applications.having(route=route, counts_from=places.counts_from(route, applications["programme"]))


def place_results(results: Columns, applications: Columns, places: RoutePlaces) -> Columns:
    """The rows, each with its route, the day it counts from, whether it implies an application, is in time, attests."""
    route = places.on(results["person"], results["by_day"])
    counts_from = places.counts_from(route, results["programme"])
    until = results["until"]
    training_until = _of(applications, "training_until", results["application"], NEVER)
    implies = (route != NO_ROUTE) & ~_has_live_application(route, results, applications)
    is_scheduled = training_until != NEVER
    is_attested = results["has_document"] & (counts_from != NEVER)
    return results.having(
        route=route,
        counts_from=counts_from,
        implies=implies,
        in_time=implies | (is_scheduled & (until <= training_until)),
        attested_on=np.where(is_attested, np.maximum(until, counts_from), NEVER),
    )


def _has_live_application(route: np.ndarray, results: Columns, applications: Columns) -> np.ndarray:
    """An application of the register for that programme on that route is live on the first day of the row."""
    own = applications.rows(applications["route"] != NO_ROUTE)
    # Of two rows without a route none has an application: the routes of `own` are none of theirs.
    row, place = pairs_of(_subject(route, results["programme"]), _subject(own["route"], own["programme"]))
    since = results["since"][row]
    live = (own["submitted_on"][place] <= since) & (own["closed_on"][place] > since)
    has_one = np.zeros(len(results), dtype=bool)
    has_one[row[live]] = True
    return has_one


def implied_applications(results: Columns) -> Columns:
    """Submitted, confirmed by head and provider on the first day of a row, with a schedule that ends on its last."""
    rows = results.rows(results["implies"])
    nothing = np.zeros(len(rows), dtype=np.int64)
    same = dict.fromkeys(("submitted_on", "chosen_on", "head_on", "provider_on"), rows["since"])
    own = {name: rows[name] for name in ("person", "programme", "route", "counts_from")}
    return Columns(
        {"id": nothing, "result": rows["id"], **own, **same}
        | {"closed_on": nothing + NEVER, "training_until": rows["until"]}
    )


def choices(applications: Columns, implied: Columns, places: RoutePlaces) -> Columns:
    """On which day a counted programme is chosen for which route: «Дата выбора ДПП», else the day of submission.

    A choice made before the application is submitted goes with the latest route until then.
    """
    rows = applications.rows(applications["route"] != NO_ROUTE)
    person, last = rows["person"], rows["route"]
    first = places.on(person, np.minimum(rows["chosen_on"], rows["submitted_on"]))
    first = np.where(first == NO_ROUTE, places.first_of(person), first)
    row, route = spread(first, last - first + 1)
    # An implied application belongs to the route of its row, whichever is the latest on the first day.
    route = np.append(route, implied["route"])
    chosen_on = np.append(rows["chosen_on"][row], implied["chosen_on"])
    programme = np.append(rows["programme"][row], implied["programme"])
    return Columns({"route": route, "chosen_on": np.maximum(chosen_on, places.counts_from(route, programme))})
