"""Brings a database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, delete

from model import (
    accounts,
    catalogue,
    heading_mappings,
    jobs,
    journal,
    offers,
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

    An upgrade deletes the stored sums: a column that it adds to them would hold zeros.
    """
    config = configuration()
    with upgrade_session(owner) as session:
        connection = session.connection()
        config.attributes["connection"] = connection
        revision_before = _revision(connection)
        command.upgrade(config, "head")
        if _revision(connection) != revision_before:
            for table in STORED_SUMS:
                session.execute(delete(table))
        places.load_reference(session)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
