"""The assessor's forms for operations on the reference lists: first a preview, then exactly that operation."""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias, TypeVar

from dash import ALL, Input, NoUpdate, Output, State, callback, ctx, no_update
from dash.development.base_component import Component

from access.reading import Reading
from access.signed_in import current_reading, login_holding
from dashboard import addresses, dcc, html
from dashboard.components.account_forms import BAD, GOOD, outcome_message
from dashboard.pages import reference as page
from dashboard.pages.reference import Ids, candidate_id
from ingest.files.unreadable import UnreadableFileError
from ingest.reference.operation_forms import OperationForm, operation_of, people_listed
from ingest.reference.operations import Preview, PreviewChangedError, perform
from model.accounts import Role
from model.database import unscoped_session, write_session
from model.dates import today
from model.errors import ActionRejectedError
from queries import counts, quality_sums
from web.clean_text import clean_text

_MOST_LINES = 5_000
Answer: TypeAlias = Component | NoUpdate
Shown = TypeVar("Shown", Component, list[Component])


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
    """Preview the operation on an organization."""
    login_holding(Role.ASSESSOR)
    if not clicks:
        return no_update
    fields = {"kind": clean_text(kind), "first": clean_text(first), "second": clean_text(second), "on": clean_text(on)}
    return _preview_of({**fields, "people": clean_text(people), "ends": bool(ends)}, is_double=False)


@callback(
    Output(Ids.DOUBLE_TOLD, "children", allow_duplicate=True),
    Input(Ids.DOUBLE_CHECK, "n_clicks"),
    Input(candidate_id(ALL), "n_clicks"),
    State(Ids.DOUBLE_KIND, "value"),
    State(Ids.DOUBLE, "value"),
    State(Ids.KEPT, "value"),
    prevent_initial_call=True,
)
def check_duplicate(clicks: int | None, likely: Any, kind: Any, double: Any, original: Any) -> Answer:
    """Preview the merge of duplicates: those of the form or a pair of the table."""
    login_holding(Role.ASSESSOR)
    pressed = ctx.triggered_id
    if isinstance(pressed, dict):
        if not isinstance(likely, list) or not any(likely):
            return no_update
        kind, _, pair = clean_text(pressed.get("reference-likely")).partition("-")
        double, _, original = pair.partition("-")
    elif not clicks:
        return no_update
    fields = {"kind": f"same-{clean_text(kind)}", "first": clean_text(double), "second": clean_text(original)}
    return _preview_of(fields, is_double=True)


@callback(
    Output(Ids.TOLD, "children", allow_duplicate=True),
    Output(Ids.DONE, "children", allow_duplicate=True),
    Input(Ids.DO, "n_clicks"),
    State(Ids.ASKED, "data"),
    prevent_initial_call=True,
)
def do_place(clicks: int | None, preview_data: Any) -> tuple[Answer, Answer]:
    """Perform the operation that was previewed."""
    by = login_holding(Role.ASSESSOR)
    return _perform(preview_data, by, is_double=False) if clicks else (no_update, no_update)


@callback(
    Output(Ids.DOUBLE_TOLD, "children", allow_duplicate=True),
    Output(Ids.DONE, "children", allow_duplicate=True),
    Output(Ids.LIKELY, "children"),
    Input(Ids.DOUBLE_DO, "n_clicks"),
    State(Ids.DOUBLE_ASKED, "data"),
    prevent_initial_call=True,
)
def merge_duplicate(clicks: int | None, preview_data: Any) -> tuple[Answer, Answer, list[Component] | NoUpdate]:
    """Merge the previewed duplicates; the pair leaves the table of candidates."""
    by = login_holding(Role.ASSESSOR)
    if not clicks:
        return no_update, no_update, no_update
    answer, done_list = _perform(preview_data, by, is_double=True)
    return answer, done_list, no_update if done_list is no_update else _current_component(page.candidate_sections)


@callback(
    Output(Ids.PEOPLE, "value"),
    Output(Ids.PEOPLE_TOLD, "children"),
    Input(Ids.PEOPLE_FILE, "contents"),
    prevent_initial_call=True,
)
def take_people(contents: Any) -> tuple[Any, Answer]:
    """Read the people of a file into the field of the form."""
    login_holding(Role.ASSESSOR)
    if not contents:
        return no_update, no_update
    try:
        people = people_listed(base64.b64decode(str(contents).partition(",")[2], validate=True))
    except (binascii.Error, UnicodeDecodeError):
        return no_update, outcome_message(["Файл не прочитан: выберите его ещё раз."], BAD)
    except UnreadableFileError as error:
        return no_update, outcome_message([f"Файл не прочитан: {error}."], BAD)
    return "\n".join(people[:_MOST_LINES]), outcome_message([f"Прочитано строк: {len(people)}."], GOOD)


def _form_of(fields: Mapping[str, Any]) -> OperationForm:
    """The fields of the form, which may hold any JSON; raises ActionRejectedError for a bad day."""
    try:
        on = date.fromisoformat(clean_text(fields.get("on"))) if clean_text(fields.get("on")) else None
    except ValueError:
        raise ActionRejectedError("день записан неверно") from None
    return OperationForm(
        kind=clean_text(fields.get("kind")),
        first=clean_text(fields.get("first")),
        second=clean_text(fields.get("second")),
        on=on,
        people=clean_text(fields.get("people")).splitlines()[:_MOST_LINES],
        ends_spells=bool(fields.get("ends")),
    )


def _preview_of(fields: dict[str, Any], *, is_double: bool) -> Component:
    try:
        with unscoped_session() as session:
            preview = operation_of(session, _form_of(fields)).preview(session)
    except ActionRejectedError as error:
        return page.rejection_message(str(error))
    return _preview_component(fields, preview, is_double=is_double)


def _preview_component(fields: Mapping[str, Any], preview: Preview, *, is_double: bool) -> Component:
    """The preview, and a store with the fields and numbers that were shown."""
    content = {"title": preview.title, "numbers": dict(preview.numbers), "notes": list(preview.notes)}
    store = dcc.Store(id=Ids.DOUBLE_ASKED if is_double else Ids.ASKED, data={"asked": dict(fields), "seen": content})
    return html.Div([store, page.preview(preview.title, preview.numbers, preview.notes, is_double)])


def _perform(preview_data: Any, by: str, *, is_double: bool) -> tuple[Answer, Answer]:
    if not isinstance(preview_data, dict) or not all(
        isinstance(preview_data.get(part), dict) for part in ("asked", "seen")
    ):
        return page.rejection_message("сначала выполните проверку"), no_update
    fields, content = preview_data["asked"], preview_data["seen"]
    shown_preview = Preview(clean_text(content.get("title")), content.get("numbers") or {}, content.get("notes") or [])
    rewrite, figures = quality_sums.rewriting(today()), counts.figures_on(today())
    try:
        with write_session() as session:
            operation = operation_of(session, _form_of(fields))
            run = perform(session, operation, by=by, rewrite=rewrite, figures=figures, shown_preview=shown_preview)
    except ActionRejectedError as error:
        return page.rejection_message(str(error)), no_update
    except PreviewChangedError as error:
        return _preview_component(fields, error.preview, is_double=is_double), no_update
    link = dcc.Link("что изменилось по муниципальным образованиям, отменить", href=addresses.import_run(run.id))
    return outcome_message([f"Выполнено. {run.file_name}.", link], GOOD), _current_component(page.past_operations)


def _current_component(show: Callable[[Reading], Shown]) -> Shown:
    with current_reading() as reading:
        return show(reading)
