"""Rows about people who left longer ago than their names are kept: to take one in would count the person twice."""

from collections.abc import Mapping
from datetime import date

import settings
from ingest.files.reading import Row
from ingest.planning.plan import Plan
from model import wording
from model.dates import today, years_before

_LEFT_LONG_AGO = (
    "работник выбыл раньше {day}, сведения о выбывших так давно обезличены и снова не принимаются: уберите строку"
)


def refuse_people_left(plan: Plan, rows: Mapping[int, Row]) -> None:
    """Refuse the spells of unknown people that ended before the term of LEFT_YEARS began.

    What is anonymous stays in the counts of past days, under no identifier by which it could be known again.
    """
    years = settings.LEFT_YEARS.value()
    if not years:
        return
    first_day = years_before(today(), years)
    reason = _LEFT_LONG_AGO.format(day=wording.day(first_day))
    persons = plan.finding.staff_persons
    left = [
        number
        for number, fact in plan.facts.items()
        if isinstance(until := fact["until"], date)
        and until < first_day
        and persons.id_of(str(fact["person_id"])) is None
    ]
    for row in dict.fromkeys(map(plan.row_of, left)):
        plan.refuse(row, plan.file.refusal(rows[row], "until", reason))
