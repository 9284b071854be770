"""What nobody of a place has chosen of what is on offer, and whose recommended list is empty."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Select, and_, func, select

from access.reading import Reading
from model.catalogue import Programme
from model.places import Level, Municipality, Organization, Place
from model.routes import Application, Assessment, Kind, RecommendedProgramme, Route
from queries.applications import ProviderRecord
from queries.events import events_of
from queries.filters import EVERYBODY, narrowing
from queries.lists import PAGE_SIZE, Order, Page, paged
from queries.offers import PROVIDER, OfferRecord, kept_key, offers
from queries.places import municipality_name, organization_name, parts_of
from queries.small_groups import hides_few
from queries.state import Purpose, staff_on

_BY_NAME = Order()


@dataclass(frozen=True)
class UnchosenProgramme:
    """A programme on offer that nobody has chosen: its next group, and to how many people it is recommended.

    `recommended` is None for who may not be told of few people.
    """

    offer: OfferRecord
    groups: int
    recommended: int | None


def coming_events(reading: Reading) -> list[OfferRecord]:
    """The events of the catalogue that begin after the reading's date, the soonest first."""
    day = reading.day
    return [one for one in offers(reading) if one.kind == Kind.EVENT and one.starts_on and one.starts_on > day]


def provider_offers(reading: Reading, of: ProviderRecord) -> list[OfferRecord]:
    """What the provider offers and is not over on the date, the earliest first."""
    own = kept_key(reading, PROVIDER, of.name)
    listed = (one for one in offers(reading) if not one.is_over(reading.day))
    return [one for one in listed if kept_key(reading, PROVIDER, one.organization_key) == own]


def unchosen_events(reading: Reading, place: Place) -> list[OfferRecord]:
    """The coming events that none of the staff of the place has chosen for their day, the soonest first."""
    coming = coming_events(reading)
    if not coming:
        return []
    chosen = {(kept_key(reading, Kind.EVENT, one.name), one.starts_on) for one in events_of(reading, place)}
    return [one for one in coming if (one.name_key, one.starts_on) not in chosen]


def unchosen_programmes(reading: Reading, place: Place) -> list[UnchosenProgramme]:
    """The programmes with a group to come, or without a schedule, that none of the staff of the place has chosen.

    The most recommended come first.
    """
    by_name: dict[str, list[OfferRecord]] = {}
    for one in offers(reading):
        if one.kind == Kind.PROGRAMME and (one.starts_on is None or one.starts_on > reading.day):
            by_name.setdefault(one.name_key, []).append(one)
    if not by_name:
        return []
    people = staff_on(reading, Purpose.COUNTING, *narrowing(reading, place, EVERYBODY))
    keys = by_name.keys() - _chosen_programmes(reading, people)
    recommended = None if hides_few(reading, place) else _recommended(reading, people, keys)
    programmes = [
        UnchosenProgramme(by_name[key][0], len(by_name[key]), None if recommended is None else recommended.get(key, 0))
        for key in keys
    ]
    return sorted(programmes, key=lambda one: (-(one.recommended or 0), one.offer.name_key))


def _chosen_programmes(reading: Reading, people: CTE) -> set[str]:
    """The keys of the programmes chosen by the day: «Дата выбора ДПП», else the day of submission (п. 2.4)."""
    since = func.coalesce(Application.chosen_on, Application.submitted_on)
    applied = (
        select(Application.programme_id)
        .join(people, people.c.person_id == Application.person_id)
        .where(Application.programme_id.is_not(None), since <= reading.day)
    )
    return set(reading.session.scalars(select(Programme.name_key).where(Programme.id.in_(applied))))


def _recommended(reading: Reading, people: CTE, keys: Collection[str]) -> Mapping[str, int]:
    """To how many of the people each programme is recommended by their latest route."""
    if not keys:
        return {}
    query = (
        select(Programme.name_key, func.count(people.c.person_id.distinct()))
        .join(RecommendedProgramme, RecommendedProgramme.programme_id == Programme.id)
        .join(Assessment, Assessment.id == RecommendedProgramme.assessment_id)
        .join(people, and_(people.c.person_id == Assessment.person_id, people.c.route_id == Assessment.route_id))
        .where(Programme.name_key.in_(keys), _is_formed(reading))
        .group_by(Programme.name_key)
    )
    return dict(reading.session.execute(query).all())


def _is_formed(reading: Reading) -> Any:
    """What the procedure recommends is known by the day; nothing is formed before the procedure is passed."""
    return and_(
        Assessment.passed_on <= reading.day, func.coalesce(Assessment.formed_on, Assessment.passed_on) <= reading.day
    )


def _unlisted(people: CTE, reading: Reading) -> Select[Any]:
    """The people whose latest route is recommended and lists no programme, without columns."""
    lists_something = (
        select(RecommendedProgramme.assessment_id)
        .join(Assessment, Assessment.id == RecommendedProgramme.assessment_id)
        .where(Assessment.person_id == people.c.person_id, Assessment.route_id == people.c.route_id)
        .where(_is_formed(reading))
        .correlate(people)
        .exists()
    )
    return (
        select()
        .select_from(people)
        .join(Route, and_(Route.id == people.c.route_id, Route.recommended_on <= reading.day))
        .join(Organization, Organization.id == people.c.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(people.c.assessed == 1, ~lists_something)
    )


def unlisted_by_part(reading: Reading, place: Place) -> list[tuple[Place, int]]:
    """The parts of a place with the number of people whose recommended list is empty; an organization alone."""
    people = staff_on(reading, Purpose.COUNTING, *narrowing(reading, place, EVERYBODY))
    by = Organization.municipality_id if place.level is Level.REGION else Organization.id
    query = _unlisted(people, reading).add_columns(by, func.count()).group_by(by)
    numbers: dict[int, int] = dict(reading.session.execute(query).all())
    parts: Sequence[Place] = [place] if place.level is Level.ORGANIZATION else parts_of(reading, place)
    return [(part, numbers.get(part.id or 0, 0)) for part in parts]


def unlisted_people(
    reading: Reading, place: Place, *, order: Order = _BY_NAME, page: int = 1, search: str = "", size: int = PAGE_SIZE
) -> Page:
    """Those people; nobody where they may not be named."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    people = staff_on(reading, Purpose.LISTING, *narrowing(reading, place, EVERYBODY))
    columns: tuple[Any, ...] = (
        *(people.c.person_id, people.c.full_name, people.c.name_key, people.c.position),
        *(organization_name(reading.day).label("organization"), Organization.name_key.label("organization_key")),
        *(municipality_name(reading.day).label("municipality"), Route.recommended_on),
    )
    return paged(reading, _unlisted(people, reading).add_columns(*columns), order, page, search, size)
