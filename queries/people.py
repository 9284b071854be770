"""The people whom the scope may list, each with the state: the stored rows where the day has them."""

from sqlalchemy import FromClause, select

from access.reading import Reading
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


def is_stored(reading: Reading) -> bool:
    """Whether the rows of the reading's day are stored; where they are of nobody, they may as well be counted."""
    found = select(person_state.c.person_id).where(person_state.c.day == reading.day).limit(1)
    return reading.session.execute(found).first() is not None
