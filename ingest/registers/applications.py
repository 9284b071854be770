"""Applications for procedures, programmes and events, with their decisions."""

from datetime import date
from typing import cast

from ingest.cells.kinds import CellKind
from ingest.matching.finding import Fact, Finding, Values
from ingest.registers.register import Ahead, Column, FactTable, Order, Register
from ingest.registers.shared_columns import REMOVED, full_name, identifier, municipality, organization
from model.names import number_key, tidy
from model.routes import Application, Decision, Kind

_TABLE = FactTable(
    Application,
    ("number_key",),
    (
        *("number", "person_id", "kind", "name", "programme_id", "provider_id", "submitted_by", "submitted_on"),
        *("head_decision", "head_on", "provider_decision", "provider_on", "training_since", "training_until"),
        *("withdrawn_on", "chosen_on", "expelled_on", "training_form", "closed_on"),
    ),
)


def _fact(values: Values, finding: Finding) -> Fact:
    """An application, with the day on which a refusal, a withdrawal or an expulsion closed it."""
    columns = ("number", "kind", "submitted_by", "submitted_on", "head_decision", "head_on", "provider_decision")
    rest = ("provider_on", "training_since", "training_until", "withdrawn_on")
    name = tidy(str(values["name"]))
    is_programme = values["kind"] == Kind.PROGRAMME
    return {
        **{column: values[column] for column in (*columns, *rest)},
        "number_key": number_key(str(values["number"])),
        "person_id": finding.persons.find(values),
        "name": name,
        "programme_id": finding.programmes.key(name) if is_programme else None,
        "provider_id": finding.providers.located(cast(str | None, values["provider"])),
        "chosen_on": values.get("chosen_on"),
        "expelled_on": values["expelled_on"],
        "training_form": values["training_form"],
        "closed_on": closed_on(values),
    }


def closed_on(values: Values) -> date | None:
    """The first of the days that close an application."""
    closing = [values["withdrawn_on"], values["expelled_on"]]
    if values["head_decision"] == Decision.REJECTED:
        closing.append(values["head_on"])
    if values["provider_decision"] == Decision.REJECTED:
        closing.append(values["provider_on"])
    return min((cast(date, day) for day in closing if day), default=None)


APPLICATIONS = Register(
    "applications",
    (
        Column("number", "Номер заявки", CellKind.IDENTIFIER, filled=True, aliases=("№ заявки",)),
        full_name(),
        identifier(),
        municipality(),
        organization(),
        Column("kind", "Вид заявки", CellKind.APPLICATION, filled=True),
        Column("name", "Наименование", CellKind.NAME, filled=True),
        Column("provider", "Организация ДПО"),
        Column("submitted_by", "Кем подана", CellKind.SUBMITTER),
        Column("submitted_on", "Дата подачи", CellKind.DAY, filled=True, aliases=("Дата подачи заявки",)),
        Column("head_decision", "Решение руководителя", CellKind.DECISION),
        Column("head_on", "Дата решения руководителя", CellKind.DAY),
        Column("provider_decision", "Решение организации ДПО", CellKind.DECISION),
        Column("provider_on", "Дата решения организации ДПО", CellKind.DAY),
        Column(
            "training_since", "Начало обучения", CellKind.DAY, aliases=("Дата начала обучения",), ahead=Ahead.PLANNED
        ),
        Column(
            "training_until",
            "Окончание обучения",
            CellKind.DAY,
            aliases=("Дата окончания обучения",),
            ahead=Ahead.PLANNED,
        ),
        Column("withdrawn_on", "Отозвана", CellKind.DAY, aliases=("Отозвана (дата)", "Дата отзыва")),
        Column("chosen_on", "Дата выбора ДПП", CellKind.DAY, required=False),
        Column(
            "expelled_on",
            "Отчислен",
            CellKind.DAY,
            required=False,
            aliases=("Отчислен (дата)", "Дата отчисления", "Отчислена"),
        ),
        Column("training_form", "Форма обучения", required=False),
        REMOVED,
    ),
    table=_TABLE,
    fact=_fact,
    day="submitted_on",
    orders=(Order("training_since", "training_until", "окончание обучения раньше его начала"),),
    dated=(("head_decision", "head_on"), ("provider_decision", "provider_on")),
)
