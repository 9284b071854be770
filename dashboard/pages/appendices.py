"""Both appendices of a route in both views: tables for the person, numbered fields for the module."""

from collections.abc import Iterable, Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard import competence_words, html, words
from dashboard.components.still import still
from dashboard.pages.route import participation_outcome, period, plain_table
from model.names import fold
from model.routes import COMPETENCES
from queries.person import ParticipationRecord, PersonSheet, ResultRecord, RouteRecord

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
_RESULTS = ["Диагностическая процедура/потребность", "Оцениваемые компетенции", "Дата прохождения", "Уровень/ баллы"]
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
    """Appendix 1 for the person: the results, the formal and the informal part that the module recommends."""
    results = plain_table("Результаты процедуры оценки профессиональных компетенций", _RESULTS, _scores(route), "")
    if route.formed_on is None:
        return html.Div([results, html.P("Рекомендуемый ИОМ ещё не сформирован.", className="nothing")])
    formal = "Формальный маршрут (повышение квалификации)"
    informal = "Неформальный маршрут (научно-методические и образовательные события регионального уровня)"
    return html.Div(
        [
            html.P(f"Сформирован {words.day(route.formed_on)}."),
            results,
            plain_table(formal, _PROGRAMMES, _programmes(route), "Перечень программ пуст."),
            plain_table(informal, _EVENTS, _events(route), "Перечень событий пуст."),
        ],
        className="tables",
    )


def _scores(route: RouteRecord) -> list[tuple[str | None, ...]]:
    """A row for each competence, or one row where the procedure has no scores."""
    what, when = route.procedure, words.day(route.passed_on)
    present = [(key, score) for key in COMPETENCES if (score := route.scores.get(key)) is not None]
    rows: list[tuple[str | None, ...]] = [
        (what, words.sentence(COMPETENCES[key]), when, competence_words.percents(score)) for key, score in present
    ]
    return rows or [(what, None, when, None)]


def _programmes(route: RouteRecord) -> list[tuple[object, ...]]:
    """The module lists programmes without their places, so applications and results supply them."""
    taught: dict[str, list[str | None]] = {}
    for application in route.applications:
        taught.setdefault(fold(application.name), []).append(application.provider)
    for result in route.results:
        taught.setdefault(fold(result.programme), []).append(result.provider)
    return [(_lines(taught.get(fold(programme), ())), programme) for programme in route.recommended]


def _events(route: RouteRecord) -> list[tuple[object, ...]]:
    """The place, form and days of an event are known only if the person chose it."""
    rows: list[tuple[object, ...]] = []
    for event in route.recommended_events:
        matching = [one for one in route.participations if fold(one.event) == fold(event)]
        days = _lines([period(one.starts_on, one.ends_on) for one in matching])
        rows.append((_lines([one.venue for one in matching]), event, _lines([one.form for one in matching]), days))
    return rows


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
    """The informal table of Appendix 2 for the person: every chosen event with its outcome."""
    rows = [_participation(one, day) for one in route.participations]
    return plain_table("Неформальный маршрут", _INFORMAL, rows, "События не выбраны.")


def _participation(one: ParticipationRecord, day: date) -> tuple[object, ...]:
    place = ", ".join(part for part in (one.venue, one.level, one.form) if part) or None
    return place, one.event, period(one.starts_on, one.ends_on), participation_outcome(one, day)


def appendix1_fields(sheet: PersonSheet, route: RouteRecord) -> Component:
    """The twelve numbered fields of the module's export."""
    scores = [
        f"{words.sentence(label)}: {competence_words.percents(route.scores.get(key))}"
        for key, label in COMPETENCES.items()
    ]
    count = None if route.number_of_programmes is None else words.number(route.number_of_programmes)
    assessed = (route.procedure, route.procedure_group, words.day(route.passed_on), scores)
    values = (*_who(sheet), *assessed, count, route.recommended, route.recommended_events)
    return _fields("Приложение 1: поля выгрузки модуля", APPENDIX1_FIELDS, values)


def appendix2_fields(sheet: PersonSheet, route: RouteRecord) -> Component:
    """The eleven numbered fields of the module's export, with a line for each programme."""
    results = route.results
    values = (
        *_who(sheet),
        [one.programme for one in results],
        [located(one) or words.ABSENT for one in results],
        [words.number(one.hours) for one in results],
        [period(one.since, one.until) for one in results],
        [one.document_number or words.ABSENT for one in results],
        list(dict.fromkeys(event for one in results for event in one.agreed_events)),
    )
    return _fields("Приложение 2: поля выгрузки модуля", APPENDIX2_FIELDS, values)


def _who(sheet: PersonSheet) -> tuple[str | None, ...]:
    return sheet.full_name, sheet.municipality, sheet.organization, sheet.position, sheet.education


def _fields(title: str, names: Sequence[str], values: Sequence[Cell]) -> Component:
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in ("№", "Поле", "Значение")]))
    rows = [
        html.Tr([html.Td(f"{number}."), html.Th(name, scope="row"), html.Td(_field_value(value))])
        for number, (name, value) in enumerate(zip(names, values, strict=True), start=1)
    ]
    table = html.Table([html.Caption(title), head, html.Tbody(rows)], className="table table-sm plain-table fields")
    region = html.Div(table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": title})
    return still(html.Details([html.Summary(title), region], className="graph-table"))


def _field_value(value: Cell) -> str | list[Component]:
    if not value:
        return words.ABSENT
    return value if isinstance(value, str) else [html.Div(line) for line in value]


def _lines(values: Iterable[str | None]) -> Component | None:
    """The distinct values, one on each line."""
    distinct = list(dict.fromkeys(filter(None, values)))
    return html.Div([html.Div(line) for line in distinct]) if distinct else None
