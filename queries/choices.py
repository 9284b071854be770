"""What each filter may be set to within a place."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from access.reading import Reading
from model.people import Employment
from model.places import Level, Organization, Place
from model.routes import Assessment
from queries.filters import CATEGORIES, at_place
from queries.remembering import Remembered
from queries.state import is_on_staff

Choice = tuple[str, str]

# Every screen of a place has them, and every page of every list; of the region they are some hundred texts.
_remembered: Remembered[Mapping[str, Sequence[Choice]]] = Remembered(500)


def choices(reading: Reading, place: Place) -> Mapping[str, Sequence[Choice]]:
    """The values of every filter with their labels; only those that occur within the place and the scope."""
    about = (place.level, place.id)
    return _remembered.get(reading, about, lambda: _choices(reading, place))


def _choices(reading: Reading, place: Place) -> Mapping[str, Sequence[Choice]]:
    scope = reading.scope.counted(Employment.organization_id, Organization.municipality_id)
    conditions = (is_on_staff(reading.day), scope, *at_place(place))
    places = select(Organization.id).join(Employment, Employment.organization_id == Organization.id)
    positions = (
        select(Employment.position)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(*conditions, Employment.position.is_not(None))
        .distinct()
        .order_by(Employment.position)
    )
    kinds = (
        select(Organization.kind)
        .where(Organization.id.in_(places.where(*conditions)), Organization.kind.is_not(None))
        .distinct()
        .order_by(Organization.kind)
    )
    procedures = select(Assessment.procedure).where(Assessment.passed_on <= reading.day).distinct()
    if place.level is not Level.REGION or not reading.scope.counts_region:
        staff = select(Employment.person_id).join(Organization, Organization.id == Employment.organization_id)
        procedures = procedures.where(Assessment.person_id.in_(staff.where(*conditions)))
    found = {
        "category": list(CATEGORIES.items()),
        "position": _same(reading, positions),
        "procedure": _same(reading, procedures.order_by(Assessment.procedure)),
    }
    return found if place.level is Level.ORGANIZATION else {**found, "kind": _same(reading, kinds)}


def _same(reading: Reading, query: Select[Any]) -> list[Choice]:
    return [(value, value) for value in reading.session.scalars(query)]
