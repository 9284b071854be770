"""The scores of one person as bars, with the bound as a line and the mean of the organization as a mark."""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard import competence_words, html, words
from dashboard.components.still import still
from model.routes import COMPETENCES
from queries.score_records import GroupScores, Spread


def competence_bars(
    scores: Mapping[str, float | None],
    bound: int,
    organization: GroupScores | None,
    levels: Mapping[str, str | None] | None = None,
) -> Component:
    """A bar and a text for each score, a text for each level in words; without an organization no means."""
    in_words = {key: level for key, level in (levels or {}).items() if level and scores.get(key) is None}
    present = [(key, score) for key in COMPETENCES if (score := scores.get(key)) is not None]
    means = {key: organization.spreads[key] for key, _ in present} if organization else {}
    rows = [_bar(key, score, bound, means.get(key)) for key, score in present]
    missing = [label for key, label in COMPETENCES.items() if scores.get(key) is None and key not in in_words]
    missing_line = [html.P(f"Не оценивались: {', '.join(missing)}.", className="nothing")] if missing else []
    bars = [html.Ul(rows, className="score-bars"), _legend(bound, has_mean=any(map(_has_mean, means.values())))]
    return still(html.Div([*(bars if present else []), *_levels(in_words), *missing_line]))


def _levels(in_words: Mapping[str, str]) -> list[Component]:
    """The levels that the module states in words instead of percents."""
    pairs = [
        html.Div([html.Dt(words.sentence(label)), html.Dd(in_words[key])])
        for key, label in COMPETENCES.items()
        if key in in_words
    ]
    return [html.Dl(pairs, className="facts")] if pairs else []


def _bar(key: str, score: float, bound: int, mean: Spread | None) -> Component:
    parts = [
        html.Div(className="bar-fill", style={"width": f"{score:.2f}%"}),
        html.Div(className="bar-target", style={"left": f"{bound}%"}),
    ]
    if mean is not None and mean.figures:
        parts.append(html.Div("◆", className="bar-mean", style={"left": f"{mean.figures.mean:.2f}%"}))
    return html.Li(
        [
            html.Span(words.sentence(COMPETENCES[key]), className="score-label"),
            html.Span(competence_words.percents(score), className="score-value"),
            html.Div(parts, className="bar score-bar", **{"aria-hidden": "true"}),
            html.P(_score_text(score, bound, mean), className="score-note"),
        ]
    )


def _score_text(score: float, bound: int, mean: Spread | None) -> str:
    side = "ниже порогового значения" if score < bound else "не ниже порогового значения"
    text = f"{side} {bound}{words.THIN}%"
    if mean is not None and mean.figures:
        text += f"; в среднем по организации {competence_words.percents(mean.figures.mean)}"
        text += f", {words.people(mean.number)}"
    return text


def _has_mean(spread: Spread) -> bool:
    return spread.figures is not None


def _legend(bound: int, *, has_mean: bool) -> Component:
    text = f"Черта — пороговое значение. {competence_words.bound_note(bound)}"
    return html.P(f"{text} ◆ — среднее по организации." if has_mean else text, className="section-note")
