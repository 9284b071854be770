"""«Загрузка данных»: files brought in and checked first, templates of the registers, what was accepted."""

from collections.abc import Sequence
from enum import StrEnum

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

import settings
from access.importing import MOST_UNFINISHED, importable, may_import
from dashboard import addresses, dcc, html, words
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.components.plain_fields import file_field, send_button, token_field
from dashboard.components.still import still
from dashboard.components.takeaway import takeaway
from dashboard.pages import sections
from dashboard.pages.route import plain_table
from dashboard.register_words import REFERENCE_LISTS, REGISTERS, register_told
from dashboard.visit import Screen, Visit
from model.import_jobs import Task
from model.jobs import JobState
from queries.import_jobs import UploadRecord, own_uploads
from queries.imports import latest_imports
from queries.reference import may_change_reference

TITLE = "Загрузка данных"
NOTE = (
    "Сначала проверка: что файл добавит, что изменит и какие строки принять нельзя. До нажатия «Принять» "
    "в данные ничего не пишется. Вкладку можно закрыть."
)
OWN_PLACES = "Принимаются строки только о ваших организациях и их работниках."
_ACCEPT = ".xlsx,.xlsm,.xls,.ods,.csv,.txt"
_HEADINGS = ["Принят", "Реестр", "Файл", "Кем", "Новых", "Изменённых", "Без изменений", "Отказано", "Подробно"]
_EVERY = 2_000  # milliseconds


class Ids(StrEnum):
    """What callbacks name of this screen."""

    LIST = "uploads-list"
    CLOCK = "uploads-clock"
    FOLLOW = "uploads-follow"


def layout(visit: Visit) -> Screen:
    """The form and the uploads of who may bring files in; what was accepted, for everyone who opens the page."""
    own = [_form(visit), _uploads(visit), _templates()] if may_import(visit.reading.viewer) else []
    own += [_reference()] if may_change_reference(visit.reading) else []
    return Screen(TITLE, page(TITLE, *own, _accepted(visit), lead=sections.short_trail(TITLE)))


def _form(visit: Visit) -> Component:
    most = settings.MAX_UPLOAD_MB.value()
    limits = f"XLSX, XLS, ODS или CSV, до {most}{words.FIXED}МБ каждый; реестр узнаётся по заголовкам."
    progress = [
        html.Progress(value="0", max="100", **{"aria-label": "Передача файлов"}),
        html.Span("", className="upload-said", role="status"),
        html.Button("Остановить", type="button", className="btn btn-sm btn-outline-danger upload-stop"),
    ]
    form = html.Form(
        [
            token_field(),
            file_field("files", label="Выберите файлы реестров или перетащите их сюда", accept=_ACCEPT),
            html.P(limits, className="section-note"),
            html.Div(progress, className="upload-progress", hidden=True),
            send_button("Загрузить и проверить"),
        ],
        action=addresses.UPLOAD,
        method="POST",
        encType="multipart/form-data",
        className="upload-form",
    )
    whose = "" if importable(visit.reading.viewer) is None else f" {OWN_PLACES}"
    return section("Загрузить файлы", form, note=NOTE + whose)


def _uploads(visit: Visit) -> Component:
    found = own_uploads(visit.reading)
    is_running = any(one.is_unfinished for one in found)
    follow = dbc.Switch(id=Ids.FOLLOW, value=True, label="Обновлять самостоятельно")
    refresh = [follow, html.A("Обновить", href=addresses.IMPORTS)]
    return section(
        "Ваши файлы",
        html.Div(refresh, className="exports-refresh no-print", hidden=not is_running),
        html.Div(uploads_list(found), id=Ids.LIST),
        dcc.Interval(id=Ids.CLOCK, interval=_EVERY, disabled=not is_running),
        note="Хранятся сутки и видны только вам.",
    )


def uploads_list(found: Sequence[UploadRecord]) -> Component:
    """Each upload with how far it has come; its name opens the plan."""
    if not found:
        return empty_state("Файлов пока нет", "Загрузите файл реестра или возьмите шаблон ниже.")
    most = f"Сразу проверяется не больше {MOST_UNFINISHED} файлов: дождитесь прежних."
    is_full = sum(one.is_unfinished for one in found) >= MOST_UNFINISHED
    full = [html.P(most, className="section-note", role="status")] if is_full else []
    return html.Div([*full, html.Ul([_card(one) for one in found], className="exports")])


def _card(one: UploadRecord) -> Component:
    name = f"Отмена загрузки: {one.file_name}" if one.task is Task.UNDO else one.file_name
    link = dcc.Link(name, href=addresses.upload(one.id))
    register = f", {REGISTERS[one.register]}" if one.register else ""
    said = f"Загружен {words.moment(one.ordered_at)}{register}"
    return html.Li(
        [
            html.H3(link, className="export-title"),
            html.P(said, className="section-note"),
            html.P(words.sentence(state_told(one)), className="export-state", role="status"),
        ],
        className=f"export is-{one.state}",
    )


def state_told(one: UploadRecord) -> str:
    """How far an upload has come."""
    if one.state is JobState.READY:
        return _done_told(one)
    if one.state is JobState.WAITING:
        return "ждёт очереди"
    if one.state is JobState.MAKING:
        doing = {Task.CHECK: "проверяется", Task.UNDO: "отменяется"}.get(one.task, "принимается")
        return f"{doing}: прочитано {words.plural(one.done, 'строка', 'строки', 'строк')}" if one.done else doing
    if one.state is JobState.CANCELLED:
        return f"убран: {one.reason}" if one.reason else "убран, в данные ничего не записано"
    return f"не получилось: {one.reason}"


def _done_told(one: UploadRecord) -> str:
    if one.task is Task.UNDO:
        return "загрузка отменена, данные прежние"
    if one.task is not Task.CHECK:
        return "принят"
    return "проверен, ждёт вашего решения" if one.is_planned else "нужно сопоставить заголовки"


def _templates() -> Component:
    links = [html.Li(html.A(title, href=addresses.template(key), download="")) for key, title in REGISTERS.items()]
    note = "Пустая таблица с нужными заголовками, примечаниями и списками для выбора."
    return section("Шаблоны", still(html.Ul(links, className="upload-templates")), note=note)


def _reference() -> Component:
    link = dcc.Link("Организации и двойники", href=addresses.REFERENCE)
    note = "Организации, которые переименованы, объединены, разделены, закрыты; два названия одного и того же."
    return section(REFERENCE_LISTS, html.P(link), note=note)


def _accepted(visit: Visit) -> Component:
    rows = [
        (
            words.moment(run.accepted_at),
            register_told(run.register),
            run.file_name,
            run.accepted_by,
            *map(words.number, (run.added, run.changed, run.unchanged, run.refused)),
            dcc.Link("отменена" if run.undone_at else "подробно", href=addresses.import_run(run.id)),
        )
        for run in latest_imports(visit.reading)
    ]
    table = plain_table("Принятые файлы", _HEADINGS, rows, "Файлов ещё не принимали.")
    return section("Принятые файлы", table, takeaway(visit.path, "files", visit.view))
