"""Persons and the spells of their work."""

from datetime import date

from sqlalchemy import ForeignKey, Index, SQLColumnExpression, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class Person(Base):
    """A teacher or manager, known by the identifier of the staff register; the name is that of the latest spell."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)


class Employment(Base):
    """A spell [since, until) of one person in one organization, with what the register said of it."""

    __tablename__ = "employment"
    __table_args__ = (UniqueConstraint("person_id", "organization_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    full_name: Mapped[str]
    name_key: Mapped[str]
    position: Mapped[str | None]
    category: Mapped[str]
    education: Mapped[str | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))


# Whom an organization has, and at which positions, is read from the index alone.
_OF_ORGANIZATION = (Employment.organization_id, Employment.since, Employment.until, Employment.position)
Index("ix_employment_organization_id_since_until_position", *_OF_ORGANIZATION)
Index("ix_employment_until", Employment.until)
# What the filter of positions offers in the region is found by a leap from each to the next.
Index("ix_employment_position_since_until", Employment.position, Employment.since, Employment.until)


def covers(day: date, spells: type[Employment] = Employment) -> SQLColumnExpression[bool]:
    """The spell covers the day."""
    return and_(spells.since <= day, ends_after(day, spells))


def ends_after(day: date, spells: type[Employment] = Employment) -> SQLColumnExpression[bool]:
    """The spell ends after the day, or not at all: its `until` is the first day that it does not cover."""
    return or_(spells.until.is_(None), spells.until > day)


def is_covered(day: date, since: date, until: date | None) -> bool:
    """The same of a spell that has been read."""
    return since <= day and (until is None or until > day)


class DuplicateCandidate(Base):
    """*Derived*: two spells of two persons who may be one; each pair stands both ways round."""

    __tablename__ = "likeness"

    spell_id: Mapped[int] = mapped_column(ForeignKey("employment.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("employment.id", ondelete="CASCADE"), primary_key=True, index=True)
