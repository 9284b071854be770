"""The people whom the scope may list, each with the state."""

from datetime import date
from typing import Any

from sqlalchemy import FromClause, ScalarSelect, SQLColumnExpression, case, select
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.people import Employment, covers
from model.places import Place
from queries.filters import Filters, narrowing
from queries.state import Purpose, people_on


def people_of(reading: Reading, place: Place, filters: Filters) -> FromClause:
    """The rows of `people_on` for a list: a row per person of the place within the scope and the filters."""
    return people_on(reading, Purpose.LISTING, *narrowing(reading, place, filters)).subquery()


def spell_shown(person_id: SQLColumnExpression[int], day: date, *, source: Any) -> ScalarSelect[int]:
    """The id of the spell from which a person's name, post and place are shown on the day.

    It is the one that covers the day, else the last that ended before it. `source` is the table of `person_id`.
    """
    spells = aliased(Employment)
    is_over = case((covers(day, spells), 0), else_=1)
    return (
        select(spells.id)
        .where(spells.person_id == person_id, spells.is_main, spells.since <= day)
        .order_by(is_over, spells.left_on.desc(), spells.since.desc(), spells.id.desc())
        .limit(1)
        .correlate(source)
        .scalar_subquery()
    )
