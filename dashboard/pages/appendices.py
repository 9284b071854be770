"""Both appendices of a route in both views: tables for the person, numbered fields for the module."""

from collections.abc import Iterable, Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard import competence_words, html, words
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from dashboard.pages.route import participation_outcome, plain_table
from model.routes import COMPETENCES
from model.wording import OTHER_EVENTS, period
from queries.appendix_rows import EventRow, event_rows, is_regional, programme_rows, scores_of
from queries.person_records import ParticipationRecord, PersonSheet, ProcedureRecord, ResultRecord, RouteRecord

Cell = str | None | Sequence[str]

# The texts are those of the regulation; exports/ repeats them for documents, and a test compares both.
APPENDIX1_FIELDS = (
    "Пользователь (ФИО педагогического работника/руководящего работника)",
    "Наименование муниципального образования",
    "Место работы",
    "Должность",
    "Образование (год, название организации, специальность)",
    "Наименование процедуры оценки профессиональных компетенций",
    "Наименование или номер группы процедуры",
    "Дата прохождения",
    "Результаты процедуры оценки компетенций**",
    "Количество ДПП в рекомендуемый ИОМ после прохождения процедуры оценки профессиональных компетенций",
    "Перечисление ДПП из рекомендуемого ИОМ",
    "Образовательные события в рекомендуемом ИОМ после прохождения процедуры оценки профессиональных компетенций",
)
APPENDIX2_FIELDS = (
    "ФИО педагогического / руководящего работника",
    "Наименование муниципального образования",
    "Место работы",
    "Должность",
    "Образование (год, название организации, специальность)",
    "Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО",
    "Наименование организации, реализующие ДПП (в т.ч. адрес)",
    "Трудоемкость ДПП",
    "Дата реализации",
    "Номер документа установленного образца",
    "Образовательные события в ИОМ согласованные руководителем ОО",
)
_RESULTS = "Результаты процедуры оценки профессиональных компетенций"
_RESULTS_HEADINGS = (
    "№ п/п",
    "Диагностическая процедура/потребность",
    "Оцениваемые компетенции",
    "Дата прохождения",
    "Уровень/ баллы",
)
_PROGRAMMES = ["Место прохождения", "Наименование программы"]
_EVENTS = ["Место прохождения", "Наименование образовательного события", "Возможные формы участия", "Сроки"]
_FORMAL = [
    "Наименование ДПО, СПО, ВО (в т.ч. адрес)",
    "Наименование программы",
    "Кол-во часов",
    "Дата реализации",
    "Номер документа установленного образца",
]
_INFORMAL = ["Место прохождения", "Наименование образовательного события", "Сроки", "Участие"]


def recommended(route: RouteRecord) -> Component:
    """Appendix 1 for the person: the procedures, the formal and the informal part that the module recommends."""
    if route.formed_on is None:
        pending = html.P("Рекомендуемый ИОМ ещё не сформирован.", className="nothing")
        return html.Div([_procedures(route), pending], className="tables")
    events = event_rows(route)
    formal = "Формальный маршрут (повышение квалификации)"
    informal = "Неформальный маршрут (научно-методические и образовательные события регионального уровня)"
    programmes = [(_lines(one.places), one.name) for one in programme_rows(route)]
    others = [_event(one) for one in events if not one.is_regional]
    return html.Div(
        [
            html.P(f"Сформирован {words.day(route.formed_on)}."),
            _procedures(route),
            plain_table(formal, _PROGRAMMES, programmes, "Перечень программ пуст: учитывается любая."),
            plain_table(
                informal, _EVENTS, [_event(one) for one in events if one.is_regional], "Перечень событий пуст."
            ),
            *([plain_table(OTHER_EVENTS, _EVENTS, others, "")] if others else []),
        ],
        className="tables",
    )


def _procedures(route: RouteRecord) -> Component:
    """The procedures № 1, 2, 3 of the route, with a line for each competence."""
    bodies = [html.Tbody(_procedure_rows(number, one)) for number, one in enumerate(route.procedures, start=1)]
    return still(
        table_frame(_RESULTS, _RESULTS_HEADINGS, bodies, "table table-sm plain-table procedures", has_groups=True)
    )


def _procedure_rows(number: int, one: ProcedureRecord) -> list[Component]:
    scores = scores_of(one)
    first, *rest = [_score_cells(key, value) for key, value in scores] or [_score_cells(None, None)]
    height = str(1 + len(rest))
    says_so = not one.is_need or "потребност" in one.name.casefold()
    name = [one.name, *([] if says_so else [html.Div("потребность", className="section-note")])]
    before = [html.Td(f"{number}.", rowSpan=height), html.Td(name, rowSpan=height)]
    day = html.Td(words.day(one.passed_on), rowSpan=height)
    return [
        html.Tr([*before, first[0], day, first[1]]),
        *(html.Tr([competence, level]) for competence, level in rest),
    ]


def _score_cells(key: str | None, value: float | str | None) -> tuple[Component, Component]:
    label = words.sentence(COMPETENCES[key]) if key else words.ABSENT
    return html.Td(label), html.Td(score_text(value))


def score_text(value: float | str | None) -> str:
    """«78,5 %», or the level in words."""
    return value if isinstance(value, str) else competence_words.percents(value)


def _event(row: EventRow) -> tuple[object, ...]:
    """The place, form and days of an event, as the person chose it or as it is on offer."""
    days = _lines(period(since, until) for since, until in row.periods)
    return _lines(row.venues), row.name, _lines(row.forms), days


def formal_outcome(route: RouteRecord) -> Component:
    """The formal table of Appendix 2 for the person."""
    rows = [_result(one) for one in route.results]
    return plain_table("Формальный маршрут", _FORMAL, rows, "Завершённых программ пока нет.")


def _result(one: ResultRecord) -> tuple[object, ...]:
    hours = None if one.hours is None else words.number(one.hours)
    note = "" if one.is_counted else " (не из рекомендуемых: не учитывается)"
    return located(one), one.programme + note, hours, period(one.since, one.until), one.document_number


def located(one: ResultRecord) -> str | None:
    """«Институт, г. Челябинск, ул. …»."""
    return ", ".join(part for part in (one.provider, one.address) if part) or None


def informal_outcome(route: RouteRecord, day: date) -> Component:
    """The informal tables of Appendix 2 for the person: every chosen event with its outcome."""
    if not route.participations:
        return html.P("События не выбраны.", className="nothing")
    regional = [_participation(one, day) for one in route.participations if is_regional(one, route)]
    others = [_participation(one, day) for one in route.participations if not is_regional(one, route)]
    caption = "Неформальный маршрут (образовательные события регионального уровня)"
    tables = [
        plain_table(title, _INFORMAL, rows, "") for title, rows in ((caption, regional), (OTHER_EVENTS, others)) if rows
    ]
    return html.Div(tables, className="tables")


def _participation(one: ParticipationRecord, day: date) -> tuple[object, ...]:
    details = ", ".join(part for part in (one.level, one.form) if part)
    event = f"{one.event} ({details})" if details else one.event
    return one.venue, event, period(one.starts_on, one.ends_on), participation_outcome(one, day)


def appendix1_fields(sheet: PersonSheet, route: RouteRecord) -> Component:
    """The twelve numbered fields of the module's export: those of the person, then those of each procedure."""
    person = _who(sheet)
    numbers = [*range(len(person)), *[place for _ in route.procedures for place in range(len(person), 12)]]
    values = [*person, *(value for one in route.procedures for value in _procedure_values(one))]
    fields = [(number + 1, APPENDIX1_FIELDS[number], value) for number, value in zip(numbers, values, strict=True)]
    return _fields("Приложение 1: поля выгрузки модуля", fields)


def _procedure_values(one: ProcedureRecord) -> tuple[Cell, ...]:
    by_key = dict(scores_of(one))
    scores = [f"{words.sentence(label)}: {score_text(by_key.get(key))}" for key, label in COMPETENCES.items()]
    count = None if one.number_of_programmes is None else words.number(one.number_of_programmes)
    return one.name, one.group, words.day(one.passed_on), scores, count, one.recommended, one.recommended_events


def appendix2_fields(sheet: PersonSheet, route: RouteRecord) -> Component:
    """The eleven numbered fields of the module's export, with a line for each programme."""
    results = route.results
    values: tuple[Cell, ...] = (
        *_who(sheet),
        [one.programme for one in results],
        [located(one) or words.ABSENT for one in results],
        [words.number(one.hours) for one in results],
        [period(one.since, one.until) for one in results],
        [one.document_number or words.ABSENT for one in results],
        list(dict.fromkeys(event for one in results for event in one.agreed_events)),
    )
    numbered = enumerate(zip(APPENDIX2_FIELDS, values, strict=True), start=1)
    return _fields("Приложение 2: поля выгрузки модуля", [(number, name, value) for number, (name, value) in numbered])


def _who(sheet: PersonSheet) -> tuple[str | None, ...]:
    return sheet.full_name, sheet.municipality, sheet.organization, sheet.position, sheet.education


def _fields(title: str, fields: Sequence[tuple[int, str, Cell]]) -> Component:
    rows = [
        html.Tr([html.Td(f"{number}."), html.Th(name, scope="row"), html.Td(_field_value(value))])
        for number, name, value in fields
    ]
    region = table_frame(title, ("№", "Поле", "Значение"), rows, "table table-sm plain-table fields")
    return still(html.Details([html.Summary(title), region], className="graph-table"))


def _field_value(value: Cell) -> str | list[Component]:
    if not value:
        return words.ABSENT
    return value if isinstance(value, str) else [html.Div(line) for line in value]


def _lines(values: Iterable[str | None]) -> Component | None:
    """The distinct values, one on each line."""
    distinct = list(dict.fromkeys(filter(None, values)))
    return html.Div([html.Div(line) for line in distinct]) if distinct else None
