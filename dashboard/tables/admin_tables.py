"""The tables of imports, accounts, the journal and definitions as values."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from dashboard import words
from dashboard.components import download_links
from dashboard.journal_words import action_label, matching_actions, where
from dashboard.pages import accounts as accounts_page
from dashboard.pages import definitions
from dashboard.pages import viewings as viewings_page
from dashboard.pages.import_run import FIGURE_HEADINGS, LABELS
from dashboard.pages.reference import DONE_HEADINGS
from dashboard.tables.plain import LongTable, PlainTable
from dashboard.visit import Visit
from model.wording import register_title
from queries.accounts import accounts
from queries.imports import import_run, latest_imports
from queries.journal import journal, viewings
from queries.reference import operations_done


def imports(visit: Visit) -> PlainTable:
    """The imported files."""
    rows = [
        [
            _local_time(run.accepted_at),
            register_title(run.register),
            run.file_name,
            one.accepted_by,
            *(run.added, run.changed, run.unchanged, run.refused),
        ]
        for one in latest_imports(visit.reading)
        for run in [one.run]
    ]
    headings = ["Принят", "Реестр", "Файл", "Кем", "Новых", "Изменённых", "Без изменений", "Отклонено строк"]
    return PlainTable("Принятые файлы", None, headings, rows)


def operations(visit: Visit) -> PlainTable:
    """The operations on the reference lists."""
    rows = [
        [_local_time(run.accepted_at), run.file_name, one.accepted_by, "отменена" if run.undone_at else ""]
        for one in operations_done(visit.reading)
        for run in [one.run]
    ]
    return PlainTable("Операции справочников", None, [*DONE_HEADINGS[:3], "Отменена"], rows)


def figures_of_import(visit: Visit, identity: int) -> PlainTable | None:
    """The counts that an import changed."""
    run = import_run(visit.reading, identity)
    if run is None:
        return None
    rows = [
        [one.municipality, words.sentence(LABELS[one.count_key]), one.before, one.after, one.after - one.before]
        for one in run.figures
    ]
    return PlainTable("Показатели до и после", None, FIGURE_HEADINGS, rows)


def _local_time(at: datetime) -> datetime:
    """The moment in the server's time zone; a moment without a zone is UTC, as databases store it."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone()


def accounts_and_grants(visit: Visit) -> PlainTable:
    """Every account with its grants."""
    rows = [
        [
            one.login,
            one.full_name,
            one.post,
            "; ".join(grant.label for grant in one.grants),
            _local_time(one.created_at),
            one.open_sessions,
            accounts_page.state_of(one),
        ]
        for one in accounts(visit.reading, visit.view.search)
    ]
    return PlainTable(accounts_page.TITLE, None, accounts_page.HEADINGS, rows)


def journal_lines(visit: Visit) -> LongTable:
    """The lines of the journal that match the search, the latest first."""
    searched = visit.view.search

    def read(number: int, size: int) -> tuple[Sequence[Sequence[object]], int]:
        lines = journal(visit.reading, searched, matching_actions(searched), number, size)
        return [
            [_local_time(one.at), one.who, action_label(one.action), one.subject, one.persons, one.origin, one.number]
            for one in lines.rows
        ], lines.total

    headings = ["Когда", "Кто", "Действие", "Объект", "Число работников", "Откуда", "№ записи"]
    return LongTable("Журнал действий", None, headings, read)


def viewing_rows(visit: Visit) -> PlainTable:
    """Every viewing of the account's person, the latest first; at most as many as a file made at once may have.

    An employee orders no files: the page says that the file holds the latest.
    """
    lines, _total = viewings(visit.reading, 1, download_links.MOST_ROWS)
    mine = visit.reading.viewer.login
    rows = [
        [
            _local_time(one.at),
            "вы" if one.login == mine else one.who,
            "; ".join(one.roles),
            action_label(one.action),
            where(one.subject),
        ]
        for one in lines
    ]
    headings = ["Когда", "Кто", "Роль", "Что сделано", "Где"]
    return PlainTable(viewings_page.TITLE, None, headings, rows)


def rates(visit: Visit) -> PlainTable:
    """Every rate with its formula and clause."""
    return PlainTable("Доли", None, definitions.RATE_HEADINGS, definitions.rate_rows(visit.reading))


def counts(_visit: Visit) -> PlainTable:
    """Every count with its meaning and clause."""
    return PlainTable("Числа", None, definitions.COUNT_HEADINGS, definitions.count_rows())


def concerns(_visit: Visit) -> PlainTable:
    """Every concern of the queue with its action and clause."""
    return PlainTable("Требует внимания", None, definitions.CONCERN_HEADINGS, definitions.concern_rows())


def measures(name: str) -> Callable[[Visit], PlainTable]:
    """The numbers of one kind with their meaning and clause."""

    def table(_visit: Visit) -> PlainTable:
        caption, _ = definitions.MEASURE_TABLES[name]
        return PlainTable(caption, None, definitions.MEASURE_HEADINGS, definitions.measure_rows(name))

    return table
