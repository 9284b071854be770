"""«Мои выгрузки»: the documents of whole lists that the account has ordered, and how far they have come."""

from collections.abc import Sequence
from enum import StrEnum

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from access.exporting import MOST_UNFINISHED
from dashboard import addresses, dcc, html, words
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model.export_jobs import JobState
from model.wording import DOCUMENT_TITLES
from queries.export_jobs import ExportRecord, own_exports

TITLE = "Мои выгрузки"
NOTE = (
    "Вкладку можно закрыть: выгрузка делается дальше. Готовый файл хранится сутки и виден только вам; "
    "кто и о ком его сделал, записано в журнал."
)
_STATES = {
    JobState.WAITING: "ждёт очереди",
    JobState.MAKING: "делается",
    JobState.READY: "готова",
    JobState.FAILED: "не получилась",
    JobState.CANCELLED: "отменена",
}
_MEGABYTE = 1 << 20
_EVERY = 2_000  # milliseconds


class Ids(StrEnum):
    """What callbacks name of this screen."""

    LIST = "exports-list"
    CLOCK = "exports-clock"
    FOLLOW = "exports-follow"


def layout(visit: Visit) -> Screen:
    """The account's exports, the latest first."""
    found = own_exports(visit.reading)
    is_running = any(one.is_unfinished for one in found)
    follow = dbc.Switch(id=Ids.FOLLOW, value=True, label="Обновлять самостоятельно")
    refresh = html.A("Обновить", href=addresses.EXPORTS)
    content = page(
        TITLE,
        section(
            "Заказанные выгрузки",
            html.Div([follow, refresh], className="exports-refresh no-print"),
            html.Div(exports_list(found), id=Ids.LIST),
            dcc.Interval(id=Ids.CLOCK, interval=_EVERY, disabled=not is_running),
            note=NOTE,
        ),
        lead=sections.short_trail(TITLE),
    )
    return Screen(TITLE, content)


def document_name(one: ExportRecord) -> str:
    """«Приложение 1, PDF»."""
    return f"{DOCUMENT_TITLES.get(one.form, one.form)}, {one.suffix.upper()}"


def exports_list(found: Sequence[ExportRecord]) -> Component:
    """A card for each: what it is, how far it has come, and what can be done with it."""
    if not found:
        advice = "Под каждым списком людей есть «Документы всех из списка»: выберите, что сделать."
        return empty_state("Выгрузок пока нет", advice)
    unfinished = sum(one.is_unfinished for one in found)
    most = f"Сразу делается не больше {MOST_UNFINISHED} выгрузок: дождитесь готовых или отмените лишние."
    full = [html.P(most, className="section-note", role="status")] if unfinished >= MOST_UNFINISHED else []
    return html.Div([*full, html.Ul([_card(one) for one in found], className="exports")])


def _card(one: ExportRecord) -> Component:
    head = html.H3(f"{document_name(one)}: {one.title}", className="export-title")
    ordered = html.P(f"Заказана {words.moment(one.ordered_at)}", className="section-note")
    return html.Li([head, ordered, _state(one), *_actions(one)], className=f"export is-{one.state}")


def _state(one: ExportRecord) -> Component:
    label = words.sentence(_STATES[one.state])
    if one.state is JobState.MAKING and one.total:
        said = f"{label}: {words.number(one.done)} из {words.number(one.total)}"
        bar = html.Progress(value=str(one.done), max=str(one.total), **{"aria-label": said})
        return html.P([bar, html.Span(said)], className="export-state")
    if one.state is JobState.READY:
        size = f", {_size(one.file_size or 0)}"
        people = f": {words.number(one.total)} чел." if one.total else ""
        return html.P(f"{label}{people}{size}", className="export-state", role="status")
    return html.P(f"{label}: {one.reason}" if one.reason else label, className="export-state", role="status")


def _size(size: int) -> str:
    tenths = max(1, round(size * 10 / _MEGABYTE))
    return f"{tenths // 10},{tenths % 10} МБ"


def _actions(one: ExportRecord) -> list[Component]:
    what = f"{document_name(one)}: {one.title}"
    if one.state is JobState.READY:
        link = html.A("Скачать", href=addresses.export_file(one.id), download="", **{"aria-label": f"Скачать: {what}"})
        return [html.P(link, className="export-actions")]
    if not one.is_unfinished:
        return []
    button = html.Button("Отменить", type="submit", className="file-button", **{"aria-label": f"Отменить: {what}"})
    return [html.Form(button, action=addresses.cancel_export(one.id), method="POST", className="no-print")]
