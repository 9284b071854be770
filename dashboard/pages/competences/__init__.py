"""The scores of a place in one procedure: means, spread, deficits, changes, the programmes chosen, the high scores."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dash.development.base_component import Component

import settings
from dashboard import addresses, competence_words, dcc, html, place_words, words
from dashboard.addresses import with_view
from dashboard.charts.score_spread import score_spread, score_spread_rows
from dashboard.components.competences_cards import competence_cards
from dashboard.components.definition import definition
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.graph import graph
from dashboard.components.page import page, section
from dashboard.components.place_pages import page_of, part_choice, place_pager, within_view
from dashboard.components.score_changes import score_changes
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.pages.competences.competence_map import MapRow, competence_map
from dashboard.pages.competences.competences_table import ScoresRow, competences_table
from dashboard.pages.competences.procedure_choice import procedure_choice
from dashboard.pages.programme_choices import programmes
from dashboard.visit import Screen, Visit
from model.accounts import Role
from model.places import Level, Place
from model.routes import COMPETENCES
from model.score_indicators import MEASURE_BY_KEY
from queries import places
from queries.competences import strong_places, survey_of
from queries.score_bounds import Procedure
from queries.score_records import GroupScores, PlaceScores, Survey

TITLE = "Компетенции"
DEFICITS = "Профессиональные дефициты (затруднения)"
STRONG_PLACES = {
    Level.REGION: "Территории с высокими результатами оценки",
    Level.MUNICIPALITY: "Организации с высокими результатами оценки",
    Level.ORGANIZATION: "Организации с высокими результатами оценки",
}
# A map of more rows is turned page by page.
MAP_ROWS = 36


def layout(visit: Visit, level: str | None = None, identity: int | None = None) -> Screen | None:
    """The scores of one place; without a level, of the widest place that the account's grants name."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    survey = survey_of(visit.reading, place, visit.view.filters)
    # Other screens of who may not name people have no filter by procedure.
    elsewhere = _without_procedure(visit) if survey.is_published else visit
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(elsewhere, place),
        *_content(visit, place, survey),
        lead=sections.trail(elsewhere, place, TITLE),
        tools=sections.controls(visit, place, hides=("procedure",)),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def _without_procedure(visit: Visit) -> Visit:
    filters = visit.view.filters.without_procedure
    return replace(visit, view=replace(visit.view, filters=filters))


def surveyed_place(visit: Visit, level: str | None, identity: int | None) -> Place | None:
    """The place that the path names, else the widest one of the account; None where it is not the viewer's."""
    return places.named(visit.reading, level, identity) if level else next(iter(places.granted(visit.reading)), None)


def _content(visit: Visit, place: Place, survey: Survey) -> list[Component]:
    procedure = survey.procedure
    if procedure is None:
        return [section(TITLE, empty_state("Мало данных", _published_note()))] if survey.is_published else [_nobody()]
    choice = _choice(visit, procedure, survey)
    if not survey.whole.people:
        return [choice, _nobody()]
    if survey.is_published:
        return [choice, *_published(visit, place, procedure, survey)]
    return [choice, *_sections(visit, place, procedure, survey)]


def _choice(visit: Visit, procedure: Procedure, survey: Survey) -> Component:
    """Which procedure is shown, its bound, and the others."""

    def href(name: str) -> str:
        filters = replace(visit.view.filters, procedure=name)
        return with_view(visit.path, replace(visit.view, filters=filters, page=1))

    note = [competence_words.bound_note(procedure.bound)]
    if visit.reading.viewer.holds(Role.ASSESSOR):
        note = [*note, " ", dcc.Link("Изменить пороговые значения", href=addresses.BOUNDS)]
    return section(
        f"Процедура: {procedure.name}",
        procedure_choice(procedure.key, survey.procedures, href),
        note=html.P(note, className="section-note"),
    )


def _published_note() -> str:
    few = words.number(settings.SMALL_GROUP.value())
    return (
        "Без доступа к персональным данным баллы каждой процедуры показаны по муниципальным образованиям и области в "
        f"целом, в целых процентах, на конец месяца, когда набралось не меньше {few} человек и изменились баллы не "
        f"меньше {few}."
    )


def _published(visit: Visit, place: Place, procedure: Procedure, survey: Survey) -> list[Component]:
    """What who may not name people sees of scores: means of whole municipalities."""
    cards = section(
        "Четыре компетенции", competence_cards(survey.whole, procedure.bound, survey.levels), note=_published_note()
    )
    return [cards, *([_map(visit, place, survey, procedure)] if survey.parts else [])]


def _nobody() -> Component:
    advice = "Никто из работников не прошёл эту оценку за три года. Выберите другую дату или сбросьте фильтры."
    return empty_state("Нет данных", advice)


def _sections(visit: Visit, place: Place, procedure: Procedure, survey: Survey) -> list[Component]:
    scores, can_open = survey.whole, visit.reading.scope.may_list(place)
    below = below_in(visit, place, procedure) if can_open else None
    cards = competence_cards(scores, procedure.bound, survey.levels, below)
    measured = [
        _spread(visit, procedure, scores),
        _map(visit, place, survey, procedure),
        section(
            "Изменение",
            _explained("score_change"),
            score_changes(survey.changes, survey.progress),
            download_links(visit.path, "changes", visit.view),
        ),
        *_groups(visit, place, procedure, survey, can_open=can_open),
        programmes(visit, place, scores, procedure.bound),
        *([_strong(visit, place, scores, survey.parts)] if survey.parts else []),
    ]
    has_percents = any(spread.number for spread in scores.spreads.values())
    return [
        section("Четыре компетенции", cards, note=_note(scores)),
        *(measured if has_percents else []),
        _procedures(visit, place, survey, can_open=can_open),
    ]


def below_in(visit: Visit, place: Place, procedure: Procedure) -> Callable[[str], str]:
    """By competence the address of the list of who is below the bound of a procedure."""
    return lambda key: addresses.below_bound(key, place, procedure.name, visit.view)


def _note(scores: GroupScores) -> str:
    few = settings.SMALL_GROUP.value()
    return (
        f"Последняя за три года оценка по этой процедуре, {words.people(scores.people)}. "
        f"Баллы меньше чем {words.number(few)} человек видит только их организация."
    )


def _spread(visit: Visit, procedure: Procedure, scores: GroupScores) -> Component:
    return section(
        "Разброс",
        _explained(
            "score_spread",
            "Ромб и число — средний балл, черта — медиана, прямоугольник и пара чисел — баллы половины работников: "
            "от нижней четверти до верхней.",
        ),
        graph(
            score_spread(scores, procedure.bound),
            title="Как распределены баллы",
            table=score_spread_rows(scores, procedure.bound),
            file=download_links(visit.path, "spread", visit.view),
        ),
    )


def _explained(key: str, more: str = "") -> Component:
    measure = MEASURE_BY_KEY[key]
    text = html.Span(f"{words.sentence(measure.meaning)}. {more}")
    return still(html.Div([text, definition(measure)], className="section-note explained"))


def _map(visit: Visit, place: Place, survey: Survey, procedure: Procedure) -> Component:
    first, view = first_column(place), visit.view
    page = page_of(map_rows(visit, survey), view.page, MAP_ROWS)
    figure = competence_map(
        page.rows,
        first,
        procedure.bound,
        title="Средний балл и доля работников с затруднениями (ниже порогового значения): чем гуще цвет, тем их больше",
        file=download_links(visit.path, "needs", view),
    )
    pages = [still(place_pager(page, view, visit.path))] if not page.total or page.total > MAP_ROWS else []
    heading = DEFICITS if survey.parts else f"{DEFICITS} по должностям"
    # A position may be one person, and people are never put in the order of their scores.
    assessed = [one for one in survey.parts if one.scores.people]
    orders = _orders(visit, first)
    above = [part_choice(assessed, place, view, visit.path, orders, has_total=False)] if survey.parts else []
    return section(heading, _explained("score_below"), *above, figure, *pages)


def first_column(place: Place) -> str:
    """The heading of the rows of the map: the parts of the place, or positions where it has none."""
    return "Должность" if place.level is Level.ORGANIZATION else place_words.part_of(place)


def map_rows(visit: Visit, survey: Survey) -> list[MapRow]:
    """All the rows of the map in its order: the parts of the place or, where it has none, its positions."""
    return _place_rows(visit, survey) if survey.parts else _position_rows(survey)


def _place_rows(visit: Visit, survey: Survey) -> list[MapRow]:
    name = survey.procedure.name if survey.procedure else None
    rows = [
        MapRow(one.place.name, one.scores, addresses.competences(one.place, visit.view, name))
        for one in within_view(survey.parts, visit.view)
        if one.scores.people
    ]
    return _in_order(visit, rows)


def _position_rows(survey: Survey) -> list[MapRow]:
    return [MapRow(one.name or "должность не указана", one.scores) for one in survey.positions]


def _in_order(visit: Visit, rows: list[MapRow]) -> list[MapRow]:
    """By name, or from the most people below the bound in a competence; those without figures at the end."""
    key = visit.view.sort

    def order(row: MapRow) -> tuple[bool, float, object]:
        spread = row.scores.spreads[key] if key in COMPETENCES else None
        if spread is None or spread.figures is None:
            return spread is not None, 0.0, place_words.natural(row.name)
        return False, -spread.figures.below / spread.number, place_words.natural(row.name)

    return sorted(rows, key=order)


def _orders(visit: Visit, first: str) -> Component:
    """The ways to put the rows of the map in order, as links."""
    ways = [(None, "по названию"), *((key, label) for key, label in COMPETENCES.items())]
    items: list[Component] = []
    for key, label in ways:
        if key == (visit.view.sort if visit.view.sort in COMPETENCES else None):
            items.append(html.Li(html.Span(label, **{"aria-current": "true"})))
            continue
        view = replace(visit.view, sort=key, descending=key is not None, page=1)
        items.append(html.Li(dcc.Link(label, href=with_view(visit.path, view))))
    items.insert(1, html.Li("или по доле работников с затруднениями:", className="control-label"))
    lead = html.Span("Порядок строк:", className="control-label")
    order = html.Ul(items, className="quick-days", **{"aria-label": f"Порядок строк: {first.lower()}"})
    return still(html.Div([lead, order], className="orders"))


def _groups(visit: Visit, place: Place, procedure: Procedure, survey: Survey, *, can_open: bool) -> list[Component]:
    """The positions; of an organization the map already shows them."""
    if place.level is Level.ORGANIZATION:
        return []
    rows = []
    for one in survey.positions:
        of_position = replace(visit, view=replace(visit.view, filters=replace(visit.view.filters, position=one.name)))
        below = below_in(of_position, place, procedure) if can_open and one.name else None
        rows.append(ScoresRow(one.name or "должность не указана", one.scores, procedure.bound, below))
    table = competences_table("По должностям", "Должность", rows)
    return [section("По должностям", table, download_links(visit.path, "positions", visit.view))]


def _procedures(visit: Visit, place: Place, survey: Survey, *, can_open: bool) -> Component:
    """Each procedure by itself, against its own bound."""
    rows = [
        ScoresRow(
            dcc.Link(one.procedure.name, href=addresses.competences(place, visit.view, one.procedure.name)),
            one.scores,
            one.procedure.bound,
            below_in(visit, place, one.procedure) if can_open else None,
        )
        for one in survey.procedures
    ]
    title = "По процедурам оценки"
    note = "Баллы разных процедур не усредняются: каждая сравнивается со своим пороговым значением."
    table = competences_table(title, "Процедура", rows)
    return section(title, table, download_links(visit.path, "procedures", visit.view), note=note)


def _strong(visit: Visit, place: Place, scores: GroupScores, parts: Sequence[PlaceScores]) -> Component:
    lists = [_strong_in(visit, scores, parts, key) for key in COMPETENCES]
    return section(
        STRONG_PLACES[place.level],
        _explained("strong_places"),
        html.Div(lists, className="rate-cards"),
        download_links(visit.path, "practices", visit.view),
    )


def _strong_in(visit: Visit, scores: GroupScores, parts: Sequence[PlaceScores], key: str) -> Component:
    strong = strong_places(scores, parts, key)
    head = html.H3(words.sentence(COMPETENCES[key]), className="card-label")
    if not strong:
        return still(html.Div([head, html.P("Таких нет.", className="nothing")], className="rate-card"))
    items = []
    for one in strong:
        spread = one.scores.spreads[key]
        text = f"в среднем {competence_words.mean_of(spread)}, {words.people(spread.number)}"
        link = dcc.Link(one.place.name, href=addresses.competences(one.place, visit.view))
        items.append(html.Li([link, html.Span(text, className="cell-ratio")]))
    return still(html.Div([head, html.Ul(items, className="strong-places")], className="rate-card"))
