"""Migrations give the tables of the metadata, and a filled database survives all of them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Inspector,
    Integer,
    MetaData,
    String,
    Table,
    inspect,
    select,
    text,
    update,
)

from access.journal import verify
from cli import cli
from model import database, dates, migrations
from model.database import Base, SignInBase, owner_engine, unscoped_session, write_session
from model.indicators import COUNT_KEYS
from model.quality_sums import QualityDay
from tests import databases
from tests.filled_versions import ALEMBIC, DAY, TODAY, all_tables, bring_to, empty_tables, fill, lost_rows, revisions
from tests.sizes import SIZES
from tests.world import SCHOOL, TOWN, as_csv
from timeline.store import state_span

ROOT = Path(__file__).parents[2]
ON_SQLITE = pytest.mark.parametrize("bare_database", ["sqlite"], indirect=True)
ON_BOTH = pytest.mark.parametrize("bare_database", ["sqlite", "postgresql"], indirect=True)
# The journal is sealed since this version: no table goes back behind it.
SEALED = "0002"
APRIL = date(2026, 4, 30)
# The counts of the filled database: on the last day of March, and after the training and the event.
IN_MARCH = dict.fromkeys(COUNT_KEYS, 0) | {"staff": 3, "due": 3, "not_assessed": 1, "without_programme": 1}
IN_MARCH |= dict.fromkeys(("assessed", "assessed_due", "assessed_year", "assessed_year_due", "recommended"), 2)
IN_MARCH |= dict.fromkeys(("chosen", "formed", "selected", "head_approved", "provider_approved"), 1)
IN_APRIL = IN_MARCH | {"staff": 2, "due": 2, "not_assessed": 0}
IN_APRIL |= dict.fromkeys(("formal_done", "formal_in_time", "informal_any", "realized"), 1)
IN_APRIL |= dict.fromkeys(("events_due", "events_attended"), 1)


def forget_engine(url: str) -> None:
    engine = database._engines.pop(url, None)
    if engine is not None:
        engine.dispose()


@contextmanager
def at(url: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Within the block the settings name the database."""
    patch.setenv("DATABASE_URL", url)
    patch.delenv("OWNER_DATABASE_URL", raising=False)
    yield
    forget_engine(url)


@pytest.fixture(params=["sqlite", "postgresql"] if SIZES.is_night else ["sqlite"])
def bare_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A database without tables, on the test's own day."""
    monkeypatch.setattr(dates, "today", lambda: TODAY)
    if request.param == "sqlite":
        with at(f"sqlite:///{tmp_path / 'bare.db'}", monkeypatch):
            yield
        return
    server = databases.postgres_url()
    if server is None:
        pytest.skip("PostgreSQL can't be had here")
    with databases.fresh_postgres_database(server) as url, at(url, monkeypatch):
        yield


@pytest.fixture
def filled_database(bare_database: None) -> None:
    """A database filled at each version, then brought to the head as an installation is."""
    *earlier, _ = revisions()
    for revision in earlier:
        bring_to(revision)
        fill(revision)
    run("migrate")


def run(*words: str) -> str:
    answer = CliRunner().invoke(cli, words)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def region_on(day: date) -> dict[str, int]:
    (line,) = json.loads(run("summary", "--level", "region", "--on", str(day), "--format", "json"))
    return {key: line[key] for key in COUNT_KEYS}


# The head and the metadata

Differences = dict[tuple[str, str], Any]


def description(connection: Connection) -> Differences:
    """The tables as the database describes them, by table and part, without defaults."""
    inspector = inspect(connection)
    parts = {}
    for name in set(inspector.get_table_names()) - {ALEMBIC}:
        parts[name, "primary key"] = str(inspector.get_pk_constraint(name))
        parts |= {(name, part): sorted(map(str, ask(inspector, name))) for part, ask in LISTED.items()}
        parts[name, "foreign keys"] = sorted(map(_without_name, inspector.get_foreign_keys(name)))
    return parts


def _columns(inspector: Inspector, name: str) -> list[tuple[object, ...]]:
    return [
        (column["name"], repr(column["type"]), getattr(column["type"], "collation", None), column["nullable"])
        for column in inspector.get_columns(name)
    ]


def _without_name(key: Any) -> str:
    """A foreign key without its name, which differs for an added column."""
    return str({**key, "name": None})


LISTED: dict[str, Callable[[Inspector, str], Any]] = {
    "columns": _columns,
    "unique": Inspector.get_unique_constraints,
    "checks": Inspector.get_check_constraints,
    "indexes": Inspector.get_indexes,
}


def differences(metadata: MetaData, url_of_another: str) -> Differences:
    """The differences between the migrated database and the metadata, by inspection and by alembic."""
    with owner_engine().begin() as connection:
        migrated = description(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        by_alembic = compare_metadata(context, metadata)
    with database._engine_of(url_of_another).begin() as connection:
        metadata.create_all(connection)
        made = description(connection)
    differing = {key: (migrated.get(key), made.get(key)) for key in {*migrated, *made}}
    found: Differences = {key: (one, other) for key, (one, other) in differing.items() if one != other}
    return {**found, **({("", "alembic"): by_alembic} if by_alembic else {})}


@pytest.fixture
def another_database(bare_database: None, tmp_path: Path) -> Iterator[str]:
    """The address of a second database of the same kind."""
    if owner_engine().dialect.name == "sqlite":
        url = f"sqlite:///{tmp_path / 'another.db'}"
        yield url
        forget_engine(url)
        return
    with databases.fresh_postgres_database(databases.postgres_url() or "") as url:
        yield url
        forget_engine(url)


@ON_BOTH
def test_the_migrated_tables_are_those_of_the_metadata(another_database: str):
    migrations.migrate()
    assert differences(_whole_metadata(), another_database) == {}


def _whole_metadata() -> MetaData:
    """Every table of the database: on SQLite those of signing in lie in a file of their own."""
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    is_sqlite = owner_engine().dialect.name == "sqlite"
    for table in [*Base.metadata.sorted_tables, *([] if is_sqlite else SignInBase.metadata.sorted_tables)]:
        table.to_metadata(metadata)
    return metadata


def _without(metadata: MetaData, constraint: str) -> None:
    """Take a constraint or an index out of the metadata."""
    for table in metadata.tables.values():
        table.constraints -= {one for one in table.constraints if one.name == constraint}
        table.indexes -= {one for one in table.indexes if one.name == constraint}


def test_a_difference_of_any_kind_is_found(another_database: str):
    migrations.migrate()
    metadata = _whole_metadata()
    tables = metadata.tables
    Table("planted", metadata, Column("id", Integer, primary_key=True))
    tables["person"].append_column(Column("planted", Integer))
    tables["programme"].c.name.nullable = True
    tables["provider"].c.address.type = Integer()
    tables["event"].append_constraint(CheckConstraint("id > 0", name="planted"))
    Index("planted_index", tables["account"].c.created_at)
    # SQLite compares text by code point whatever the column says.
    tables["participation"].c.venue.type = String()
    (rule,) = (key for key in tables["journal_about"].foreign_key_constraints if key.column_keys == ["entry_id"])
    rule.ondelete = "CASCADE"
    _without(metadata, "ix_employment_left_on")
    _without(metadata, "uq_result_person_id_programme_id_since")
    planted = {
        *(("planted", part) for part in (*LISTED, "primary key", "foreign keys")),
        *((table, "columns") for table in ("person", "programme", "provider")),
        *(("account", "indexes"), ("employment", "indexes")),
        *(("event", "checks"), ("result", "unique"), ("journal_about", "foreign keys")),
    }
    if owner_engine().dialect.name == "postgresql":
        planted.add(("participation", "columns"))
    # PostgreSQL keeps a unique constraint as an index too.
    found = set(differences(metadata, another_database)) - {("result", "indexes")}
    assert found == planted | {("", "alembic")}


# A filled database


@ON_BOTH
def test_a_filled_database_comes_through_every_version(bare_database: None):
    *earlier, head = revisions()
    for revision in earlier:
        bring_to(revision)
        fill(revision)
        # A version that adds a table is filled too, or nothing is known of its rows.
        assert empty_tables() == set(), revision
        known = all_tables()
    run("migrate")
    # What the head adds is filled as soon as a version follows it.
    assert empty_tables() & known == set(), head
    assert lost_rows(*earlier) == []
    with unscoped_session() as session:
        assert verify(session).broken_at is None
        assert set(session.scalars(select(QualityDay.day))) == {TODAY, dates.last_month_end(TODAY)}
    assert (region_on(DAY), region_on(APRIL), region_on(TODAY)) == (IN_MARCH, IN_APRIL, IN_APRIL)


def test_a_database_goes_back_to_the_sealed_journal_and_comes_again(filled_database: None):
    behind = revisions()[revisions().index(SEALED) : -1]
    for revision in reversed(behind):
        bring_to(revision, back=True)
        assert lost_rows("0001", SEALED) == [], revision
    with pytest.raises(NotImplementedError):
        bring_to("0001", back=True)
    assert lost_rows("0001", SEALED) == []
    run("migrate")
    assert lost_rows("0001", SEALED) == []
    assert (region_on(DAY), region_on(TODAY)) == (IN_MARCH, IN_APRIL)


BEFORE_A_COUNT = (
    "ALTER TABLE state_span DROP COLUMN formed",
    "ALTER TABLE count_change DROP COLUMN formed",
    "ALTER TABLE month_total DROP COLUMN formed",
    "UPDATE timeline_version SET fingerprint = 'without the count'",
)


@pytest.fixture
def before_a_count(filled_database: None) -> None:
    """A filled database of a version that lacks a count: the code has it already and stands for one where it is new."""
    with owner_engine().begin() as connection:
        for statement in BEFORE_A_COUNT:
            connection.exec_driver_sql(statement)


def bring_in_a_teacher(folder: Path) -> None:
    """Import one person, so that the spans of the others stay as stored."""
    row = {"identifier": "4", "full_name": "Глебов Глеб", "municipality": TOWN, "organization": SCHOOL}
    file = folder / "Кадровый состав.csv"
    file.write_bytes(as_csv("staff", [{**row, "since": "01.05.2026", "category": "педагогический"}]))
    run("import", "staff", str(file))


def test_a_count_that_is_added_is_derived_for_the_past_too(before_a_count: None, tmp_path: Path):
    assert "по прежним правилам или настройкам. Сначала выполните migrate" in refusal("summary", "--level", "region")
    run("migrate")
    assert [region_on(day) for day in (DAY, APRIL, TODAY)] == [IN_MARCH, IN_APRIL, IN_APRIL]
    bring_in_a_teacher(tmp_path)
    with_teacher = {**IN_APRIL, "staff": 3, "due": 3, "not_assessed": 1}
    assert [region_on(day) for day in (DAY, APRIL, TODAY)] == [IN_MARCH, IN_APRIL, with_teacher]


def test_another_setting_of_the_law_waits_for_the_next_migrate(filled_database: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YEAR_FIRST_MONTH", "4")
    assert "по прежним правилам или настройкам" in refusal("summary", "--level", "region")
    run("migrate")
    # The assessments of February are of the year before the one that begins in April.
    assert (region_on(DAY)["assessed_year"], region_on(APRIL)["assessed_year"]) == (2, 0)


@ON_SQLITE
def test_spans_of_this_version_are_left_alone_by_the_next_migrate(filled_database: None):
    with write_session() as session:
        session.execute(update(state_span).values(staff=17))
    run("migrate")
    with unscoped_session() as session:
        assert set(session.scalars(select(state_span.c.staff))) == {17}


# A database that nobody has migrated


def refusal(*words: str) -> str:
    answer = CliRunner().invoke(cli, words)
    assert answer.exit_code == 1
    assert isinstance(answer.exception, SystemExit)
    return answer.output


@pytest.mark.parametrize("words", [("summary", "--level", "region"), ("account", "list"), ("undo-import",)])
def test_a_database_without_tables_is_refused_with_the_way_out(bare_database: None, words: tuple[str, ...]):
    assert refusal(*words) == (
        "Error: В базе данных нет таблиц. Сначала выполните migrate: python cli.py migrate (или make migrate).\n"
    )


def test_tables_of_an_earlier_version_are_refused_until_they_are_upgraded(bare_database: None):
    bring_to(revisions()[-2])
    assert "от прежней версии программы. Сначала выполните migrate" in refusal("summary", "--level", "region")
    run("migrate")
    run("summary", "--level", "region")


@ON_SQLITE
def test_tables_of_a_later_version_are_refused(bare_database: None):
    run("migrate")
    with write_session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        # A later migrate says of itself which programs may go on: tests/data/test_upgrades.py has the other answer.
        session.execute(text("UPDATE oldest_version SET revision = '9999'"))
    assert "новее программы: обновите программу" in refusal("summary", "--level", "region")


def test_help_needs_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none' / 'x.db'}")
    assert "--level" in run("summary", "--help")
    assert not (tmp_path / "none").exists()


@ON_SQLITE
def test_the_server_does_not_start_without_tables(bare_database: None):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PORT": "0"}
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
    server = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert server.returncode == 1
    assert server.stderr.strip().endswith("Сначала выполните migrate: python cli.py migrate (или make migrate).")
    assert "Traceback" not in server.stderr
