"""How much the tests try: a part by day, everything by night."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """The size of the run, from the environment: TEST_SIZE=night tries everything."""

    is_night: bool = os.environ.get("TEST_SIZE", "day") == "night"


SIZES = Sizes()
