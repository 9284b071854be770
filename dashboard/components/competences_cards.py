"""A card for each competence: the mean against the bound, and the number of people below it."""

from collections.abc import Callable, Mapping

from dash.development.base_component import Component

from dashboard import competence_words, dcc, html, words
from dashboard.components.definition import definition
from dashboard.components.still import still
from model.routes import COMPETENCES
from model.score_indicators import MEASURE_BY_KEY
from queries.score_records import GroupScores, LevelCounts, Spread

_FEW = "Слишком мало работников: баллы видит только их организация"


def competence_cards(
    scores: GroupScores,
    bound: int,
    levels: Mapping[str, LevelCounts],
    below: Callable[[str], str] | None = None,
) -> Component:
    """The four competences in the order of the regulation; `below` has the list of who is below the bound."""
    cards = [
        _level_card(label, levels[key])
        if key in levels
        else _card(label, scores.spreads[key], bound, below(key) if below else None)
        for key, label in COMPETENCES.items()
    ]
    return still(html.Div(cards, className="rate-cards"))


def _level_card(label: str, counts: LevelCounts) -> Component:
    """A competence whose scores are levels in words: the share of each."""
    head = html.Div(
        [html.H3(words.sentence(label), className="card-label"), definition(MEASURE_BY_KEY["score_level"])],
        className="card-head",
    )
    lines = [
        html.Li(f"{level}: {words.percent_of(number, counts.number)}, {words.ratio(number, counts.number)}")
        for level, number in counts.levels
    ]
    body = html.Ul(lines, className="strong-places") if lines else html.P(_FEW, className="verdict")
    whose = html.P(f"уровни, {words.people(counts.number)}", className="card-ratio")
    return html.Article([head, whose, body], className="rate-card is-open")


def _card(label: str, spread: Spread, bound: int, href: str | None) -> Component:
    head = html.Div(
        [html.H3(words.sentence(label), className="card-label"), definition(MEASURE_BY_KEY["score_mean"])],
        className="card-head",
    )
    mean = html.Span(competence_words.percents(spread.figures.mean if spread.figures else None), className="card-value")
    whose = html.Span(words.people(spread.number) if spread.number else words.NO_PEOPLE, className="card-ratio")
    numbers = html.Div([mean, whose], className="card-numbers")
    return html.Article(
        [head, numbers, score_bar(spread, bound), _below(spread, bound, href)], className="rate-card is-open"
    )


def score_bar(spread: Spread, bound: int) -> Component:
    """A bar filled to the mean, with a mark of the bound; dashed where there is no mean."""
    if spread.figures is None:
        return html.Div(className="bar bar-absent", **{"aria-hidden": "true"})
    parts = [
        html.Div(className="bar-fill", style={"width": f"{spread.figures.mean:.2f}%"}),
        html.Div(className="bar-target", style={"left": f"{bound}%"}),
    ]
    return html.Div(parts, className="bar", **{"aria-hidden": "true"})


def _below(spread: Spread, bound: int, href: str | None) -> Component:
    figures = spread.figures
    if figures is None:
        return html.P(_FEW if spread.is_hidden else "Баллов по этой компетенции нет", className="verdict")
    below = words.ratio(figures.below, spread.number)
    figure = dcc.Link(below, href=href) if href and figures.below else below
    share = competence_words.share_below(spread)
    # The verdict is a row of boxes: its words stay together.
    return html.P(html.Span([f"ниже {bound}{words.THIN}%: ", figure, f", {share}"]), className="verdict")
