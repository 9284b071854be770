"""How the procedures of a person become routes: each joins the latest route or opens a new one (п. 1.4, 2.1, 2.7)."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from timeline.columns import Columns
from timeline.days import BEFORE_ALL, NEVER, days, months_after
from timeline.facts import Facts, Rules


@dataclass
class _Route:
    """A route while it is being gathered: from which day it counts any programme, and which from which."""

    opened_on: int
    any_from: int = NEVER
    listed_from: dict[int, int] = field(default_factory=dict)

    def add(self, passed_on: int, programmes: list[int]) -> None:
        if not programmes:
            self.any_from = min(self.any_from, passed_on)
        for programme in programmes:
            self.listed_from.setdefault(programme, passed_on)

    def is_done_before(self, day: int, results: list[tuple[int, int, int]]) -> bool:
        """A row with a document that belongs to the route, of a programme that counts, is attested before the day."""
        return any(
            by_day >= self.opened_on and max(until, min(self.any_from, self.listed_from.get(programme, NEVER))) < day
            for by_day, until, programme in results
        )


def gather(facts: Facts, results: Columns, rules: Rules) -> Columns:
    """The assessments in the order of (person, day, procedure): id, person, passed_on, formed_on, opens.

    `results` have person, programme, by_day, until and has_document; `by_day` says which route a row belongs to.
    """
    rows = facts.assessments
    order = np.lexsort((pd.factorize(rows["procedure"], sort=True)[0], days(rows["passed_on"]), rows["person"]))
    rows = rows.rows(order)
    person, passed_on = rows["person"], days(rows["passed_on"])
    gathered = Columns(
        {
            "id": rows["id"],
            "person": person,
            "passed_on": passed_on,
            # Nothing is formed before the procedure has been passed.
            "formed_on": np.maximum(days(rows["formed_on"], missing=BEFORE_ALL), passed_on),
            "is_need": rows["is_need"],
            "opens": _is_first(person) | _is_late(passed_on, rules),
        }
    )
    return gathered.having(opens=_opening_after_done(gathered, facts, results))


def _is_first(person: np.ndarray) -> np.ndarray:
    first = np.ones(len(person), dtype=bool)
    first[1:] = person[1:] != person[:-1]
    return first


def _is_late(passed_on: np.ndarray, rules: Rules) -> np.ndarray:
    """The procedure before, which is the latest of the latest route, was passed three years ago or earlier."""
    late = np.zeros(len(passed_on), dtype=bool)
    late[1:] = passed_on[1:] >= months_after(passed_on[:-1], 12 * rules.years)
    return late


def _opening_after_done(gathered: Columns, facts: Facts, results: Columns) -> np.ndarray:
    """Which open a route, those whose latest one was done before too: of people with two procedures and a document."""
    several = gathered["person"][~_is_first(gathered["person"])]
    passed = results.rows(results["has_document"] & np.isin(results["person"], several))
    opens = gathered["opens"].copy()
    if not len(passed):
        return opens
    places = np.flatnonzero(np.isin(gathered["person"], passed["person"]))
    rows = gathered.rows(places)
    listed = facts.recommended.rows(np.isin(facts.recommended["assessment"], rows["id"]))
    programmes: dict[int, list[int]] = {}
    for assessment, programme in zip(listed["assessment"].tolist(), listed["programme"].tolist(), strict=True):
        programmes.setdefault(assessment, []).append(programme)
    attested: dict[int, list[tuple[int, int, int]]] = {}
    columns = [passed[name].tolist() for name in ("person", "by_day", "until", "programme")]
    for person, *result in zip(*columns, strict=True):
        attested.setdefault(person, []).append((result[0], result[1], result[2]))
    route = _Route(0)
    columns = [rows[name].tolist() for name in ("id", "person", "passed_on")]
    for place, assessment, person, passed_on in zip(places.tolist(), *columns, strict=True):
        if opens[place] or route.is_done_before(passed_on, attested[person]):
            opens[place] = True
            route = _Route(passed_on)
        route.add(passed_on, programmes.get(assessment, []))
    return opens
