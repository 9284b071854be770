"""Screens that follow their jobs: exports, uploads, one upload."""

from collections.abc import Callable
from typing import Any

from dash import Input, NoUpdate, Output, State, callback, ctx, no_update
from dash.development.base_component import Component

from access.reading import Reading
from access.signed_in import current_reading
from dashboard import addresses
from dashboard.components.progress import ProgressIds, is_any_running
from dashboard.frame import Ids as FrameIds
from dashboard.pages import exports, imports, upload
from model.jobs import JobKind
from queries.jobs import own_job, own_jobs
from web.clean_text import clean_text

# The content of a screen now, and whether a job still runs; None when there is nothing to show.
Now = tuple[Component, bool] | None


def exports_now(read: Reading) -> Now:
    """The account's exports."""
    jobs = own_jobs(read, JobKind.EXPORT)
    return exports.exports_list(jobs), is_any_running(jobs)


def uploads_now(read: Reading) -> Now:
    """The account's uploads."""
    jobs = own_jobs(read, JobKind.IMPORT)
    return imports.uploads_list(jobs), is_any_running(jobs)


def upload_now(read: Reading, path: Any) -> Now:
    """The upload of the address."""
    job_id = addresses.upload_at(clean_text(path))
    job = own_job(read, JobKind.IMPORT, job_id) if job_id is not None else None
    return (upload.state(job), job.is_unfinished) if job else None


def _follow(ids: ProgressIds, show_now: Callable[..., Now], *states: State) -> None:
    """Register the callback of a screen; its clock stops when no job runs or the user switches it off."""

    @callback(
        Output(ids.content, "children"),
        Output(ids.clock, "disabled"),
        Input(ids.clock, "n_intervals"),
        Input(ids.follow, "value"),
        *states,
        prevent_initial_call=True,
    )
    def follow(_ticks: Any, follows: Any, *values: Any) -> tuple[Component | NoUpdate, bool]:
        if ctx.triggered_id == ids.follow and not follows:
            return no_update, True
        with current_reading() as reading:
            now = show_now(reading, *values)
        return (now[0], not follows or not now[1]) if now else (no_update, True)


_follow(exports.PROGRESS, exports_now)
_follow(imports.PROGRESS, uploads_now)
_follow(upload.PROGRESS, upload_now, State(FrameIds.ADDRESS, "pathname"))
