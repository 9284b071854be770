"""What a question may be narrowed to: category, position, type of organization, procedure."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, select

from access.reading import Reading
from model.names import fold
from model.people import Employment, Spelling
from model.places import Level, Organization, Place
from timeline.narrowed_store import procedure_span
from timeline.store import state_span


@dataclass(frozen=True)
class Filters:
    """Each field is None (everybody) or the one value that is asked for."""

    category: str | None = None
    position: str | None = None
    kind: str | None = None
    procedure: str | None = None

    def chosen(self) -> dict[str, str]:
        """The filters that narrow, by name."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in pairs if value is not None}

    @property
    def without_procedure(self) -> "Filters":
        """The same filters for a question that no procedure narrows."""
        return replace(self, procedure=None)


EVERYBODY = Filters()


def at_place(
    place: Place, organization_id: SQLColumnExpression[int] = Employment.organization_id
) -> list[SQLColumnExpression[bool]]:
    """The condition that a spell, or another row beside its organization, is at the place; none for the region."""
    if place.level is Level.MUNICIPALITY:
        return [Organization.municipality_id == place.id]
    if place.level is Level.ORGANIZATION:
        return [organization_id == place.id]
    return []


def of_spelling(about: str, text: str) -> Select[str]:
    """All ways of writing the same position, or type of organization."""
    return select(Spelling.text).where(Spelling.about == about, Spelling.text_key == fold(text))


def narrowing(reading: Reading, place: Place, filters: Filters) -> list[SQLColumnExpression[bool]]:
    """The conditions that a place and filters set on state_span beside its Organization."""
    conditions = at_place(place, state_span.c.organization_id)
    if filters.category:
        conditions.append(state_span.c.category == filters.category)
    if filters.position:
        conditions.append(state_span.c.position.in_(of_spelling("position", filters.position)))
    if filters.kind:
        conditions.append(_is_of_kind(place, filters.kind))
    if filters.procedure:
        conditions.append(has_passed(filters.procedure, reading.day, state_span.c.person_id))
    return conditions


def _is_of_kind(place: Place, kind: str) -> SQLColumnExpression[bool]:
    """The organization is of the type."""
    is_of_kind = Organization.kind.in_(of_spelling("kind", kind))
    if place.level is not Level.REGION:
        return is_of_kind
    # Not the bare column: SQLite would fetch the spans of half the region organization by organization.
    return func.coalesce(state_span.c.organization_id, 0).in_(select(Organization.id).where(is_of_kind))


def has_passed(procedure: str, day: date, person_id: SQLColumnExpression[int]) -> SQLColumnExpression[bool]:
    """The person has passed this procedure, and it counts on the day."""
    # Not the bare column: SQLite would fetch all spans of each of these people.
    return func.coalesce(person_id, 0).in_(passed_by(procedure, day))


def passed_by(procedure: str, day: date) -> Select[int]:
    """The ids of the people who have passed this procedure, so that it counts on the day."""
    rows = procedure_span.c
    return select(rows.person_id).where(rows.procedure_key == fold(procedure), rows.since <= day, rows.until >= day)


def narrowing_spells(filters: Filters, spells: Any = Employment) -> list[SQLColumnExpression[bool]]:
    """The conditions on spells beside their Organization; a procedure narrows a state and not a spell."""
    conditions: list[SQLColumnExpression[bool]] = []
    if filters.category:
        conditions.append(spells.category == filters.category)
    if filters.position:
        conditions.append(spells.position.in_(of_spelling("position", filters.position)))
    if filters.kind:
        conditions.append(Organization.kind.in_(of_spelling("kind", filters.kind)))
    return conditions
