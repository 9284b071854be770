"""Registers as files: rows by column key → CSV or XLSX, appendices under their official headings."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook

from ingest.registers import REGISTERS

Rows = Sequence[Mapping[str, object]]

# The headings of the regulation's appendices, footnote stars included.
_PERSON = {
    "municipality": "Наименование муниципального образования",
    "organization": "Место работы",
    "education": "Образование (год, название организации, специальность)",
}
OFFICIAL_HEADINGS = {
    "appendix1": {
        **_PERSON,
        "full_name": "Пользователь (ФИО педагогического работника/руководящего работника)",
        "programme_count": "Количество ДПП в рекомендуемый ИОМ после прохождения процедуры оценки "
        "профессиональных компетенций",
        "programmes": "Перечисление ДПП из рекомендуемого ИОМ",
        "events": "Образовательные события в рекомендуемом ИОМ после прохождения процедуры оценки "
        "профессиональных компетенций",
    },
    "appendix2": {
        **_PERSON,
        "full_name": "ФИО педагогического / руководящего работника",
        "programme": "Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО",
        "provider": "Наименование организации, реализующие ДПП (в т.ч. адрес)",
        "events": "Образовательные события в ИОМ согласованные руководителем ОО",
    },
}


def headings_of(register: str) -> dict[str, str]:
    """Column key → heading, in the register's order."""
    plain = {column.key: column.heading for column in REGISTERS[register].columns}
    return {**plain, **OFFICIAL_HEADINGS.get(register, {})}


def as_text(value: object) -> str:
    """A value as typed into a cell: names one a line, days joined by a dash."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, tuple):
        # One day is written once.
        return " - ".join(as_text(day) for day in dict.fromkeys(value))
    if isinstance(value, list):
        return "\n".join(as_text(name) for name in value)
    return str(value)


def as_cell(value: object) -> object:
    """A value as a workbook holds it: days and numbers keep their types."""
    if isinstance(value, tuple) and len(set(value)) == 1:
        return value[0]
    return as_text(value) if isinstance(value, tuple | list) else value


def write_csv(register: str, rows: Rows) -> bytes:
    """The register as CSV: UTF-8, semicolons."""
    headings, text = headings_of(register), StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings.values())
    writer.writerows([as_text(row.get(key)) for key in headings] for row in rows)
    return text.getvalue().encode()


def write_xlsx(register: str, rows: Rows) -> bytes:
    """The register as a workbook of one sheet."""
    headings, content = headings_of(register), BytesIO()
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Лист1")
    sheet.append(list(headings.values()))
    for row in rows:
        sheet.append([as_cell(row.get(key)) for key in headings])
    workbook.save(content)
    return content.getvalue()
