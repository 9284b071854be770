"""One imported file: who, when, its changes by municipality, the figures around it, and how to undo it."""

from dash.development.base_component import Component

from dashboard import addresses, html, words
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.plain_fields import send_button
from dashboard.pages.imports import TITLE
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from model.indicators import COUNTS
from model.journal import REFERENCE
from model.wording import register_title
from queries.imports import Figure, RunRecord, import_run

LABELS = {count.key: count.label for count in COUNTS}


def layout(visit: Visit, identity: int) -> Screen | None:
    """The import, within the viewer's scope."""
    record = import_run(visit.reading, identity)
    if record is None:
        return None
    run = record.run
    title = run.file_name if run.register != REFERENCE else "Операция справочников"
    content = page(
        title,
        section("Операция" if run.register == REFERENCE else "Загрузка", *_facts(record)),
        *([section("Отменить", _undo(record))] if record.may_undo else []),
        section(
            "Показатели до и после",
            plain_table(
                "Показатели до и после",
                FIGURE_HEADINGS,
                [figure_row(one) for one in record.figures],
                _no_figures(record),
            ),
            download_links(visit.path, "figures", visit.view),
            note=f"На {words.day(record.day)}; показаны только изменившиеся." if record.day else None,
        ),
        section(
            "Затронутые работники",
            _changes_by_place(record),
            note="Работники, сведения о которых изменены.",
        ),
        lead=breadcrumbs([("Главная", addresses.HOME), (TITLE, addresses.IMPORTS), (title, None)]),
    )
    return Screen(title, content)


FIGURE_HEADINGS = ["Муниципальное образование", "Показатель", "Было", "Стало", "Разница"]


def figure_row(one: Figure) -> tuple[str, ...]:
    """A row of the table of figures."""
    difference = one.after - one.before
    sign = "+" if difference > 0 else ""
    numbers = (words.number(one.before), words.number(one.after), f"{sign}{words.number(difference)}")
    return (one.municipality, words.sentence(LABELS[one.count_key]), *numbers)


def _no_figures(record: RunRecord) -> str:
    return "Показатели от этой загрузки не изменились или до вас не относятся."


def _facts(record: RunRecord) -> list[Component]:
    run = record.run
    facts = [
        ("Реестр", register_title(run.register)),
        ("Когда" if run.register == REFERENCE else "Принят", words.moment(run.accepted_at)),
        ("Кем", record.authors[run.accepted_by]),
        (
            "Строк",
            f"новых {words.number(run.added)}, изменённых {words.number(run.changed)}, "
            f"без изменений {words.number(run.unchanged)}, отклонено {words.number(run.refused)}",
        ),
        ("SHA-256 файла", run.file_hash),
    ]
    if run.register == REFERENCE:
        facts = [("Что сделано", run.file_name), *facts[1:3], ("Затронуто записей", words.number(run.changed))]
    if run.undone_at:
        by = record.authors.get(run.undone_by or "", words.ABSENT)
        facts.append(("Отменена", f"{words.moment(run.undone_at)}, {by}"))
    items = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in facts]
    return [html.Dl(items, className="upload-facts")]


def _undo(record: RunRecord) -> Component:
    note = (
        "Добавленные записи будут удалены, изменённые — восстановлены; показатели пересчитаются. "
        "Отменить можно только последнюю загрузку или операцию справочников."
    )
    what = "операцию" if record.run.register == REFERENCE else "загрузку"
    button = send_button(f"Отменить {what}", is_grave=True)
    action = f"{addresses.import_run(record.run.id)}/undo"
    return html.Form([html.P(note), button], action=action, method="POST")


def _changes_by_place(record: RunRecord) -> Component:
    rows = [(place, words.number(people)) for place, people in record.touched.items()]
    return plain_table(
        "Затронутые работники",
        ["Муниципальное образование", "Работников"],
        rows,
        "Доступных вам работников нет.",
    )
