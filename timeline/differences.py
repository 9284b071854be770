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
    group = [changes.columns[0], "category"]
    months = pd.date_range(first, last, freq="ME").astype("datetime64[s]")
    days = pd.to_datetime(changes["day"]).astype("datetime64[s]")
    ends = (days + pd.offsets.MonthEnd(0)).rename("day")
    monthly = changes.groupby([*group, ends])[[*NUMBERS]].sum()
    groups = changes[group].drop_duplicates()
    whole = groups.merge(pd.Series(months, name="day"), how="cross").set_index([*group, "day"]).sort_index()
    return monthly.reindex(whole.index, fill_value=0).groupby(level=group).cumsum().reset_index()
