"""The progress of one person: a strip of stages for a row of a list, a timeline for the person's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.components.still import still
from model.indicators import COUNT_BY_KEY, STAGES

# Everybody starts on the staff, so it is not a step of the route.
STEPS: tuple[str, ...] = STAGES[1:]


@dataclass(frozen=True)
class TimelineItem:
    """A milestone of a route; `on` is None while it has no day; `is_now` marks the current one."""

    label: str
    on: date | None
    note: str | None
    done: bool
    is_now: bool = False


def furthest_stage(flags: Mapping[str, Any]) -> str:
    """The name of the last reached step."""
    reached = [key for key in STEPS if flags.get(key)]
    return COUNT_BY_KEY[reached[-1]].label if reached else "оценки за три года нет"


def stage_dots(flags: Mapping[str, Any]) -> Component:
    """A dot for each step, filled when reached, and the name of the furthest one."""
    reached, furthest = [key for key in STEPS if flags.get(key)], furthest_stage(flags)
    text = f"{len(reached)} из {len(STEPS)}: {furthest}"
    dots = [
        html.Span(className="dot dot-done" if flags.get(key) else "dot", title=COUNT_BY_KEY[key].label) for key in STEPS
    ]
    strip = html.Span(dots, className="dots", role="img", **{"aria-label": f"Пройдено этапов: {text}"})
    return html.Span(
        [strip, html.Span(furthest, className="dots-label", **{"aria-hidden": "true"})], className="stages"
    )


def timeline(items: Sequence[TimelineItem]) -> Component:
    """The milestones in order: a tick for a done one, a full ring for the current one, a ring for those ahead."""
    return still(html.Ol([_milestone(item) for item in items], className="timeline"))


def _milestone(item: TimelineItem) -> Component:
    state = "пройдено" if item.done else "сейчас" if item.is_now else "впереди"
    head: list[Component] = [
        html.Span(f"{state}: ", className="visually-hidden"),
        html.Span(item.label, className="timeline-label"),
    ]
    if item.on is not None:
        head.append(html.Time(words.day(item.on), dateTime=item.on.isoformat(), className="timeline-day"))
    if item.is_now:
        head.append(html.Span("сейчас", className="timeline-now", **{"aria-hidden": "true"}))
    note = [html.P(item.note, className="timeline-note")] if item.note else []
    class_name = "is-done" if item.done else "is-now" if item.is_now else "is-ahead"
    attributes = {"aria-current": "step"} if item.is_now else {}
    return html.Li([html.Div(head, className="timeline-head"), *note], className=class_name, **attributes)
