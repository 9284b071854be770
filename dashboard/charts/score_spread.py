"""How the scores of each competence lie: from the lowest to the highest, the middle half, the mean, the bound."""

import plotly.graph_objects as go

from dashboard import competence_words, theme, words
from model.routes import COMPETENCES
from queries.competences import Figures, GroupScores, Spread

ROW_HEIGHT = 62
ROOM_FOR_AXIS = 76


def score_spread(scores: GroupScores, bound: int) -> go.Figure:
    """A box for each competence with its words above it, so that it reads on a narrow screen too."""
    figure = go.Figure(layout={"template": theme.template(), "height": ROOM_FOR_AXIS + ROW_HEIGHT * len(COMPETENCES)})
    told = [
        (place, spread.figures, _hover(key, spread))
        for place, key in enumerate(COMPETENCES)
        if (spread := scores.spreads[key]).figures
    ]
    for place, figures, hover in told:
        if figures:
            _draw(figure, place, figures, hover)
    for place, key in enumerate(COMPETENCES):
        _name(figure, place, key, scores.spreads[key])
    _draw_bound(figure, bound)
    ticks = [0, 25, 50, 75, 100]
    figure.update_xaxes(range=[0, 100.5], tickvals=ticks, ticktext=[f"{tick}{words.THIN}%" for tick in ticks])
    figure.update_yaxes(visible=False, range=[len(COMPETENCES) - 0.55, -0.7])
    figure.update_layout(margin={"t": 26, "l": 12, "r": 24, "b": 8})
    return figure


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


def _draw(figure: go.Figure, place: int, figures: Figures, hover: str) -> None:
    """The whole range as a thin line, the middle half as a box, the median as a stroke, the mean as a diamond."""
    hue, ink = theme.CHART_COLOURS["chart-1"], theme.CHART_COLOURS["chart-whole"]
    said = {"hovertext": hover, "hovertemplate": "%{hovertext}<extra></extra>"}
    ends = {"mode": "lines+markers", "marker": {"symbol": "line-ns-open", "size": 10, "color": ink}}
    figure.add_scatter(
        x=[figures.lowest, figures.highest], y=[place] * 2, line={"color": ink, "width": 2}, **ends, **said
    )
    figure.add_bar(
        orientation="h",
        base=[figures.lower_quartile],
        x=[figures.upper_quartile - figures.lower_quartile],
        y=[place],
        width=0.3,
        marker={"color": theme.faint(hue, 0.55), "line": {"color": hue, "width": 1.5}},
        **said,
    )
    median = {"symbol": "line-ns-open", "size": 19, "line": {"width": 3}, "color": ink}
    figure.add_scatter(x=[figures.median], y=[place], mode="markers", marker=median, **said)
    mean = {"symbol": "diamond", "size": 10, "color": hue, "line": {"color": "#ffffff", "width": 1}}
    figure.add_scatter(x=[figures.mean], y=[place], mode="markers", marker=mean, **said)


def _hover(key: str, spread: Spread) -> str:
    figures = spread.figures
    if figures is None:
        return ""
    return (
        f"{COMPETENCES[key]}: {words.people(spread.number)}<br>в среднем {words.score(figures.mean)}, "
        f"медиана {words.score(figures.median)}<br>средняя половина {competence_words.middle_half(spread)}"
        f"<br>все от {words.score(figures.lowest)} до {words.score(figures.highest)}"
    )


def _name(figure: go.Figure, place: int, key: str, spread: Spread) -> None:
    label = words.sentence(COMPETENCES[key])
    if spread.figures is None:
        text = f"{label}: {competence_words.absence_of(spread)}"
    else:
        low, high = words.score(spread.figures.lower_quartile), words.score(spread.figures.upper_quartile)
        text = f"{label}: <b>{competence_words.mean_of(spread)}</b> · {low}–{high}"
    figure.add_annotation(x=0, y=place, text=text, xanchor="left", xshift=-4, yshift=24, showarrow=False)


def _draw_bound(figure: go.Figure, bound: int) -> None:
    colour = theme.CHART_COLOURS["chart-target"]
    line = {"color": colour, "dash": "dot", "width": 2}
    # Beside the boxes alone: a line through the words would strike them out.
    for place in range(len(COMPETENCES)):
        figure.add_shape(type="line", x0=bound, x1=bound, y0=place - 0.24, y1=place + 0.24, line=line)
    figure.add_annotation(
        x=bound,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=f"граница {bound}{words.THIN}%",
        showarrow=False,
        font={"size": theme.SMALL_TEXT_SIZE},
    )
