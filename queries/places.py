"""The places a reading may look at, named as on its date."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, SQLColumnExpression, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.dates import years_before
from model.people import Employment, ends_after
from model.places import ENDING, REGION, ChangeKind, Level, Municipality, Organization, OrganizationChange, Place

# A row and a column, both from nought.
Tile = tuple[int, int]


def region(reading: Reading) -> Place | None:
    """The region, where the scope counts it whole."""
    return REGION if reading.scope.may_count(REGION) else None


def municipality(reading: Reading, identity: int) -> Place | None:
    """The municipality; None both where there is none and where it is outside the scope."""
    record = reading.session.get(Municipality, identity)
    return _allowed(reading, _municipality(reading, record)) if record else None


def organization(reading: Reading, identity: int) -> Place | None:
    """The organization; None both where there is none and where it is outside the scope."""
    query = select(Organization, Municipality, organization_name(reading.day)).join(Municipality)
    query = query.where(Organization.id == identity)
    row = reading.once(("organization", identity), lambda: reading.session.execute(query).first())
    return _allowed(reading, _organization(row[0], _municipality(reading, row[1]), row[2])) if row else None


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
        places = (_municipality(reading, one) for one in _municipalities(reading))
        return _ordered(place for place in places if reading.scope.may_count(place))
    query = _standing(reading.day).where(Organization.municipality_id == within.id)
    standing = reading.once(("standing", within.id), lambda: reading.session.execute(query).all())
    places = (_organization(one, within, name) for one, name in standing)
    return _ordered(place for place in places if reading.scope.may_count(place))


def region_parts(reading: Reading) -> list[Place]:
    """The municipalities that the scope counts whole, by name."""
    return parts_of(reading, REGION)


def tiles(reading: Reading) -> Mapping[int, Tile]:
    """Where each municipality lies on the map of tiles, by id."""
    return {one.id: (one.tile_row, one.tile_column) for one in _municipalities(reading)}


def organizations(reading: Reading) -> list[Place]:
    """Every organization that the scope counts, by municipality and name."""
    homes = {one.id: _municipality(reading, one) for one in _municipalities(reading)}
    standing = reading.session.execute(_standing(reading.day))
    places = [_organization(one, homes[one.municipality_id], name) for one, name in standing]
    allowed = [place for place in places if reading.scope.may_count(place)]
    return sorted(allowed, key=lambda place: (place.municipality_name or "", place.name, place.id or 0))


def granted(reading: Reading) -> list[Place]:
    """The places that the account's grants name, the widest first: where its work begins."""
    scope = reading.scope
    places = [region(reading)]
    places += [municipality(reading, identity) for identity in sorted(scope.municipalities)]
    places += [organization(reading, identity) for identity in sorted(scope.organizations)]
    theirs = [place for place in places if place]
    # Of a school that has moved, or was merged, the one that is there on the day.
    is_granted = Organization.id.in_(scope.organizations)
    there = {one.id for one, _ in reading.session.execute(_standing(reading.day).where(is_granted))}
    standing = [place for place in theirs if place.level is not Level.ORGANIZATION or place.id in there]
    return standing or theirs


def municipality_name(day: date) -> SQLColumnExpression[str]:
    """The name of a municipality on the day, as a column."""
    is_earlier = and_(Municipality.earlier_name.is_not(None), Municipality.renamed_year > day.year)
    return case((is_earlier, Municipality.earlier_name), else_=Municipality.name)


def _municipalities(reading: Reading) -> Sequence[Municipality]:
    query = select(Municipality)
    return reading.once("municipalities", lambda: reading.session.scalars(query).all(), on_any_day=True)


def _municipality(reading: Reading, record: Municipality) -> Place:
    return Place(Level.MUNICIPALITY, record.id, record.name_on(reading.day))


def _organization(record: Organization, home: Place, name: str) -> Place:
    return Place(Level.ORGANIZATION, record.id, name, home.id, home.name, record.kind)


def organization_name(day: date) -> SQLColumnExpression[str]:
    """The name of an organization on the day, as a column: the one it bore until the next renaming."""
    bore = select(OrganizationChange.name).where(
        OrganizationChange.organization_id == Organization.id,
        OrganizationChange.kind == ChangeKind.RENAMED,
        OrganizationChange.happened_on > day,
    )
    next_one = bore.order_by(OrganizationChange.happened_on, OrganizationChange.id).limit(1)
    return func.coalesce(next_one.correlate(Organization).scalar_subquery(), Organization.name)


def _standing(day: date) -> Select:
    """The organizations that are there on the day: not those whose people have all gone on, nor those to come."""
    change, later = OrganizationChange, aliased(Employment)
    # Someone is left in it, or was last year and works nowhere since: data quality tells of them there.
    follows = (later.since > Employment.since, later.since <= day)
    goes_on = exists().where(later.person_id == Employment.person_id, *follows)
    lately = ends_after(years_before(day, 1))
    works = exists().where(Employment.organization_id == Organization.id, lately, ~goes_on)
    is_last_place = works.correlate(Organization)
    has_ended = and_(change.kind.in_(ENDING), change.happened_on <= day, ~is_last_place)
    ended = exists().where(change.organization_id == Organization.id, has_ended)
    to_come = exists().where(change.successor_id == Organization.id, change.begins, change.happened_on > day)
    return select(Organization, organization_name(day)).where(~ended, ~to_come)


def earlier_names(reading: Reading) -> Mapping[int, str]:
    """What organizations were called before: they are found under any of their names."""
    query = select(OrganizationChange.organization_id, OrganizationChange.name)
    names: dict[int, str] = {}
    for identity, name in reading.session.execute(query.where(OrganizationChange.name.is_not(None))):
        names[identity] = f"{names.get(identity, '')} {name}"
    return names


def _ordered(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (place.name, place.id or 0))
