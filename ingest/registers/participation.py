"""Participation in events."""

from ingest.cells.kinds import CellKind
from ingest.matching.finding import Fact, Finding, Values
from ingest.registers.register import Ahead, Column, FactTable, Order, Register
from ingest.registers.shared_columns import REMOVED, full_name, identifier, municipality, organization
from model.routes import Participation

_TABLE = FactTable(
    Participation,
    ("person_id", "event_id", "starts_on"),
    ("venue", "level", "form", "ends_on", "chosen_on", "confirmed_on", "absence_reason", "organizer"),
)


def _fact(values: Values, finding: Finding) -> Fact:
    """A chosen event; one without an end ends on its first day."""
    columns = ("venue", "level", "form", "starts_on", "chosen_on", "confirmed_on")
    return {
        **{column: values[column] for column in columns},
        "person_id": finding.persons.find(values),
        "event_id": finding.events.key(str(values["event"])),
        "ends_on": values["ends_on"] or values["starts_on"],
        "absence_reason": values.get("absence_reason"),
        "organizer": values["organizer"],
    }


PARTICIPATION = Register(
    "participation",
    (
        full_name(),
        identifier(),
        municipality(),
        organization(),
        Column(
            "event", "Событие", CellKind.NAME, filled=True, aliases=("Образовательное событие", "Наименование события")
        ),
        Column("venue", "Место проведения"),
        Column("level", "Уровень"),
        Column("form", "Форма участия"),
        Column("starts_on", "Начало", CellKind.DAY, filled=True, aliases=("Дата начала",), ahead=Ahead.PLANNED),
        Column("ends_on", "Окончание", CellKind.DAY, aliases=("Дата окончания",), ahead=Ahead.PLANNED),
        Column("chosen_on", "Дата выбора", CellKind.DAY, filled=True),
        Column(
            "confirmed_on",
            "Участие подтверждено",
            CellKind.DAY,
            aliases=("Участие подтверждено (дата)", "Дата подтверждения участия"),
        ),
        Column("absence_reason", "Причина отсутствия", required=False),
        Column(
            "organizer",
            "Организатор",
            required=False,
            aliases=("Организатор события", "Организатор мероприятия", "Организатор образовательного события"),
        ),
        REMOVED,
    ),
    table=_TABLE,
    fact=_fact,
    day="chosen_on",
    orders=(Order("starts_on", "ends_on", "окончание события раньше его начала"),),
)
