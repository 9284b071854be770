"""Columns that several registers have."""

from typing import cast

from ingest.cells.kinds import CellKind
from ingest.registers.register import Column

PERSON_KEYS = ("full_name", "municipality", "organization")
REASON_HEADING = "Причина отказа"


def full_name(*, filled: bool = False) -> Column:
    aliases = (
        "Пользователь",
        "Пользователь (ФИО педагогического работника/руководящего работника)",
        "ФИО педагогического / руководящего работника",
        "ФИО педагогического работника / руководящего работника",
        "ФИО работника",
        "Фамилия, имя, отчество",
    )
    return Column("full_name", "ФИО", filled=filled, aliases=aliases)


def identifier(*, required: bool = False) -> Column:
    aliases = ("Идентификатор работника", "Идентификатор пользователя")
    return Column(
        "identifier", "Идентификатор", CellKind.IDENTIFIER, required=required, filled=required, aliases=aliases
    )


def municipality(*, filled: bool = False) -> Column:
    aliases = ("Наименование муниципального образования",)
    return Column("municipality", "Муниципальное образование", filled=filled, aliases=aliases)


def organization(*, filled: bool = False) -> Column:
    aliases = ("Место работы", "Образовательная организация")
    return Column("organization", "Организация", filled=filled, aliases=aliases)


def education() -> Column:
    aliases = ("Образование (год, название организации, специальность)",)
    return Column("education", "Образование", aliases=aliases)


# A row with «да» in it takes back what an earlier file said under the key of the row.
REMOVED = Column("removed", "Удалить", CellKind.REMOVAL, required=False, aliases=("Удалить запись", "Удалить (да)"))


def lines(names: object) -> str | None:
    """Names one a line, as a fact keeps them."""
    return "\n".join(cast(tuple[str, ...], names)) or None
