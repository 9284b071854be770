"""The stored state: sums by day, place and category, with the longest waits, and the rows of one day."""

from datetime import date

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table
from sqlalchemy.orm import Mapped, mapped_column

from model.attention import EXPIRING, SINCE_KEYS
from model.database import Base, ByCodePoint
from model.indicators import COUNT_KEYS


class SnapshotDay(Base):
    """A day whose sums are stored; other days are counted on request."""

    __tablename__ = "snapshot_day"

    day: Mapped[date] = mapped_column(primary_key=True)


def _sums_by(place: str, name: str, metadata: MetaData) -> Table:
    return Table(
        name,
        metadata,
        Column("day", SnapshotDay.day.type, ForeignKey("snapshot_day.day", ondelete="CASCADE"), primary_key=True),
        Column(f"{place}_id", Integer, ForeignKey(f"{place}.id"), primary_key=True),
        Column("category", ByCodePoint, primary_key=True),
        *(Column(key, Integer, nullable=False) for key in (*COUNT_KEYS, EXPIRING)),
        *(Column(key, SnapshotDay.day.type) for key in SINCE_KEYS),
    )


# A column for each count: a new count is a record in model/indicators.py and a migration that adds the column.
snapshot: Table = _sums_by("organization", "snapshot", Base.metadata)
# The sums by municipality: a year of the region is a thousand rows here and sixty thousand in `snapshot`.
municipality_snapshot: Table = _sums_by("municipality", "municipality_snapshot", Base.metadata)

Index("ix_snapshot_organization_id_day", snapshot.c.organization_id, snapshot.c.day)


def _person_state_table(metadata: MetaData) -> Table:
    return Table(
        "person_state",
        metadata,
        Column("day", SnapshotDay.day.type, primary_key=True),
        Column("organization_id", Integer, ForeignKey("organization.id"), primary_key=True),
        Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
        Column("category", ByCodePoint, nullable=False),
        Column("position", ByCodePoint),
        Column("full_name", ByCodePoint, nullable=False),
        Column("name_key", ByCodePoint, nullable=False),
        Column("route_id", Integer),
        *(Column(key, SnapshotDay.day.type) for key in ("passed_on", "formed_on", "chosen_on", "attested_on")),
        *(Column(key, Integer, nullable=False) for key in (*COUNT_KEYS, EXPIRING)),
        *(Column(key, SnapshotDay.day.type) for key in SINCE_KEYS),
    )


# The rows behind the sums of the latest day: a list of 60,000 people is read a page at a time.
person_state: Table = _person_state_table(Base.metadata)

Index("ix_person_state_day_name_key_person_id", person_state.c.day, person_state.c.name_key, person_state.c.person_id)
# The list of an organization is read in the order of names without sorting.
_OF_ORGANIZATION = (
    person_state.c.organization_id,
    person_state.c.day,
    person_state.c.name_key,
    person_state.c.person_id,
)
Index("ix_person_state_organization_id_day_name_key_person_id", *_OF_ORGANIZATION)
Index("ix_person_state_person_id", person_state.c.person_id)
