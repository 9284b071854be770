"""Refuses to work on a database whose tables or spans are not those of this version, in words that say what to do."""

import sys
from functools import lru_cache

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from model import migrations
from model.database import engine, read_session
from model.errors import UserError
from model.oldest_version import OldestVersion
from timeline.derivation import is_derived

_VERSIONS = "alembic_version"
# The server, which asks in a process of its own, does not start after this exit code.
NOT_MIGRATED = 3
_FIRST_MIGRATE = "Сначала выполните migrate: python cli.py migrate (или make migrate)."


class NotMigratedError(UserError):
    """The database has not the tables of this version; the text is for whoever runs the product."""


def require_current_tables() -> None:
    """Raise NotMigratedError where the tables of the database are not those of this version."""
    with engine().connect() as connection:
        has_tables = inspect(connection).has_table(_VERSIONS)
    revision = _revision() if has_tables else None
    revisions, head = _revisions()
    if revision is None:
        raise NotMigratedError(f"В базе данных нет таблиц. {_FIRST_MIGRATE}")
    if revision not in revisions and _oldest_revision() not in revisions:
        raise NotMigratedError("Таблицы базы данных новее программы: обновите программу до той же версии.")
    if revision in revisions and revision != head:
        raise NotMigratedError(f"Таблицы базы данных — от прежней версии программы. {_FIRST_MIGRATE}")
    with read_session() as session:
        if not is_derived(session):
            raise NotMigratedError(f"Показатели рассчитаны по прежним правилам или настройкам. {_FIRST_MIGRATE}")


@lru_cache
def _revisions() -> tuple[frozenset[str], str | None]:
    """The revisions that this version of the code knows, and the last of them."""
    script = ScriptDirectory.from_config(migrations.configuration())
    return frozenset(one.revision for one in script.walk_revisions()), script.get_current_head()


def _revision() -> str | None:
    try:
        with read_session() as session:
            revision: str | None = session.scalar(text(f"SELECT version_num FROM {_VERSIONS}"))
    except ProgrammingError:
        # PostgreSQL, where the login of the app does not belong to the roles that the second version makes.
        raise NotMigratedError(
            f"Учётной записи базы данных не хватает прав. {_FIRST_MIGRATE} "
            "Затем дайте ей роли: GRANT iom_reader, iom_writer TO … (docs/operating.md, «Установка»)."
        ) from None
    return revision


def _oldest_revision() -> str | None:
    """The tables of which a program has to know at least: later versions only add to them."""
    with read_session() as session:
        return session.scalar(select(OldestVersion.revision))


def exit_code() -> int:
    """NOT_MIGRATED where the server may not start; a database that does not answer yet is no reason."""
    try:
        require_current_tables()
    except NotMigratedError as error:
        print(error, file=sys.stderr)
        return NOT_MIGRATED
    except OperationalError:
        print("База данных пока не отвечает: её таблицы не проверены.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(exit_code())
