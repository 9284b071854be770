"""The next step of a person in a row of a list, and the chips that leave the people of one step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.still import still
from model.next_steps import NextStep
from queries.lists import STEP, waiting_days
from queries.next_steps import STEPS


def next_step(row: Mapping[str, Any], day: date) -> Component:
    """«выбрать ДПП» over «ход работника · 45 дней»."""
    step = STEPS[row[STEP]]
    whose = _turn(step, row, day)
    below = [html.Span(whose, className="step-turn")] if whose else []
    return html.Span([html.Span(step.action, className="step-action"), *below], className="step")


def next_step_text(row: Mapping[str, Any], day: date) -> str:
    """«выбрать ДПП · ход работника · 45 дней»."""
    step = STEPS[row[STEP]]
    return " · ".join(filter(None, (step.action, _turn(step, row, day))))


def _turn(step: NextStep, row: Mapping[str, Any], day: date) -> str:
    since = row[step.since] if step.since else None
    waits = words.days(waiting_days(since, day)) if since else ""
    return " · ".join(filter(None, (step.turn, waits)))


def step_chips(steps: Sequence[tuple[NextStep, int]], view: View, path: str) -> list[Component]:
    """A link for each step with its number of people, and one for all; nothing where all are at one step."""
    if len(steps) < 2:
        return []
    everybody = sum(people for _, people in steps)
    chips = [_chip("все", everybody, None, view, path)]
    chips += [_chip(step.stage, people, step.key, view, path) for step, people in steps]
    return [still(html.Ul(chips, className="step-chips", **{"aria-label": "Что дальше"}))]


def _chip(label: str, people: int, key: str | None, view: View, path: str) -> Component:
    text = [f"{label} ", html.Span(words.number(people), className="step-number")]
    if view.step == key:
        return html.Li(html.Span(text, **{"aria-current": "true"}))
    return html.Li(dcc.Link(text, href=with_view(path, replace(view.on_first_pages, step=key))))
