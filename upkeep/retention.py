"""What is kept no longer than its term: lines of the journal, names of people who left, files that were taken in."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

import settings
from access.journal import verify, write_down
from access.journal_removal import journal_start, last_line_before, remove_lines
from access.reading import OPERATOR
from ingest.sources.folder import DONE, REFUSED
from ingest.writing.import_lock import acquire_import_lock
from model.database import unscoped_session, upgrade_session
from model.dates import today, years_before
from model.errors import UserError
from model.wording import day as day_text
from upkeep.findings import Finding, fine, warning
from upkeep.left_people import anonymize, count_with_account, people_left

_SECONDS_OF_DAY = 86_400
# The timer runs monthly: what is due for two months was forgotten.
_FORGOTTEN = timedelta(days=62)


class RetentionError(UserError):
    """Nothing was removed; the text says why and what to do."""


def retain(*, only_check: bool) -> list[str]:
    """Remove what is older than its term, or only say what there is, in sentences; RetentionError where it can't be.

    What is in the database goes in one transaction of the owner of the tables: the app may remove no line.
    """
    if only_check:
        with unscoped_session() as session:
            return [*_review(session), *_files(only_check=True)]
    try:
        with upgrade_session() as session:
            acquire_import_lock(session)
            if session.get_bind().dialect.name == "sqlite":
                # What is freed in the file is overwritten.
                session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
            sentences = [*_anonymize_people(session), *_remove_lines(session)]
    except ProgrammingError as error:
        raise RetentionError(
            f"база данных не дала удалить ({type(error.orig).__name__}): нужен вход владельца таблиц, "
            "OWNER_DATABASE_URL"
        ) from None
    return [*sentences, *_files(only_check=False)]


def _review(session: Session) -> Iterator[str]:
    if first_day := _first_day(settings.LEFT_YEARS):
        yield _people_sentence(session, first_day, len(people_left(session, first_day)))
    else:
        yield "Выбывшие: LEFT_YEARS не задан, сведения хранятся бессрочно."
    if first_day := _first_day(settings.JOURNAL_YEARS):
        start = verify(session)
        yield _lines_sentence(first_day, max(last_line_before(session, _moment(first_day)) - start.removed, 0))
    else:
        yield "Журнал: JOURNAL_YEARS не задан, записи хранятся бессрочно."


def _first_day(term: settings.Setting[int]) -> date | None:
    """The first day whose data stay; None where the term has no end."""
    return years_before(today(), term.value()) if term.value() else None


def _moment(day: date) -> datetime:
    return datetime.combine(day, clock.min, UTC)


def check_terms(session: Session) -> Iterator[Finding]:
    """A warning where something has been due for long: the timer does not run."""
    people, lines = _first_day(settings.LEFT_YEARS), _first_day(settings.JOURNAL_YEARS)
    if people is None and lines is None:
        yield fine("Сроки", "LEFT_YEARS и JOURNAL_YEARS не заданы: сведения о выбывших и журнал хранятся бессрочно")
        return
    is_due = bool(people and people_left(session, people - _FORGOTTEN)) or bool(
        lines and last_line_before(session, _moment(lines - _FORGOTTEN)) > journal_start(session).number
    )
    if is_due:
        yield warning("Сроки", "срок хранения вышел больше двух месяцев назад; `cli.py retain` по таймеру каждый месяц")
    else:
        yield fine("Сроки", "всё, чему вышел срок хранения, удалено")


def _people_sentence(session: Session, first_day: date, number: int) -> str:
    held = count_with_account(session, first_day)
    exception = f"; ещё {held} не обезличиваются: у них есть учётная запись" if held else ""
    return f"Выбывшие: работников, о которых с {day_text(first_day)} нет сведений, — {number}{exception}."


def _lines_sentence(first_day: date, number: int) -> str:
    return f"Журнал: записей раньше {day_text(first_day)} — {number}."


def _anonymize_people(session: Session) -> Iterator[str]:
    first_day = _first_day(settings.LEFT_YEARS)
    if first_day is None:
        return
    persons = people_left(session, first_day)
    if persons:
        run = anonymize(session, persons, by=OPERATOR.login)
        subject = f"{len(persons)}, left before {first_day}, import {run.id}"
        write_down(session, "left people anonymized", subject, by=OPERATOR.login, about=persons)
    yield f"{_people_sentence(session, first_day, len(persons))} Обезличены."


def _remove_lines(session: Session) -> Iterator[str]:
    first_day = _first_day(settings.JOURNAL_YEARS)
    if first_day is None:
        return
    verdict = verify(session)
    if verdict.broken_at is not None:
        raise RetentionError(
            f"целостность журнала нарушена в записи {verdict.broken_at}: ничего не удалено, чтобы след не пропал"
        )
    last = last_line_before(session, _moment(first_day))
    number = last - verdict.removed
    if number > 0:
        # It is written first: the journal is never empty, and its numbers go on.
        subject = f"{number}, before {first_day}, up to line {last}"
        write_down(session, "journal lines removed", subject, by=OPERATOR.login)
        remove_lines(session, last, _moment(first_day))
    yield f"{_lines_sentence(first_day, max(number, 0))} Удалены."


def _files(*, only_check: bool) -> Iterator[str]:
    days = settings.SOURCE_DAYS.value()
    if not days:
        if only_check:
            yield "Файлы источника: SOURCE_DAYS не задан, лежат бессрочно."
        return
    files = list(files_older_than(time.time() - days * _SECONDS_OF_DAY))
    if not only_check:
        for file in files:
            file.unlink(missing_ok=True)
    yield f"Файлы источника: старше {days} дн. — {len(files)}.{'' if only_check else ' Удалены.'}"


def files_older_than(moment: float) -> Iterator[Path]:
    """The files in the folders of what was taken in or refused that lie there since before the moment."""
    homes = {settings.SOURCE_FOLDER.value(), settings.UPLOADS_FOLDER.value()} - {""}
    for folder in (Path(home).absolute() / name for home in sorted(homes) for name in (DONE, REFUSED)):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            # A file keeps the day of its last change when it is moved here; the other moment is that of the move.
            if path.is_file() and not path.is_symlink() and path.lstat().st_ctime < moment:
                yield path
