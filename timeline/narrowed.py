"""The counts of the region under one filter: by how much they change from one month's end to the next."""

import numpy as np
import pandas as pd

from model.indicators import PARTS_OF_RATES
from model.names import fold
from timeline.days import NEVER, dates, days, months_after
from timeline.facts import Rules

# The filters by which counts are summed up, each alone.
NARROWED = POSITION, KIND, PROCEDURE = "position", "kind", "procedure"


_NOTHING = pd.DataFrame(columns=["filter", "value_key", "day", *PARTS_OF_RATES])


def reaching(spans: pd.DataFrame) -> pd.DataFrame:
    """The spans that cover a month's end: the others change no count of one."""
    return spans[_month_of(days(spans["since"])) < _month_of(days(spans["until"]) + 1)]


def month_changes(name: str, keys: pd.Series, spans: pd.DataFrame) -> pd.DataFrame:
    """Rows of a value of a filter and a month's end: how PARTS_OF_RATES differ from those at the month's end before.

    `keys` holds the folded value of each span, None where it has none. Rows can be added up (`summed`).
    """
    some = keys.notna().to_numpy()
    if not some.any():
        return _NOTHING
    keys, spans = keys[some], spans[some]
    begun, ended = _month_of(days(spans["since"])), _month_of(days(spans["until"]) + 1)
    ends = spans["until"].notna().to_numpy()
    numbers, values = spans[[*PARTS_OF_RATES]].to_numpy(dtype=np.int64), keys.to_numpy()
    frame = pd.DataFrame(np.concatenate([numbers, -numbers[ends]]), columns=[*PARTS_OF_RATES])
    frame.insert(0, "day", _last_day(np.concatenate([begun, ended[ends]])))
    frame.insert(0, "value_key", np.concatenate([values, values[ends]]))
    frame.insert(0, "filter", name)
    return frame


def summed(changes: list[pd.DataFrame]) -> pd.DataFrame:
    """The sum of changes, without those that add up to nothing."""
    sums = pd.concat(changes).groupby(["filter", "value_key", "day"], as_index=False)[[*PARTS_OF_RATES]].sum()
    return sums[(sums[[*PARTS_OF_RATES]] != 0).any(axis=1)]


def opposite(changes: pd.DataFrame) -> pd.DataFrame:
    """The same changes the other way round."""
    return changes.assign(**{key: -changes[key] for key in PARTS_OF_RATES})


def procedure_spans(assessments: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """A row per person, procedure and stretch of days on which it counts as passed (п. 2.4), without overlaps."""
    rows = assessments[~assessments["is_need"]]
    own = pd.DataFrame({"person_id": rows["person"], "procedure_key": folded(rows["procedure"])})
    own = own.assign(since=days(rows["passed_on"])).drop_duplicates()
    own = own.sort_values(["person_id", "procedure_key", "since"], ignore_index=True)
    following = own.groupby(["person_id", "procedure_key"])["since"].shift(-1, fill_value=NEVER)
    until = np.minimum(months_after(own["since"].to_numpy(), 12 * rules.years), following.to_numpy()) - 1
    return own.assign(since=dates(own["since"].to_numpy()), until=dates(until))


def of_procedures(spans: pd.DataFrame, procedures: pd.DataFrame) -> pd.DataFrame:
    """The changes that spans make under the filter by procedure, with the procedures of the same people."""
    if spans.empty or procedures.empty:
        return _NOTHING
    own = spans[["person", "since", "until", *PARTS_OF_RATES]]
    pairs = own.merge(procedures, left_on="person", right_on="person_id", suffixes=("", "_passed"))
    since = np.maximum(days(pairs["since"]), days(pairs["since_passed"]))
    until = np.minimum(days(pairs["until"]), days(pairs["until_passed"]))
    pairs = reaching(pairs.assign(since=dates(since), until=dates(until))[since <= until])
    return month_changes(PROCEDURE, pairs["procedure_key"], pairs)


def folded(texts: pd.Series) -> pd.Series:
    """The keys of the texts; each way of writing is folded once."""
    return texts.map({text: fold(text) for text in texts.dropna().unique()})


def _month_of(day: np.ndarray) -> np.ndarray:
    return day.astype("datetime64[D]").astype("datetime64[M]")


def _last_day(month: np.ndarray) -> np.ndarray:
    return ((month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")).astype("datetime64[s]")
