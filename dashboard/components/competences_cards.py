"""A card for each competence: the mean against the bound, and the number of people below it."""

from dash.development.base_component import Component

from dashboard import competence_words, html, words
from dashboard.components.definition import definition
from dashboard.components.still import still
from model.indicators import MEASURE_BY_KEY
from model.routes import COMPETENCES
from queries.competences import GroupScores, Spread


def competence_cards(scores: GroupScores, bound: int) -> Component:
    """The four competences in the order of the regulation."""
    cards = [_card(label, scores.spreads[key], bound) for key, label in COMPETENCES.items()]
    return still(html.Div(cards, className="rate-cards"))


def _card(label: str, spread: Spread, bound: int) -> Component:
    head = html.Div(
        [html.H3(words.sentence(label), className="card-label"), definition(MEASURE_BY_KEY["score_mean"])],
        className="card-head",
    )
    mean = html.Span(competence_words.percents(spread.figures.mean if spread.figures else None), className="card-value")
    whose = html.Span(words.people(spread.number) if spread.number else words.NO_PEOPLE, className="card-ratio")
    numbers = html.Div([mean, whose], className="card-numbers")
    return html.Article([head, numbers, score_bar(spread, bound), _below(spread, bound)], className="rate-card is-open")


def score_bar(spread: Spread, bound: int) -> Component:
    """A bar filled to the mean, with a mark of the bound; dashed where there is no mean."""
    if spread.figures is None:
        return html.Div(className="bar bar-absent", **{"aria-hidden": "true"})
    parts = [
        html.Div(className="bar-fill", style={"width": f"{spread.figures.mean:.2f}%"}),
        html.Div(className="bar-target", style={"left": f"{bound}%"}),
    ]
    return html.Div(parts, className="bar", **{"aria-hidden": "true"})


def _below(spread: Spread, bound: int) -> Component:
    figures = spread.figures
    if figures is None:
        few = "Слишком мало работников: баллы видит только их организация"
        return html.P(few if spread.is_hidden else "Баллов по этой компетенции нет", className="verdict")
    made_of = f"{words.ratio(figures.below, spread.number)}, {competence_words.share_below(spread)}"
    return html.P(f"ниже {bound}{words.THIN}%: {made_of}", className="verdict")
