"""Sizes of a test run: the least that proves a rule by day, everything by night."""

import os
from dataclasses import dataclass

VARIABLE = "TEST_SIZE"


@dataclass(frozen=True)
class Sizes:
    """The numbers of one size; each test that repeats itself takes its number from here."""

    is_night: bool
    # Hypothesis examples of a test in memory, and of a test that imports worlds into a database.
    examples: int
    worlds: int
    # Killed imports on each kind of database.
    kills: int
    # Damaged files in all, over all registers and both kinds of database.
    mutated_files: int
    # Wrong passwords that arrive at once.
    wrong_passwords: int
    # Injection strings sent through registers, filters, addresses and forms.
    hostile_strings: int
    # People in the larger of the two archives whose memory is compared.
    people_of_an_archive: int


DAY = Sizes(
    is_night=False,
    examples=5,
    worlds=2,
    kills=3,
    mutated_files=60,
    wrong_passwords=100,
    hostile_strings=100,
    people_of_an_archive=100,
)
NIGHT = Sizes(
    is_night=True,
    examples=200,
    worlds=20,
    kills=100,
    mutated_files=2040,
    wrong_passwords=1000,
    hostile_strings=500,
    people_of_an_archive=1000,
)
_BY_NAME = {"day": DAY, "night": NIGHT}


def sizes_named(name: str) -> Sizes:
    """The size of that name; raises ValueError for an unknown one."""
    if name not in _BY_NAME:
        raise ValueError(f"{VARIABLE} is {name!r}: it may be {' or '.join(_BY_NAME)}")
    return _BY_NAME[name]


SIZES = sizes_named(os.environ.get(VARIABLE, "day"))
