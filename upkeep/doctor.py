"""The checks of `cli.py doctor`: each finds something to mend, to look at, or nothing."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import settings
from exports.pdf import has_glyph
from model.database import engine, unscoped_session
from model.journal import JournalEntry
from model.keys import journal_key, secret_key
from model.wording import register_title
from timeline.current import NotMigratedError, require_current_tables
from upkeep.figures import UNREACHABLE, backup_age, folders, free_bytes, import_ages, queue_figures
from upkeep.findings import Finding, fault, fine, warning
from upkeep.retention import check_terms
from upkeep.row_policies import check_row_policies
from upkeep.setting_values import unsafe_settings
from upkeep.standby_checks import check_standbys

_OLDEST_POSTGRESQL = 15
_OLDEST_SQLITE = (3, 37)
_MOST_DRIFT, _LEAST_DRIFT = 60.0, 5.0  # seconds between two clocks
_LONGEST_WAIT = 600.0  # seconds that a job waits before somebody should look
_DAY = 86_400.0
_FONTS = Path(__file__).parent.parent / "assets" / "fonts"


def examine() -> Iterator[Finding]:
    """Every finding; what needs the database is asked only where it answers."""
    yield from unsafe_settings()
    yield from _check_folders()
    yield from _check_printing()
    try:
        with unscoped_session() as session:
            session.execute(text("SELECT 1"))
    except UNREACHABLE as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        yield fault("База данных", f"не отвечает ({cause}): проверьте, что сервер запущен, и DATABASE_URL")
        return
    yield fine("База данных", "отвечает")
    yield from _check_version()
    try:
        require_current_tables()
    except NotMigratedError as error:
        yield fault("Таблицы", str(error))
        return
    yield fine("Таблицы", "этой версии программы, показатели рассчитаны")
    yield from check_standbys()
    with unscoped_session() as session:
        for check in _OF_DATA:
            yield from check(session)


def _check_version() -> Iterator[Finding]:
    with engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            number = int(str(connection.scalar(text("SHOW server_version_num")))) // 10_000
            encoding = str(connection.scalar(text("SHOW server_encoding")))
            if number < _OLDEST_POSTGRESQL:
                yield fault("Версия", f"PostgreSQL {number}: нужна {_OLDEST_POSTGRESQL} или новее")
            elif encoding != "UTF8":
                yield fault("Версия", f"кодировка базы {encoding}: создайте базу с ENCODING 'UTF8'")
            else:
                yield fine("Версия", f"PostgreSQL {number}, {encoding}")
        else:
            version = str(connection.scalar(text("SELECT sqlite_version()")))
            is_old = tuple(map(int, version.split(".")))[:2] < _OLDEST_SQLITE
            yield (fault if is_old else fine)("Версия", f"SQLite {version}")


def _check_folders() -> Iterator[Finding]:
    least = settings.MIN_FREE_MB.value() << 20
    for name, folder in folders().items():
        there = next(one for one in (folder, *folder.parents) if one.exists())
        free = free_bytes(folder)
        if not os.access(there, os.W_OK):
            yield fault("Диск", f"{name}: в {there} нельзя писать; дайте права пользователю приложения")
        elif free < least:
            yield fault("Диск", f"{name}: в {there} свободно {free >> 20} МБ, нужно {least >> 20}; освободите место")
        else:
            yield fine("Диск", f"{name}: свободно {free >> 20} МБ")
        if folder.exists() and folder.stat().st_mode & 0o007:
            yield warning("Диск", f"{name}: папку {folder} читают все на этой машине; выполните chmod o-rwx")


def _check_printing() -> Iterator[Finding]:
    if not has_glyph("Ж"):
        yield fault("Документы", "PDF не создаётся: typst или его шрифты не установлены; повторите make setup")
    elif not [*_FONTS.glob("*.woff2")]:
        yield fault("Документы", f"нет шрифтов экрана в {_FONTS}; установите программу заново")
    else:
        yield fine("Документы", "PDF создаётся, шрифты на месте")


def _check_keys(_session: Session) -> Iterator[Finding]:
    try:
        for key in (secret_key, journal_key):
            key()
    except (OSError, ValueError) as error:
        yield fault("Ключи", f"{error}")
    else:
        yield fine("Ключи", "ключи сеансов и журнала на месте")


def _check_queue(session: Session) -> Iterator[Finding]:
    for kind, queue in queue_figures(session).items():
        if queue.waits_for > _LONGEST_WAIT:
            yield fault(
                "Задания",
                f"{kind}: первое ждёт {queue.waits_for / 60:.0f} мин.; запустите `cli.py work` или JOBS_IN_WEB=yes",
            )
        elif queue.failed:
            yield warning("Задания", f"{kind}: за сутки не выполнено {queue.failed}; причины на экранах и в записях")
        else:
            yield fine("Задания", f"{kind}: ждут {queue.waiting}, выполняются {queue.running}")


def _check_imports(session: Session) -> Iterator[Finding]:
    for register, age in import_ages(session).items():
        title, days = register_title(register), settings.REGISTER_DAYS.value().of(register)
        if age is None:
            yield warning("Загрузки", f"{title}: ещё не загружался")
        elif age > days * _DAY:
            yield warning("Загрузки", f"{title}: последний {age / _DAY:.0f} дн. назад, ожидается раз в {days} дн.")
        else:
            yield fine("Загрузки", f"{title}: {age / _DAY:.0f} дн. назад")


def _check_copies(_session: Session) -> Iterator[Finding]:
    age = backup_age()
    if age is None or age > 2 * _DAY:
        when = "нет" if age is None else f"последней {age / _DAY:.0f} дн."
        yield warning("Копии", f"в {settings.BACKUP_FOLDER.value()}: {when}; `cli.py backup` по таймеру каждую ночь")
    else:
        yield fine("Копии", f"последней {age / 3600:.0f} ч.")


def _check_clock(session: Session) -> Iterator[Finding]:
    drift = 0.0
    if session.get_bind().dialect.name == "postgresql":
        there: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        drift = abs((datetime.now(UTC) - there).total_seconds())
    last = session.scalar(select(func.max(JournalEntry.at)))
    if last is not None:
        aware = last.replace(tzinfo=UTC) if last.tzinfo is None else last
        drift = max(drift, (aware - datetime.now(UTC)).total_seconds())
    if drift > _LEAST_DRIFT:
        grade = fault if drift > _MOST_DRIFT else warning
        yield grade(
            "Часы", f"расходятся с базой данных или журналом на {drift:.0f} с; включите chrony на обеих машинах"
        )
    else:
        yield fine("Часы", "идут вместе с базой данных")


_OF_DATA: tuple[Callable[[Session], Iterator[Finding]], ...] = (
    check_row_policies,
    _check_keys,
    _check_clock,
    _check_queue,
    _check_imports,
    _check_copies,
    check_terms,
)
