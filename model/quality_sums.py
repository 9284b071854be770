"""Stored sums of data quality: a row per day, organization and register."""

from datetime import date

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base, ByCodePoint
from model.quality import SUMMED

KEPT, CLEAN = "rows_kept", "rows_clean"


class QualityDay(Base):
    """A day whose sums are stored; other days are counted on request."""

    __tablename__ = "quality_day"

    day: Mapped[date] = mapped_column(primary_key=True)


def _quality_table(metadata: MetaData) -> Table:
    day = ForeignKey("quality_day.day", ondelete="CASCADE")
    organization = ForeignKey("organization.id", ondelete="CASCADE")
    return Table(
        "quality_sum",
        metadata,
        Column("day", QualityDay.day.type, day, primary_key=True),
        Column("organization_id", Integer, organization, primary_key=True),
        Column("register", ByCodePoint, primary_key=True),
        *(Column(key, Integer, nullable=False, default=0) for key in (KEPT, CLEAN, *SUMMED)),
    )


# A column for each kind of remark: a new kind is a record in model/quality.py and a migration that adds the column.
quality_sum: Table = _quality_table(Base.metadata)

Index("ix_quality_sum_organization_id_day", quality_sum.c.organization_id, quality_sum.c.day)
