"""Municipalities of the reference list, organizations of the registers, and changes of organizations."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from model.database import Base

REFERENCE_LIST = Path(__file__).parent / "municipalities.csv"


class Level(StrEnum):
    """The level of a place."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    ORGANIZATION = "organization"


@dataclass(frozen=True)
class Place:
    """The region, a municipality or an organization, with its name on the reporting day."""

    level: Level
    id: int | None
    name: str
    municipality_id: int | None = None
    municipality_name: str | None = None
    kind: str | None = None


REGION = Place(Level.REGION, None, "Челябинская область")


class Municipality(Base):
    """A municipality of the reference list; files may use either of its names."""

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    oktmo: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    earlier_name: Mapped[str | None]
    renamed_year: Mapped[int | None]
    administrative_centre: Mapped[str]
    tile_row: Mapped[int]
    tile_column: Mapped[int]

    def name_on(self, day: date) -> str:
        """The name on the day; a renaming counts from 1 January of its year."""
        if self.earlier_name and self.renamed_year and day.year < self.renamed_year:
            return self.earlier_name
        return self.name


class Organization(Base):
    """A school, kindergarten, college or other employer of one municipality."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("municipality_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str]
    name_key: Mapped[str]
    kind: Mapped[str | None]


Index("ix_organization_kind", Organization.kind)


class ChangeKind(StrEnum):
    """The kind of a change of an organization."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    CLOSED = "closed"


# After these changes the organization employs nobody new.
ENDING = frozenset({ChangeKind.MERGED, ChangeKind.MOVED, ChangeKind.CLOSED})


class OrganizationChange(Base):
    """A change of an organization from a day on: a new name, successors, or its end.

    `name` is the name before a renaming; `begins`: the operation created the successor, which has no earlier days;
    `ends_spells`: the spells in a closed organization end.
    """

    __tablename__ = "organization_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[str]
    happened_on: Mapped[date]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str | None]
    name_key: Mapped[str | None]
    begins: Mapped[bool] = mapped_column(default=False)
    ends_spells: Mapped[bool] = mapped_column(default=False)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)


def reference_rows() -> Iterator[dict[str, str]]:
    """The rows of the reference list file."""
    with REFERENCE_LIST.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def load_reference(session: Session) -> int:
    """Update the table from the reference list by ОКТМО; returns the number of municipalities in the table."""
    municipalities = {place.oktmo: place for place in session.scalars(select(Municipality))}
    for row in reference_rows():
        place = municipalities.get(row["oktmo"])
        if place is None:
            place = Municipality(oktmo=row["oktmo"])
            session.add(place)
            municipalities[row["oktmo"]] = place
        place.name = row["name"]
        place.earlier_name = row["earlier_name"] or None
        place.renamed_year = int(row["renamed_year"]) if row["renamed_year"] else None
        place.administrative_centre = row["administrative_centre"]
        place.tile_row, place.tile_column = int(row["tile_row"]), int(row["tile_column"])
        session.flush()
    return len(municipalities)
