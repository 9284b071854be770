"""«Справочники»: changes of organizations, and duplicates of providers, programmes and events; for the assessor."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from access.reading import Reading
from dashboard import addresses, dcc, html, words
from dashboard.components.account_forms import BAD, button, field, outcome_message, text_field
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.date_field import date_field
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.table_frame import table_frame
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from queries.reference import DuplicateCandidate, duplicate_candidates, operations_done, unsettled

TITLE = "Справочники"
OPERATIONS = {
    "rename": "переименована",
    "merge": "вошла в другую",
    "split": "из неё выделена новая",
    "move": "перешла в другое муниципальное образование",
    "close": "закрыта",
}
KINDS = {"provider": "организация ДПО", "programme": "ДПП", "event": "событие"}
PLACES_NOTE = (
    "Действует с указанного дня; сведения на прежние даты не меняются, числа складываются на любую дату. Прежние "
    "файлы и дальше принимаются: прежнее название понимается как нынешнее."
)
DOUBLES_NOTE = (
    "Дублирующая запись присоединяется к основной вместе со всеми сведениями; файлы с любым из двух наименований "
    "принимаются. Автоматически записи не объединяются."
)
DONE_NOTE = "Последнюю операцию можно отменить на её странице, пока после неё ничего не загружено."
_FIRST = "Название или номер из адреса страницы организации."
_SECOND = "Новое название; организация, в которую вошла; название выделенной; новое муниципальное образование."
_PEOPLE = "По одному в строке: идентификатор или ФИО. Остальные остаются. Можно загрузить из файла."
DONE_HEADINGS = ["Когда", "Операция", "Кем", "Подробно"]
LIKELY_HEADINGS = ["Проверка", "Дублирующая запись", "Записей", "Основная запись", "Записей"]


class Ids(StrEnum):
    """The ids that callbacks name."""

    KIND = "reference-kind"
    FIRST = "reference-first"
    SECOND = "reference-second"
    ON = "reference-on"
    PEOPLE = "reference-people"
    PEOPLE_FILE = "reference-people-file"
    PEOPLE_TOLD = "reference-people-told"
    ENDS = "reference-ends"
    CHECK = "reference-check"
    TOLD = "reference-told"
    ASKED = "reference-asked"
    DO = "reference-do"
    DOUBLE_KIND = "reference-double-kind"
    DOUBLE = "reference-double"
    KEPT = "reference-kept"
    DOUBLE_CHECK = "reference-double-check"
    DOUBLE_TOLD = "reference-double-told"
    DOUBLE_ASKED = "reference-double-asked"
    DOUBLE_DO = "reference-double-do"
    LIKELY = "reference-likely-pairs"
    DONE = "reference-done"


def candidate_id(pair: str) -> dict[str, str]:
    """The id of the button that checks a pair of candidates, «programme-12-7»; one callback listens to all."""
    return {"reference-likely": pair}


def layout(visit: Visit) -> Screen:
    """The forms, the duplicate candidates, and the past operations."""
    content = page(
        TITLE,
        section("Реорганизация и переименование", _place_form(), *_unsettled(visit.reading), note=PLACES_NOTE),
        section(
            "Дублирующие записи",
            _duplicate_form(),
            html.Div(candidate_sections(visit.reading), id=Ids.LIKELY),
            note=DOUBLES_NOTE,
        ),
        section(
            "Выполненные операции",
            html.Div(past_operations(visit.reading), id=Ids.DONE),
            download_links(visit.path, "operations", visit.view),
            note=DONE_NOTE,
        ),
        lead=breadcrumbs([("Главная", addresses.HOME), ("Загрузка данных", addresses.IMPORTS), (TITLE, None)]),
    )
    return Screen(TITLE, content)


def _place_form() -> Component:
    ends = dbc.Checkbox(id=Ids.ENDS, label="при закрытии: завершить места работы остальных этим днём")
    fields = [
        _choice(Ids.KIND, "Вид изменения", OPERATIONS),
        text_field(Ids.FIRST, "Организация", _FIRST),
        text_field(Ids.SECOND, "Новое название или организация", _SECOND),
        date_field("С какого дня", None, id=Ids.ON),
        html.Div(ends, className="control"),
    ]
    return html.Div(
        [
            html.Div(fields, className="form-fields"),
            html.Details([html.Summary("Кто переходит в выделенную организацию"), *_people()], className="mb-3"),
            button(Ids.CHECK, "Проверить"),
            html.Div(id=Ids.TOLD),
        ]
    )


def _people() -> list[Component]:
    lines = dbc.Textarea(id=Ids.PEOPLE, rows=5, maxlength=200_000)
    drop = dcc.Upload(
        html.Span(["Выберите файл XLSX или CSV или перетащите его сюда"]),
        id=Ids.PEOPLE_FILE,
        className="file-drop",
        accept=".xlsx,.csv,.txt",
        max_size=700_000,
    )
    return [field("Работники", lines, _PEOPLE), drop, html.Div(id=Ids.PEOPLE_TOLD)]


def _duplicate_form() -> Component:
    fields = [
        _choice(Ids.DOUBLE_KIND, "Вид записи", KINDS),
        text_field(Ids.DOUBLE, "Дублирующая запись", "Название, как в реестре, или номер."),
        text_field(Ids.KEPT, "Основная запись", "Запись, к которой она присоединяется."),
    ]
    return html.Div(
        [
            html.Div(fields, className="form-fields"),
            button(Ids.DOUBLE_CHECK, "Проверить"),
            html.Div(id=Ids.DOUBLE_TOLD),
        ]
    )


def _choice(identity: str, label: str, options: Mapping[str, str]) -> Component:
    offered = [{"label": words.sentence(text), "value": value} for value, text in options.items()]
    return field(label, dbc.Select(id=identity, options=offered, size="sm", placeholder="выберите"))


def _unsettled(reading: Reading) -> list[Component]:
    """The people still listed in closed organizations, whom the staff register must move."""
    closed = unsettled(reading)
    if not closed:
        return []
    rows = [
        (dcc.Link(place.name, href=f"{addresses.path_of(place)}/list/staff"), place.municipality_name, words.number(of))
        for place, of in closed
    ]
    headings = ["Закрытая организация", "Муниципальное образование", "Числятся"]
    return [plain_table("Работники, числящиеся в закрытых организациях", headings, rows, "")]


def candidate_sections(reading: Reading) -> list[Component]:
    """The duplicate candidates, folded by kind."""
    return [_candidates_table(kind, duplicate_candidates(reading, kind)) for kind in KINDS]


def _check_button(pair: str) -> Component:
    return html.Button("Проверить", id=candidate_id(pair), type="button", className="btn btn-sm btn-outline-primary")


def _candidates_table(kind: str, candidates: Sequence[DuplicateCandidate]) -> Component:
    rows = [
        (
            _check_button(f"{kind}-{one.double_id}-{one.kept_id}"),
            one.double,
            words.number(one.double_uses),
            one.kept_name,
            words.number(one.kept_uses),
        )
        for one in candidates
    ]
    title = f"Похожие названия: {KINDS[kind]}"
    # The buttons have callbacks, so the table cannot be `still`.
    body = [html.Tr([html.Td(cell) for cell in row]) for row in rows]
    region = table_frame(title, LIKELY_HEADINGS, body, "table-plain rows-table", shows_caption=False)
    content = region if rows else html.P("Похожих нет.", className="nothing")
    return html.Details([html.Summary(f"{title} — {words.number(len(rows))}"), content], className="mt-3")


def past_operations(reading: Reading) -> Component:
    """The past operations on the reference lists, with who and when."""
    rows = [
        (
            words.moment(run.accepted_at),
            run.file_name,
            one.accepted_by,
            dcc.Link("отменена" if run.undone_at else "подробно", href=addresses.import_run(run.id)),
        )
        for one in operations_done(reading)
        for run in [one.run]
    ]
    return plain_table("Операции", DONE_HEADINGS, rows, "Операций со справочниками ещё не было.")


def preview(title: str, numbers: Mapping[str, int], notes: Sequence[str], is_double: bool) -> Component:
    """The effect of the operation, and the button that runs it."""
    effects = ", ".join(f"{label} — {words.number(number)}" for label, number in numbers.items())
    lines = [html.P(html.Strong(title)), *([html.P(f"Затрагивает: {effects}.")] if numbers else [])]
    lines += [html.P(note) for note in notes]
    does = button(Ids.DOUBLE_DO if is_double else Ids.DO, "Объединить" if is_double else "Выполнить", is_grave=True)
    return html.Div([*lines, does], className="form-told is-asked", role="status")


def rejection_message(reason: str) -> Component:
    """Why the operation is rejected."""
    return outcome_message([f"Выполнить нельзя: {reason}."], BAD)
