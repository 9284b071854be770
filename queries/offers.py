"""What is on offer: programmes and events of the catalogue, and what rows of others tell where it says nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.catalogue import Event, Programme, Provider
from model.names import fold
from model.offers import Offer
from model.people import Employment, covers
from model.places import Organization
from model.routes import Application, Kind, Participation
from queries.scoped_cache import ScopedCache


@dataclass(frozen=True)
class OfferRecord:
    """A programme or an event on offer, under the key of the name that is kept of its doubles."""

    kind: str
    name: str
    name_key: str
    organization: str | None = None
    organization_key: str = ""
    venue: str | None = None
    hours: float | None = None
    form: str | None = None
    level: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    seats: int | None = None
    requirements: str | None = None

    @property
    def last_day(self) -> date | None:
        """Its last day; the first where none is stated, None without a schedule."""
        return self.ends_on or self.starts_on

    def is_over(self, day: date) -> bool:
        """Whether it has ended before the day; what has no schedule is never over."""
        return self.last_day is not None and self.last_day < day


# The kind of name that an organization has.
PROVIDER = "provider"
# The kind of an offer and the key of a name, as it is recommended.
Name = tuple[str, str]
Offers = Mapping[Name, Sequence[OfferRecord]]
# What other people's rows tell of a name: a few dozen names are recommended to everybody.
_offers_of_others: ScopedCache[Sequence[OfferRecord]] = ScopedCache(1000)


def offers(reading: Reading) -> Sequence[OfferRecord]:
    """Everything in the catalogue that is not cancelled, the earliest first; it is the same for every viewer."""
    return reading.once("offers", lambda: _offers(reading), on_any_day=True)


def _offers(reading: Reading) -> Sequence[OfferRecord]:
    columns = (
        *(Offer.kind, Offer.name, Offer.name_key, Offer.organization, Offer.organization_key),
        *(Offer.venue, Offer.hours, Offer.form),
        *(Offer.level, Offer.starts_on, Offer.ends_on, Offer.apply_by, Offer.seats, Offer.requirements),
    )
    query = (
        select(*columns)
        .where(~Offer.is_cancelled)
        .order_by(Offer.starts_on.is_(None), Offer.starts_on, Offer.name_key, Offer.id)
    )
    return [
        OfferRecord(kind, name, kept_key(reading, kind, key), *rest)
        for kind, name, key, *rest in reading.session.execute(query)
    ]


def kept_key(reading: Reading, kind: str, name: str) -> str:
    """The key of a programme, event or provider: of a double, that of the main name."""
    main_keys, key = reading.once("kept names", lambda: _kept_names(reading), on_any_day=True), fold(name)
    return main_keys.get((kind, key), key)


def _kept_names(reading: Reading) -> Mapping[Name, str]:
    tables = ((Programme, Kind.PROGRAMME.value), (Event, Kind.EVENT.value), (Provider, PROVIDER))
    query = union_all(*(_doubles(table, kind) for table, kind in tables))
    return {(kind, double): main for kind, double, main in reading.session.execute(query)}


def _doubles(table: type[Programme] | type[Event] | type[Provider], kind: str) -> Select[str, str, str]:
    main = aliased(table)
    return select(literal(kind), table.name_key, main.name_key).join(main, main.id == table.same_as_id)


def offers_of(
    reading: Reading, programmes: Sequence[str], events: Sequence[str], since: date | None, *, asks_others: bool
) -> Offers:
    """What is on offer of the programmes and events that a route has recommended since a day.

    That is what is not over on the reading's date; of a programme else every group, of an event else the last one held
    since then. What the catalogue says nothing of, other people's rows tell, of those alone whom the viewer may name;
    with `asks_others` off they are not asked.
    """
    names: list[Name] = [(Kind.PROGRAMME.value, fold(name)) for name in programmes]
    names += [(Kind.EVENT.value, fold(name)) for name in events]
    keys = {name: kept_key(reading, *name) for name in names}
    by_name = reading.once("offers by name", lambda: _by_name(offers(reading)), on_any_day=True)
    on_offer: dict[Name, Sequence[OfferRecord]] = {name: by_name.get((name[0], keys[name]), ()) for name in names}
    unknown = {(kind, keys[kind, key]) for (kind, key), listed in on_offer.items() if not listed}
    if unknown and asks_others:
        of_others: Offers = {
            name: _offers_of_others.get(reading, name, partial(_told_by_others, reading, name)) for name in unknown
        }
        on_offer |= {name: of_others.get((name[0], keys[name]), ()) for name in names if not on_offer[name]}
    return {name: _in_time(listed, reading.day, since) for name, listed in on_offer.items() if listed}


def _by_name(listed: Iterable[OfferRecord]) -> dict[Name, list[OfferRecord]]:
    by_name: dict[Name, list[OfferRecord]] = {}
    for one in listed:
        by_name.setdefault((one.kind, one.name_key), []).append(one)
    return by_name


def _in_time(listed: Sequence[OfferRecord], day: date, since: date | None) -> Sequence[OfferRecord]:
    ahead = [one for one in listed if not one.is_over(day)]
    if ahead or listed[0].kind == Kind.PROGRAMME:
        return ahead or listed
    held = [one for one in listed if since and one.starts_on and one.starts_on >= since]
    return held[-1:]


def _told_by_others(reading: Reading, name: Name) -> Sequence[OfferRecord]:
    """Facts of a programme or an event itself, from rows of people whom the viewer may name on the day."""
    kind, key = name
    return _programme_told(reading, key) if kind == Kind.PROGRAMME else _event_told(reading, key)


def _programme_told(reading: Reading, key: str) -> list[OfferRecord]:
    """Where a programme is taught: the providers to which people have applied for it."""
    query = (
        select(Programme.name, Programme.name_key, Provider.name)
        .join(Application, Application.programme_id == Programme.id)
        .join(Provider, Provider.id == Application.provider_id)
        .where(Programme.name_key == key, Application.submitted_on <= reading.day)
        .where(_is_named(reading, Application))
        .distinct()
        .order_by(Provider.name)
    )
    return [OfferRecord(Kind.PROGRAMME.value, *row) for row in reading.session.execute(query)]


def _event_told(reading: Reading, key: str) -> list[OfferRecord]:
    """Where, how and when an event is held that people have chosen."""
    columns = (Participation.venue, Participation.form, Participation.level, Participation.starts_on)
    query = (
        select(Event.name, Event.name_key, *columns, Participation.ends_on)
        .join(Participation, Participation.event_id == Event.id)
        .where(Event.name_key == key, Participation.chosen_on <= reading.day)
        .where(_is_named(reading, Participation))
        .distinct()
        .order_by(Participation.starts_on, Participation.ends_on, Participation.venue, Participation.form)
    )
    return [
        OfferRecord(
            *(Kind.EVENT.value, name, key), venue=venue, form=form, level=level, starts_on=starts_on, ends_on=ends_on
        )
        for name, key, venue, form, level, starts_on, ends_on in reading.session.execute(query)
    ]


def _is_named(reading: Reading, facts: type[Application] | type[Participation]) -> Any:
    """The row is of a person whom the viewer may name on the day."""
    scope, day = reading.scope, reading.day
    listed = scope.listed(Employment.person_id, Employment.organization_id, Organization.municipality_id, day)
    # Asked of each row: a list of all who are at work takes longer to make than the rows of a few names to read.
    at_work = (
        select(Employment.id)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(Employment.person_id == facts.person_id, covers(day), listed)
        .correlate(facts)
    )
    return or_(at_work.exists(), scope.is_own(facts.person_id))
