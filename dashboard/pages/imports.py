"""Which files were accepted, by whom, and what they changed."""

from dashboard import words
from dashboard.components.page import page, section
from dashboard.components.takeaway import takeaway
from dashboard.pages import sections
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from queries.imports import latest_imports

REGISTERS = {
    "staff": "Контингент",
    "appendix1": "Приложение 1",
    "applications": "Заявки",
    "appendix2": "Приложение 2",
    "participation": "Участие в событиях",
}
_HEADINGS = ["Принят", "Реестр", "Файл", "Кем", "Новых", "Изменённых", "Без изменений", "Отказано"]


def layout(visit: Visit) -> Screen:
    """The latest imports."""
    rows = [
        (
            words.moment(run.accepted_at),
            REGISTERS[run.register],
            run.file_name,
            run.accepted_by,
            *map(words.number, (run.added, run.changed, run.unchanged, run.refused)),
        )
        for run in latest_imports(visit.reading)
    ]
    table = plain_table("Принятые файлы", _HEADINGS, rows, "Файлов ещё не принимали: см. python cli.py import.")
    return Screen(
        "Загрузки данных",
        page(
            "Загрузки данных",
            section("Последние", table, takeaway(visit.path, "files", visit.view)),
            lead=sections.short_trail("Загрузки данных"),
        ),
    )
