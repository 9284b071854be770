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
    """A spell of a person in an organization: from `since` to `until`, both days worked, as the register states it."""

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
    is_main: Mapped[bool] = mapped_column(default=True)  # a second job is kept and shown, and counts nowhere
    absent_since: Mapped[date | None]  # a long absence, both days included
    absent_until: Mapped[date | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    # *Derived*: the first day that is not this spell's. A day shared by two main places is the later one's.
    left_on: Mapped[date | None]


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
_OF_ORGANIZATION = (Employment.organization_id, Employment.since, Employment.left_on, Employment.position)
Index("ix_employment_organization_id_since_left_on_position", *_OF_ORGANIZATION)
Index("ix_employment_left_on", Employment.left_on)
# The staff in the order of names, a page of it or all of it to be put in another order, is read from the index alone.
_BY_NAME = (Employment.name_key, Employment.person_id, Employment.since, Employment.left_on, Employment.is_main)
_SORTED_BY = (Employment.organization_id, Employment.category, Employment.position)
Index("ix_employment_name_key_person_id", *_BY_NAME, *_SORTED_BY)
# The filter of positions reads the distinct positions of the region by a loose index scan.
Index("ix_employment_position_since_left_on", Employment.position, Employment.since, Employment.left_on)


def covers(day: date, spells: type[Employment] = Employment) -> SQLColumnExpression[bool]:
    """The condition that a main spell covers the day: one at most of each person."""
    return and_(spells.is_main, spells.since <= day, ends_after(day, spells))


def ends_after(day: date, spells: type[Employment] = Employment) -> SQLColumnExpression[bool]:
    """The condition that a spell covers the day or a later one."""
    return or_(spells.left_on.is_(None), spells.left_on > day)


def is_covered(day: date, since: date, left_on: date | None) -> bool:
    """Whether the spell from `since` to the day before `left_on` covers the day."""
    return since <= day and (left_on is None or left_on > day)


class DuplicateCandidate(Base):
    """*Derived*: two spells of two persons who may be the same one; each pair is stored in both orders."""

    __tablename__ = "likeness"

    spell_id: Mapped[int] = mapped_column(ForeignKey("employment.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("employment.id", ondelete="CASCADE"), primary_key=True, index=True)
