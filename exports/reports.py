"""The reports of п. 3.12 and п. 3.13: who completed the formal part, who took part in events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from exports.forms import NUMBER_HEADING, Column, Form, Section, Stamp, Table, number_rows, text, value_text
from exports.table import Kind, TableSheet
from model.names import fold
from model.wording import clause, period
from queries.reports import Completion, EventParticipation

COMPLETION_TITLE = (
    "Отчёт о прохождении педагогическими работниками и управленческими кадрами формальной части ИОМ"
    " (освоение дополнительных профессиональных программ)"
)
PARTICIPATION_TITLE = (
    "Отчёт о прохождении педагогическими работниками и управленческими кадрами неформальной части ИОМ"
    " (подтверждение фактов участия в научно-методических и образовательных событиях)"
)
_COMPLETION_CLAUSE = clause("3.12")
_PARTICIPATION_CLAUSE = clause("3.13")
_NUMBER = Column(NUMBER_HEADING, 6, is_centred=True)
_COMPLETION_COLUMNS = (
    _NUMBER,
    Column("Фамилия Имя Отчество", 24),
    Column("Наименование муниципального образования", 22),
    Column("Место работы", 28),
    Column("Должность", 19),
    Column("Кол-во часов", 9, is_centred=True),
    Column("Дата реализации", 14, is_centred=True),
    Column("Номер документа установленного образца", 20),
)
_PARTICIPATION_COLUMNS = (
    _NUMBER,
    Column("Фамилия Имя Отчество", 25),
    Column("Должность", 20),
    Column("Место прохождения", 20),
    Column("Форма участия", 15),
    Column("Сроки", 14, is_centred=True),
    Column("Участие подтверждено", 16, is_centred=True),
    Column("Причина отсутствия", 20),
)


@dataclass(frozen=True)
class ReportHead:
    """The author and moment of a report, its place, date and filters."""

    made_by: str
    made_at: datetime
    place: str
    day: date
    filters: tuple[tuple[str, str], ...] = ()


def completion_report(head: ReportHead, since: date, until: date, rows: Sequence[Completion]) -> Form:
    """The report of п. 3.12 of a provider for a period: a table of people for each programme."""
    attested = [row for row in rows if row.document_number]
    totals = (
        ("Программ", value_text(len({fold(row.programme) for row in rows}))),
        ("Завершили обучение, человек", value_text(len({row.person_id for row in attested}))),
        ("Выдано документов", value_text(len(attested))),
    )
    in_order = sorted(rows, key=lambda row: (fold(row.programme), fold(row.full_name), row.since))
    sections = [_programme_section(list(group)) for _, group in groupby(in_order, key=lambda row: fold(row.programme))]
    return Form(
        title=COMPLETION_TITLE,
        lines=(*_about(head, "Организация ДПО", since, until, _COMPLETION_CLAUSE), *totals),
        sections=tuple(sections) or (Section("Программы", Table(_COMPLETION_COLUMNS, ())),),
        signatures=("Специалист организации, реализующей ДПП",),
        stamp=Stamp(head.day, head.made_at, head.made_by),
        is_landscape=True,
    )


def _programme_section(rows: Sequence[Completion]) -> Section:
    attested = len({row.person_id for row in rows if row.document_number})
    people = len({row.person_id for row in rows})
    table = number_rows(
        (
            *map(text, (row.full_name, row.municipality, row.organization, row.position)),
            *(value_text(row.hours), period(row.since, row.until), text(row.document_number)),
        )
        for row in rows
    )
    line = f"Завершили обучение: {attested} из {people}"
    return Section(text(rows[0].programme), Table(_COMPLETION_COLUMNS, table), lines=(line,))


def participation_report(head: ReportHead, since: date, until: date, rows: Sequence[EventParticipation]) -> Form:
    """The report of п. 3.13 of an organization for a period: a table of people for each event."""
    confirmed = [row for row in rows if row.confirmed_on]
    totals = (
        ("Событий", value_text(len({_event_key(row) for row in rows}))),
        ("Участвовали, человек", value_text(len({row.person_id for row in confirmed}))),
        ("Подтверждённых фактов участия", f"{len(confirmed)} из {len(rows)}"),
    )
    in_order = sorted(rows, key=lambda row: (*_event_key(row), fold(row.full_name)))
    sections = [_event_section(list(group)) for _, group in groupby(in_order, key=_event_key)]
    return Form(
        title=PARTICIPATION_TITLE,
        lines=(*_about(head, "Образовательная организация", since, until, _PARTICIPATION_CLAUSE), *totals),
        sections=tuple(sections) or (Section("События", Table(_PARTICIPATION_COLUMNS, ())),),
        signatures=("Руководитель образовательной организации",),
        stamp=Stamp(head.day, head.made_at, head.made_by),
        is_landscape=True,
    )


def _event_key(row: EventParticipation) -> tuple[date, str]:
    """The key of an event: the same event on other days is reported apart."""
    return row.starts_on, fold(row.event)


def _event_section(rows: Sequence[EventParticipation]) -> Section:
    table = number_rows(
        (
            *map(text, (row.full_name, row.position, row.venue, row.form)),
            *(period(row.starts_on, row.ends_on), value_text(row.confirmed_on), text(row.absence_reason)),
        )
        for row in rows
    )
    line = f"Участие подтверждено: {sum(row.confirmed_on is not None for row in rows)} из {len(rows)}"
    return Section(text(rows[0].event), Table(_PARTICIPATION_COLUMNS, table), lines=(line,))


def completion_table(head: ReportHead, since: date, until: date, rows: Sequence[Completion]) -> TableSheet:
    """The rows of the report of п. 3.12 as a table."""
    return TableSheet(
        title="Завершение формальной части",
        columns=(
            *((heading, Kind.TEXT) for heading in ("ДПП", "ФИО", "Муниципальное образование", "Место работы")),
            ("Должность", Kind.TEXT),
            ("Кол-во часов", Kind.NUMBER),
            ("Начало", Kind.DATE),
            ("Окончание", Kind.DATE),
            ("Номер документа установленного образца", Kind.TEXT),
        ),
        rows=[
            (
                *(row.programme, row.full_name, row.municipality, row.organization, row.position),
                *(row.hours, row.since, row.until, row.document_number),
            )
            for row in rows
        ],
        about=_about(head, "Организация ДПО", since, until, _COMPLETION_CLAUSE),
    )


def participation_table(head: ReportHead, since: date, until: date, rows: Sequence[EventParticipation]) -> TableSheet:
    """The rows of the report of п. 3.13 as a table."""
    texts = ("Событие", "ФИО", "Должность", "Место прохождения", "Форма участия")
    dates = ("Начало", "Окончание", "Участие подтверждено")
    return TableSheet(
        title="Участие в событиях",
        columns=(
            *((heading, Kind.TEXT) for heading in texts),
            *((heading, Kind.DATE) for heading in dates),
            ("Причина отсутствия", Kind.TEXT),
        ),
        rows=[
            (
                *(row.event, row.full_name, row.position, row.venue, row.form),
                *(row.starts_on, row.ends_on, row.confirmed_on, row.absence_reason),
            )
            for row in rows
        ],
        about=_about(head, "Образовательная организация", since, until, _PARTICIPATION_CLAUSE),
    )


def _about(head: ReportHead, place: str, since: date, until: date, basis: str) -> tuple[tuple[str, str], ...]:
    return (
        (place, text(head.place)),
        ("Отчётный период", period(since, until)),
        ("По состоянию на", value_text(head.day)),
        *((text(label), text(value)) for label, value in head.filters),
        ("Основание", basis),
        ("Сформировал", text(head.made_by)),
        ("Сформировано", value_text(head.made_at)),
    )
