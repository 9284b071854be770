"""A world built by sentences: people, their assessments, applications, results and events.

Each sentence adds a row to a register. The product imports the registers before it answers a question.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from access.scope import GrantValue, Viewer
from ingest import imports
from ingest.imports import Upload
from ingest.registers import REGISTERS
from model.accounts import Role
from model.database import read_session, write_session
from model.dates import today
from model.indicators import COUNT_KEYS
from model.journal import ImportRun
from model.places import REGION
from queries import quality_sums
from queries.counts import counts_of
from queries.lists import rows_behind

TOWN = "Еманжелинский муниципальный округ"
CITY = "Троицкий городской округ"
SCHOOL = "МБОУ СОШ № 1"
ASSESSOR = Viewer("assessor", (GrantValue(Role.ASSESSOR),))
ORDER = ("staff", "appendix1", "applications", "appendix2", "participation", "catalogue")
LAST_IMPORT = select(func.max(ImportRun.id))


def cell_text(value: object) -> str:
    """A value as a person types it into a register."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, tuple):
        return " - ".join(map(cell_text, value))
    return str(value)


def as_csv(register: str, rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows by column key as a register file."""
    headings = {column.key: column.heading for column in REGISTERS[register].columns}
    lines = StringIO()
    lines.write(";".join(f'"{heading}"' for heading in headings.values()) + "\n")
    for row in rows:
        lines.write(";".join('"' + cell_text(row.get(key)).replace('"', '""') + '"' for key in headings) + "\n")
    return lines.getvalue().encode()


def take(register: str, content: bytes, *, take_good: bool = False):
    """Import one file as the command line does; return the plan and the run."""
    with write_session() as session:
        upload, rewrite = Upload(content, f"{register}.csv"), quality_sums.rewriting(today())
        return imports.accept(session, register, upload, by="test", take_good=take_good, rewrite=rewrite)


def take_all(session: Session, files: Mapping[str, bytes]) -> None:
    """Import several files, then derive facts and stored sums once."""
    runs = []
    for register, content in files.items():
        upload = Upload(content, f"{register}.csv")
        runs.append(imports.import_file(session, register, upload, by="test", take_good=False)[1])
    imports.finish_import(session, runs, quality_sums.rewriting(today()))


@dataclass
class World:
    """Registers under construction, and the product's answers after importing them."""

    rows: dict[str, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))
    _read: dict[str, bytes] = field(default_factory=dict)
    _last_import: int | None = None

    def person(self, name: str = "Анна", at: str = SCHOOL, town: str = TOWN, since: str = "2015-09-01", **other: str):
        """Add a person on the staff."""
        person = Someone(self, f"Т-{name}", name, town, at)
        return person.works(since=since, **other)

    def offers(self, name: str, kind: str = "событие", **other: object) -> "World":
        """Add a row to the catalogue."""
        self.rows["catalogue"].append({"offer_kind": kind, "name": name, **other})
        return self

    def read_in(self) -> None:
        """Import the registers that have changed, as an upload of several files does."""
        with write_session() as session:
            if session.scalar(LAST_IMPORT) != self._last_import:
                # Another import ran in between and may have replaced rows of this world.
                self._read = {}
            contents = {register: as_csv(register, self.rows[register]) for register in ORDER if self.rows[register]}
            new = {register: content for register, content in contents.items() if content != self._read.get(register)}
            if new:
                take_all(session, new)
                self._read, self._last_import = contents, session.scalar(LAST_IMPORT)

    def state_of(self, person: "Someone", on: str) -> "State":
        """The counts of the person on the day: 0 or 1, or a number of items."""
        self.read_in()
        with read_session() as session:
            reading = Reading(session, ASSESSOR, date.fromisoformat(on))
            rows = rows_behind(reading, "staff", REGION, search=person.name).rows
        matches = [row for row in rows if row["full_name"] == person.name]
        return State({key: matches[0][key] if matches else 0 for key in COUNT_KEYS})

    def region(self, on: str) -> dict[str, int]:
        """The counts of the region."""
        self.read_in()
        with read_session() as session:
            return dict(counts_of(Reading(session, OPERATOR, date.fromisoformat(on)), REGION).counts)


@dataclass(frozen=True)
class State:
    """The counts of a person, as attributes."""

    columns: dict[str, int]

    def __getattr__(self, key: str) -> int:
        return self.columns[key]


@dataclass
class Someone:
    """A person of the world; each method adds a row and returns the person."""

    world: World
    identifier: str
    name: str
    town: str
    organization: str
    number: int = 0

    def _say(self, register: str, **values: str | None) -> "Someone":
        row = {"identifier": self.identifier, "full_name": self.name, "municipality": self.town}
        cells = {key: value for key, value in values.items() if value is not None}
        self.world.rows[register].append({**row, "organization": self.organization, **cells})
        return self

    def works(self, since: str, until: str | None = None, **other: str) -> "Someone":
        category = other.pop("category", "педагогический")
        return self._say("staff", category=category, since=since, until=until, **other)

    def assessed(self, on: str, procedure: str = "Оценка", **other: str) -> "Someone":
        return self._say("appendix1", procedure=procedure, passed_on=on, **other)

    def applied(self, on: str, programme: str = "Программа", **other: str) -> "Someone":
        """Add an application for a programme; `head` and `provider` are days of confirmation."""
        self.number += 1
        decisions = {}
        for who in ("head", "provider"):
            if day := other.pop(who, None):
                decisions |= {f"{who}_decision": "подтверждена", f"{who}_on": day}
            if day := other.pop(f"{who}_refused", None):
                decisions |= {f"{who}_decision": "отклонена", f"{who}_on": day}
        number = f"{self.identifier}/{self.number}"
        withdrawn = other.pop("withdrawn", None)
        cells = {
            "provider": other.pop("provider_name", None),
            "number": number,
            "kind": "ДПП",
            "name": programme,
            "submitted_on": on,
            "withdrawn_on": withdrawn,
        }
        return self._say("applications", **{**cells, **decisions, **other})

    def finished(self, days: str, programme: str = "Программа", document: str | None = "ДЕМО-1") -> "Someone":
        return self._say("appendix2", programme=programme, realized=days, document_number=document)

    def chose(self, on: str, event: str, starts: str, confirmed: str | None = None, **other: str) -> "Someone":
        return self._say("participation", event=event, starts_on=starts, chosen_on=on, confirmed_on=confirmed, **other)
