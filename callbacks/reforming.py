"""The assessor's forms → operations on the reference lists: checked first, then done as they were shown."""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias, TypeVar

from dash import ALL, Input, NoUpdate, Output, State, callback, ctx, no_update
from dash.development.base_component import Component
from flask import abort

from access.login import current_viewer
from access.reading import Reading
from access.unacceptable import Unacceptable
from callbacks.saying import said
from dashboard import addresses, dcc, html
from dashboard.components.account_forms import BAD, GOOD, told
from dashboard.pages import reference as page
from dashboard.pages.reference import Ids, likely_id
from ingest.asking import Asked, operation_of, people_listed
from ingest.operations import OtherPreview, Preview, perform
from ingest.refusals import UnreadableFile
from model.accounts import Role
from model.database import reading, surveying, writing
from model.dates import today
from queries import snapshots

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
    asked = {"kind": said(kind), "first": said(first), "second": said(second), "on": said(on)}
    return _previewed({**asked, "people": said(people), "ends": bool(ends)}, is_double=False)


@callback(
    Output(Ids.DOUBLE_TOLD, "children", allow_duplicate=True),
    Input(Ids.DOUBLE_CHECK, "n_clicks"),
    Input(likely_id(ALL), "n_clicks"),
    State(Ids.DOUBLE_KIND, "value"),
    State(Ids.DOUBLE, "value"),
    State(Ids.KEPT, "value"),
    prevent_initial_call=True,
)
def check_double(clicks: int | None, likely: Any, kind: Any, double: Any, kept: Any) -> Answer:
    """What would follow if the two were one: those of the form, or a pair of the table."""
    assessor()
    pressed = ctx.triggered_id
    if isinstance(pressed, dict):
        if not isinstance(likely, list) or not any(likely):
            return no_update
        kind, _, pair = said(pressed.get("reference-likely")).partition("-")
        double, _, kept = pair.partition("-")
    elif not clicks:
        return no_update
    asked = {"kind": f"same-{said(kind)}", "first": said(double), "second": said(kept)}
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
def do_double(clicks: int | None, asked: Any) -> tuple[Answer, Answer, list[Component] | NoUpdate]:
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
    except UnreadableFile as unreadable:
        return no_update, told([f"Файл не прочитан: {unreadable}."], BAD)
    return "\n".join(listed[:_MOST_LINES]), told([f"Прочитано строк: {len(listed)}."], GOOD)


def _asked(written: Mapping[str, Any]) -> Asked:
    """What the form says; the browser may have sent anything."""
    try:
        on = date.fromisoformat(said(written.get("on"))) if said(written.get("on")) else None
    except ValueError:
        raise Unacceptable("день записан неверно") from None
    return Asked(
        kind=said(written.get("kind")),
        first=said(written.get("first")),
        second=said(written.get("second")),
        on=on,
        people=said(written.get("people")).splitlines()[:_MOST_LINES],
        ends_spells=bool(written.get("ends")),
    )


def _previewed(written: dict[str, Any], *, is_double: bool) -> Component:
    try:
        with surveying() as session:
            found = operation_of(session, _asked(written)).preview(session)
    except Unacceptable as unacceptable:
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
    looked_at = Preview(said(seen.get("title")), seen.get("numbers") or {}, seen.get("notes") or [])
    rewrite, figures = snapshots.rewriting(today()), snapshots.figures_on(today())
    try:
        with writing() as session:
            operation = operation_of(session, _asked(written))
            run = perform(session, operation, by=by, rewrite=rewrite, figures=figures, seen=looked_at)
    except Unacceptable as unacceptable:
        return page.refused(str(unacceptable)), no_update
    except OtherPreview as other:
        return _shown(written, other.preview, is_double=is_double), no_update
    link = dcc.Link("что изменилось по муниципальным образованиям, отменить", href=addresses.import_run(run.id))
    return told([f"Сделано. {run.file_name}.", link], GOOD), _now(page.done)


def _now(show: Callable[[Reading], Shown]) -> Shown:
    with reading() as session:
        return show(Reading(session, current_viewer(), today()))
