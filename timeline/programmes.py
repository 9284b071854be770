"""Applications for programmes and rows of Appendix 2 on their routes: what counts, what is implied, what is in time."""

import numpy as np
import pandas as pd

from timeline.days import BEFORE_ALL, NEVER, days
from timeline.facts import Facts
from timeline.places import NO_ROUTE, RoutePlaces
from timeline.sweep import key, spread

PROGRAMME, EVENT = "programme", "event"
CONFIRMED, REJECTED = "confirmed", "rejected"
NO_APPLICATION = -1


def applications_for_programmes(facts: Facts) -> pd.DataFrame:
    """Those of the register, in the order of (person, programme, day of submission, number), days as numbers."""
    rows = facts.applications[facts.applications["kind"] == PROGRAMME]
    submitted_on = days(rows["submitted_on"])
    number = pd.factorize(rows["number"], sort=True)[0]
    rows = rows.iloc[np.lexsort((number, submitted_on, rows["programme"], rows["person"]))]
    submitted_on = days(rows["submitted_on"])
    return pd.DataFrame(
        {
            "id": rows["id"].to_numpy(),
            "person": rows["person"].to_numpy(),
            "programme": rows["programme"].to_numpy(),
            "submitted_on": submitted_on,
            "chosen_on": np.where(rows["chosen_on"].isna(), submitted_on, days(rows["chosen_on"])),
            "closed_on": closed_on(rows),
            "head_on": _confirmed_on(rows, "head"),
            "provider_on": _confirmed_on(rows, "provider"),
            "training_until": days(rows["training_until"]),
        }
    )


def closed_on(rows: pd.DataFrame) -> np.ndarray:
    """The first of a refusal by the head, by the provider, a withdrawal, an expulsion."""
    refusals = (decided_on(rows, who, REJECTED) for who in ("head", "provider"))
    return np.minimum.reduce([days(rows["withdrawn_on"]), days(rows["expelled_on"]), *refusals])


def decided_on(rows: pd.DataFrame, who: str, decision: str) -> np.ndarray:
    """The day of the decision where it was this one."""
    return np.where(rows[f"{who}_decision"] == decision, days(rows[f"{who}_on"]), NEVER)


def awaiting_head_until(rows: pd.DataFrame) -> np.ndarray:
    """The first day on which an application no longer waits for the head: decided or withdrawn."""
    return np.minimum(days(rows["head_on"]), days(rows["withdrawn_on"]))


def _confirmed_on(rows: pd.DataFrame, who: str) -> np.ndarray:
    return decided_on(rows, who, CONFIRMED)


def results_by_day(facts: Facts, applications: pd.DataFrame) -> pd.DataFrame:
    """Rows of Appendix 2, and by which day each belongs to a route.

    That is the day of the latest application for the programme, submitted on or before the first day of the row
    while some route was open; else the first day. `application` is its place among the applications.
    """
    rows = facts.results
    person, programme, since = rows["person"].to_numpy(), rows["programme"].to_numpy(), days(rows["since"])
    latest = _latest_application(applications, person, programme, since)
    passed_on = pd.Series(days(facts.assessments["passed_on"]), dtype=np.int64)
    first_route = passed_on.groupby(facts.assessments["person"].to_numpy()).min()
    opened_on = first_route.reindex(person).fillna(NEVER).to_numpy(dtype=np.int64)
    submitted_on = _of(applications, "submitted_on", latest, BEFORE_ALL)
    is_by_application = submitted_on >= opened_on
    return pd.DataFrame(
        {
            "id": rows["id"].to_numpy(),
            "person": person,
            "programme": programme,
            "since": since,
            "until": days(rows["until"]),
            "has_document": rows["has_document"].to_numpy(),
            "by_day": np.where(is_by_application, submitted_on, since),
            "application": np.where(is_by_application, latest, NO_APPLICATION),
        }
    )


def _latest_application(
    applications: pd.DataFrame, person: np.ndarray, programme: np.ndarray, day: np.ndarray
) -> np.ndarray:
    """The place of the last one of that person for that programme by the day, or NO_APPLICATION."""
    both = np.concatenate([_subject(applications["person"], applications["programme"]), _subject(person, programme)])
    subject = np.unique(both, return_inverse=True)[1]
    own, subjects = subject[: len(applications)], subject[len(applications) :]
    place = np.searchsorted(key(own, applications["submitted_on"].to_numpy()), key(subjects, day), side="right") - 1
    if not len(applications):
        return np.full(len(day), NO_APPLICATION)
    return np.where((place >= 0) & (own[place] == subjects), place, NO_APPLICATION)


def _subject(person: pd.Series | np.ndarray, programme: pd.Series | np.ndarray) -> np.ndarray:
    return (np.asarray(person) << 32) | np.asarray(programme)


def _of(rows: pd.DataFrame, column: str, place: np.ndarray, absent: int) -> np.ndarray:
    if not len(rows):
        return np.full(len(place), absent)
    return np.where(place == NO_APPLICATION, absent, rows[column].to_numpy()[place])


def place_applications(applications: pd.DataFrame, places: RoutePlaces) -> None:
    """Add the route of each application and the day from which its programme counts for it."""
    route = places.on(applications["person"].to_numpy(), applications["submitted_on"].to_numpy())
    applications["route"] = route
    applications["counts_from"] = places.counts_from(route, applications["programme"].to_numpy())


def place_results(results: pd.DataFrame, applications: pd.DataFrame, places: RoutePlaces) -> None:
    """Add the route of each row, the day it counts from, whether it implies an application, is in time, attests."""
    route = places.on(results["person"].to_numpy(), results["by_day"].to_numpy())
    counts_from = places.counts_from(route, results["programme"].to_numpy())
    until = results["until"].to_numpy()
    training_until = _of(applications, "training_until", results["application"].to_numpy(), NEVER)
    results["route"], results["counts_from"] = route, counts_from
    results["implies"] = (route != NO_ROUTE) & ~_has_live_application(results, applications)
    is_scheduled = training_until != NEVER
    results["in_time"] = results["implies"] | (is_scheduled & (until <= training_until))
    is_attested = results["has_document"].to_numpy() & (counts_from != NEVER)
    results["attested_on"] = np.where(is_attested, np.maximum(until, counts_from), NEVER)


def _has_live_application(results: pd.DataFrame, applications: pd.DataFrame) -> np.ndarray:
    """An application of the register for that programme on that route is live on the first day of the row."""
    placed, own = results[results["route"] != NO_ROUTE], applications[applications["route"] != NO_ROUTE]
    first_days = placed[["route", "programme", "since"]].reset_index()
    columns = own[["route", "programme", "submitted_on", "closed_on"]]
    pairs = first_days.merge(columns, on=["route", "programme"])
    live = (pairs["submitted_on"] <= pairs["since"]) & (pairs["closed_on"] > pairs["since"])
    return np.isin(np.arange(len(results)), pairs.loc[live, "index"])


def implied_applications(results: pd.DataFrame) -> pd.DataFrame:
    """Submitted, confirmed by head and provider on the first day of a row, with a schedule that ends on its last."""
    rows = results[results["implies"]]
    since = rows["since"].to_numpy()
    same = dict.fromkeys(("submitted_on", "chosen_on", "head_on", "provider_on"), since)
    own = {name: rows[name].to_numpy() for name in ("person", "programme", "route", "counts_from")}
    return pd.DataFrame(
        {"id": 0, "result": rows["id"].to_numpy(), **own, **same}
        | {"closed_on": NEVER, "training_until": rows["until"].to_numpy()}
    )


def choices(applications: pd.DataFrame, implied: pd.DataFrame, places: RoutePlaces) -> pd.DataFrame:
    """On which day a counted programme is chosen for which route: «Дата выбора ДПП», else the day of submission.

    A choice made before the application is submitted goes with the latest route until then.
    """
    rows = applications[applications["route"] != NO_ROUTE]
    person, last = rows["person"].to_numpy(), rows["route"].to_numpy()
    first = places.on(person, np.minimum(rows["chosen_on"].to_numpy(), rows["submitted_on"].to_numpy()))
    first = np.where(first == NO_ROUTE, places.first_of(person), first)
    row, route = spread(first, last - first + 1)
    # An implied application belongs to the route of its row, whichever is the latest on the first day.
    route = np.append(route, implied["route"])
    chosen_on = np.append(rows["chosen_on"].to_numpy()[row], implied["chosen_on"])
    programme = np.append(rows["programme"].to_numpy()[row], implied["programme"])
    return pd.DataFrame({"route": route, "chosen_on": np.maximum(chosen_on, places.counts_from(route, programme))})
