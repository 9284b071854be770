"""What a question may be narrowed to: category, position, type of organization, procedure."""

from dataclasses import dataclass, fields

from sqlalchemy import Select, SQLColumnExpression, exists, func, select

from model.errors import InternalError
from model.names import fold
from model.people import Employment, Spelling
from model.places import Level, Organization, Place
from model.routes import Assessment, Route


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


EVERYBODY = Filters()


class CannotFilterError(InternalError):
    """The rows do not tell what the filter asks for: their sum would be an answer to a wider question."""


@dataclass(frozen=True)
class Narrowed:
    """The columns of rows by which they are narrowed; rows without a position or a route can't be, by those."""

    organization_id: SQLColumnExpression[int]
    category: SQLColumnExpression[str]
    position: SQLColumnExpression[str | None] | None = None
    route_id: SQLColumnExpression[int | None] | None = None


# Not the bare column: by its index SQLite takes every position for a rare one, and goes through everybody's steps once
# for each of its people.
_POSITION = func.coalesce(Employment.position, "")
_SPELLS = Narrowed(Employment.organization_id, Employment.category, _POSITION, Route.id)


def at_place(
    place: Place, organization_id: SQLColumnExpression[int] = Employment.organization_id
) -> list[SQLColumnExpression[bool]]:
    """The condition that a spell, or another row beside its organization, is at the place; none for the region."""
    if place.level is Level.MUNICIPALITY:
        return [Organization.municipality_id == place.id]
    if place.level is Level.ORGANIZATION:
        return [organization_id == place.id]
    return []


def _spellings(about: str, text: str) -> Select[str]:
    """All ways of writing the same position, or type of organization."""
    return select(Spelling.text).where(Spelling.about == about, Spelling.text_key == fold(text))


def narrowing(place: Place, filters: Filters, rows: Narrowed = _SPELLS) -> list[SQLColumnExpression[bool]]:
    """The conditions that a place and filters set on spells with their organization and route, or on other rows.

    Raises CannotFilterError for a filter by position or procedure where the rows have none.
    """
    conditions = at_place(place, rows.organization_id)
    if filters.category:
        conditions.append(rows.category == filters.category)
    if filters.position:
        if rows.position is None:
            raise CannotFilterError("position")
        conditions.append(rows.position.in_(_spellings("position", filters.position)))
    if filters.kind:
        conditions.append(Organization.kind.in_(_spellings("kind", filters.kind)))
    if filters.procedure:
        if rows.route_id is None:
            raise CannotFilterError("procedure")
        key = fold(filters.procedure)
        conditions.append(exists().where(Assessment.id == rows.route_id, Assessment.procedure_key == key))
    return conditions
