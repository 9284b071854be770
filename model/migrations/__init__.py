"""Brings a database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from model import accounts, catalogue, journal, people, places, routes, snapshots
from model.database import Base, engine, writing

# Every module with tables, so that the metadata is whole when a migration is compared with it.
TABLE_MODULES = (accounts, catalogue, journal, people, places, routes, snapshots)


def configuration() -> Config:
    """Alembic's settings, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["metadata"] = Base.metadata
    return config


def migrate() -> None:
    """Upgrade the database that the settings name, then load the reference list of municipalities."""
    config = configuration()
    with engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    with writing() as session:
        places.load_reference(session)
