"""What a question may be narrowed to: category, position, type of organization, procedure."""

from dataclasses import dataclass, fields

from sqlalchemy import SQLColumnExpression, exists

from model.names import fold
from model.people import Employment
from model.places import Level, Organization, Place
from model.routes import Assessment, Route

CATEGORIES: dict[str, str] = {"teaching": "педагогические работники", "managing": "руководящие работники"}


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
FILTER_LABELS: dict[str, str] = {
    "category": "категория",
    "position": "должность",
    "kind": "тип организации",
    "procedure": "процедура оценки",
}


def at_place(place: Place) -> list[SQLColumnExpression[bool]]:
    """The condition that a spell is at the place; none for the region."""
    if place.level is Level.MUNICIPALITY:
        return [Organization.municipality_id == place.id]
    if place.level is Level.ORGANIZATION:
        return [Employment.organization_id == place.id]
    return []


def narrowing(place: Place, filters: Filters) -> list[SQLColumnExpression[bool]]:
    """The conditions on Employment, Organization and Route that a place and filters set."""
    conditions = at_place(place)
    if filters.category:
        conditions.append(Employment.category == filters.category)
    if filters.position:
        conditions.append(Employment.position == filters.position)
    if filters.kind:
        conditions.append(Organization.kind == filters.kind)
    if filters.procedure:
        key = fold(filters.procedure)
        conditions.append(exists().where(Assessment.id == Route.id, Assessment.procedure_key == key))
    return conditions
