"""The PostgreSQL of the tests is found or started, and leaves nothing behind."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from tests import databases


@pytest.fixture
def server() -> str:
    url = databases.postgres_url()
    if url is None:
        pytest.skip("PostgreSQL can't be had here")
    return url


def query_scalar(url: str, question: str, **values: str) -> object:
    """The scalar result of a query, on a connection of its own."""
    engine = create_engine(url)
    with engine.connect() as connection:
        answer = connection.scalar(text(question), values)
    engine.dispose()
    return answer


def is_there(server: str, url: str) -> bool:
    name = url.rsplit("/", 1)[1]
    return bool(query_scalar(server, "SELECT count(*) FROM pg_database WHERE datname = :name", name=name))


def test_a_fresh_database_is_empty_and_is_dropped_afterwards(server: str):
    with databases.fresh_postgres_database(server) as url:
        engine = create_engine(url)
        assert inspect(engine).get_table_names() == []
        engine.dispose()
        assert is_there(server, url)
    assert not is_there(server, url)


def test_a_fresh_database_is_dropped_under_those_who_still_use_it(server: str):
    with databases.fresh_postgres_database(server) as url:
        user = create_engine(url).connect()
    assert not is_there(server, url)
    user.invalidate()


def test_a_fresh_database_is_dropped_after_a_failure(server: str):
    with pytest.raises(ZeroDivisionError), databases.fresh_postgres_database(server) as url:
        raise ZeroDivisionError
    assert not is_there(server, url)


def test_each_fresh_database_is_another(server: str):
    with databases.fresh_postgres_database(server) as one, databases.fresh_postgres_database(server) as other:
        assert one != other


def test_own_server_answers_until_it_is_stopped_and_leaves_no_folder():
    own = databases.start_postgres()
    if own is None:
        pytest.skip("no binaries of PostgreSQL here")
    left = create_engine(own.url).connect()
    try:
        assert query_scalar(own.url, "SHOW fsync") == "off"
        # Words are Russian: a locale that knows only Latin letters would not lower them.
        assert query_scalar(own.url, "SELECT lower('ЁЖ')") == "ёж"
    finally:
        own.stop()
    left.invalidate()
    assert own.process.returncode == 0
    assert not own.folder.exists()
    with pytest.raises(OperationalError):
        query_scalar(own.url, "SELECT 1")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_given_server_is_spoken_to_by_the_driver_that_is_installed(scheme: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(databases.VARIABLE, f"{scheme}://anna:secret@db:5433/test")
    assert databases.postgres_url() == "postgresql+psycopg://anna:secret@db:5433/test"


@pytest.mark.parametrize("given", ["", " "])
def test_an_empty_variable_names_no_server(given: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(databases.VARIABLE, given)
    assert databases.postgres_url() is None


def test_of_several_versions_the_highest_whole_one_is_taken(tmp_path: Path):
    assert databases.newest_binaries(tmp_path) is None
    for version, programs in {"9": ["initdb", "postgres"], "15": ["initdb", "postgres"], "17": ["initdb"]}.items():
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for program in programs:
            (folder / program).touch()
    assert databases.newest_binaries(tmp_path) == tmp_path / "15" / "bin"
