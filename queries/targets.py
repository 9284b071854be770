"""The targets that apply on the reading's date, those that are set, and which places meet them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import or_, select

import settings
from access.reading import Reading
from model.accounts import Role
from model.dates import reporting_year_start
from model.indicators import RATE_KEYS, RATES, Rate, bottom_of, meets_target
from model.places import REGION, Level, Municipality, Organization, Place
from model.targets import Target, Targets, TargetValue
from queries.counts import counts_by_organization, counts_by_place
from queries.places import organizations, parts_of
from queries.records import PlaceCounts


@dataclass(frozen=True)
class TargetRecord:
    """A target as the ministry has set it; `municipality` is None for the region's own."""

    id: int
    year: int
    municipality_id: int | None
    municipality: str | None
    rate_key: str
    value: TargetValue
    set_by: str
    set_at: datetime


class Verdict(StrEnum):
    """How a place stands to a target."""

    MET = "met"
    MISSED = "missed"
    NOBODY = "nobody"  # nobody to count from
    OPEN = "open"  # no target is set


@dataclass(frozen=True)
class Attainment:
    """The places of one level by how they stand to their targets of a rate, each list by name."""

    rate: Rate
    level: Level
    places: Mapping[Verdict, Sequence[Place]]

    @property
    def compared(self) -> int:
        """How many places have a target and somebody to count from."""
        return len(self.places[Verdict.MET]) + len(self.places[Verdict.MISSED])


def may_set_targets(reading: Reading) -> bool:
    """Whether the viewer sets targets."""
    return reading.viewer.holds(Role.MINISTRY)


def targets_on(reading: Reading) -> Targets:
    """The targets of the reporting year of the date: the region's own, and those of municipalities of the scope."""
    year = reporting_year_start(reading.day, settings.YEAR_FIRST_MONTH.value()).year
    return reading.once(("targets", year), lambda: _targets_of(reading, year), on_any_day=True)


def rates_of(reading: Reading, place: Place) -> tuple[Rate, ...]:
    """Every rate with the target that applies at the place on the date."""
    return targets_on(reading).rates_at(place)


def _targets_of(reading: Reading, year: int) -> Targets:
    scope = reading.scope
    query = select(Target).where(Target.year == year).order_by(Target.id)
    if not scope.counts_region:
        homes = select(Organization.municipality_id).where(Organization.id.in_(scope.organizations))
        own = Target.municipality_id.in_(scope.municipalities)
        query = query.where(or_(Target.municipality_id.is_(None), own, Target.municipality_id.in_(homes)))
    rows = reading.session.scalars(query)
    return Targets(year, {(row.municipality_id, row.rate_key): row.value for row in rows})


def targets_set(reading: Reading) -> list[TargetRecord]:
    """Every target that is set, for the ministry: the latest year first, the region before municipalities."""
    if not may_set_targets(reading):
        return []
    query = select(Target, Municipality).outerjoin(Municipality, Municipality.id == Target.municipality_id)
    rows = reading.session.execute(query.order_by(Target.id))
    latest = {(row.year, row.municipality_id, row.rate_key): (row, home) for row, home in rows}
    records = [_record(row, home, reading.day) for row, home in latest.values() if row.rate_key in RATE_KEYS]
    return sorted(records, key=lambda one: (-one.year, one.municipality or "", RATE_KEYS.index(one.rate_key)))


def _record(row: Target, home: Municipality | None, day: date) -> TargetRecord:
    name = home.name_on(day) if home else None
    return TargetRecord(row.id, row.year, row.municipality_id, name, row.rate_key, row.value, row.set_by, row.set_at)


def attainment(reading: Reading, within: Place) -> list[Attainment]:
    """Of each rate: the municipalities of the region and all organizations of the place, by how they stand to it."""
    if not reading.scope.may_count(within) or within.level is Level.ORGANIZATION:
        return []
    parts = _parts_by_level(reading, within)
    return [_attainment(reading, rate, level, counts) for rate in RATES for level, counts in parts.items()]


def _parts_by_level(reading: Reading, within: Place) -> Mapping[Level, Sequence[PlaceCounts]]:
    if within.level is Level.MUNICIPALITY:
        places = parts_of(reading, within)
        return {Level.ORGANIZATION: counts_by_organization(reading, within, places)}
    municipalities = counts_by_place(reading, REGION).parts
    return {
        Level.MUNICIPALITY: municipalities,
        Level.ORGANIZATION: counts_by_organization(reading, REGION, organizations(reading)),
    }


def _attainment(reading: Reading, rate: Rate, level: Level, parts: Sequence[PlaceCounts]) -> Attainment:
    targets = targets_on(reading)
    places: dict[Verdict, list[Place]] = {verdict: [] for verdict in Verdict}
    for part in sorted(parts, key=lambda part: (part.place.name, part.place.municipality_name or "")):
        places[_verdict(targets.rate_at(part.place, rate), part)].append(part.place)
    return Attainment(rate, level, places)


def _verdict(rate: Rate, part: PlaceCounts) -> Verdict:
    if rate.target is None:
        return Verdict.OPEN
    if not bottom_of(rate, part.counts):
        return Verdict.NOBODY
    return Verdict.MET if meets_target(rate, part.counts) else Verdict.MISSED
