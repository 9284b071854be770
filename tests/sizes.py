"""How much of each proof a run makes: a day's run the least that proves it, a night's run everything."""

import os
from dataclasses import dataclass

VARIABLE = "TEST_SIZE"


@dataclass(frozen=True)
class Sizes:
    """The numbers of one size; each test that repeats itself takes its number from here."""

    is_night: bool
    # Invented examples of each law that is proven in memory, and of each that reads a world into a database.
    examples: int
    worlds: int
    # Imports that are killed, on each kind of database.
    kills: int
    # Damaged files of all registers together, on both kinds of database together.
    mutated_files: int
    # Wrong passwords that arrive at once.
    wrong_passwords: int
    # Hostile strings that go through registers, filters, addresses and forms.
    hostile_strings: int
    # People of the larger of the two archives whose memory is compared.
    people_of_an_archive: int


DAY = Sizes(
    is_night=False,
    examples=5,
    worlds=3,
    kills=10,
    mutated_files=60,
    wrong_passwords=200,
    hostile_strings=100,
    people_of_an_archive=400,
)
NIGHT = Sizes(
    is_night=True,
    examples=200,
    worlds=20,
    kills=100,
    mutated_files=2040,
    wrong_passwords=1000,
    hostile_strings=500,
    people_of_an_archive=2500,
)
_BY_NAME = {"day": DAY, "night": NIGHT}


def sizes_named(name: str) -> Sizes:
    """The size of a name; a name that nobody knows is refused."""
    if name not in _BY_NAME:
        raise ValueError(f"{VARIABLE} is {name!r}: it may be {' or '.join(_BY_NAME)}")
    return _BY_NAME[name]


SIZES = sizes_named(os.environ.get(VARIABLE, "day"))
