"""Appendix 1, the recommended route: the twelve fields of the module, and the form for the person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exports.forms import (
    NUMBER_HEADING,
    SAME_AS_ABOVE,
    Column,
    Form,
    Row,
    Section,
    Table,
    number_rows,
    score,
    text,
    value_text,
)
from model.wording import OTHER_EVENTS, period
from queries.appendix_rows import EventRow, event_rows, programme_rows, scores_of
from queries.person_records import PersonSheet, ProcedureRecord, RouteRecord

# The wording is that of the regulation, errors included.
TITLE = (
    "Структура рекомендуемого индивидуального образовательного маршрута педагогического или руководящего работника"
    " системы образования Челябинской области в модуле «Организация дополнительного профессионального образования»"
    " государственной информационной системы «Образование в Челябинской области»"
    " (выгрузка из модуля «Организация ДПО»)*"
)
NOTES = (
    "*вариант визуализации рекомендуемого ИОМ для специалистов организаций, осуществляющие деятельность по реализации"
    " дополнительных профессиональных программ",
    "** раздел вариативного содержания (в зависимости от категории участника процедуры оценки компетенций)",
)
SCORES: Mapping[str, str] = {
    "subject": "Предметная (%)",
    "communicative": "Коммуникативная (%)",
    "psych_pedagogical": "Психолого-педагогическая (%)",
    "methodical": "Методическая (%)",
}
SCORES_HEADING = "9. Результаты процедуры оценки компетенций**"
FIELDS_BEFORE_SCORES = (
    "1. Пользователь (ФИО педагогического работника/руководящего работника)",
    "2. Наименование муниципального образования",
    "3. Место работы",
    "4. Должность",
    "5. Образование (год, название организации, специальность)",
    "6. Наименование процедуры оценки профессиональных компетенций",
    "7. Наименование или номер группы процедуры",
    "8. Дата прохождения",
)
FIELDS_AFTER_SCORES = (
    "10. Количество ДПП в рекомендуемый ИОМ после прохождения процедуры оценки профессиональных компетенций",
    "11. Перечисление ДПП из рекомендуемого ИОМ",
    "12. Образовательные события в рекомендуемом ИОМ после прохождения процедуры оценки профессиональных компетенций",
)

PERSONAL_TITLE = "Рекомендуемый индивидуальный образовательный маршрут"
PERSONAL_NOTE = (
    "*вариант визуализации рекомендуемого ИОМ для педагогического работника или управленческого кадра системы"
    " образования Челябинской области"
)
RESULTS_TITLE = "Результаты процедуры оценки профессиональных компетенций"
RECOMMENDATIONS_TITLE = "Рекомендации"
FORMAL_TITLE = "Формальный маршрут (повышение квалификации)"
INFORMAL_TITLE = "Неформальный маршрут (научно-методические и образовательные события регионального уровня)"
_NUMBER = Column(NUMBER_HEADING, 7, is_centred=True)
RESULTS_COLUMNS = (
    _NUMBER,
    Column("Диагностическая процедура/потребность", 34),
    Column("Оцениваемые компетенции", 31),
    Column("Дата прохождения", 16, is_centred=True),
    Column("Уровень/ баллы", 12, is_centred=True),
)
FORMAL_COLUMNS = (_NUMBER, Column("Место прохождения", 38), Column("Наименование программы", 55))
INFORMAL_COLUMNS = (
    _NUMBER,
    Column("Место прохождения", 24),
    Column("Наименование образовательного события", 36),
    Column("Возможные формы участия", 17),
    Column("Сроки", 16, is_centred=True),
)


@dataclass(frozen=True)
class AssessmentRow:
    """A row of Appendix 1; `formed_on` is None when the module did not state it. A score may be a level in words."""

    full_name: str
    municipality: str
    organization: str
    position: str | None
    education: str | None
    procedure: str
    procedure_group: str | None
    passed_on: date
    scores: Mapping[str, float | str | None]
    programme_count: int | None
    programmes: Sequence[str]
    events: Sequence[str]
    identifier: str | None = None
    formed_on: date | None = None
    is_need: bool = False


def assessment_row(sheet: PersonSheet, procedure: ProcedureRecord) -> AssessmentRow:
    """The row of a procedure or a need, with stated values only and no derived ones."""
    return AssessmentRow(
        full_name=sheet.full_name,
        municipality=sheet.municipality,
        organization=sheet.organization,
        position=sheet.position,
        education=sheet.education,
        procedure=procedure.name,
        procedure_group=procedure.group,
        passed_on=procedure.passed_on,
        scores=dict.fromkeys(SCORES) | dict(scores_of(procedure)),
        programme_count=procedure.programme_count,
        programmes=procedure.recommended,
        events=procedure.recommended_events,
        identifier=sheet.identifier,
        formed_on=procedure.stated_formed_on,
        is_need=procedure.is_need,
    )


def rows_of(sheet: PersonSheet) -> list[AssessmentRow]:
    """A row for each procedure of the current route.

    None for one that is not formed: the import of its row would remove the recommendations.
    """
    procedures = sheet.current.procedures if sheet.current else ()
    return [assessment_row(sheet, one) for one in procedures if one.formed_on]


def export_fields(sheet: PersonSheet, route: RouteRecord) -> list[tuple[str, str]]:
    """The numbered fields: those of the person, then those of each procedure of the route."""
    person = (sheet.full_name, sheet.municipality, sheet.organization, sheet.position, sheet.education)
    about = zip(FIELDS_BEFORE_SCORES[: len(person)], map(text, person), strict=True)
    return [*about, *(line for one in route.procedures for line in _procedure_fields(one, len(person)))]


def _procedure_fields(one: ProcedureRecord, place: int) -> list[tuple[str, str]]:
    """The fields from the sixth on; the four competences follow the ninth."""
    before = (one.name, one.group, one.passed_on)
    after = (one.number_of_programmes, one.recommended, one.recommended_events)
    scores = dict(scores_of(one))
    return [
        *zip(FIELDS_BEFORE_SCORES[place:], map(value_text, before), strict=True),
        (SCORES_HEADING, ""),
        *((heading, _score_text(scores.get(key))) for key, heading in SCORES.items()),
        *zip(FIELDS_AFTER_SCORES, map(value_text, after), strict=True),
    ]


def _score_text(value: float | str | None) -> str:
    """«78,5», or the level in words."""
    return text(value) if isinstance(value, str) else score(value)


def export_form(sheet: PersonSheet, route: RouteRecord) -> Form:
    """The fields of the module as a document."""
    return Form(title=TITLE, lines=tuple(export_fields(sheet, route)), notes=NOTES)


def personal_form(sheet: PersonSheet, route: RouteRecord) -> Form:
    """The recommended route as a form for the person: its procedures № 1, 2, 3 over one list of recommendations."""
    events = event_rows(route)
    regional = [_event(one) for one in events if one.is_regional]
    others = [_event(one) for one in events if not one.is_regional]
    formal = [("\n".join(map(text, one.places)), text(one.name)) for one in programme_rows(route)]
    return Form(
        title=PERSONAL_TITLE,
        lines=(
            ("Фамилия Имя Отчество", text(sheet.full_name)),
            ("Наименование муниципального образования", text(sheet.municipality)),
            ("Место работы", text(sheet.organization)),
            ("Должность", text(sheet.position)),
            ("Образование (год, название организации, специальность)", text(sheet.education)),
        ),
        sections=(
            Section(RESULTS_TITLE, Table(RESULTS_COLUMNS, tuple(_results(route)))),
            Section(RECOMMENDATIONS_TITLE),
            Section(FORMAL_TITLE, Table(FORMAL_COLUMNS, number_rows(formal)), level=2),
            Section(INFORMAL_TITLE, Table(INFORMAL_COLUMNS, number_rows(regional)), level=2),
            *([Section(OTHER_EVENTS, Table(INFORMAL_COLUMNS, number_rows(others)), level=2)] if others else []),
        ),
        notes=(PERSONAL_NOTE,),
    )


def _results(route: RouteRecord) -> Iterator[Row]:
    """A numbered procedure with a line for each competence; one line where nothing was scored."""
    for number, one in enumerate(route.procedures, start=1):
        scores: list[tuple[str, str]] = [_competence(key, value) for key, value in scores_of(one)]
        (competence, level), *rest = scores or [("", "")]
        yield f"{number}.", text(one.name), competence, value_text(one.passed_on), level
        for competence, level in rest:
            yield SAME_AS_ABOVE, SAME_AS_ABOVE, competence, SAME_AS_ABOVE, level


def _competence(key: str, value: float | str) -> tuple[str, str]:
    return SCORES[key].removesuffix(" (%)"), text(value) if isinstance(value, str) else _percent(value)


def _percent(value: float) -> str:
    number = score(value)
    return f"{number}\u00a0%" if number else ""


def _event(row: EventRow) -> tuple[str, ...]:
    days = "\n".join(period(since, until) for since, until in row.periods)
    return "\n".join(map(text, row.venues)), text(row.name), "\n".join(map(text, row.forms)), days
