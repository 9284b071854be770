"""The people whom the scope may list, each with the state: the stored rows where the day has them."""

from datetime import date
from typing import Any

from sqlalchemy import FromClause, ScalarSelect, SQLColumnExpression, case, select
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.people import Employment, covers
from model.places import Organization, Place
from model.snapshots import person_state
from queries.filters import Filters, Narrowed, narrowing
from queries.state import Purpose, people_on

_STORED = Narrowed(
    person_state.c.organization_id, person_state.c.category, person_state.c.position, person_state.c.route_id
)


def people_of(reading: Reading, place: Place, filters: Filters) -> FromClause:
    """The rows of `people_on` for a list: a row per person of the place within the scope and the filters."""
    if not is_stored(reading):
        return people_on(reading, Purpose.LISTING, *narrowing(place, filters)).subquery()
    rows = person_state.c
    return (
        select(person_state, Organization.municipality_id)
        .join(Organization, Organization.id == rows.organization_id)
        .where(
            rows.day == reading.day,
            reading.scope.listed(rows.person_id, rows.organization_id, Organization.municipality_id, reading.day),
            *narrowing(place, filters, _STORED),
        )
        .subquery()
    )


def spell_shown(person_id: SQLColumnExpression[int], day: date, *, source: Any) -> ScalarSelect[int]:
    """The id of the spell from which a person's name, post and place are shown on the day.

    It is the one that covers the day, else the last that ended before it. `source` is the table of `person_id`.
    """
    spells = aliased(Employment)
    # A spell of no days covers nothing and has never been worked.
    lasted = spells.since <= day, spells.until.is_(None) | (spells.until > spells.since)
    is_over = case((covers(day, spells), 0), else_=1)
    return (
        select(spells.id)
        .where(spells.person_id == person_id, *lasted)
        .order_by(is_over, spells.until.desc(), spells.since.desc(), spells.id.desc())
        .limit(1)
        .correlate(source)
        .scalar_subquery()
    )


def is_stored(reading: Reading) -> bool:
    """Whether the rows of the reading's day are stored; where they are of nobody, they may as well be counted."""
    found = select(person_state.c.person_id).where(person_state.c.day == reading.day).limit(1)
    return reading.session.execute(found).first() is not None
