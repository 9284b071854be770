"""The scores of a place: their spread, the deficits, the programmes chosen, the places with high scores."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from dash.development.base_component import Component

import settings
from dashboard import addresses, competence_words, dcc, html, place_words, words
from dashboard.addresses import with_view
from dashboard.charts.competence_heatmap import HeatRow, competence_heatmap, competence_heatmap_rows
from dashboard.charts.score_spread import score_spread, score_spread_rows
from dashboard.components.competences_cards import competence_cards
from dashboard.components.competences_table import competences_table
from dashboard.components.counts_table import natural
from dashboard.components.definition import definition
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.graph import graph
from dashboard.components.page import page, section
from dashboard.components.paged_table import pager
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.pages.programme_choices import programmes
from dashboard.visit import Screen, Visit
from model.indicators import MEASURE_BY_KEY
from model.places import Level, Place
from model.routes import COMPETENCES
from queries import places
from queries.competences import GroupScores, PlaceScores, Survey, strong_places, survey_of

TITLE = "Компетенции"
# A map of more rows is turned page by page.
MAP_ROWS = 50
STRONG_PLACES = {
    Level.REGION: "Территории с высокими результатами оценки",
    Level.MUNICIPALITY: "Организации с высокими результатами оценки",
    Level.ORGANIZATION: "Организации с высокими результатами оценки",
}
DEFICITS = "Профессиональные дефициты (затруднения)"


class Ids(StrEnum):
    """What callbacks name of this page."""

    MAP = "competences-map"


def layout(visit: Visit, level: str | None = None, identity: int | None = None) -> Screen | None:
    """The scores of one place; without a level, of the widest place that the account's grants name."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    survey = survey_of(visit.reading, place, visit.view.filters)
    content = page(
        f"{TITLE}: {place.name}",
        sections.controls(visit, place),
        sections.screen_links(visit, place),
        *_content(visit, place, survey),
        lead=sections.trail(visit, place, TITLE),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def _content(visit: Visit, place: Place, survey: Survey) -> list[Component]:
    if survey.is_published:
        return _published(visit, place, survey)
    return _sections(visit, place, survey) if survey.whole.people else [_nobody()]


def _published(visit: Visit, place: Place, survey: Survey) -> list[Component]:
    """What who may not name people sees of scores: means of whole municipalities."""
    bound, scores = settings.SCORE_BOUND.value(), survey.whole
    few = words.number(settings.SMALL_GROUP.value())
    note = (
        "Без доступа к персональным данным баллы показаны по муниципальным образованиям и области в целом, в целых "
        f"процентах, на конец месяца, когда набралось не меньше {few} человек и изменились баллы не меньше {few}."
    )
    if not scores.people:
        return [section(TITLE, empty_state("Мало данных", note))]
    cards = section("Четыре компетенции", competence_cards(scores, bound), note=note)
    return [cards, *([_map(visit, place, survey, bound)] if survey.parts else [])]


def surveyed_place(visit: Visit, level: str | None, identity: int | None) -> Place | None:
    """The place that the path names, else the widest one of the account; None where it is not the viewer's."""
    return places.named(visit.reading, level, identity) if level else next(iter(places.granted(visit.reading)), None)


def _nobody() -> Component:
    advice = "Никто из работников не прошёл оценку за три года. Выберите другую дату или сбросьте фильтры."
    return empty_state("Баллов нет", advice)


def _sections(visit: Visit, place: Place, survey: Survey) -> list[Component]:
    bound, scores = settings.SCORE_BOUND.value(), survey.whole
    return [
        section("Четыре компетенции", competence_cards(scores, bound), note=_note(scores, bound)),
        section(
            "Разброс",
            _explained(
                "score_spread",
                "Ромб и число — средний балл, черта — медиана, прямоугольник и пара чисел — баллы половины работников: "
                "от нижней четверти до верхней.",
            ),
            graph(
                score_spread(scores, bound),
                title="Распределение баллов",
                table=score_spread_rows(scores, bound),
                file=download_links(visit.path, "spread", visit.view),
            ),
        ),
        _map(visit, place, survey, bound),
        *_groups(visit, place, survey, bound),
        programmes(visit, place, scores, bound),
        *([_strong(visit, place, scores, survey.parts)] if survey.parts else []),
    ]


def _note(scores: GroupScores, bound: int) -> str:
    few = settings.SMALL_GROUP.value()
    return (
        f"Последняя за три года оценка, {words.people(scores.people)}. {competence_words.bound_note(bound)} "
        f"Баллы меньше чем {words.number(few)} человек видит только их организация."
    )


def _explained(key: str, more: str = "") -> Component:
    measure = MEASURE_BY_KEY[key]
    text = html.Span(f"{words.sentence(measure.meaning)}. {more}")
    return still(html.Div([text, definition(measure)], className="section-note explained"))


def _map(visit: Visit, place: Place, survey: Survey, bound: int) -> Component:
    first = first_column(place)
    rows = map_rows(visit, survey)
    last = max(1, -(-len(rows) // MAP_ROWS))
    number = min(visit.view.page, last)
    shown = rows[(number - 1) * MAP_ROWS : number * MAP_ROWS]
    figure = graph(
        competence_heatmap(shown, bound),
        title="Средний балл и доля работников с затруднениями (ниже порогового значения): чем гуще цвет, тем их больше",
        table=competence_heatmap_rows(shown, first, bound),
        id=Ids.MAP,
        file=download_links(visit.path, "needs", visit.view),
    )
    turned = pager(visit.view.on_page(number), visit.path, total=len(rows), page_size=MAP_ROWS)
    pages = [still(turned)] if last > 1 else []
    heading = DEFICITS if survey.parts else f"{DEFICITS} по должностям"
    # A position may be one person, and people are never put in the order of their scores.
    orders = [_orders(visit, first)] if survey.parts else []
    return section(heading, _explained("score_below"), *orders, figure, *pages)


def first_column(place: Place) -> str:
    """The heading of the rows of the map: the parts of the place, or positions where it has none."""
    return "Должность" if place.level is Level.ORGANIZATION else place_words.part_of(place)


def map_rows(visit: Visit, survey: Survey) -> list[HeatRow]:
    """All the rows of the map in its order: the parts of the place or, where it has none, its positions."""
    return _place_rows(visit, survey) if survey.parts else _position_rows(survey)


def _place_rows(visit: Visit, survey: Survey) -> list[HeatRow]:
    rows = [
        HeatRow(one.place.name, one.scores, addresses.path_of(one.place), addresses.competences(one.place, visit.view))
        for one in survey.parts
        if one.scores.people
    ]
    return _in_order(visit, rows)


def _position_rows(survey: Survey) -> list[HeatRow]:
    return [HeatRow(one.name or "должность не указана", one.scores) for one in survey.positions]


def _in_order(visit: Visit, rows: list[HeatRow]) -> list[HeatRow]:
    """By name, or from the most people below the bound in a competence; those without figures at the end."""
    key = visit.view.sort

    def order(row: HeatRow) -> tuple[bool, float, object]:
        spread = row.scores.spreads[key] if key in COMPETENCES else None
        if spread is None or spread.figures is None:
            return spread is not None, 0.0, natural(row.name)
        return False, -spread.figures.below / spread.number, natural(row.name)

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


def _groups(visit: Visit, place: Place, survey: Survey, bound: int) -> list[Component]:
    found = [
        ("positions", "По должностям", "Должность", survey.positions),
        ("procedures", "По процедурам оценки", "Процедура", survey.procedures),
    ]
    # Of an organization the map already shows the positions.
    kept = found[1:] if place.level is Level.ORGANIZATION else found
    return [
        section(title, competences_table(title, first, groups, bound), download_links(visit.path, name, visit.view))
        for name, title, first, groups in kept
    ]


def _strong(visit: Visit, place: Place, scores: GroupScores, parts: Sequence[PlaceScores]) -> Component:
    lists = [_strong_in(visit, scores, parts, key) for key in COMPETENCES]
    return section(
        STRONG_PLACES[place.level],
        _explained("strong_places"),
        html.Div(lists, className="rate-cards"),
        download_links(visit.path, "practices", visit.view),
    )


def _strong_in(visit: Visit, scores: GroupScores, parts: Sequence[PlaceScores], key: str) -> Component:
    found = strong_places(scores, parts, key)
    head = html.H3(words.sentence(COMPETENCES[key]), className="card-label")
    if not found:
        return still(html.Div([head, html.P("Таких нет.", className="nothing")], className="rate-card"))
    items = []
    for one in found:
        spread = one.scores.spreads[key]
        told = f"в среднем {competence_words.mean_of(spread)}, {words.people(spread.number)}"
        link = dcc.Link(one.place.name, href=addresses.competences(one.place, visit.view))
        items.append(html.Li([link, html.Span(told, className="cell-ratio")]))
    return still(html.Div([head, html.Ul(items, className="strong-places")], className="rate-card"))
