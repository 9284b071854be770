"""The tests' own PostgreSQL: it is found or started, and nothing of it is left."""

import pytest
from sqlalchemy import create_engine, inspect, text

from tests import databases


@pytest.fixture
def server() -> str:
    url = databases.postgres_url()
    if url is None:
        pytest.skip("PostgreSQL can't be had here")
    return url


def test_a_fresh_database_is_empty_and_is_dropped_afterwards(server: str):
    with databases.fresh_postgres_database(server) as url:
        engine = create_engine(url)
        assert inspect(engine).get_table_names() == []
        engine.dispose()
    name = url.rsplit("/", 1)[1]
    with create_engine(server).connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM pg_database WHERE datname = :name"), {"name": name})
    assert found == 0


def test_each_fresh_database_is_another(server: str):
    with databases.fresh_postgres_database(server) as one, databases.fresh_postgres_database(server) as other:
        assert one != other
