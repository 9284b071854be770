"""The stored sums of the state: one row per day, organization and category; of every wait the longest."""

from datetime import date

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table
from sqlalchemy.orm import Mapped, mapped_column

from model.attention import EXPIRING, SINCE_KEYS
from model.database import Base, ByCodePoint
from model.indicators import COUNT_KEYS


class SnapshotDay(Base):
    """A day whose sums are stored; a day that is not here is counted when asked for."""

    __tablename__ = "snapshot_day"

    day: Mapped[date] = mapped_column(primary_key=True)


def _snapshot_table(metadata: MetaData) -> Table:
    return Table(
        "snapshot",
        metadata,
        Column("day", SnapshotDay.day.type, ForeignKey("snapshot_day.day", ondelete="CASCADE"), primary_key=True),
        Column("organization_id", Integer, ForeignKey("organization.id"), primary_key=True),
        Column("category", ByCodePoint, primary_key=True),
        *(Column(key, Integer, nullable=False) for key in (*COUNT_KEYS, EXPIRING)),
        *(Column(key, SnapshotDay.day.type) for key in SINCE_KEYS),
    )


# One column per count of the indicators' list: a new count is a record there and a column here, by migration.
snapshot: Table = _snapshot_table(Base.metadata)

Index("ix_snapshot_organization_id_day", snapshot.c.organization_id, snapshot.c.day)
