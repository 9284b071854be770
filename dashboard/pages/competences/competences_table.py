"""Groups of people as rows; mean scores and shares below the bound of the row's procedure as columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import competence_words, dcc, html, words
from dashboard.components.competences_cards import score_bar
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from model.routes import COMPETENCES
from queries.score_records import GroupScores, Spread

# The rows shown at first; the rest opens on request.
SHOWN = 6


@dataclass(frozen=True)
class ScoresRow:
    """A group: its name, its scores, the bound, and by competence the address of the list of who is below it."""

    name: Component | str
    scores: GroupScores
    bound: int
    below: Callable[[str], str] | None = None


def competences_table(caption: str, first: str, rows: Sequence[ScoresRow]) -> Component:
    """The biggest groups, and the rest behind «ещё»."""
    table = _table(caption, first, rows[:SHOWN])
    rest = rows[SHOWN:]
    if not rest:
        return still(table)
    summary = html.Summary(f"Ещё {words.number(len(rest))}")
    more = html.Details([summary, _table(f"{caption}, остальные", first, rest)], className="graph-table")
    return still(html.Div([table, more]))


def _table(caption: str, first: str, rows: Sequence[ScoresRow]) -> Component:
    headings = [first, "Прошли оценку", *map(words.sentence, COMPETENCES.values())]
    return table_frame(caption, headings, [_row(row) for row in rows], "table-plain numbers competences-table")


def _row(row: ScoresRow) -> Component:
    cells = [_cell(key, row.scores.spreads[key], row) for key in COMPETENCES]
    return html.Tr([html.Th(row.name, scope="row"), html.Td(words.number(row.scores.people)), *cells])


def _cell(key: str, spread: Spread, row: ScoresRow) -> Component:
    if spread.figures is None:
        why = html.Span(competence_words.absence_of(spread), className="cell-ratio")
        return html.Td([html.Span(words.ABSENT, className="cell-value"), why], className="cell-rate is-absent")
    below = words.ratio(spread.figures.below, spread.number)
    is_open = row.below is not None and spread.figures.below > 0
    return html.Td(
        [
            html.Span(competence_words.mean_of(spread), className="cell-value"),
            score_bar(spread, row.bound),
            html.Span(
                [f"ниже {row.bound}: ", dcc.Link(below, href=row.below(key)) if is_open and row.below else below],
                className="cell-ratio",
            ),
        ],
        className="cell-rate is-open",
    )
