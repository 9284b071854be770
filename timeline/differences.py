"""By how much the counts of municipalities change from day to day: a count on a day is the running total up to it."""

from datetime import date

import numpy as np
import pandas as pd

from model.attention import EXPIRING
from timeline.spans import COUNT_KEYS

GROUP = ("municipality", "category", "day")
NUMBERS = (*COUNT_KEYS, EXPIRING)


def differences(spans: pd.DataFrame, municipalities: pd.Series) -> pd.DataFrame:
    """A row per municipality, category and day on which a count changes: GROUP, and by how much each of NUMBERS does.

    `municipalities` are those of organizations, by the organization's id. What is made of parts of the spans can be
    added up, and what was made of spans that are replaced can be taken off.
    """
    place = {
        "municipality": municipalities.loc[spans["organization"]].to_numpy(),
        "category": spans["category"].to_numpy(),
    }
    numbers = spans[[*NUMBERS]].astype(np.int32)
    begin = pd.concat(
        [pd.DataFrame({**place, "day": spans["since"].to_numpy()}), numbers.reset_index(drop=True)], axis=1
    )
    ended = spans["until"].notna().to_numpy()
    end = begin[ended].assign(day=(spans["until"] + pd.Timedelta(days=1)).to_numpy()[ended])
    end[[*NUMBERS]] = -end[[*NUMBERS]]
    return added([begin, end])


def added(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The sum of differences, without the days on which nothing changes."""
    total = pd.concat(parts, ignore_index=True).groupby([*GROUP], as_index=False)[[*NUMBERS]].sum()
    return total[(total[[*NUMBERS]] != 0).any(axis=1)].reset_index(drop=True)


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
