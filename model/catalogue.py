"""Providers, programmes and events, created from the names in rows.

A duplicate stays as another name of the row it was merged into (`same_as_id`); nothing else points to it.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class Provider(Base):
    """An organization of additional professional education (ДПО): it runs programmes and confirms applications."""

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
    """An educational event; its days, level and form are columns of the participation."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
