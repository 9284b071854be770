"""A person: the route and its stages, the content of Appendix 1 and 2, earlier routes."""

from dash import html
from dash.development.base_component import Component

from dashboard import addresses, words
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.components.stages import timeline
from dashboard.pages import sections
from dashboard.pages.route import formal_results, informal_results, other_rows, recommendations, scores
from dashboard.route_story import holder, milestones
from dashboard.visit import Screen, Visit
from queries import places
from queries.filters import CATEGORIES
from queries.person import PersonSheet, RouteRecord, person_sheet


def layout(visit: Visit, identity: int) -> Screen | None:
    """The page of one person on the date."""
    sheet = person_sheet(visit.reading, identity)
    if sheet is None:
        return None
    content = page(
        sheet.full_name,
        sections.date_only(visit),
        _identity(sheet),
        *_current(visit, sheet),
        *[_earlier(route) for route in sheet.routes if not route.is_current],
        *other_rows(sheet),
        lead=_trail(visit, sheet),
    )
    return Screen(sheet.full_name, content)


def _trail(visit: Visit, sheet: PersonSheet) -> Component:
    place = places.organization(visit.reading, sheet.organization_id)
    if place is None:
        return sections.short_trail(sheet.full_name)
    return sections.trail(visit, place, sheet.full_name)


def _identity(sheet: PersonSheet) -> Component:
    since = f"с {words.day(sheet.since)}" + (f" по {words.day(sheet.until)}" if sheet.until else "")
    said = {
        "Муниципальное образование": sheet.municipality,
        "Место работы": f"{sheet.organization}, {since}",
        "Должность": sheet.position or words.ABSENT,
        "Категория": CATEGORIES.get(sheet.category, words.ABSENT),
        "Образование": sheet.education or words.ABSENT,
    }
    pairs = [html.Div([html.Dt(term), html.Dd(meaning)]) for term, meaning in said.items()]
    return section("Кто", html.Dl(pairs, className="facts"))


def _current(visit: Visit, sheet: PersonSheet) -> list[Component]:
    route = sheet.current
    if route is None:
        advice = "Оценка проходится не реже одного раза в три года (п. 2.4). Маршрут появится после неё."
        return [empty_state("За три года оценка не пройдена", advice)]
    return [
        _documents(visit, sheet),
        section(
            "Маршрут",
            html.P(holder(route, visit.reading.day), className="holder"),
            timeline(milestones(route, visit.reading.day)),
        ),
        section("Результаты оценки профессиональных компетенций", scores(route)),
        section("Рекомендуемый маршрут", recommendations(route), note="Приложение 1"),
        section(
            "Формальный маршрут (повышение квалификации)", formal_results(route), note="Итоги реализации, приложение 2"
        ),
        section(
            "Неформальный маршрут (образовательные события)",
            informal_results(route, visit.reading.day),
            note="Итоги реализации, приложение 2",
        ),
    ]


_DOCUMENTS = {
    "appendix1": "Приложение 1, рекомендуемый маршрут",
    "appendix2": "Приложение 2, итоги реализации",
    "appendix1-module": "Приложение 1, форма выгрузки",
    "appendix2-module": "Приложение 2, форма выгрузки",
}


def _documents(visit: Visit, sheet: PersonSheet) -> Component:
    """Both appendices in both views, to be kept or printed."""
    rows = []
    for form, label in _DOCUMENTS.items():
        links = [_document(visit, sheet, form, label, suffix) for suffix in ("docx", "pdf")]
        rows.append(html.Li([f"{label}: ", links[0], ", ", links[1]]))
    return html.Details([html.Summary("Скачать документы"), html.Ul(rows, className="starts")], className="no-print")


def _document(visit: Visit, sheet: PersonSheet, form: str, label: str, suffix: str) -> Component:
    address = addresses.document(sheet.id, form, suffix, visit.view)
    return html.A(suffix.upper(), href=address, download="", **{"aria-label": f"{label}, {suffix.upper()}"})


def _earlier(route: RouteRecord) -> Component:
    heading = f"Прежний маршрут: {route.procedure}, {words.day(route.passed_on)}"
    parts = [scores(route), recommendations(route), formal_results(route), informal_results(route, None)]
    return html.Details([html.Summary(heading), *parts], className="earlier-route")
