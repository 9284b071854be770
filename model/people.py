"""Persons and the spells of their employment."""

from datetime import date

from sqlalchemy import ForeignKey, Index, SQLColumnExpression, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class Person(Base):
    """A teacher or manager with the identifier of the staff register; the name is that of the latest spell."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)


class Employment(Base):
    """A spell [since, until) of a person in an organization, as the register states it."""

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


class Spelling(Base):
    """One of the ways in which registers write a position or a type of organization; alike ones have one key."""

    __tablename__ = "spelling"

    about: Mapped[str] = mapped_column(primary_key=True)  # «position» or «kind»
    text: Mapped[str] = mapped_column(primary_key=True)
    text_key: Mapped[str]


Index("ix_spelling_about_text_key", Spelling.about, Spelling.text_key)


class EarlierName(Base):
    """A name that a spell bore before a later file named the person otherwise: it goes on finding them there."""

    __tablename__ = "earlier_name"
    __table_args__ = (UniqueConstraint("person_id", "organization_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    full_name: Mapped[str]
    name_key: Mapped[str]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))


# Whom an organization has, and at which positions, is read from the index alone.
_OF_ORGANIZATION = (Employment.organization_id, Employment.since, Employment.until, Employment.position)
Index("ix_employment_organization_id_since_until_position", *_OF_ORGANIZATION)
Index("ix_employment_until", Employment.until)
# The filter of positions reads the distinct positions of the region by a loose index scan.
Index("ix_employment_position_since_until", Employment.position, Employment.since, Employment.until)


def covers(day: date, spells: type[Employment] = Employment) -> SQLColumnExpression[bool]:
    """The condition that a spell covers the day."""
    return and_(spells.since <= day, ends_after(day, spells))


def ends_after(day: date, spells: type[Employment] = Employment) -> SQLColumnExpression[bool]:
    """The condition that a spell ends after the day or is open; `until` is the first day it does not cover."""
    return or_(spells.until.is_(None), spells.until > day)


def is_covered(day: date, since: date, until: date | None) -> bool:
    """Whether the spell [since, until) covers the day."""
    return since <= day and (until is None or until > day)


class DuplicateCandidate(Base):
    """*Derived*: two spells of two persons who may be the same one; each pair is stored in both orders."""

    __tablename__ = "likeness"

    spell_id: Mapped[int] = mapped_column(ForeignKey("employment.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("employment.id", ondelete="CASCADE"), primary_key=True, index=True)
