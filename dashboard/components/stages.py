"""The progress of one person as a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.components.still import still


@dataclass(frozen=True)
class TimelineItem:
    """A milestone of a route; `on` is None while it has no day; `is_now` marks the current one."""

    label: str
    on: date | None
    note: str | None
    done: bool
    is_now: bool = False


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
