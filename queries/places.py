"""The places a reading may look at, named as on its date."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import SQLColumnExpression, and_, case, select

from access.reading import Reading
from model.places import REGION, Level, Municipality, Organization, Place

# A row and a column, both from nought.
Tile = tuple[int, int]


def region(reading: Reading) -> Place | None:
    """The region, where the scope counts it whole."""
    return REGION if reading.scope.may_count(REGION) else None


def municipality(reading: Reading, identity: int) -> Place | None:
    """The municipality; None both where there is none and where it is outside the scope."""
    found = reading.session.get(Municipality, identity)
    return _allowed(reading, _municipality(reading, found)) if found else None


def organization(reading: Reading, identity: int) -> Place | None:
    """The organization; None both where there is none and where it is outside the scope."""
    found = reading.session.get(Organization, identity)
    if found is None:
        return None
    home = reading.session.get_one(Municipality, found.municipality_id)
    return _allowed(reading, _organization(found, _municipality(reading, home)))


def named(reading: Reading, level: str, identity: int | None) -> Place | None:
    """The place that an address names by its level and id; None both where there is none and outside the scope."""
    if level == Level.REGION and identity is None:
        return region(reading)
    if level == Level.MUNICIPALITY and identity:
        return municipality(reading, identity)
    if level == Level.ORGANIZATION and identity:
        return organization(reading, identity)
    return None


def _allowed(reading: Reading, place: Place) -> Place | None:
    return place if reading.scope.may_count(place) else None


def parts_of(reading: Reading, within: Place) -> list[Place]:
    """The municipalities of the region or the organizations of a municipality, by name, within the scope."""
    if within.level is Level.REGION:
        found = (_municipality(reading, one) for one in reading.session.scalars(select(Municipality)))
        return _ordered(place for place in found if reading.scope.may_count(place))
    query = select(Organization).where(Organization.municipality_id == within.id)
    found = (_organization(one, within) for one in reading.session.scalars(query))
    return _ordered(place for place in found if reading.scope.may_count(place))


def region_parts(reading: Reading) -> list[Place]:
    """The municipalities that the scope counts whole, by name."""
    return parts_of(reading, REGION)


def tiles(reading: Reading) -> Mapping[int, Tile]:
    """Where each municipality lies on the map of tiles, by id."""
    query = select(Municipality.id, Municipality.tile_row, Municipality.tile_column)
    return {identity: (row, column) for identity, row, column in reading.session.execute(query)}


def organizations(reading: Reading) -> list[Place]:
    """Every organization that the scope counts, by municipality and name."""
    homes = {one.id: _municipality(reading, one) for one in reading.session.scalars(select(Municipality))}
    found = [_organization(one, homes[one.municipality_id]) for one in reading.session.scalars(select(Organization))]
    allowed = [place for place in found if reading.scope.may_count(place)]
    return sorted(allowed, key=lambda place: (place.municipality_name or "", place.name, place.id or 0))


def granted(reading: Reading) -> list[Place]:
    """The places that the account's grants name, the widest first: where its work begins."""
    scope = reading.scope
    found = [region(reading)]
    found += [municipality(reading, identity) for identity in sorted(scope.municipalities)]
    found += [organization(reading, identity) for identity in sorted(scope.organizations)]
    return [place for place in found if place]


def municipality_name(day: date) -> SQLColumnExpression[str]:
    """The name of a municipality on the day, as a column."""
    is_earlier = and_(Municipality.earlier_name.is_not(None), Municipality.renamed_year > day.year)
    return case((is_earlier, Municipality.earlier_name), else_=Municipality.name)


def _municipality(reading: Reading, found: Municipality) -> Place:
    return Place(Level.MUNICIPALITY, found.id, found.name_on(reading.day))


def _organization(found: Organization, home: Place) -> Place:
    return Place(Level.ORGANIZATION, found.id, found.name, home.id, home.name, found.kind)


def _ordered(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (place.name, place.id or 0))
