"""What the next `migrate` will do, and whether servers of the previous version may go on working over it."""

from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from alembic.script import Script

from model import migrations
from model.database import owner_engine, read_session
from timeline.derivation import is_derived


@dataclass(frozen=True)
class Upgrade:
    """What `migrate` will do, in sentences, and whether no server has to be stopped for it."""

    sentences: tuple[str, ...]
    may_run: bool


def next_upgrade() -> Upgrade:
    """Compare the tables of the database, and what they derive, with this version; nothing is changed."""
    with owner_engine().connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return Upgrade(("В базе данных нет таблиц: migrate создаст их.",), False)
    versions = migrations.versions()
    if revision not in {one.revision for one in versions}:
        return Upgrade((f"Таблицы базы данных ({revision}) новее программы: migrate ничего не изменит.",), False)
    pending = [one for one in reversed(versions) if one.revision > revision]
    changing = [one for one in pending if not one.module.previous_may_run]
    with read_session() as session:
        is_same = is_derived(session)
    sentences = [_title(pending), *map(_what_stops, changing)]
    if not is_same:
        sentences.append("Показатели всех людей будут рассчитаны заново: прежний сервер считает их иначе.")
    may_run = is_same and not changing
    if pending or not is_same:
        sentences.append(_MAY_RUN if may_run else _MUST_STOP)
    return Upgrade(tuple(sentences), may_run)


_MAY_RUN = "Прежний сервер может работать во время migrate и после него: обновляйте машины по одной."
_MUST_STOP = "Остановите серверы на время migrate и запустите уже новые."


def _title(pending: list[Script]) -> str:
    if not pending:
        return "Таблицы — этой версии программы."
    return f"Ждут обновления таблиц: {', '.join(one.revision for one in pending)}."


def _what_stops(version: Script) -> str:
    return f"{version.revision} меняет то, чем пользуется прежняя программа."
