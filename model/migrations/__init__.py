"""Brings a database to the tables of this version."""

from itertools import takewhile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, delete

from model import (
    accounts,
    catalogue,
    heading_mappings,
    jobs,
    journal,
    offers,
    oldest_version,
    people,
    places,
    quality_sums,
    routes,
    score_bounds,
    sign_ins,
    sources,
    targets,
)
from model.database import Base, upgrade_session

# Every module with tables, so that the metadata is whole when a migration is compared with it.
TABLE_MODULES = (
    accounts,
    catalogue,
    heading_mappings,
    jobs,
    journal,
    offers,
    oldest_version,
    people,
    places,
    quality_sums,
    routes,
    score_bounds,
    sign_ins,
    sources,
    targets,
)


# What is made of the facts and can be made anew at any time.
STORED_SUMS = (quality_sums.quality_sum, quality_sums.QualityDay)


def configuration() -> Config:
    """Alembic's settings, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["metadata"] = Base.metadata
    return config


def migrate(owner: Engine | None = None) -> None:
    """Upgrade the database that the settings name, or another, and load the reference list of municipalities.

    An upgrade deletes the stored sums: a column that it adds to them would hold zeros. One over which the previous
    program may go on working leaves them to it.
    """
    config = configuration()
    with upgrade_session(owner) as session:
        connection = session.connection()
        config.attributes["connection"] = connection
        revision_before = _revision(connection)
        command.upgrade(config, "head")
        oldest = oldest_revision()
        if revision_before is None or revision_before < oldest:
            for table in STORED_SUMS:
                session.execute(delete(table))
        session.execute(delete(oldest_version.OldestVersion))
        session.add(oldest_version.OldestVersion(revision=oldest))
        places.load_reference(session)


def versions() -> list[Script]:
    """The versions of the tables, the latest first; `previous_may_run` of the module says what its upgrade allows."""
    return list(ScriptDirectory.from_config(configuration()).walk_revisions())


def oldest_revision() -> str:
    """The tables of which a program has to know at least to work over those of this version: its own, or earlier ones.

    Revisions are numbers of four digits, in order.
    """
    ordered = versions()
    additions = len(list(takewhile(lambda one: one.module.previous_may_run, ordered)))
    return ordered[additions].revision


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
