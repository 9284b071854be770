"""What each filter may be set to within a place."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, exists, func, select

from access.reading import Reading
from model.names import fold
from model.people import Employment, covers
from model.places import Level, Organization, Place
from model.routes import Assessment
from model.wording import CATEGORIES
from queries.filters import at_place
from queries.scoped_cache import ScopedCache
from queries.state import covers_span
from timeline.store import state_span

Choice = tuple[str, str]

# Every screen of a place has them, and every page of every list; of the region they are some hundred texts.
_remembered: ScopedCache[Mapping[str, Sequence[Choice]]] = ScopedCache(500)


def choices(reading: Reading, place: Place) -> Mapping[str, Sequence[Choice]]:
    """The values of every filter with their labels; only those that occur within the place and the scope."""
    about = (place.level, place.id)
    return _remembered.get(reading, about, lambda: _choices(reading, place))


def _choices(reading: Reading, place: Place) -> Mapping[str, Sequence[Choice]]:
    day, is_whole = reading.day, place.level is Level.REGION and reading.scope.counts_region
    within = (reading.scope.counted(Organization.id, Organization.municipality_id), *at_place(place, Organization.id))
    spells, assessed = [covers(day)], [Assessment.passed_on <= day, ~Assessment.is_need]
    # Of the whole region no organization has to be looked at: indexes tell the values.
    values = _leaping if is_whole else _among
    if not is_whole:
        places = select(Organization.id).where(*within)
        spells.append(Employment.organization_id.in_(places))
        # An index of spans alone tells who works there.
        staff = select(state_span.c.person_id).where(covers_span(day), state_span.c.organization_id.in_(places))
        assessed.append(Assessment.person_id.in_(staff))
    by_field = {
        "category": list(CATEGORIES.items()),
        "position": _same(reading, values(Employment.position, *spells)),
        "procedure": [(one, one) for one in reading.session.scalars(values(Assessment.procedure, *assessed))],
    }
    if place.level is Level.ORGANIZATION:
        return by_field
    staffed = exists().where(Employment.organization_id == Organization.id, covers(day))
    return {**by_field, "kind": _same(reading, values(Organization.kind, *within, staffed))}


def _same(reading: Reading, query: Select[Any]) -> list[Choice]:
    """Each value once, whatever the ways of writing it; that in small letters stands for all."""
    spellings: dict[str, str] = {}
    for value in reading.session.scalars(query):
        key = fold(value)
        spellings[key] = max(spellings.get(key, value), value)
    return [(value, value) for value in sorted(spellings.values())]


def _among(column: Any, *conditions: SQLColumnExpression[bool]) -> Select[Any]:
    """The values of a column in the rows that meet the conditions."""
    return select(column).where(column.is_not(None), *conditions).distinct().order_by(column)


def _leaping(column: Any, *conditions: SQLColumnExpression[bool]) -> Select[Any]:
    """The same, of a column that an index begins with: from each value to the next, not through all the rows."""
    first = select(func.min(column).label("value")).cte("leaps", recursive=True)
    following = select(func.min(column)).where(column > first.c.value).scalar_subquery()
    value = first.union_all(select(following).where(first.c.value.is_not(None))).c.value
    return select(value).where(exists().where(column == value, *conditions)).order_by(value)
