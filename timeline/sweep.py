"""Numbers that change from day to day: intervals summed up for each owner on every day on which one begins or ends."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from timeline.columns import Columns
from timeline.days import BEFORE_ALL, NEVER, Days

# A day takes so many bits of a key; the rest is the owner's.
_DAY_BITS = 22


@dataclass(frozen=True)
class Changes:
    """By how much a number of an owner changes on a day; the changes of an owner sum up to zero by NEVER."""

    owner: np.ndarray
    day: Days
    amount: np.ndarray


def key(owner: np.ndarray, day: Days) -> np.ndarray:
    """Owner and day as one number, in the order of (owner, day)."""
    return (owner << _DAY_BITS) | (day - BEFORE_ALL)


def owner_of(keys: np.ndarray) -> np.ndarray:
    return keys >> _DAY_BITS


def day_of(keys: np.ndarray) -> Days:
    return (keys & ((1 << _DAY_BITS) - 1)) + BEFORE_ALL


def intervals(owner: np.ndarray, since: Days, until: Days | int = NEVER, amount: np.ndarray | int = 1) -> Changes:
    """The amount from `since` to the day before `until`, or to the end of days; empty intervals are left out."""
    until, amount = np.broadcast_to(until, since.shape), np.broadcast_to(amount, since.shape)
    some = since < until
    owner, since, until, amount = owner[some], since[some], until[some], amount[some]
    return Changes(np.concatenate([owner, owner]), np.concatenate([since, until]), np.concatenate([amount, -amount]))


def joined(*changes: Changes) -> Changes:
    """The sum of several numbers."""
    return Changes(
        np.concatenate([one.owner for one in changes]),
        np.concatenate([one.day for one in changes]),
        np.concatenate([one.amount for one in changes]),
    )


def sweep(numbers: Mapping[str, Changes]) -> Columns:
    """A row per owner and day on which any number changes: owner, day, and each number from that day on.

    The rows are in the order of (owner, day); at NEVER, the last row of an owner, all numbers are zero.
    """
    keys = [key(one.owner, one.day) for one in numbers.values()]
    rows, place = np.unique(np.concatenate(keys), return_inverse=True)
    totals = np.zeros((len(numbers), len(rows)), dtype=np.int32)
    begin = 0
    for number, one in enumerate(numbers.values()):
        np.add.at(totals[number], place[begin : begin + len(one.owner)], one.amount.astype(np.int32))
        begin += len(one.owner)
    np.cumsum(totals, axis=1, out=totals)
    return Columns({"owner": owner_of(rows), "day": day_of(rows), **dict(zip(numbers, totals, strict=True))})


def days_after(day: Days) -> Days:
    """For each row of some the day of the next one, on which it ends."""
    return np.append(day[1:], NEVER)[: len(day)]


def changes_in(owner: np.ndarray, rows: Columns, number: np.ndarray) -> Changes:
    """The changes of a number that was made of the rows of a sweep, for other owners."""
    before = np.zeros_like(number)
    same = rows["owner"][1:] == rows["owner"][:-1]
    before[1:] = np.where(same, number[:-1], 0)
    amount = number - before
    some = amount != 0
    return Changes(owner[some], rows["day"][some], amount[some])
