"""Appendix 2, the outcome of a route: the eleven fields of the module, and the form for the person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from exports.forms import NUMBER_HEADING, Column, Form, Section, Table, number_rows, text, value_text
from model import wording
from model.dates import Period
from queries.appendix_rows import attended_by, results_by
from queries.person_records import ParticipationRecord, PersonSheet, ResultRecord

# The wording is that of the regulation, errors included.
TITLE = (
    "Итоги реализации педагогическим и руководящим работником системы образования Челябинской области индивидуального"
    " образовательного маршрута в модуле «Организация дополнительного профессионального образования» государственной"
    " информационной системы «Образование в Челябинской области» (выгрузка из модуля «Организация ДПО»)"
)
FIELDS = (
    "1. ФИО педагогического / руководящего работника",
    "2. Наименование муниципального образования",
    "3. Место работы",
    "4. Должность",
    "5. Образование (год, название организации, специальность)",
    "6. Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО",
    "7. Наименование организации, реализующие ДПП (в т.ч. адрес)",
    "8. Трудоемкость ДПП",
    "9. Дата реализации",
    "10. Номер документа установленного образца",
    "11. Образовательные события в ИОМ согласованные руководителем ОО",
)

PERSONAL_TITLE = "Итоги реализации индивидуального образовательного маршрута*"
PERSONAL_NOTE = (
    "*вариант визуализации итога прохождения ИОМ для педагогического или руководящего работника системы образования"
    " Челябинской области"
)
FORMAL_TITLE = "Формальный маршрут (повышение квалификации)"
INFORMAL_TITLE = "Неформальный маршрут (образовательные события регионального уровня)"
_NUMBER = Column(NUMBER_HEADING, 7, is_centred=True)
FORMAL_COLUMNS = (
    _NUMBER,
    Column("Наименование ДПО, СПО, ВО (в т.ч. адрес)", 24),
    Column("Наименование программы", 24),
    Column("Кол-во часов", 11, is_centred=True),
    Column("Дата реализации", 16, is_centred=True),
    Column("Номер документа установленного образца", 20),
)
INFORMAL_COLUMNS = (
    _NUMBER,
    Column("Место прохождения", 31),
    Column("Наименование образовательного события", 45),
    Column("Сроки", 17, is_centred=True),
)


@dataclass(frozen=True)
class ResultRow:
    """A row of Appendix 2."""

    full_name: str
    municipality: str
    organization: str
    position: str | None
    education: str | None
    programme: str
    provider: str | None
    address: str | None
    hours: float | None
    since: date
    until: date
    document_number: str | None
    events: Sequence[str]
    identifier: str | None = None


def result_row(sheet: PersonSheet, result: ResultRecord) -> ResultRow:
    """The row of a result."""
    return ResultRow(
        full_name=sheet.full_name,
        municipality=sheet.municipality,
        organization=sheet.organization,
        position=sheet.position,
        education=sheet.education,
        programme=result.programme,
        provider=result.provider,
        address=result.address,
        hours=result.hours,
        since=result.since,
        until=result.until,
        document_number=result.document_number,
        events=result.agreed_events,
        identifier=sheet.identifier,
    )


def rows_of(sheet: PersonSheet, day: date, period: Period | None = None) -> list[ResultRow]:
    """The results of all routes that ended by the day; later ones have no outcome yet."""
    return [result_row(sheet, result) for result in results_by(sheet, day, period)]


def provider_with_address(provider: str | None, address: str | None) -> str:
    """The provider with its address: «Институт, г. Челябинск, ул. …»."""
    return ", ".join(filter(None, (text(provider), text(address))))


def export_fields(sheet: PersonSheet, results: Sequence[ResultRecord]) -> list[tuple[str, str]]:
    """The eleven numbered fields; the values of several programmes are numbered «1)», «2)» in each field."""
    person = (sheet.full_name, sheet.municipality, sheet.organization, sheet.position, sheet.education)
    values = (
        *map(text, person),
        _numbered_lines(text(result.programme) for result in results),
        _numbered_lines(provider_with_address(result.provider, result.address) for result in results),
        _numbered_lines(value_text(result.hours) for result in results),
        _numbered_lines(wording.period(result.since, result.until) for result in results),
        _numbered_lines(text(result.document_number) for result in results),
        value_text(list(dict.fromkeys(event for result in results for event in result.agreed_events))),
    )
    return list(zip(FIELDS, values, strict=True))


def _numbered_lines(values: Iterable[str]) -> str:
    lines = list(values)
    if len(lines) < 2 or not any(lines):
        return "".join(lines)
    return "\n".join(f"{place}) {line}".rstrip() for place, line in enumerate(lines, start=1))


def export_form(sheet: PersonSheet, day: date, period: Period | None = None) -> Form:
    """The fields of the module as a document."""
    return Form(title=TITLE, lines=(*export_fields(sheet, results_by(sheet, day, period)), *_period_line(period)))


def personal_form(sheet: PersonSheet, day: date, period: Period | None = None) -> Form:
    """The outcome of all routes, or of a period, as a form for the person: results and confirmed participations."""
    regional, others = attended_by(sheet, period)
    formal = map(_formal, results_by(sheet, day, period))
    informal = [Section(INFORMAL_TITLE, Table(INFORMAL_COLUMNS, number_rows(map(_informal, regional))))]
    if others:
        informal.append(Section(wording.OTHER_EVENTS, Table(INFORMAL_COLUMNS, number_rows(map(_informal, others)))))
    return Form(
        title=PERSONAL_TITLE,
        lines=(
            ("Фамилия Имя Отчество", text(sheet.full_name)),
            ("Наименование муниципального образования", text(sheet.municipality)),
            ("Место работы", text(sheet.organization)),
            ("Должность", text(sheet.position)),
            ("Образование (год, название организация, специальность)", text(sheet.education)),
            *_period_line(period),
        ),
        # A provider sees no events of the person: an empty table would say that there were none.
        sections=(
            Section(FORMAL_TITLE, Table(FORMAL_COLUMNS, number_rows(formal))),
            *(() if sheet.is_partial else informal),
        ),
        notes=(PERSONAL_NOTE,),
    )


def _period_line(period: Period | None) -> list[tuple[str, str]]:
    return [("За период", wording.period(period.since, period.until))] if period else []


def _formal(result: ResultRecord) -> tuple[str, ...]:
    place, days = provider_with_address(result.provider, result.address), wording.period(result.since, result.until)
    return place, text(result.programme), value_text(result.hours), days, text(result.document_number)


def _informal(one: ParticipationRecord) -> tuple[str, ...]:
    return text(one.venue), text(one.event), wording.period(one.starts_on, one.ends_on)
