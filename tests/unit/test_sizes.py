"""A night proves at least what a day proves."""

from dataclasses import asdict

import pytest

from tests.sizes import DAY, NIGHT, sizes_named


def test_every_number_of_the_night_is_greater_than_that_of_the_day():
    day, night = asdict(DAY), asdict(NIGHT)
    assert [name for name in day if not day[name] < night[name]] == []


def test_a_size_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="day or night"):
        sizes_named("weekend")
