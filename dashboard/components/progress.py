"""Progress of jobs: a list or a job that refreshes while it runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from dashboard import dcc, html, words
from model.jobs import MOST_UNFINISHED, JobState
from queries.jobs import JobRecord

_EVERY = 2_000  # milliseconds


@dataclass(frozen=True)
class ProgressIds:
    """The ids that callbacks name: the content that refreshes, its timer, the switch that stops it."""

    content: str
    clock: str
    follow: str


def refreshing_content(
    content: Component, ids: ProgressIds, *, href: str, is_running: bool, is_hidden: bool = False
) -> list[Component]:
    """The content with its timer and switch; it refreshes as long as anything runs."""
    follow = dbc.Switch(id=ids.follow, value=True, label="Обновлять автоматически")
    refresh = html.A("Обновить", href=href)
    return [
        html.Div([follow, refresh], className="exports-refresh no-print", hidden=is_hidden),
        html.Div(content, id=ids.content),
        dcc.Interval(id=ids.clock, interval=_EVERY, disabled=not is_running),
    ]


def is_any_running(jobs: Sequence[JobRecord]) -> bool:
    """Whether any job is unfinished."""
    return any(job.is_unfinished for job in jobs)


def job_list(jobs: Sequence[JobRecord], card: Callable[[JobRecord], Component], full: str) -> Component:
    """A card for each job; `full` is the text above them while no other job can be enqueued."""
    is_full = sum(job.is_unfinished for job in jobs) >= MOST_UNFINISHED[jobs[0].kind]
    note = [html.P(full, className="section-note", role="status")] if is_full else []
    return html.Div([*note, html.Ul([card(job) for job in jobs], className="exports")])


def job_card(job: JobRecord, title: str | Component, moment: str, *rest: Component) -> Component:
    """The card of a job: its title, when it was enqueued, its progress."""
    head = [html.H3(title, className="export-title"), html.P(moment, className="section-note")]
    return html.Li([*head, *rest], className=f"export is-{job.state}")


def progress(job: JobRecord, label: str) -> Component:
    """The label, with a bar while people are counted."""
    label = words.sentence(label)
    if job.state is not JobState.RUNNING or not job.total:
        return html.P(label, className="export-state", role="status")
    label = f"{label}: {words.number(job.done)} из {words.number(job.total)}"
    bar = html.Progress(value=str(job.done), max=str(job.total), **{"aria-label": label})
    return html.P([bar, html.Span(label)], className="export-state")
