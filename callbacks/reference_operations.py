"""The assessor's forms → operations on the reference lists: checked first, then done as they were shown."""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias, TypeVar

from dash import ALL, Input, NoUpdate, Output, State, callback, ctx, no_update
from dash.development.base_component import Component
from flask import abort

from access.reading import Reading
from dashboard import addresses, dcc, html
from dashboard.components.account_forms import BAD, GOOD, told
from dashboard.pages import reference as page
from dashboard.pages.reference import Ids, likely_id
from ingest.operation_forms import Asked, operation_of, people_listed
from ingest.operations import Preview, PreviewChangedError, perform
from ingest.refusals import UnreadableFileError
from model.accounts import Role
from model.database import read_session, unscoped_session, write_session
from model.dates import today
from model.errors import ActionRejectedError
from queries import snapshots
from web.clean_text import clean_text
from web.guard import current_viewer

_MOST_LINES = 5_000
Answer: TypeAlias = Component | NoUpdate
Shown = TypeVar("Shown", Component, list[Component])


def assessor() -> str:
    """The login of the assessor who asks; for anyone else there is nothing here."""
    viewer = current_viewer()
    if not viewer.holds(Role.ASSESSOR):
        abort(404)
    return viewer.login


@callback(
    Output(Ids.TOLD, "children", allow_duplicate=True),
    Input(Ids.CHECK, "n_clicks"),
    State(Ids.KIND, "value"),
    State(Ids.FIRST, "value"),
    State(Ids.SECOND, "value"),
    State(Ids.ON, "value"),
    State(Ids.PEOPLE, "value"),
    State(Ids.ENDS, "value"),
    prevent_initial_call=True,
)
def check_place(clicks: int | None, kind: Any, first: Any, second: Any, on: Any, people: Any, ends: Any) -> Answer:
    """What would become of the organization, and of whom."""
    assessor()
    if not clicks:
        return no_update
    asked = {"kind": clean_text(kind), "first": clean_text(first), "second": clean_text(second), "on": clean_text(on)}
    return _previewed({**asked, "people": clean_text(people), "ends": bool(ends)}, is_double=False)


@callback(
    Output(Ids.DOUBLE_TOLD, "children", allow_duplicate=True),
    Input(Ids.DOUBLE_CHECK, "n_clicks"),
    Input(likely_id(ALL), "n_clicks"),
    State(Ids.DOUBLE_KIND, "value"),
    State(Ids.DOUBLE, "value"),
    State(Ids.KEPT, "value"),
    prevent_initial_call=True,
)
def check_duplicate(clicks: int | None, likely: Any, kind: Any, double: Any, kept: Any) -> Answer:
    """What would follow if the two were one: those of the form, or a pair of the table."""
    assessor()
    pressed = ctx.triggered_id
    if isinstance(pressed, dict):
        if not isinstance(likely, list) or not any(likely):
            return no_update
        kind, _, pair = clean_text(pressed.get("reference-likely")).partition("-")
        double, _, kept = pair.partition("-")
    elif not clicks:
        return no_update
    asked = {"kind": f"same-{clean_text(kind)}", "first": clean_text(double), "second": clean_text(kept)}
    return _previewed(asked, is_double=True)


@callback(
    Output(Ids.TOLD, "children", allow_duplicate=True),
    Output(Ids.DONE, "children", allow_duplicate=True),
    Input(Ids.DO, "n_clicks"),
    State(Ids.ASKED, "data"),
    prevent_initial_call=True,
)
def do_place(clicks: int | None, asked: Any) -> tuple[Answer, Answer]:
    """Do what was shown, and nothing else."""
    by = assessor()
    return _done(asked, by, is_double=False) if clicks else (no_update, no_update)


@callback(
    Output(Ids.DOUBLE_TOLD, "children", allow_duplicate=True),
    Output(Ids.DONE, "children", allow_duplicate=True),
    Output(Ids.LIKELY, "children"),
    Input(Ids.DOUBLE_DO, "n_clicks"),
    State(Ids.DOUBLE_ASKED, "data"),
    prevent_initial_call=True,
)
def merge_duplicate(clicks: int | None, asked: Any) -> tuple[Answer, Answer, list[Component] | NoUpdate]:
    """Make the two one, as it was shown; the pair is no likely one any more."""
    by = assessor()
    if not clicks:
        return no_update, no_update, no_update
    shown, done = _done(asked, by, is_double=True)
    return shown, done, no_update if done is no_update else _now(page.likely)


@callback(
    Output(Ids.PEOPLE, "value"),
    Output(Ids.PEOPLE_TOLD, "children"),
    Input(Ids.PEOPLE_FILE, "contents"),
    prevent_initial_call=True,
)
def take_people(contents: Any) -> tuple[Any, Answer]:
    """The people of a file, into the field where they can be seen."""
    assessor()
    if not contents:
        return no_update, no_update
    try:
        listed = people_listed(base64.b64decode(str(contents).partition(",")[2], validate=True))
    except (binascii.Error, UnicodeDecodeError):
        return no_update, told(["Файл не прочитан: выберите его ещё раз."], BAD)
    except UnreadableFileError as unreadable:
        return no_update, told([f"Файл не прочитан: {unreadable}."], BAD)
    return "\n".join(listed[:_MOST_LINES]), told([f"Прочитано строк: {len(listed)}."], GOOD)


def _asked(written: Mapping[str, Any]) -> Asked:
    """What the form says; the browser may have sent anything."""
    try:
        on = date.fromisoformat(clean_text(written.get("on"))) if clean_text(written.get("on")) else None
    except ValueError:
        raise ActionRejectedError("день записан неверно") from None
    return Asked(
        kind=clean_text(written.get("kind")),
        first=clean_text(written.get("first")),
        second=clean_text(written.get("second")),
        on=on,
        people=clean_text(written.get("people")).splitlines()[:_MOST_LINES],
        ends_spells=bool(written.get("ends")),
    )


def _previewed(written: dict[str, Any], *, is_double: bool) -> Component:
    try:
        with unscoped_session() as session:
            found = operation_of(session, _asked(written)).preview(session)
    except ActionRejectedError as unacceptable:
        return page.refused(str(unacceptable))
    return _shown(written, found, is_double=is_double)


def _shown(written: Mapping[str, Any], found: Preview, *, is_double: bool) -> Component:
    """The preview, and beside it what was asked for and seen."""
    seen = {"title": found.title, "numbers": dict(found.numbers), "notes": list(found.notes)}
    kept = dcc.Store(id=Ids.DOUBLE_ASKED if is_double else Ids.ASKED, data={"asked": dict(written), "seen": seen})
    return html.Div([kept, page.preview(found.title, found.numbers, found.notes, is_double)])


def _done(kept: Any, by: str, *, is_double: bool) -> tuple[Answer, Answer]:
    if not isinstance(kept, dict) or not all(isinstance(kept.get(part), dict) for part in ("asked", "seen")):
        return page.refused("проверьте сначала"), no_update
    written, seen = kept["asked"], kept["seen"]
    looked_at = Preview(clean_text(seen.get("title")), seen.get("numbers") or {}, seen.get("notes") or [])
    rewrite, figures = snapshots.rewriting(today()), snapshots.figures_on(today())
    try:
        with write_session() as session:
            operation = operation_of(session, _asked(written))
            run = perform(session, operation, by=by, rewrite=rewrite, figures=figures, seen=looked_at)
    except ActionRejectedError as unacceptable:
        return page.refused(str(unacceptable)), no_update
    except PreviewChangedError as other:
        return _shown(written, other.preview, is_double=is_double), no_update
    link = dcc.Link("что изменилось по муниципальным образованиям, отменить", href=addresses.import_run(run.id))
    return told([f"Сделано. {run.file_name}.", link], GOOD), _now(page.done)


def _now(show: Callable[[Reading], Shown]) -> Shown:
    with read_session() as session:
        return show(Reading(session, current_viewer(), today()))
