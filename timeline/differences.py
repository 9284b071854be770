"""By how much the counts of municipalities change from day to day: a count on a day is the running total up to it."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from model.attention import EXPIRING
from timeline.columns import Columns
from timeline.days import BEFORE_ALL, dates, days
from timeline.spans import COUNT_KEYS

GROUP = ("municipality", "category", "day")
NUMBERS = (*COUNT_KEYS, EXPIRING)


# So many bits of a key are a day's; the rest is the group's.
_DAY_BITS = 22


def differences(spans: Columns, municipalities: np.ndarray) -> Columns:
    """A row per municipality, category and day on which a count changes: GROUP, and by how much each of NUMBERS does.

    `municipalities` holds that of each organization at the place of its id. What is made of parts of the spans can be
    added up, and what was made of spans that are replaced can be taken off.
    """
    ended = ~np.isnat(spans["until"])
    municipality, category = municipalities[spans["organization"]], spans["category"]
    numbers = spans.matrix(NUMBERS, np.int32)
    return _sums(
        np.concatenate([municipality, municipality[ended]]),
        np.concatenate([category, category[ended]]),
        np.concatenate([days(spans["since"]), days(spans["until"][ended]) + 1]),
        np.concatenate([numbers, -numbers[ended]]),
    )


def added(parts: Sequence[Columns]) -> Columns:
    """The sum of differences, without the days on which nothing changes."""
    if len(parts) == 1:
        return parts[0]
    return _sums(
        np.concatenate([part["municipality"] for part in parts]),
        np.concatenate([part["category"] for part in parts]),
        np.concatenate([days(part["day"]) for part in parts]),
        np.concatenate([part.matrix(NUMBERS, np.int32) for part in parts]),
    )


def taken_off(changes: Columns) -> Columns:
    """The same differences the other way round."""
    return changes.having(**{key: -changes[key] for key in NUMBERS})


def _sums(municipality: np.ndarray, category: np.ndarray, day: np.ndarray, numbers: np.ndarray) -> Columns:
    """The sums of the numbers in the order of GROUP; what adds up to nothing is left out."""
    codes, names = pd.factorize(category, sort=True)
    first, sums = group_sums(municipality * max(len(names), 1) + codes, day, numbers)
    columns = {"municipality": municipality[first], "category": category[first], "day": dates(day[first])}
    return Columns({**columns, **dict(zip(NUMBERS, sums.T, strict=True))})


def group_sums(group: np.ndarray, day: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sums of rows of numbers by group and day, in this order, each with the place of its first row.

    What adds up to nothing is left out.
    """
    keys = (group << _DAY_BITS) | (day - BEFORE_ALL)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = np.flatnonzero(np.append(np.ones(min(1, len(keys)), dtype=bool), keys[1:] != keys[:-1]))
    sums = np.add.reduceat(numbers[order], begins, axis=0) if len(keys) else numbers
    some = (sums != 0).any(axis=1)
    return order[begins][some], sums[some]


def month_totals(changes: Columns, first: date, last: date) -> Columns:
    """The running totals of municipalities and categories at the ends of all months from the first to the last."""
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    group, municipality, category = _groups(changes["municipality"], changes["category"])
    month = (changes["day"].astype("datetime64[M]") - months[0]).astype(np.int64)
    within = (month >= 0) & (month < len(months))
    totals = np.zeros((len(municipality) * len(months), len(NUMBERS)), dtype=np.int64)
    place = group[within] * len(months) + month[within]
    np.add.at(totals, place, changes.matrix(NUMBERS, np.int64)[within])
    totals = totals.reshape(len(municipality), len(months), len(NUMBERS)).cumsum(axis=1).reshape(totals.shape)
    ends = (months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    columns = {
        "municipality": np.repeat(municipality, len(months)),
        "category": np.repeat(category, len(months)),
        "day": np.tile(ends, len(municipality)),
    }
    return Columns({**columns, **dict(zip(NUMBERS, totals.T, strict=True))})


def _groups(municipality: np.ndarray, category: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of which municipality and category each row is, by its place among them, and these in order."""
    codes, names = pd.factorize(category, sort=True)
    keys, place = np.unique(municipality * max(len(names), 1) + codes, return_inverse=True)
    return place, keys // max(len(names), 1), names[keys % max(len(names), 1)]
