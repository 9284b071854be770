"""Groups of people as rows; mean scores and shares below the bound as columns."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import competence_words, html, words
from dashboard.components.competences_cards import score_bar
from dashboard.components.still import still
from model.routes import COMPETENCES
from queries.competences import NamedScores, Spread

# The rows shown at first; the rest opens on request.
SHOWN = 12


def competences_table(caption: str, first: str, groups: Sequence[NamedScores], bound: int) -> Component:
    """The biggest groups, and the rest behind «ещё»."""
    table = _table(caption, first, groups[:SHOWN], bound)
    rest = groups[SHOWN:]
    if not rest:
        return still(table)
    summary = html.Summary(f"Ещё {words.number(len(rest))}")
    more = html.Details([summary, _table(f"{caption}, остальные", first, rest, bound)], className="graph-table")
    return still(html.Div([table, more]))


def _table(caption: str, first: str, groups: Sequence[NamedScores], bound: int) -> Component:
    headings = [first, "Прошли оценку", *map(words.sentence, COMPETENCES.values())]
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in headings]))
    body = html.Tbody([_row(group, first, bound) for group in groups])
    table = html.Table([html.Caption(caption), head, body], className="table-plain numbers competences-table")
    return html.Div(table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": caption})


def _row(group: NamedScores, first: str, bound: int) -> Component:
    name = group.name or f"{first.lower()} не указана"
    cells = [_cell(group.scores.spreads[key], bound) for key in COMPETENCES]
    return html.Tr([html.Th(name, scope="row"), html.Td(words.number(group.scores.people)), *cells])


def _cell(spread: Spread, bound: int) -> Component:
    if spread.figures is None:
        why = html.Span(competence_words.absence_of(spread), className="cell-ratio")
        return html.Td([html.Span(words.ABSENT, className="cell-value"), why], className="cell-rate is-absent")
    below = words.ratio(spread.figures.below, spread.number)
    return html.Td(
        [
            html.Span(competence_words.mean_of(spread), className="cell-value"),
            score_bar(spread, bound),
            html.Span(f"ниже {bound}: {below}", className="cell-ratio"),
        ],
        className="cell-rate is-open",
    )
