"""Providers, programmes and events, created from the names that rows carry.

Of doubles one is kept; the others stay as names of it (`same_as_id`), and nothing else points to them.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class Provider(Base):
    """An organization of additional professional education: runs programmes, confirms applications."""

    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"))
    address: Mapped[str | None]


class Programme(Base):
    """A programme of professional development (ДПП); the same name is the same programme."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))


class Event(Base):
    """An educational event; its days, level and form stand with each participation."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
