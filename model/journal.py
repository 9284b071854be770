"""Imports, what each changed, and the journal of actions."""

from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base

# The `register` of an operation on the reference lists.
REFERENCE = "reference"
# The register that is about no person: what it has changed is not told by whom it touches.
CATALOGUE = "catalogue"


class ImportRun(Base):
    """An accepted file of a register, or an operation on the reference lists, described in `file_name`."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    accepted_by: Mapped[str]
    accepted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ImportTouch(Base):
    """A person whose facts an import added or changed."""

    __tablename__ = "import_touch"

    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class ImportPlace(Base):
    """An organization whose staff had rows in a file, including rows that changed nothing."""

    __tablename__ = "import_place"

    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ImportChange(Base):
    """The earlier state of a row that the last import changed, as JSON; kept for undo until the next import."""

    __tablename__ = "import_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), index=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    was: Mapped[str]


class ImportFigure(Base):
    """A count of a municipality that an import changed: its value on that day before and after."""

    __tablename__ = "import_figure"

    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    count_key: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    before: Mapped[int]
    after: Mapped[int]


class JournalEntry(Base):
    """A line of the journal; lines are only added, and each seal covers the line before."""

    __tablename__ = "journal_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    login: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    subject: Mapped[str | None]
    origin: Mapped[str | None]
    seal: Mapped[str]


class JournalAbout(Base):
    """A person whose data a line of the journal is about."""

    __tablename__ = "journal_about"

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class JournalRemoval(Base):
    """The beginning of the journal was removed because its term was over: up to which line, of before which moment.

    `lines` is how many went this time, `last_seal` the seal of the last of them, with which the chain goes on. `seal`
    covers the removal before and every field, so that nobody without the key can say that lines were due.
    """

    __tablename__ = "journal_removal"

    last_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    before: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    lines: Mapped[int]
    last_seal: Mapped[str]
    removed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seal: Mapped[str]
