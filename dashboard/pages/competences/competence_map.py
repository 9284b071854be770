"""Competences by place or position as a table: the fuller the colour of a cell, the more people are below the bound."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import competence_words, dcc, html, words
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from dashboard.place_words import divisible, short_name
from model.routes import COMPETENCES
from queries.score_records import GroupScores, Spread

# The shades of a cell, from few people below the bound to most of them.
SHADES = 6
# The last shade begins at least at this share, so that few people below the bound do not look like many.
LEAST_RANGE = 0.4
NARROW = 8  # characters of a heading that fit on one line of a phone


@dataclass(frozen=True)
class MapRow:
    """A row of the map: its name, its scores and, if it can be opened, the address of its place."""

    name: str
    scores: GroupScores
    href: str | None = None


def competence_map(
    rows: Sequence[MapRow], first: str, bound: int, *, title: str, file: Component | None = None
) -> Component:
    """The mean and the share below the bound of each competence; a cell without figures has no colour and says why."""
    most = max(
        [LEAST_RANGE, *(share for row in rows for key in COMPETENCES if (share := _share(row, key)) is not None)]
    )
    headings = [
        divisible(text, NARROW) for text in (first, "Прошли оценку", *map(words.sentence, COMPETENCES.values()))
    ]
    number = Counter(short_name(row.name) for row in rows)
    body = [_row(row, bound, most, is_short=number[short_name(row.name)] == 1) for row in rows]
    region = table_frame(title, headings, body, "table-plain competence-map", shows_caption=False)
    heading = html.H3(title, className="graph-title")
    return still(html.Figure([heading, region, *([file] if file else [])], className="graph"))


def _row(row: MapRow, bound: int, most: float, *, is_short: bool) -> Component:
    """A row under its short name, or the full one where two would have the same."""
    short = short_name(row.name) if is_short else row.name
    title, text = {"title": row.name} if short != row.name else {}, divisible(short)
    name = dcc.Link(text, href=row.href, **title) if row.href else html.Span(text, **title)
    cells = [_cell(row, key, bound, most) for key in COMPETENCES]
    return html.Tr([html.Th(name, scope="row"), html.Td(words.number(row.scores.people)), *cells])


def _cell(row: MapRow, key: str, bound: int, most: float) -> Component:
    spread = row.scores.spreads[key]
    if spread.figures is None:
        return html.Td(competence_words.absence_of(spread), className="heat is-absent")
    shade = min(SHADES, int(spread.figures.below / spread.number / most * SHADES) + 1)
    share = f"{competence_words.share_below(spread)}"
    return html.Td(
        [html.Span(competence_words.mean_of(spread), className="heat-mean"), html.Span(share, className="heat-share")],
        className=f"heat is-heat-{shade}",
        title=f"ниже {bound}{words.THIN}%: {words.ratio(spread.figures.below, spread.number)}",
    )


def _share(row: MapRow, key: str) -> float | None:
    spread: Spread = row.scores.spreads[key]
    return spread.figures.below / spread.number if spread.figures else None
