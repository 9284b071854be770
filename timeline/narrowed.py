"""The counts of the region under one filter: by how much they change from one month's end to the next."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from model.indicators import PARTS_OF_RATES
from model.names import fold
from timeline.columns import Columns, pairs_of, stacked
from timeline.days import NEVER, dates, days, months_after
from timeline.differences import group_sums
from timeline.facts import Rules

# The filters by which counts are summed up, each alone.
NARROWED = POSITION, KIND, PROCEDURE = "position", "kind", "procedure"


def reaching(spans: Columns) -> Columns:
    """The spans that cover a month's end: the others change no count of one."""
    return spans.rows(_month_of(days(spans["since"])) < _month_of(days(spans["until"]) + 1))


def month_changes(name: str, keys: np.ndarray, spans: Columns) -> Columns:
    """Rows of a value of a filter and a month's end: how PARTS_OF_RATES differ from those at the month's end before.

    `keys` holds the folded value of each span, None where it has none. Rows can be added up (`summed`).
    """
    some = ~pd.isna(keys)
    keys, spans = keys[some], spans.rows(some)
    begun, ended = _month_of(days(spans["since"])), _month_of(days(spans["until"]) + 1)
    ends = ~np.isnat(spans["until"])
    numbers = spans.matrix(PARTS_OF_RATES, np.int64)
    numbers = np.concatenate([numbers, -numbers[ends]])
    columns = {
        "filter": np.full(len(numbers), name, dtype=object),
        "value_key": np.concatenate([keys, keys[ends]]),
        "day": _last_day(np.concatenate([begun, ended[ends]])),
    }
    return Columns({**columns, **dict(zip(PARTS_OF_RATES, numbers.T, strict=True))})


def summed(changes: Sequence[Columns]) -> Columns:
    """The sum of changes, without those that add up to nothing."""
    rows = stacked(changes)
    keys, names = pd.factorize(rows["value_key"])
    group = pd.factorize(rows["filter"])[0] * max(len(names), 1) + keys
    first, sums = group_sums(group, days(rows["day"]), rows.matrix(PARTS_OF_RATES, np.int64))
    return rows.rows(first).having(**dict(zip(PARTS_OF_RATES, sums.T, strict=True)))


def opposite(changes: Columns) -> Columns:
    """The same changes the other way round."""
    return changes.having(**{key: -changes[key] for key in PARTS_OF_RATES})


def procedure_spans(assessments: Columns, rules: Rules) -> Columns:
    """A row per person, procedure and stretch of days on which it counts as passed (п. 2.4), without overlaps."""
    rows = assessments.rows(~assessments["is_need"])
    keys, since = folded(rows["procedure"]), days(rows["passed_on"])
    codes = pd.factorize(keys, sort=True)[0]
    order = np.lexsort((since, codes, rows["person"]))
    person, codes, since, keys = rows["person"][order], codes[order], since[order], keys[order]
    follows = np.zeros(len(order), dtype=bool)
    follows[1:] = (person[1:] == person[:-1]) & (codes[1:] == codes[:-1])
    # Of two ways to write one procedure on one day the second says nothing new.
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = ~(follows[1:] & (since[1:] == since[:-1]))
    person, since, keys, follows = person[is_new], since[is_new], keys[is_new], follows[is_new]
    following = np.full(len(person), NEVER)
    following[:-1] = np.where(follows[1:], since[1:], NEVER)
    until = np.minimum(months_after(since, 12 * rules.years), following) - 1
    return Columns({"person_id": person, "procedure_key": keys, "since": dates(since), "until": dates(until)})


def of_procedures(spans: Columns, procedures: Columns) -> Columns:
    """The changes that spans make under the filter by procedure, with the procedures of the same people."""
    row, place = pairs_of(spans["person"], procedures["person_id"])
    since = np.maximum(days(spans["since"])[row], days(procedures["since"])[place])
    until = np.minimum(days(spans["until"])[row], days(procedures["until"])[place])
    numbers = {key: spans[key][row] for key in PARTS_OF_RATES}
    keys = procedures["procedure_key"][place]
    pairs = Columns({"key": keys, "since": dates(since), "until": dates(until), **numbers})
    pairs = reaching(pairs.rows(since <= until))
    return month_changes(PROCEDURE, pairs["key"], pairs)


def folded(texts: np.ndarray) -> np.ndarray:
    """The keys of the texts, None where there is none; each way of writing is folded once."""
    codes, distinct = pd.factorize(texts)
    return np.array([*map(fold, distinct.tolist()), None], dtype=object)[codes]


def _month_of(day: np.ndarray) -> np.ndarray:
    return day.astype("datetime64[D]").astype("datetime64[M]")


def _last_day(month: np.ndarray) -> np.ndarray:
    return (month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
