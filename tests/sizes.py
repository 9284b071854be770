"""How much of each proof a run makes: a day's run the least that proves it, a night's run everything."""

import os
from dataclasses import dataclass

VARIABLE = "TEST_SIZE"


@dataclass(frozen=True)
class Sizes:
    """The numbers of one size; each test that repeats itself takes its number from here."""

    is_night: bool
    # Invented worlds of each law of the domain.
    hypothesis_examples: int
    # Imports that are killed, on each kind of database.
    kills: int
    # Damaged files of each register that are read.
    mutated_files: int
    # Wrong passwords that arrive at once.
    wrong_passwords: int
    # Hostile strings that are sent through each door.
    hostile_strings: int


DAY = Sizes(is_night=False, hypothesis_examples=5, kills=10, mutated_files=60, wrong_passwords=200, hostile_strings=100)
NIGHT = Sizes(
    is_night=True, hypothesis_examples=200, kills=100, mutated_files=2000, wrong_passwords=1000, hostile_strings=500
)
_BY_NAME = {"day": DAY, "night": NIGHT}


def sizes_named(name: str) -> Sizes:
    """The size of a name; a name that nobody knows is refused."""
    if name not in _BY_NAME:
        raise ValueError(f"{VARIABLE} is {name!r}: it may be {' or '.join(_BY_NAME)}")
    return _BY_NAME[name]


SIZES = sizes_named(os.environ.get(VARIABLE, "day"))
