"""The tables of a route: results, recommendations, and both tables of Appendix 2."""

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.components.page import section
from dashboard.components.still import still
from dashboard.route_story import is_closed
from model.routes import COMPETENCES
from queries.person import ApplicationRecord, ParticipationRecord, PersonSheet, ResultRecord, RouteRecord


def plain_table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> Component:
    """A small table that stays whole: numbered rows, or one line saying why it is empty."""
    if not rows:
        return html.P(empty, className="nothing")
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in ("№ п/п", *headings)]))
    body = html.Tbody(
        [
            html.Tr([html.Td(f"{number}."), *[html.Td(words.ABSENT if cell is None else cell) for cell in row]])
            for number, row in enumerate(rows, start=1)
        ]
    )
    table = html.Table([html.Caption(caption), head, body], className="table table-sm plain-table")
    region = html.Div(table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": caption})
    return still(region)


def scores(route: RouteRecord) -> Component:
    """The competences that the procedure assessed; an absent one is left out, not 0."""
    found = [(f"{COMPETENCES[key].capitalize()} (%)", words.score(score)) for key, score in route.scores.items()]
    lead = f"{route.procedure}, {words.day(route.passed_on)}"
    if route.procedure_group:
        lead += f", группа {route.procedure_group}"
    table = plain_table("Результаты процедуры оценки", ["Оцениваемые компетенции", "Баллы, %"], found, "")
    return html.Div([html.P(lead), table])


def recommendations(route: RouteRecord) -> Component:
    """The formal and the informal part that the module recommends."""
    if route.formed_on is None:
        return html.P("Рекомендуемый ИОМ ещё не сформирован.", className="nothing")
    formal = [(name,) for name in route.recommended]
    informal = [(name,) for name in route.recommended_events]
    return html.Div(
        [
            html.P(f"Сформирован {words.day(route.formed_on)}."),
            plain_table("Рекомендуемые программы (ДПП)", ["Наименование программы"], formal, "Перечень программ пуст."),
            plain_table("Рекомендуемые события", ["Образовательное событие"], informal, "Перечень событий пуст."),
        ]
    )


_FORMAL = [
    "Наименование ДПО, СПО, ВО (в т.ч. адрес)",
    "Наименование программы",
    "Кол-во часов",
    "Дата реализации",
    "Номер документа установленного образца",
]
_INFORMAL = ["Место прохождения", "Наименование образовательного события", "Сроки", "Участие"]


def formal_results(route: RouteRecord) -> Component:
    """The first table of Appendix 2 for the person, and the applications behind it."""
    table = plain_table(
        "Формальный маршрут", _FORMAL, [_result(one) for one in route.results], "Завершённых программ пока нет."
    )
    return html.Div([table, _applications(route.applications)])


def _result(one: ResultRecord) -> tuple[object, ...]:
    provider = ", ".join(part for part in (one.provider, one.address) if part) or None
    hours = None if one.hours is None else words.number(one.hours)
    note = "" if one.is_counted else " (не из рекомендуемых: не учитывается)"
    return provider, one.programme + note, hours, _period(one.since, one.until), one.document_number


def _applications(applications: Sequence[ApplicationRecord]) -> Component:
    rows = [
        (
            one.number or "по результату обучения",
            one.name,
            one.provider,
            words.day(one.submitted_on),
            application_state(one),
        )
        for one in applications
    ]
    headings = ["Заявка", "Программа", "Организация ДПО", "Подана", "Состояние"]
    return plain_table("Заявки на обучение", headings, rows, "Заявок на обучение нет.")


def application_state(one: ApplicationRecord) -> str:
    """What became of an application, in words."""
    if one.withdrawn_on:
        state = f"отозвана {words.day(one.withdrawn_on)}"
    elif one.head_decision == "rejected":
        state = f"отклонена руководителем {words.day(one.head_on)}"
    elif one.provider_decision == "rejected":
        state = f"отклонена организацией ДПО {words.day(one.provider_on)}"
    elif one.provider_decision:
        state = f"подтверждена организацией ДПО {words.day(one.provider_on)}"
    elif one.head_decision:
        state = f"подтверждена руководителем {words.day(one.head_on)}"
    else:
        state = "ждёт решения руководителя"
    outside = one.kind == "programme" and not one.is_counted and not is_closed(one)
    return f"{state}; программа не из рекомендуемых: не учитывается" if outside else state


def informal_results(route: RouteRecord, day: date | None) -> Component:
    """The second table of Appendix 2 for the person."""
    rows = [_participation(one, day) for one in route.participations]
    return plain_table("Неформальный маршрут", _INFORMAL, rows, "События не выбраны.")


def _participation(one: ParticipationRecord, day: date | None) -> tuple[object, ...]:
    if one.confirmed_on:
        outcome = f"подтверждено {words.day(one.confirmed_on)}"
    elif day is not None and one.ends_on > day:
        outcome = "предстоит"
    else:
        outcome = f"нет отметки{f': {one.absence_reason}' if one.absence_reason else ''}"
    place = ", ".join(part for part in (one.venue, one.form) if part) or None
    return place, one.event, _period(one.starts_on, one.ends_on), outcome


def _period(since: date, until: date) -> str:
    return words.day(since) if since == until else f"{words.day(since)} – {words.day(until)}"


def other_rows(sheet: PersonSheet) -> list[Component]:
    """Applications for procedures and events, and rows that are kept and count nowhere."""
    found: list[Component] = []
    if sheet.other_applications:
        rows = [
            (one.number, one.name, words.day(one.submitted_on), application_state(one))
            for one in sheet.other_applications
        ]
        headings = ["Заявка", "Наименование", "Подана", "Состояние"]
        found.append(section("Заявки на процедуры и события", plain_table("Другие заявки", headings, rows, "")))
    outside = sheet.outside
    left = [(one.number, one.name, words.day(one.submitted_on)) for one in outside.applications]
    left += [(one.document_number, one.programme, words.day(one.since)) for one in outside.results]
    left += [(None, one.event, words.day(one.chosen_on)) for one in outside.participations]
    if left:
        table = plain_table("Не учитывается", ["Номер", "Наименование", "Дата"], left, "")
        found.append(section("Не учитывается: оценка не предшествовала", table))
    return found
