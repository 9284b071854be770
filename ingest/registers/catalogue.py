"""What is on offer: programmes and events."""

from typing import cast

from ingest.cells.kinds import CellKind
from ingest.matching.catalogue import split_address
from ingest.matching.finding import Fact, Finding, Values
from ingest.registers.register import Ahead, Column, FactTable, Order, Register
from ingest.registers.shared_columns import REMOVED
from model.names import fold, tidy
from model.offers import Offer

_TABLE = FactTable(
    Offer,
    ("name_key", "kind", "organization_key", "starts_on"),
    (
        *("name", "organization", "venue", "hours", "form", "level", "ends_on", "apply_by", "seats"),
        *("requirements", "is_cancelled"),
    ),
)


def _fact(values: Values, _finding: Finding) -> Fact:
    """A programme or an event on offer; the address behind the name of an organization tells no two of them apart."""
    columns = ("venue", "hours", "form", "level", "starts_on", "ends_on", "apply_by", "seats", "requirements")
    name, organization = tidy(str(values["name"])), cast(str | None, values["organization"])
    return {
        **{column: values[column] for column in columns},
        "kind": values["offer_kind"],
        "name": name,
        "name_key": fold(name),
        "organization": organization,
        "organization_key": fold(split_address(organization)[0]) if organization else "",
        "is_cancelled": bool(values["is_cancelled"]),
    }


CATALOGUE = Register(
    "catalogue",
    (
        Column("offer_kind", "Вид", CellKind.OFFER, filled=True, aliases=("Вид (ДПП / событие)",)),
        Column("name", "Наименование", CellKind.NAME, filled=True),
        Column("organization", "Организация", aliases=("Организация ДПО", "Организатор")),
        Column("venue", "Место проведения", required=False),
        Column("hours", "Часы", CellKind.HOURS, required=False, aliases=("Количество часов", "Трудоемкость")),
        Column("form", "Форма", required=False, aliases=("Форма обучения", "Форма участия", "Форма проведения")),
        Column("level", "Уровень", required=False),
        Column("starts_on", "Начало", CellKind.DAY, aliases=("Дата начала",), ahead=Ahead.PLANNED),
        Column("ends_on", "Окончание", CellKind.DAY, required=False, aliases=("Дата окончания",), ahead=Ahead.PLANNED),
        Column(
            "apply_by",
            "Приём заявок до",
            CellKind.DAY,
            required=False,
            aliases=("Приём заявок по", "Срок приёма заявок"),
            ahead=Ahead.PLANNED,
        ),
        Column("seats", "Мест", CellKind.COUNT, required=False, aliases=("Количество мест", "Число мест")),
        Column("requirements", "Требования", required=False, aliases=("Требования к участникам",)),
        Column("is_cancelled", "Отменено", CellKind.CANCELLATION, required=False, aliases=("Отменено (да)",)),
        REMOVED,
    ),
    table=_TABLE,
    fact=_fact,
    orders=(Order("starts_on", "ends_on", "окончание раньше начала"),),
    finds_person=False,
)
