"""By how much the counts of municipalities change from day to day: a count on a day is the running total up to it."""

from datetime import date

import numpy as np
import pandas as pd

from model.attention import EXPIRING
from timeline.days import BEFORE_ALL, dates
from timeline.spans import COUNT_KEYS

GROUP = ("municipality", "category", "day")
NUMBERS = (*COUNT_KEYS, EXPIRING)


# So many bits of a key are a day's; the rest is the group's.
_DAY_BITS = 22


def differences(spans: pd.DataFrame, municipalities: pd.Series) -> pd.DataFrame:
    """A row per municipality, category and day on which a count changes: GROUP, and by how much each of NUMBERS does.

    `municipalities` are those of organizations, by the organization's id. What is made of parts of the spans can be
    added up, and what was made of spans that are replaced can be taken off.
    """
    municipality = municipalities.loc[spans["organization"]].to_numpy()
    category = spans["category"].to_numpy()
    since, until = _days(spans["since"]), _days(spans["until"])
    numbers = spans[[*NUMBERS]].to_numpy(dtype=np.int32)
    ended = spans["until"].notna().to_numpy()
    return _sums(
        np.concatenate([municipality, municipality[ended]]),
        np.concatenate([category, category[ended]]),
        np.concatenate([since, until[ended] + 1]),
        np.concatenate([numbers, -numbers[ended]]),
    )


def added(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The sum of differences, without the days on which nothing changes."""
    if len(parts) == 1:
        return parts[0]
    return _sums(
        np.concatenate([part["municipality"].to_numpy() for part in parts]),
        np.concatenate([part["category"].to_numpy() for part in parts]),
        np.concatenate([_days(part["day"]) for part in parts]),
        np.concatenate([part[[*NUMBERS]].to_numpy(dtype=np.int32) for part in parts]),
    )


def taken_off(changes: pd.DataFrame) -> pd.DataFrame:
    """The same differences the other way round."""
    numbers = -changes[[*NUMBERS]]
    return pd.concat([changes[[*GROUP]], numbers], axis=1)


def _days(moments: pd.Series) -> np.ndarray:
    return moments.to_numpy().astype("datetime64[D]").astype(np.int64)


def _sums(municipality: np.ndarray, category: np.ndarray, day: np.ndarray, numbers: np.ndarray) -> pd.DataFrame:
    """The sums of the numbers in the order of GROUP; what adds up to nothing is left out."""
    categories, names = pd.factorize(category, sort=True)
    group = municipality.astype(np.int64) * max(len(names), 1) + categories
    keys = (group << _DAY_BITS) | (day - BEFORE_ALL)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = np.flatnonzero(np.append(np.ones(min(1, len(keys)), dtype=bool), keys[1:] != keys[:-1]))
    sums = np.add.reduceat(numbers[order], begins, axis=0) if len(keys) else numbers
    some = (sums != 0).any(axis=1)
    first = order[begins][some]
    frame = pd.DataFrame(sums[some], columns=[*NUMBERS])
    frame.insert(0, "day", dates(day[first]))
    frame.insert(0, "category", category[first])
    frame.insert(0, "municipality", municipality[first])
    return frame


def month_totals(changes: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The running totals of municipalities and categories at the ends of all months from the first to the last."""
    municipality = str(changes.columns[0])
    day = pd.to_datetime(changes["day"]).to_numpy().astype("datetime64[M]")
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    group, groups = _groups(changes[municipality].to_numpy(), changes["category"].to_numpy())
    month = (day - months[0]).astype(np.int64)
    within = (month >= 0) & (month < len(months))
    totals = np.zeros((len(groups) * len(months), len(NUMBERS)), dtype=np.int64)
    place = group[within] * len(months) + month[within]
    np.add.at(totals, place, changes[[*NUMBERS]].to_numpy(dtype=np.int64)[within])
    totals = totals.reshape(len(groups), len(months), len(NUMBERS)).cumsum(axis=1).reshape(totals.shape)
    frame = pd.DataFrame(totals, columns=[*NUMBERS])
    ends = (months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    frame.insert(0, "day", np.tile(ends.astype("datetime64[s]"), len(groups)))
    frame.insert(0, "category", np.repeat(groups["category"].to_numpy(), len(months)))
    frame.insert(0, municipality, np.repeat(groups["municipality"].to_numpy(), len(months)))
    return frame


def _groups(municipality: np.ndarray, category: np.ndarray) -> tuple[np.ndarray, pd.DataFrame]:
    """Of which municipality and category each row is, by its place among them, and these in order."""
    codes, names = pd.factorize(category, sort=True)
    keys, place = np.unique(municipality.astype(np.int64) * max(len(names), 1) + codes, return_inverse=True)
    own = pd.DataFrame({"municipality": keys // max(len(names), 1), "category": names[keys % max(len(names), 1)]})
    return place, own
