"""A heatmap of competences by place or position, with the numbers written in each cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import competence_words, dcc, theme, words
from dashboard.charts.figure import Figure, Part, chart_name, figure, hover
from dashboard.charts.rates_by_place import short_name
from model.routes import COMPETENCES
from queries.score_records import GroupScores, Spread

ROW_HEIGHT = 36
ROOM_FOR_HEADINGS = 68
NAME_LINE = 15
# One translucent hue, so that text stays readable on the fullest cell in both themes.
FAINTEST, FULLEST = 0.04, 0.6
# The colour scale reaches at least this share, so that few people below the bound do not look like many.
LEAST_RANGE = 0.4
_HEADINGS = {
    "subject": "Пред-<br>метная",
    "communicative": "Комму-<br>никатив-<br>ная",
    "psych_pedagogical": "Психо-<br>лого-<br>педагог.",
    "methodical": "Мето-<br>диче-<br>ская",
}


@dataclass(frozen=True)
class HeatRow:
    """A row of the heatmap: its name, its scores and, if it can be opened, the path and the address of its place."""

    name: str
    scores: GroupScores
    path: str | None = None
    href: str | None = None


def height(rows: int) -> int:
    """The height of the heatmap in pixels."""
    return ROOM_FOR_HEADINGS + max(1, rows) * ROW_HEIGHT


def competence_heatmap(rows: Sequence[HeatRow], bound: int) -> Figure:
    """The heatmap; colour is the share of people below the bound, and a cell without figures has no colour."""
    return figure(_cells(rows, bound), _numbers(rows), height=height(len(rows)), xaxis=_headings(), yaxis=_names(rows))


def competence_heatmap_rows(
    rows: Sequence[HeatRow], first: str, bound: int
) -> tuple[list[str], list[list[str | Component]]]:
    """The same heatmap as a table: the mean and the share below the bound of each competence."""
    headings = [first, "Прошли оценку"]
    for label in COMPETENCES.values():
        headings += [f"{words.sentence(label)}, средний балл", f"{words.sentence(label)}, ниже {bound}{words.THIN}%"]
    return headings, [_table_row(row) for row in rows]


def _table_row(row: HeatRow) -> list[str | Component]:
    cells: list[str | Component] = [dcc.Link(row.name, href=row.href) if row.href else row.name]
    cells.append(words.number(row.scores.people))
    for key in COMPETENCES:
        spread = row.scores.spreads[key]
        figures = [competence_words.mean_of(spread), competence_words.share_below(spread)]
        cells += [competence_words.FEW, words.ABSENT] if spread.is_hidden else figures
    return cells


def _cells(rows: Sequence[HeatRow], bound: int) -> Part:
    shares = [[_share(row.scores.spreads[key]) for key in COMPETENCES] for row in rows]
    hue = theme.CHART_COLOURS["chart-1"]
    return {
        "type": "heatmap",
        "z": shares,
        "x": list(range(len(COMPETENCES))),
        "y": list(range(len(rows))),
        "xgap": 2,
        "ygap": 2,
        "zmin": 0,
        "zmax": max([LEAST_RANGE, *(share for line in shares for share in line if share is not None)]),
        "colorscale": [[0, theme.faint(hue, FAINTEST)], [1, theme.faint(hue, FULLEST)]],
        "showscale": False,
        "customdata": [[row.path] * len(COMPETENCES) for row in rows],
        **hover([[_hover(row, key, bound) for key in COMPETENCES] for row in rows]),
    }


def _share(spread: Spread) -> float | None:
    return spread.figures.below / spread.number if spread.figures else None


def _hover(row: HeatRow, key: str, bound: int) -> str:
    spread = row.scores.spreads[key]
    if spread.figures is None:
        return f"{chart_name(row.name)}<br>{COMPETENCES[key]}: {competence_words.absence_of(spread)}"
    below = f"{words.ratio(spread.figures.below, spread.number)}, {competence_words.share_below(spread)}"
    return (
        f"{chart_name(row.name)}<br>{COMPETENCES[key]}: в среднем {competence_words.mean_of(spread)}"
        f"<br>ниже {bound}{words.THIN}%: {below}"
    )


def _numbers(rows: Sequence[HeatRow]) -> Part:
    cells = [(x, y, row.scores.spreads[key]) for y, row in enumerate(rows) for x, key in enumerate(COMPETENCES)]
    return {
        "type": "scatter",
        "x": [x for x, _, _ in cells],
        "y": [y for _, y, _ in cells],
        "text": [_cell_text(spread) for _, _, spread in cells],
        "mode": "text",
        "textfont": {"size": theme.SMALL_TEXT_SIZE},
        "hoverinfo": "skip",
    }


def _cell_text(spread: Spread) -> str:
    if spread.figures is None:
        return "мало" if spread.is_hidden else words.ABSENT
    return f"<b>{competence_words.mean_of(spread)}</b><br>{competence_words.share_below(spread)}"


def _headings() -> Part:
    return {
        "side": "top",
        "range": [-0.5, len(COMPETENCES) - 0.5],
        "tickvals": list(range(len(COMPETENCES))),
        "ticktext": [_HEADINGS[key] for key in COMPETENCES],
        "tickangle": 0,
        "tickfont": {"size": 11},
        "showgrid": False,
        "showline": False,
    }


def _names(rows: Sequence[HeatRow]) -> Part:
    return {
        "range": [len(rows) - 0.5, -0.5],
        "tickvals": list(range(len(rows))),
        "ticktext": [_name_lines(chart_name(short_name(row.name))) for row in rows],
        "showgrid": False,
        "showline": False,
    }


def _name_lines(name: str) -> str:
    """A long name broken in two lines, so that the cells have room on a narrow screen."""
    return name if len(name) <= NAME_LINE else words.in_two_lines(name)
