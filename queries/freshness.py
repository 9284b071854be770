"""When a file of each register last had rows of a place, and which places wait for one longer than is expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

import settings
from access.reading import Reading
from model.dates import day_of_moment
from model.journal import CATALOGUE, ImportPlace, ImportRun
from model.places import Level, Organization, Place
from model.quality import REGISTER_KEYS
from queries.places import parts_of

# The register that speaks of everyone: an organization that it does not name is late, whatever came of its neighbours.
EVERYONE = "staff"


@dataclass(frozen=True)
class News:
    """The last file of a register for a place: when it came, how many days ago, and for how many it is overdue."""

    register: str
    at: datetime | None
    days: int | None
    late: int | None

    @property
    def is_late(self) -> bool:
        """It is overdue, or has never come."""
        return self.late is None or self.late > 0


@dataclass(frozen=True)
class PlaceNews:
    """What came for a place, register by register."""

    place: Place
    news: Sequence[News]

    @property
    def latest_first(self) -> tuple[int, int]:
        """The place by which register is overdue longest, and by how many; never is longer than any days."""
        return -self._longest(), -sum(one.is_late for one in self.news)

    def _longest(self) -> int:
        return max((10**6 if one.late is None else one.late for one in self.news), default=0)


def news_by_part(reading: Reading, place: Place, today: date) -> list[PlaceNews]:
    """The last files of the parts of a place, who is late first; of a municipality itself and its organizations."""
    came = _came(reading)
    if place.level is Level.REGION:
        news = [_of_municipality(part, came, today) for part in parts_of(reading, place)]
    elif place.level is Level.MUNICIPALITY:
        schools = [_of_organization(part, came, today) for part in parts_of(reading, place)]
        news = [_of_municipality(place, came, today), *schools]
    else:
        news = [_of_organization(place, came, today)]
    return sorted(news, key=lambda one: (*one.latest_first, one.place.level, one.place.name))


def catalogue_news(reading: Reading, today: date) -> News:
    """The last file of the catalogue, which is one for the region and about nobody's people."""
    latest = select(func.max(ImportRun.accepted_at))
    at = reading.session.scalar(latest.where(ImportRun.register == CATALOGUE, ImportRun.undone_at.is_(None)))
    return _news(CATALOGUE, at, today)


# When a file of a register last had rows of an organization, or of any in a municipality.
_Came = Mapping[tuple[Level, int, str], datetime]


def _came(reading: Reading) -> _Came:
    """Files that brought nothing new are among them; those that were undone are not."""
    organization, municipality = ImportPlace.organization_id, Organization.municipality_id
    latest = (
        select(organization, municipality, ImportRun.register, func.max(ImportRun.accepted_at))
        .join(ImportRun, and_(ImportRun.id == ImportPlace.import_id, ImportRun.undone_at.is_(None)))
        .join(Organization, Organization.id == organization)
        .where(reading.scope.counted(organization, municipality))
        .group_by(organization, municipality, ImportRun.register)
    )
    moments: dict[tuple[Level, int, str], datetime] = {}
    for school, town, register, at in reading.session.execute(latest):
        moments[Level.ORGANIZATION, school, register] = at
        key = (Level.MUNICIPALITY, town, register)
        moments[key] = max(at, moments.get(key, at))
    return moments


def _of_municipality(place: Place, came: _Came, today: date) -> PlaceNews:
    return PlaceNews(place, [_news(one, came.get((place.level, place.id or 0, one)), today) for one in REGISTER_KEYS])


def _of_organization(place: Place, came: _Came, today: date) -> PlaceNews:
    """Of all registers but that of everyone, a file that had no rows of an organization is no sign of lateness."""
    return PlaceNews(
        place, [_news(EVERYONE, came.get((place.level, place.id or 0, EVERYONE)), today), *_others(place, came, today)]
    )


def _others(place: Place, came: _Came, today: date) -> list[News]:
    own = [(one, came.get((place.level, place.id or 0, one))) for one in REGISTER_KEYS if one != EVERYONE]
    return [News(one, at, _days(at, today), 0) for one, at in own]


def _news(register: str, at: datetime | None, today: date) -> News:
    days = _days(at, today)
    expected = settings.REGISTER_DAYS.value().of(register)
    return News(register, at, days, None if days is None else max(0, days - expected))


def _days(at: datetime | None, today: date) -> int | None:
    return None if at is None else max(0, (today - day_of_moment(at)).days)
