"""Brings a database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session

from model import (
    accounts,
    catalogue,
    export_jobs,
    import_jobs,
    journal,
    people,
    places,
    quality_sums,
    routes,
    sign_ins,
    snapshots,
)
from model.database import Base, owner_engine

# Every module with tables, so that the metadata is whole when a migration is compared with it.
TABLE_MODULES = (
    accounts,
    catalogue,
    export_jobs,
    import_jobs,
    journal,
    people,
    places,
    quality_sums,
    routes,
    sign_ins,
    snapshots,
)


def configuration() -> Config:
    """Alembic's settings, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["metadata"] = Base.metadata
    return config


def migrate() -> None:
    """Upgrade the database that the settings name, then load the reference list of municipalities."""
    config = configuration()
    with owner_engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    # By the owner again: the app's own login may not belong to the roles yet.
    with Session(owner_engine()) as session, session.begin():
        places.load_reference(session)
