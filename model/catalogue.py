"""Providers, programmes and events, created from the names that rows carry."""

from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class Provider(Base):
    """An organization of additional professional education: runs programmes, confirms applications."""

    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str | None]


class Programme(Base):
    """A programme of professional development (ДПП); the same name is the same programme."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)


class Event(Base):
    """An educational event; its days, level and form stand with each participation."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
