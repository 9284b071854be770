"""Appendix 1, the recommended route: the twelve fields of the module, and the form for the person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exports.forms import NUMBER_HEADING, Column, Form, Section, Table, number_rows, score, text, value_text
from model.names import fold
from model.wording import period
from queries.person import ParticipationRecord, PersonSheet, RouteRecord

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
    Column("Диагностическая процедура/потребность", 38),
    Column("Оцениваемые компетенции", 27),
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
    """A row of Appendix 1; `formed_on` is None when the module did not state it."""

    full_name: str
    municipality: str
    organization: str
    position: str | None
    education: str | None
    procedure: str
    procedure_group: str | None
    passed_on: date
    scores: Mapping[str, float | None]
    programme_count: int | None
    programmes: Sequence[str]
    events: Sequence[str]
    identifier: str | None = None
    formed_on: date | None = None


def assessment_row(sheet: PersonSheet, route: RouteRecord) -> AssessmentRow:
    """The row of a route, with stated values only and no derived ones."""
    return AssessmentRow(
        full_name=sheet.full_name,
        municipality=sheet.municipality,
        organization=sheet.organization,
        position=sheet.position,
        education=sheet.education,
        procedure=route.procedure,
        procedure_group=route.procedure_group,
        passed_on=route.passed_on,
        scores=route.scores,
        programme_count=route.programme_count,
        programmes=route.recommended,
        events=route.recommended_events,
        identifier=sheet.identifier,
        formed_on=route.stated_formed_on,
    )


def rows_of(sheet: PersonSheet) -> list[AssessmentRow]:
    """The current route as a row; none before it is formed, because its import would remove the recommendations."""
    route = sheet.current
    return [assessment_row(sheet, route)] if route and route.formed_on else []


def export_fields(sheet: PersonSheet, route: RouteRecord) -> list[tuple[str, str]]:
    """The twelve numbered fields with their values; the four competences follow the ninth."""
    row = assessment_row(sheet, route)
    before = (row.full_name, row.municipality, row.organization, row.position, row.education)
    procedure = (row.procedure, row.procedure_group, row.passed_on)
    after = (route.number_of_programmes, row.programmes, row.events)
    return [
        *zip(FIELDS_BEFORE_SCORES, map(value_text, (*before, *procedure)), strict=True),
        (SCORES_HEADING, ""),
        *((heading, score(row.scores.get(key))) for key, heading in SCORES.items()),
        *zip(FIELDS_AFTER_SCORES, map(value_text, after), strict=True),
    ]


def export_form(sheet: PersonSheet, route: RouteRecord) -> Form:
    """The fields of the module as a document."""
    return Form(title=TITLE, lines=tuple(export_fields(sheet, route)), notes=NOTES)


def personal_form(sheet: PersonSheet, route: RouteRecord) -> Form:
    """The recommended route as a form for the person."""
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
            Section(RESULTS_TITLE, Table(RESULTS_COLUMNS, number_rows(_results(route)))),
            Section(RECOMMENDATIONS_TITLE),
            Section(FORMAL_TITLE, Table(FORMAL_COLUMNS, number_rows(_programmes(route))), level=2),
            Section(INFORMAL_TITLE, Table(INFORMAL_COLUMNS, number_rows(_events(route))), level=2),
        ),
        notes=(PERSONAL_NOTE,),
    )


def _results(route: RouteRecord) -> Iterator[tuple[str, ...]]:
    """A row for each competence with a score; one row without any when there are no scores."""
    procedure, day = text(route.procedure), value_text(route.passed_on)
    scores = {key: percents for key in SCORES if (percents := score(route.scores.get(key)))}
    for key, percents in scores.items():
        yield procedure, SCORES[key].removesuffix(" (%)"), day, f"{percents}\u00a0%"
    if not scores:
        yield procedure, "", day, ""


def _programmes(route: RouteRecord) -> Iterator[tuple[str, ...]]:
    """The recommended programmes with their providers, which only applications and results name."""
    places: dict[str, list[str | None]] = {}
    for application in route.applications:
        places.setdefault(fold(application.name), []).append(application.provider)
    for result in route.results:
        places.setdefault(fold(result.programme), []).append(result.provider)
    for programme in route.recommended:
        yield _distinct_lines(places.get(fold(programme), ())), text(programme)


def _events(route: RouteRecord) -> Iterator[tuple[str, ...]]:
    """The recommended events; place, form and days are filled when the person has chosen the event."""
    for event in route.recommended_events:
        records = [record for record in route.participations if fold(record.event) == fold(event)]
        place = _distinct_lines([record.venue for record in records])
        form = _distinct_lines([record.form for record in records])
        yield place, text(event), form, _distinct_lines(list(map(_days, records)))


def _days(participation: ParticipationRecord) -> str:
    return period(participation.starts_on, participation.ends_on)


def _distinct_lines(names: Sequence[str | None]) -> str:
    """The distinct names that are not empty, one a line."""
    return "\n".join(dict.fromkeys(filter(None, map(text, names))))
