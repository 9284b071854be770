"""What is on offer by the register «Каталог»: programmes with their groups, and events with their days."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class Offer(Base):
    """A programme or an event that an organization offers from a first day on; no person stands in it.

    Names are kept as keys and not as ids, so that a catalogue may come in before or after what speaks of its names.
    An offer without a first day is one that has no schedule yet.
    """

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("name_key", "kind", "organization_key", "starts_on"),
        Index("ix_offer_import_id", "import_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # a `Kind` of applications: programme or event
    name: Mapped[str]
    name_key: Mapped[str]
    organization: Mapped[str | None]
    organization_key: Mapped[str]  # empty without an organization
    venue: Mapped[str | None]
    hours: Mapped[float | None]
    form: Mapped[str | None]
    level: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    apply_by: Mapped[date | None]
    seats: Mapped[int | None]
    requirements: Mapped[str | None]
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
