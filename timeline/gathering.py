"""How the procedures of a person become routes: each joins the latest route or opens a new one (п. 1.4, 2.1, 2.7)."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

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


def gather(facts: Facts, results: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The assessments in the order of (person, day, procedure): id, person, passed_on, formed_on, opens.

    `results` have person, programme, by_day, until and has_document; `by_day` says which route a row belongs to.
    """
    rows = facts.assessments
    order = np.lexsort((pd.factorize(rows["procedure"], sort=True)[0], days(rows["passed_on"]), rows["person"]))
    rows = rows.iloc[order]
    person, passed_on = rows["person"].to_numpy(), days(rows["passed_on"])
    gathered = pd.DataFrame(
        {
            "id": rows["id"].to_numpy(),
            "person": person,
            "passed_on": passed_on,
            # Nothing is formed before the procedure has been passed.
            "formed_on": np.maximum(days(rows["formed_on"], missing=BEFORE_ALL), passed_on),
            "is_need": rows["is_need"].to_numpy(),
            "opens": _is_first(person) | _is_late(passed_on, rules),
        }
    )
    _open_after_done(gathered, facts, results, rules)
    return gathered


def _is_first(person: np.ndarray) -> np.ndarray:
    first = np.ones(len(person), dtype=bool)
    first[1:] = person[1:] != person[:-1]
    return first


def _is_late(passed_on: np.ndarray, rules: Rules) -> np.ndarray:
    """The procedure before, which is the latest of the latest route, was passed three years ago or earlier."""
    late = np.zeros(len(passed_on), dtype=bool)
    late[1:] = passed_on[1:] >= months_after(passed_on[:-1], 12 * rules.years)
    return late


def _open_after_done(gathered: pd.DataFrame, facts: Facts, results: pd.DataFrame, rules: Rules) -> None:
    """Let those open a route whose latest one was done before; only people with two procedures and a document may."""
    several = gathered.loc[gathered["person"].duplicated(), "person"].unique()
    passed = results[results["has_document"] & results["person"].isin(several)]
    rows = gathered[gathered["person"].isin(passed["person"])]
    listed = facts.recommended[facts.recommended["assessment"].isin(rows["id"])]
    programmes: dict[int, list[int]] = {}
    for assessment, programme in zip(listed["assessment"].tolist(), listed["programme"].tolist(), strict=True):
        programmes.setdefault(assessment, []).append(programme)
    attested: dict[int, list[tuple[int, int, int]]] = {}
    columns = [passed[name].tolist() for name in ("person", "by_day", "until", "programme")]
    for person, *result in zip(*columns, strict=True):
        attested.setdefault(person, []).append((result[0], result[1], result[2]))
    opens = gathered["opens"].to_numpy(copy=True)
    route = _Route(0)
    columns = [rows[name].tolist() for name in ("id", "person", "passed_on")]
    for place, assessment, person, passed_on in zip(rows.index.tolist(), *columns, strict=True):
        if opens[place] or route.is_done_before(passed_on, attested[person]):
            opens[place] = True
            route = _Route(passed_on)
        route.add(passed_on, programmes.get(assessment, []))
    gathered["opens"] = opens
