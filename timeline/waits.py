"""How long people of a municipality wait: spans that follow on each other with one wait are one row."""

import numpy as np

from timeline.columns import Columns, stacked
from timeline.concerns import SINCE_KEYS
from timeline.days import NEVER, dates, days

# A row is found by the least of these numbers of days in which it has room: a day lies within that many days of its
# beginning, so that neither what ended long ago nor what is to come is looked at.
SIZES = (4, 16, 64, 256, 1024, 4096, NEVER * 2)


def wait_spans(spans: Columns, municipalities: np.ndarray) -> Columns:
    """A row per person, concern and stretch of days with one wait, municipality and category.

    `spans` are all of some people, in the order of (person, since). `day` is that since which the person waits,
    `until` NaT where the wait goes on for ever, `size` one of SIZES. `municipalities` holds that of each organization
    at the place of its id.
    """
    columns = {
        "person_id": spans["person"],
        "municipality_id": municipalities[spans["organization"]],
        "category": spans["category"],
        "since": days(spans["since"]),
        "until": days(spans["until"]),
    }
    return stacked([_of_concern(key, days(spans[key]), columns) for key in SINCE_KEYS])


def _of_concern(key: str, day: np.ndarray, columns: dict[str, np.ndarray]) -> Columns:
    """The rows of one concern; `day` of a span without a wait is NEVER."""
    waits = day != NEVER
    own = {"day": day[waits], **{name: column[waits] for name, column in columns.items()}}
    begins = np.ones(len(own["day"]), dtype=bool)
    begins[1:] = own["since"][1:] != own["until"][:-1] + 1
    for name in ("day", "person_id", "municipality_id", "category"):
        begins[1:] |= own[name][1:] != own[name][:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(begins))[: len(first)] - 1
    since, until = own["since"][first], own["until"][last]
    return Columns(
        {
            "size": np.array(SIZES)[np.searchsorted(SIZES, until - since + 1)],
            "since": dates(since),
            "person_id": own["person_id"][first],
            "concern": np.full(len(first), key, dtype=object),
            "until": dates(until),
            "municipality_id": own["municipality_id"][first],
            "category": own["category"][first],
            "day": dates(own["day"][first]),
        }
    )
