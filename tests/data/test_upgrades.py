"""An upgrade without stopping: a version that allows it only adds, and the program works over later tables."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from access.journal import verify
from cli import cli
from model import migrations
from model.database import owner_engine, unscoped_session, write_session
from tests.data.test_migrations import ON_BOTH, ON_SQLITE, bare_database, bring_in_a_teacher, region_on, run
from tests.filled_versions import ALEMBIC, TODAY, bring_to, revisions
from upkeep.readiness import readiness

__all__ = ["bare_database"]

STORED_SUMS = {
    table.name for table in (one if isinstance(one, Table) else one.__table__ for one in migrations.STORED_SUMS)
}


def what_is_no_addition(before: MetaData, after: MetaData) -> Iterator[str]:
    """What a program that knows the tables before could stumble over in those after."""
    for name, old in before.tables.items():
        new = after.tables.get(name)
        if new is None:
            yield f"{name} is gone"
            continue
        yield from _columns(old, new)
        yield from _rules(old, new)


def _columns(old: Table, new: Table) -> Iterator[str]:
    for column in old.columns:
        other = new.columns.get(column.name)
        if other is None:
            yield f"{column} is gone"
        elif (repr(other.type), other.nullable) != (repr(column.type), column.nullable):
            yield f"{column} is another"
    added = [column for column in new.columns if column.name not in old.columns]
    yield from (f"{one} has to be filled" for one in added if not one.nullable and one.server_default is None)
    if added and old.name in STORED_SUMS:
        # The upgrade leaves what is stored.
        yield f"{old.name} has no numbers for {added[0]}"


def _rules(old: Table, new: Table) -> Iterator[str]:
    """A rule that is gone lets more through than before, a new one refuses what the program writes."""
    for what, rules in (("rule", _constraints), ("index", _indexes)):
        yield from (f"the {what} {one} of {old.name} is gone" for one in sorted(rules(old) - rules(new)))
    yield from (f"the rule {one} of {old.name} is new" for one in sorted(_constraints(new) - _constraints(old)))
    unique = {str(index.name) for index in new.indexes if index.unique} - _indexes(old)
    yield from (f"the rule {one} of {old.name} is new" for one in sorted(unique))


def _constraints(table: Table) -> set[str]:
    """Each constraint by its kind and columns; names of foreign keys differ between databases."""
    described = set()
    for one in table.constraints:
        targets = [element.target_fullname for element in getattr(one, "elements", ())]
        check = str(one.sqltext) if isinstance(one, CheckConstraint) else ""
        described.add(f"{type(one).__name__} {[column.name for column in one.columns]} {targets} {check}")
    return described


def _indexes(table: Table) -> set[str]:
    return {str(index.name) for index in table.indexes}


def reflected() -> MetaData:
    metadata = MetaData()
    metadata.reflect(owner_engine())
    return metadata


def allows(revision: str) -> bool:
    (version,) = (one for one in migrations.versions() if one.revision == revision)
    allowed: bool = version.module.previous_may_run
    return allowed


@ON_BOTH
def test_a_version_over_which_the_previous_program_may_run_only_adds(bare_database: None):
    complaints = {}
    before = MetaData()
    for revision in revisions():
        bring_to(revision)
        after = reflected()
        complaints[revision] = list(what_is_no_addition(before, after))
        before = after
    assert {revision: told for revision, told in complaints.items() if told and allows(revision)} == {}
    # The comparison does tell versions that take something away.
    assert complaints["0010"]
    assert complaints["0015"]


def table_with(*parts: object, name: str = "thing") -> MetaData:
    metadata = MetaData()
    Table("other", metadata, Column("id", Integer, primary_key=True))
    base = {"id": Column("id", Integer, primary_key=True), "number": Column("number", Integer)}
    given = {one.name: one for one in parts if isinstance(one, Column)}
    Table(name, metadata, *{**base, **given}.values(), *(one for one in parts if not isinstance(one, Column)))
    return metadata


@pytest.mark.parametrize(
    ("after", "complaint"),
    [
        (MetaData(), "thing is gone"),
        (table_with(Column("number", String)), "thing.number is another"),
        (table_with(Column("number", Integer, nullable=False)), "thing.number is another"),
        (table_with(Column("more", Integer, nullable=False)), "thing.more has to be filled"),
        (table_with(UniqueConstraint("number")), "UniqueConstraint ['number'] []  of thing is new"),
        (table_with(CheckConstraint("number > 0")), "CheckConstraint [] [] number > 0 of thing is new"),
        (table_with(Column("number", Integer, ForeignKey("other.id"))), "ForeignKeyConstraint ['number'] ['other.id']"),
        (table_with(Index("only_one", "number", unique=True)), "the rule only_one of thing is new"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_kind_of_change_that_is_no_addition_shows(after: MetaData, complaint: str):
    assert any(complaint in one for one in what_is_no_addition(table_with(), after))


def test_a_dropped_column_or_index_shows_and_an_addition_does_not():
    more = table_with(Column("more", Integer), Column("less", Integer, server_default="0"), Index("by_more", "more"))
    assert list(what_is_no_addition(table_with(), more)) == []
    assert list(what_is_no_addition(more, table_with())) == [
        "thing.more is gone",
        "thing.less is gone",
        "the index by_more of thing is gone",
    ]
    sums = table_with(name="quality_sum")
    assert [*what_is_no_addition(sums, table_with(Column("more", Integer), name="quality_sum"))] == [
        "quality_sum has no numbers for quality_sum.more"
    ]


LATER_VERSION = (
    "ALTER TABLE person ADD COLUMN added_later VARCHAR",
    "CREATE TABLE added_later (id INTEGER PRIMARY KEY)",
    f"UPDATE {ALEMBIC} SET version_num = '9999'",
)


@pytest.fixture
def later_tables(bare_database: None) -> None:
    """The tables of a later version that only adds, migrated while this program runs."""
    run("migrate")
    with owner_engine().begin() as connection:
        for statement in LATER_VERSION:
            connection.exec_driver_sql(statement)


@ON_BOTH
def test_the_program_works_over_later_tables_that_only_add(later_tables: None, tmp_path):
    assert readiness().is_ready
    bring_in_a_teacher(tmp_path)
    assert region_on(TODAY)["staff"] == 1
    run("backup", str(tmp_path / "copies"))


@ON_SQLITE
def test_a_server_is_not_ready_over_later_tables_that_do_more(later_tables: None):
    with write_session() as session:
        session.execute(text("UPDATE oldest_version SET revision = '9999'"))
    assert not readiness().is_ready


def check_of_migrate() -> tuple[int, str]:
    answer = CliRunner().invoke(cli, ["migrate", "--check"])
    return answer.exit_code, answer.output


@ON_SQLITE
def test_the_check_says_whether_servers_may_go_on(bare_database: None, monkeypatch: pytest.MonkeyPatch):
    assert check_of_migrate() == (1, "В базе данных нет таблиц: migrate создаст их.\n")
    run("migrate")
    assert check_of_migrate() == (0, "Таблицы — этой версии программы.\n")
    bring_to("0022", back=True)
    code, answer = check_of_migrate()
    assert (code, answer.splitlines()[0]) == (1, "Ждут обновления таблиц: 0023, 0024, 0025.")
    assert "0025 меняет то, чем пользуется прежняя программа." in answer
    assert "0024 меняет" not in answer
    assert answer.endswith("Остановите серверы на время migrate и запустите уже новые.\n")
    with unscoped_session() as session:
        # A copy of that version can be verified: nothing was ever removed from its journal.
        assert verify(session).broken_at is None
    adding = migrations.versions()
    adding[0].module.previous_may_run = True
    monkeypatch.setattr(migrations, "versions", lambda: adding)
    code, answer = check_of_migrate()
    assert code == 0
    assert "Прежний сервер может работать" in answer
    run("migrate")
    monkeypatch.setenv("YEAR_FIRST_MONTH", "9")
    code, answer = check_of_migrate()
    assert code == 1
    assert "рассчитаны заново" in answer
