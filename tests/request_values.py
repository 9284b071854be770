"""Values for the arguments of queries that the request matrix asks with, beside those of tests/request_matrix.py."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from model.bridges import Movement, Step
from model.dates import Period
from model.indicators import RATE_BY_KEY, Rate
from queries.provider_groups import GroupKey

VALUES: Mapping[Any, Sequence[Any]] = {
    # Of people, and of participations.
    Rate: [RATE_BY_KEY["formation"], RATE_BY_KEY["participation"]],
    Step: [Step(Movement.ENTERED, 1, 1), Step(Movement.CAME, 0, 1), Step(Movement.LEFT, -1, -1)],
    GroupKey | None: [None, GroupKey(1, date(2026, 4, 1), None)],
    Period: [Period(date(2025, 12, 31), date(2026, 9, 30)), Period(date(2026, 9, 30), date(2026, 11, 1))],
}
