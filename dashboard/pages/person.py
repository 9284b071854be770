"""A person: the route and its stages, Appendix 1 and 2, earlier routes."""

from dash.development.base_component import Component

from dashboard import addresses, html, words
from dashboard.components.competences_bars import competence_bars
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.components.stages import timeline
from dashboard.pages import sections
from dashboard.pages.appendices import (
    appendix1_fields,
    appendix2_fields,
    formal_outcome,
    informal_outcome,
    recommended,
)
from dashboard.pages.route import applications, other_rows
from dashboard.route_story import counts_until, holder, milestones
from dashboard.visit import Screen, Visit
from model.names import fold
from model.wording import CATEGORIES, DOCUMENT_LABELS
from queries import places
from queries.competences import scores_of
from queries.filters import Filters
from queries.person import PersonSheet, RouteRecord, person_sheet
from queries.score_bounds import bound_of
from queries.score_records import GroupScores


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
        *[_earlier(visit, sheet, route) for route in sheet.routes if not route.is_current],
        *other_rows(sheet, visit.reading.day),
        lead=_trail(visit, sheet),
    )
    return Screen(sheet.full_name, content)


def _trail(visit: Visit, sheet: PersonSheet) -> Component:
    place = places.organization(visit.reading, sheet.organization_id)
    if place is None:
        return sections.short_trail(sheet.full_name)
    return sections.trail(visit, place, sheet.full_name)


def _identity(sheet: PersonSheet) -> Component:
    since = f", с {words.day(sheet.since)}" + (f" по {words.day(sheet.until)}" if sheet.until else "")
    facts = {
        "Муниципальное образование": sheet.municipality,
        "Место работы": sheet.organization + ("" if sheet.is_partial else since),
        "Должность": sheet.position or words.ABSENT,
        **({} if sheet.is_partial else {"Категория": CATEGORIES.get(sheet.category, words.ABSENT)}),
        "Образование": sheet.education or words.ABSENT,
    }
    pairs = [html.Div([html.Dt(term), html.Dd(meaning)]) for term, meaning in facts.items()]
    return section("Кто", html.Dl(pairs, className="facts"))


def _current(visit: Visit, sheet: PersonSheet) -> list[Component]:
    route, day = sheet.current, visit.reading.day
    if route is None:
        return [] if sheet.is_partial else [_not_assessed(sheet)]
    if sheet.is_partial:
        return _part(visit, sheet, route)
    return [
        _documents(visit, sheet),
        section("Маршрут", html.P(holder(route, day), className="holder"), timeline(milestones(route, day))),
        section("Профессиональные компетенции", *_competences(visit, sheet, route)),
        section("Рекомендуемый маршрут", recommended(route), appendix1_fields(sheet, route), note="Приложение 1"),
        section(
            "Заявки на обучение",
            applications(route.applications, day),
            *([download_links(visit.path, "applications", visit.view.carried)] if route.applications else []),
            note="п. 3.6, 3.7",
        ),
        section(
            "Формальный маршрут (повышение квалификации)", formal_outcome(route), note="Итоги реализации, приложение 2"
        ),
        section(
            "Неформальный маршрут (образовательные события)",
            informal_outcome(route, day),
            appendix2_fields(sheet, route),
            note="Итоги реализации, приложение 2",
        ),
    ]


def _part(visit: Visit, sheet: PersonSheet, route: RouteRecord) -> list[Component]:
    """What a provider sees: the recommended part of the route, its own applications and what became of them."""
    day = visit.reading.day
    return [
        _documents(visit, sheet),
        section("Рекомендуемый маршрут", recommended(route), appendix1_fields(sheet, route), note="Приложение 1"),
        section("Заявки в вашу организацию", applications(route.applications, day), note="п. 3.6"),
        section("Обучение в вашей организации", formal_outcome(route), note="п. 3.6, 3.12"),
    ]


def _not_assessed(sheet: PersonSheet) -> Component:
    advice = "Оценка проходится не реже одного раза в три года (п. 2.4). Маршрут появится после неё."
    if sheet.routes:
        latest = sheet.routes[0].passed_on
        advice = f"Последняя — {words.day(latest)}, она действовала по {words.day(counts_until(latest))}. {advice}"
    return empty_state("За три года оценка не пройдена", advice)


def _competences(visit: Visit, sheet: PersonSheet, route: RouteRecord) -> list[Component]:
    lead = f"{route.procedure}, {words.day(route.passed_on)}"
    if route.procedure_group:
        lead += f", группа {route.procedure_group}"
    bars = competence_bars(route.scores, _bound(visit, route), _organization(visit, sheet, route))
    return [html.P(lead, className="section-note"), bars]


def _bound(visit: Visit, route: RouteRecord) -> int:
    """The bound of the procedure."""
    return bound_of(visit.reading, fold(route.procedure))


def _organization(visit: Visit, sheet: PersonSheet, route: RouteRecord) -> GroupScores | None:
    """The scores of the organization in the same procedure, for viewers who may count it."""
    place = places.organization(visit.reading, sheet.organization_id)
    return scores_of(visit.reading, place, Filters(procedure=route.procedure)) if place else None


def _documents(visit: Visit, sheet: PersonSheet) -> Component:
    """Both appendices in both views, to save or print."""
    rows = []
    for form, label in DOCUMENT_LABELS.items():
        links = [_document(visit, sheet, form, label, suffix) for suffix in _suffixes(visit, sheet, form)]
        rows.append(html.Li([f"{label}: ", *[part for link in links for part in (", ", link)][1:]]))
    return html.Details([html.Summary("Скачать документы"), html.Ul(rows, className="starts")], className="no-print")


def _suffixes(visit: Visit, sheet: PersonSheet, form: str) -> list[str]:
    """The formats of a document; a form of the export is also a sheet if the route has a row for it."""
    route, day = sheet.current, visit.reading.day
    has_row = {
        "appendix1-module": route is not None and route.formed_on is not None,
        "appendix2-module": route is not None and any(result.until <= day for result in route.results),
    }
    return ["docx", "pdf", *["xlsx"] * has_row.get(form, False)]


def _document(visit: Visit, sheet: PersonSheet, form: str, label: str, suffix: str) -> Component:
    address = addresses.document(sheet.id, form, suffix, visit.view)
    return html.A(suffix.upper(), href=address, download="", **{"aria-label": f"{label}, {suffix.upper()}"})


def _earlier(visit: Visit, sheet: PersonSheet, route: RouteRecord) -> Component:
    day = visit.reading.day
    heading = f"Прежний маршрут: {route.procedure}, {words.day(route.passed_on)}"
    informal = [] if sheet.is_partial else [informal_outcome(route, day), appendix2_fields(sheet, route)]
    parts = [
        competence_bars(route.scores, _bound(visit, route), None),
        recommended(route),
        applications(route.applications, day),
        formal_outcome(route),
        appendix1_fields(sheet, route),
        *informal,
    ]
    return html.Details([html.Summary(heading), *parts], className="earlier-route")
