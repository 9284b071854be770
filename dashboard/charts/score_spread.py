"""The spread of scores of each competence: the range, the middle half, the median, the mean, the bound."""

from dashboard import competence_words, theme, words
from dashboard.charts.figure import Figure, Part, figure, hover, margin, note, stroke
from model.routes import COMPETENCES
from queries.competences import Figures, GroupScores, Spread

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
    if figures is None:
        return [label, words.number(spread.number), competence_words.absence_of(spread), *[words.ABSENT] * 7]
    five = (figures.lowest, figures.lower_quartile, figures.median, figures.upper_quartile, figures.highest)
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
    if figures is None:
        return []
    hue, ink = theme.CHART_COLOURS["chart-1"], theme.CHART_COLOURS["chart-whole"]
    score_range = {
        "type": "scatter",
        "x": [figures.lowest, figures.highest],
        "y": [place] * 2,
        "mode": "lines+markers",
        "line": {"color": ink, "width": 2},
        "marker": {"symbol": "line-ns-open", "size": 10, "color": ink},
    }
    middle = {
        "type": "bar",
        "orientation": "h",
        "base": [figures.lower_quartile],
        "x": [figures.upper_quartile - figures.lower_quartile],
        "y": [place],
        "width": 0.3,
        "marker": {"color": theme.faint(hue, 0.55), "line": {"color": hue, "width": 1.5}},
    }
    median = {"symbol": "line-ns-open", "size": 19, "line": {"width": 3}, "color": ink}
    mean = {"symbol": "diamond", "size": 10, "color": hue, "line": {"color": "#ffffff", "width": 1}}
    traces: list[Part] = [score_range, middle, _sign(place, figures.median, median), _sign(place, figures.mean, mean)]
    hover_text = hover(_hover(key, spread, figures))
    return [{**trace, **hover_text} for trace in traces]


def _sign(place: int, score: float, marker: Part) -> Part:
    return {"type": "scatter", "x": [score], "y": [place], "mode": "markers", "marker": marker}


def _hover(key: str, spread: Spread, figures: Figures) -> str:
    return (
        f"{COMPETENCES[key]}: {words.people(spread.number)}<br>в среднем {words.score(figures.mean)}, "
        f"медиана {words.score(figures.median)}<br>половина работников набрала {competence_words.middle_half(spread)}"
        f"<br>все от {words.score(figures.lowest)} до {words.score(figures.highest)}"
    )


def _name(place: int, key: str, spread: Spread) -> Part:
    label = words.sentence(COMPETENCES[key])
    if spread.figures is None:
        text = f"{label}: {competence_words.absence_of(spread)}"
    else:
        low, high = words.score(spread.figures.lower_quartile), words.score(spread.figures.upper_quartile)
        text = f"{label}: <b>{competence_words.mean_of(spread)}</b> · {low}–{high}"
    return note(text, x=0, y=place, xanchor="left", xshift=-4, yshift=24)


def _bound_lines(bound: int) -> list[Part]:
    line = {"color": theme.CHART_COLOURS["chart-target"], "dash": "dot", "width": 2}
    # The line covers the boxes only: across the text it would look like strikethrough.
    return [stroke((bound, bound), (place - 0.24, place + 0.24), line=line) for place in range(len(COMPETENCES))]


def _bound_name(bound: int) -> Part:
    text, small = f"пороговое значение {bound}{words.THIN}%", {"size": theme.SMALL_TEXT_SIZE}
    return note(text, x=bound, y=1, yref="paper", yanchor="bottom", font=small)
