"""The spread of scores of each competence: the range, the middle half, the median, the mean, the bound."""

from dashboard import competence_words, theme, words
from dashboard.charts.figure import Figure, Part, figure, hover, margin, note, stroke
from model.routes import COMPETENCES
from queries.score_records import Figures, GroupScores, Quartiles, Spread

ROW_HEIGHT = 62
ROOM_FOR_AXIS = 76


def score_spread(scores: GroupScores, bound: int) -> Figure:
    """A box for each competence with its text above it, so that it fits a narrow screen."""
    spreads = [(place, key, scores.spreads[key]) for place, key in enumerate(COMPETENCES)]
    ticks = [0, 25, 50, 75, 100]
    return figure(
        *(trace for spread in spreads for trace in _box(*spread)),
        height=ROOM_FOR_AXIS + ROW_HEIGHT * len(COMPETENCES),
        margin=margin(left=12, right=24, top=26, bottom=8),
        shapes=_bound_lines(bound),
        annotations=[*(_name(*spread) for spread in spreads), _bound_name(bound)],
        xaxis={"range": [0, 100.5], "tickvals": ticks, "ticktext": [f"{tick}{words.THIN}%" for tick in ticks]},
        yaxis={"visible": False, "range": [len(COMPETENCES) - 0.55, -0.7]},
    )


def score_spread_rows(scores: GroupScores, bound: int) -> tuple[list[str], list[list[str]]]:
    """The same boxes as a table."""
    headings = [
        *("Компетенция", "Человек с баллом", "Средний балл", "Наименьший", "Нижняя четверть", "Медиана"),
        *("Верхняя четверть", "Наибольший", f"Ниже {bound}{words.THIN}%, чел.", f"Ниже {bound}{words.THIN}%"),
    ]
    return headings, [_row(label, scores.spreads[key]) for key, label in COMPETENCES.items()]


def _row(label: str, spread: Spread) -> list[str]:
    figures = spread.figures
    quartiles = figures.quartiles if figures else None
    if figures is None or quartiles is None:
        return [label, words.number(spread.number), competence_words.absence_of(spread), *[words.ABSENT] * 7]
    five = (quartiles.lowest, quartiles.lower, quartiles.median, quartiles.upper, quartiles.highest)
    return [
        label,
        words.number(spread.number),
        words.score(figures.mean),
        *map(words.score, five),
        words.number(figures.below),
        competence_words.share_below(spread),
    ]


def _box(place: int, key: str, spread: Spread) -> list[Part]:
    """The range as a thin line, the middle half as a box, the median as a stroke, the mean as a diamond."""
    figures = spread.figures
    if figures is None or figures.quartiles is None:
        return []
    quartiles = figures.quartiles
    hue, ink = theme.CHART_COLOURS["chart-1"], theme.CHART_COLOURS["chart-whole"]
    score_range = {
        "type": "scatter",
        "x": [quartiles.lowest, quartiles.highest],
        "y": [place] * 2,
        "mode": "lines+markers",
        "line": {"color": ink, "width": 2},
        "marker": {"symbol": "line-ns-open", "size": 10, "color": ink},
    }
    middle = {
        "type": "bar",
        "orientation": "h",
        "base": [quartiles.lower],
        "x": [quartiles.upper - quartiles.lower],
        "y": [place],
        "width": 0.3,
        "marker": {"color": theme.faint(hue, 0.55), "line": {"color": hue, "width": 1.5}},
    }
    median = {"symbol": "line-ns-open", "size": 19, "line": {"width": 3}, "color": ink}
    mean = {"symbol": "diamond", "size": 10, "color": hue, "line": {"color": "#ffffff", "width": 1}}
    traces: list[Part] = [score_range, middle, _sign(place, quartiles.median, median), _sign(place, figures.mean, mean)]
    hover_text = hover(_hover(key, spread, figures, quartiles))
    return [{**trace, **hover_text} for trace in traces]


def _sign(place: int, score: float, marker: Part) -> Part:
    return {"type": "scatter", "x": [score], "y": [place], "mode": "markers", "marker": marker}


def _hover(key: str, spread: Spread, figures: Figures, quartiles: Quartiles) -> str:
    return (
        f"{COMPETENCES[key]}: {words.people(spread.number)}<br>в среднем {words.score(figures.mean)}, "
        f"медиана {words.score(quartiles.median)}<br>половина работников набрала {competence_words.middle_half(spread)}"
        f"<br>все от {words.score(quartiles.lowest)} до {words.score(quartiles.highest)}"
    )


def _name(place: int, key: str, spread: Spread) -> Part:
    label = words.sentence(COMPETENCES[key])
    quartiles = spread.figures.quartiles if spread.figures else None
    if quartiles is None:
        text = f"{label}: {competence_words.absence_of(spread)}"
    else:
        low, high = words.score(quartiles.lower), words.score(quartiles.upper)
        text = f"{label}: <b>{competence_words.mean_of(spread)}</b> · {low}–{high}"
    return note(text, x=0, y=place, xanchor="left", xshift=-4, yshift=24)


def _bound_lines(bound: int) -> list[Part]:
    line = {"color": theme.CHART_COLOURS["chart-target"], "dash": "dot", "width": 2}
    # The line covers the boxes only: across the text it would look like strikethrough.
    return [stroke((bound, bound), (place - 0.24, place + 0.24), line=line) for place in range(len(COMPETENCES))]


def _bound_name(bound: int) -> Part:
    text, small = f"пороговое значение {bound}{words.THIN}%", {"size": theme.SMALL_TEXT_SIZE}
    return note(text, x=bound, y=1, yref="paper", yanchor="bottom", font=small)
