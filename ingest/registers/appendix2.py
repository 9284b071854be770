"""Appendix 2: programmes that were realized."""

from datetime import date
from typing import cast

from ingest.cells.kinds import CellKind
from ingest.matching.finding import Fact, Finding, Values
from ingest.registers.register import Ahead, Column, FactTable, Register
from ingest.registers.shared_columns import REMOVED, education, full_name, identifier, lines, municipality, organization
from model.routes import Result

_TABLE = FactTable(
    Result,
    ("person_id", "programme_id", "since"),
    ("provider_id", "until", "hours", "document_number", "agreed_events"),
)


def _fact(values: Values, finding: Finding) -> Fact:
    """A row of Appendix 2."""
    since, until = cast(tuple[date, date], values["realized"])
    return {
        "person_id": finding.persons.find(values),
        "programme_id": finding.programmes.key(str(values["programme"])),
        "since": since,
        "until": until,
        "provider_id": finding.providers.located(cast(str | None, values["provider"])),
        "hours": values["hours"],
        "document_number": values["document_number"],
        "agreed_events": lines(values["events"]),
    }


APPENDIX2 = Register(
    "appendix2",
    (
        full_name(),
        identifier(),
        municipality(),
        organization(),
        Column("position", "Должность"),
        education(),
        Column(
            "programme",
            "Наименование ДПП",
            CellKind.NAME,
            filled=True,
            aliases=(
                "Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО",
                "Наименование ДПП из формальной части ИОМ",
            ),
        ),
        Column(
            "provider",
            "Наименование организации, реализующей ДПП",
            aliases=(
                "Наименование организации, реализующей ДПП (в т.ч. адрес)",
                "Наименование организации, реализующие ДПП (в т.ч. адрес)",
                "Наименование организации, реализующие ДПП",
                "Организация ДПО",
            ),
        ),
        Column("hours", "Трудоемкость ДПП", CellKind.HOURS, aliases=("Трудоемкость", "Трудоемкость ДПП (часов)")),
        Column("realized", "Дата реализации", CellKind.PERIOD, filled=True, ahead=Ahead.PLANNED),
        Column(
            "document_number", "Номер документа установленного образца", CellKind.DOCUMENT, aliases=("Номер документа",)
        ),
        Column(
            "events",
            "Образовательные события в ИОМ",
            CellKind.NAMES,
            aliases=("Образовательные события в ИОМ, согласованные руководителем ОО", "Образовательные события"),
        ),
        REMOVED,
    ),
    table=_TABLE,
    fact=_fact,
    day="since",
)
