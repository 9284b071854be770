"""A person: where they work, all their routes with term and state, Appendix 1 and 2."""

from datetime import date

from dash.development.base_component import Component

from dashboard import html, words
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
from dashboard.pages.person.competences_bars import competence_bars
from dashboard.pages.person_documents import documents
from dashboard.pages.route import applications, other_rows
from dashboard.route_story import STATES, counts_until, holder, milestones, standing
from dashboard.visit import Screen, Visit
from model import wording
from model.names import fold
from model.wording import CATEGORIES
from queries import places
from queries.appendix_rows import scores_of as scores_in
from queries.competences import scores_of
from queries.filters import Filters
from queries.person_records import PersonSheet, ProcedureRecord, RouteRecord
from queries.route_terms import RouteTerm, Terms, person_with_terms
from queries.score_bounds import bound_of
from queries.score_records import GroupScores


def layout(visit: Visit, identity: int) -> Screen | None:
    """The page of one person on the date."""
    person = person_with_terms(visit.reading, identity)
    if person is None:
        return None
    sheet, terms = person
    content = page(
        sheet.full_name,
        _identity(sheet),
        *documents(visit, sheet),
        *_current(visit, sheet, terms),
        *_earlier_routes(visit, sheet, terms),
        *other_rows(sheet, visit.reading.day),
        lead=_trail(visit, sheet),
        tools=sections.date_only(visit),
    )
    return Screen(sheet.full_name, content)


def _trail(visit: Visit, sheet: PersonSheet) -> Component | None:
    place = places.organization(visit.reading, sheet.organization_id)
    if place is None:
        return sections.short_trail(sheet.full_name)
    return sections.trail(visit, place, sheet.full_name)


def _identity(sheet: PersonSheet) -> Component:
    since = f", с {words.day(sheet.since)}" + (f" по {words.day(sheet.until)}" if sheet.until else "")
    facts = [
        ("Муниципальное образование", sheet.municipality),
        ("Место работы", sheet.organization + ("" if sheet.is_partial else since)),
        ("Должность", sheet.position or words.ABSENT),
        *([] if sheet.is_partial else [("Категория", CATEGORIES.get(sheet.category, words.ABSENT))]),
        ("Образование", sheet.education or words.ABSENT),
        *_second_jobs(sheet),
        *_absence(sheet),
    ]
    pairs = [html.Div([html.Dt(term), html.Dd(meaning)]) for term, meaning in facts]
    return section("Сведения о работнике", html.Dl(pairs, className="facts"))


def _second_jobs(sheet: PersonSheet) -> list[tuple[str, str]]:
    jobs = sheet.second_jobs
    return [
        ("Второе место работы", ", ".join(filter(None, (one.organization, one.position, f"с {words.day(one.since)}"))))
        for one in jobs
    ]


def _absence(sheet: PersonSheet) -> list[tuple[str, str]]:
    absence = sheet.absence
    if absence is None:
        return []
    until = f" по {words.day(absence.until)}" if absence.until else ""
    return [("Длительно отсутствует", f"с {words.day(absence.since)}{until}")]


def _current(visit: Visit, sheet: PersonSheet, terms: Terms) -> list[Component]:
    route, day = sheet.current, visit.reading.day
    if route is None:
        return [] if sheet.is_partial else [_not_assessed(sheet)]
    if sheet.is_partial:
        return _part(visit, sheet, route)
    return [
        section(
            f"ИОМ от {words.day(route.opened_on)}",
            *_standing(visit, terms.get(route.id)),
            html.P(holder(route, day), className="holder"),
            timeline(milestones(route, day, sheet.assessed_on)),
        ),
        *([section("Профессиональные компетенции", *_competences(visit, sheet, route))] if _scored(route) else []),
        section("Рекомендуемый ИОМ", recommended(route), appendix1_fields(sheet, route), note="Приложение 1"),
        section(
            "Заявки на обучение",
            applications(visit, route.applications),
            *([download_links(visit.path, "applications", visit.view.carried)] if route.applications else []),
            note=wording.basis("3.6, 3.7"),
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


def _standing(visit: Visit, term: RouteTerm | None) -> list[Component]:
    if term is None:
        return []
    state, clause = standing(term, visit.reading.day)
    return [
        html.P(
            [html.Strong(f"{state}. "), html.Span(wording.basis(clause), className="section-note")],
            className="standing",
        )
    ]


def _part(visit: Visit, sheet: PersonSheet, route: RouteRecord) -> list[Component]:
    """What a provider sees: the recommended part of the route, its own applications and what became of them."""
    return [
        section("Рекомендуемый ИОМ", recommended(route), appendix1_fields(sheet, route), note="Приложение 1"),
        section("Заявки в вашу организацию", applications(visit, route.applications), note=wording.basis("3.6")),
        section("Обучение в вашей организации", formal_outcome(route), note=wording.basis("3.6, 3.12")),
    ]


def _not_assessed(sheet: PersonSheet) -> Component:
    advice = f"Оценка проводится не реже одного раза в три года: {wording.clause('2.4')}. ИОМ появится после неё."
    if sheet.assessed_on:
        due = words.day(counts_until(sheet.assessed_on))
        advice = f"Последняя пройдена {words.day(sheet.assessed_on)}; следующая плановая — не позднее {due}. {advice}"
    return empty_state("За три года оценка не пройдена", advice)


def _competences(visit: Visit, sheet: PersonSheet, route: RouteRecord) -> list[Component]:
    """The scores of each procedure by itself, the latest first; beside the latest the mean of the organization."""
    latest, *before = reversed(_scored(route))
    mean = _organization(visit, sheet, latest)
    return [_scores(visit, latest, mean), *(_scores(visit, one, None) for one in before)]


def _scored(route: RouteRecord) -> list[ProcedureRecord]:
    """The procedures and needs with scores or levels: a need may have none."""
    return [one for one in route.procedures if not one.is_need or scores_in(one)]


def _scores(visit: Visit, one: ProcedureRecord, organization: GroupScores | None) -> Component:
    ground = "Потребность: " if one.is_need else ""
    lead = f"{ground}{one.name}, {words.day(one.passed_on)}" + (f", группа {one.group}" if one.group else "")
    bars = competence_bars(one.scores, bound_of(visit.reading, fold(one.name)), organization, one.levels)
    return html.Div([html.H3(lead, className="graph-title"), bars], className="procedure-scores")


def _organization(visit: Visit, sheet: PersonSheet, procedure: ProcedureRecord) -> GroupScores | None:
    """The scores of the organization in the same procedure, for viewers who may count it; a need is no procedure."""
    if procedure.is_need:
        return None
    place = places.organization(visit.reading, sheet.organization_id)
    return scores_of(visit.reading, place, Filters(procedure=procedure.name)) if place else None


def _earlier_routes(visit: Visit, sheet: PersonSheet, terms: Terms) -> list[Component]:
    """All routes but the current one, the latest first, each with the day on which the next was opened."""
    if not sheet.earlier:
        return []
    opened = [None, *(route.opened_on for route in sheet.routes)]
    followed_on = {route.id: after for route, after in zip(sheet.routes, opened, strict=False)}
    routes = [_earlier(visit, sheet, route, terms.get(route.id), followed_on[route.id]) for route in sheet.earlier]
    return [section("Предыдущие ИОМ", *routes)]


def _earlier(
    visit: Visit, sheet: PersonSheet, route: RouteRecord, term: RouteTerm | None, followed_on: date | None
) -> Component:
    day = visit.reading.day
    state = f" — {STATES[term.state]}" if term else ""
    names = ", ".join(dict.fromkeys(one.name for one in route.procedures))
    parts = [
        *_standing(visit, term),
        *([] if sheet.is_partial else [html.P(holder(route, day, followed_on), className="holder")]),
        *(_scores(visit, one, None) for one in reversed(_scored(route))),
        recommended(route),
        applications(visit, route.applications),
        formal_outcome(route),
        appendix1_fields(sheet, route),
        *([] if sheet.is_partial else [informal_outcome(route, day), appendix2_fields(sheet, route)]),
    ]
    summary = html.Summary(f"ИОМ от {words.day(route.opened_on)}: {names}{state}")
    return html.Details([summary, *parts], className="earlier-route")
