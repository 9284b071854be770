"""What is older than its term goes, and nothing else: no name, no number, no line; every count stays as it was."""

import json
import os
import time
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from access.journal import has_seal, verify, write_down
from access.journal_removal import removal_seal
from cli import cli
from ingest import undo
from ingest.imports import ImportRejectedError
from model.accounts import Role
from model.database import engine, owner_engine, unscoped_session, upgrade_session, write_session
from model.journal import ImportRun, JournalRemoval
from model.people import Person
from queries import quality_sums
from tests.db_templates import from_template
from tests.journal import unlocked_journal
from tests.site import open_account
from tests.world import SCHOOL, TOWN, World, as_csv, take
from timeline.derivation import derive_anew
from timeline.store import state_span
from upkeep.findings import Grade
from upkeep.retention import check_terms

# Five years before it: 1 June 2031.
TODAY = date(2036, 6, 1)
# Before anybody left, around the days of each fact, and after.
DAYS = ("2026-02-10", "2026-03-20", "2026-05-01", "2026-09-30", "2027-01-15", "2030-01-01", "2035-12-31")
# All that could name Анна, who left in 2026.
HERS = ("Т-Петрова Анна", "Петрова", "Аннова", "педагогический институт", "УД-77", "Т-Петрова Анна/1", "семейные")


@pytest.fixture(autouse=True)
def terms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_KEY", "j" * 40)
    for module in ("upkeep.retention", "ingest.planning.left_people"):
        monkeypatch.setattr(f"{module}.today", lambda: TODAY)


def run(*words: str) -> Result:
    answer = CliRunner().invoke(cli, words)
    assert answer.exit_code == 0, answer.output
    return answer


@pytest.fixture
def people(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """People who left long ago and others, taken in before there was a term."""
    from_template("people who left", grow_world)
    monkeypatch.setenv("LEFT_YEARS", "5")


def grow_world() -> None:
    """Анна left in 2026 with all that a person can have; the others have a reason to keep their names."""
    world = World()
    anna = world.person("Аннова Анна", position="учитель", education="педагогический институт", until="2026-09-30")
    anna.identifier = "Т-Петрова Анна"
    world.rows["staff"][0]["identifier"] = anna.identifier
    anna.assessed("2026-02-01", programmes="Программа")
    anna.applied("2026-03-01", head="2026-03-05", provider="2026-03-10", provider_name="Институт")
    anna.finished("12.03.2026 - 20.04.2026", document="УД-77")
    anna.chose("2026-03-01", "Форум", "2026-04-02", absence_reason="семейные обстоятельства")
    world.person("Борисов Борис").assessed("2026-02-03")
    world.person("Верова Вера", until="2031-06-01")
    world.person("Галина Галина", until="2026-09-30").works(since="2034-01-01")
    world.person("Дмитриев Дмитрий", until="2026-09-30").finished("01.02.2032 - 01.03.2032", document="УД-78")
    world.person("Егоров Егор", until="2026-09-30")
    world.read_in()
    # She married: the import keeps the earlier name, and what the row was before.
    for register in world.rows.values():
        for row in register:
            if row.get("full_name") == "Аннова Анна":
                row["full_name"] = "Петрова Анна"
    world.read_in()


def summaries() -> list[str]:
    return [run("summary", "--level", "organization", "--on", day, "--format", "csv").stdout for day in DAYS]


def spans() -> list[tuple[object, ...]]:
    with unscoped_session() as session:
        return sorted(map(tuple, session.execute(select(state_span))), key=repr)


def names() -> set[str]:
    with unscoped_session() as session:
        return set(session.scalars(select(Person.full_name)))


def everything_stored() -> str:
    """The values of all rows of all tables."""
    with engine().connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [connection.exec_driver_sql(f"SELECT * FROM {table}") for table in tables]
        return "\n".join(map(repr, chain.from_iterable(rows)))


@pytest.mark.both_databases
@pytest.mark.usefixtures("people")
def test_who_left_long_ago_loses_every_name_and_number_and_no_count_changes():
    before = (summaries(), spans())
    counts = json.loads(run("summary", "--level", "region", "--on", "2026-05-01", "--format", "json").stdout)[0]
    assert [counts[key] for key in ("staff", "formal_done", "events_due", "provider_approved")] == [6, 1, 1, 1]
    assert [one for one in HERS if one not in everything_stored()] == []
    assert "о которых с 01.06.2031 нет сведений, — 2." in run("retain", "--check").stdout
    assert [one for one in HERS if one not in everything_stored()] == []
    run("retain")
    assert [one for one in HERS if one in everything_stored()] == []
    assert (summaries(), spans()) == before
    with upgrade_session() as session:
        derive_anew(session)
    # What is derived anew from the anonymous facts is the same too.
    assert (summaries(), spans()) == before
    assert "нет сведений, — 0." in run("retain").stdout


@pytest.mark.usefixtures("people")
def test_who_works_or_has_worked_or_done_anything_within_the_term_keeps_the_name():
    run("retain")
    kept = {name for name in names() if not name.startswith("Обезличено")}
    assert kept == {"Борисов Борис", "Верова Вера", "Галина Галина", "Дмитриев Дмитрий"}
    assert len(names()) == 6


@pytest.mark.usefixtures("people")
def test_who_has_an_account_keeps_the_name_and_is_told_of():
    with unscoped_session() as session:
        egor = session.scalars(select(Person.id).where(Person.full_name == "Егоров Егор")).one()
    open_account(Role.EMPLOYEE, egor)
    assert "нет сведений, — 1; ещё 1 не обезличиваются: у них есть учётная запись." in run("retain").stdout
    assert "Егоров Егор" in names()


@pytest.mark.usefixtures("people")
def test_what_was_anonymized_is_not_undone_nor_is_anything_before_it():
    run("retain")
    with unscoped_session() as session:
        imports = list(session.scalars(select(ImportRun.id)))
    for number in imports:
        with pytest.raises(undo.CannotUndoError), write_session() as session:
            undo.undo(session, number, by="test", rewrite=quality_sums.rewriting(TODAY))


@pytest.mark.usefixtures("people")
def test_a_file_does_not_bring_back_who_was_anonymized():
    """Else the person would be counted twice on every past day; a known one's earlier spells go on being taken."""
    run("retain")
    row = {"full_name": "Петрова Анна", "municipality": TOWN, "organization": SCHOOL, "category": "педагогический"}
    left = {**row, "identifier": "Т-Петрова Анна", "since": "01.09.2015", "until": "30.09.2026"}
    with pytest.raises(ImportRejectedError) as rejected:
        take("staff", as_csv("staff", [left]))
    (refusal,) = rejected.value.plan.all_refusals()
    assert refusal.reason.startswith("работник выбыл раньше 01.06.2031")
    known = {**left, "identifier": "Т-Галина Галина", "full_name": "Галина Галина"}
    returned = {**row, "identifier": "Т-Петрова Анна", "since": "01.05.2036"}
    plan, _ = take("staff", as_csv("staff", [known, returned]))
    assert (plan.unchanged, len(plan.added)) == (1, 1)


@pytest.mark.usefixtures("people")
def test_the_doctor_says_when_a_term_was_over_long_ago():
    with unscoped_session() as session:
        (before,) = check_terms(session)
    run("retain")
    with unscoped_session() as session:
        (after,) = check_terms(session)
    assert (before.grade, after.grade) == (Grade.WARNING, Grade.FINE)
    assert "`cli.py retain` по таймеру" in before.sentence


# The journal


def write_lines(*years: int) -> None:
    for year in years:
        with write_session() as session:
            write_down(session, "opened", "/region", by="someone", at=datetime(year, 3, 1, tzinfo=UTC))


def lines() -> list[int]:
    with unscoped_session() as session:
        return list(session.scalars(text("SELECT id FROM journal_entry ORDER BY id")))


def broken_at() -> int | None:
    with unscoped_session() as session:
        return verify(session).broken_at


def is_there(noted: str) -> bool:
    with unscoped_session() as session:
        return has_seal(session, noted)


def noted_line(number: int) -> str:
    with unscoped_session() as session:
        seal = session.scalar(text("SELECT seal FROM journal_entry WHERE id = :id"), {"id": number})
    return f"{number}:{seal}"


@pytest.fixture
def old_journal(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_YEARS", "5")
    # The third line was written late: an import held the journal when it happened.
    write_lines(2029, 2030, 2032, 2030, 2035)


@pytest.mark.both_databases
@pytest.mark.usefixtures("old_journal")
def test_lines_older_than_the_term_go_from_the_beginning_and_the_chain_holds(monkeypatch: pytest.MonkeyPatch):
    second, third = noted_line(2), noted_line(3)
    assert "записей раньше 01.06.2031 — 2." in run("retain", "--check").stdout
    assert lines() == [1, 2, 3, 4, 5]
    run("retain")
    # The sixth line says what went.
    assert lines() == [3, 4, 5, 6]
    answer = run("journal", "verify", "--noted", third).stdout
    assert "записей 6, из них удалено по сроку хранения 2." in answer
    assert is_there(second)
    assert not is_there(f"2:{'0' * 64}")
    monkeypatch.setattr("upkeep.retention.today", lambda: date(2050, 1, 1))
    run("retain")
    # The line that told of the first removal is old by then too; the one that tells of the second stays.
    assert (lines(), broken_at()) == ([7], None)


@pytest.mark.both_databases
@pytest.mark.usefixtures("old_journal")
@pytest.mark.parametrize("harm", ["DELETE FROM journal_entry WHERE id = 4", "DELETE FROM journal_removal"])
def test_the_database_lets_no_line_go_that_no_removal_covers(harm: str):
    run("retain")
    with pytest.raises(DBAPIError), owner_engine().begin() as connection:
        connection.execute(text(harm))
    assert broken_at() is None


ENTRY = "(id, at, login, action, seal) VALUES (1, '2030-01-01 00:00:00', 'a', 'opened', 'x')"


@pytest.mark.usefixtures("old_journal")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("harm", "number"),
    [
        ("DELETE FROM journal_removal", 1),
        ("UPDATE journal_removal SET last_number = 3, lines = 3", 3),
        ("UPDATE journal_removal SET before = '2026-01-01 00:00:00.000000'", 2),
        (f"INSERT INTO journal_entry {ENTRY}", 1),
        ("DELETE FROM journal_entry WHERE id = 3", 3),
    ],
)
def test_a_removal_that_nobody_with_the_key_made_shows(harm: str, number: int):
    run("retain")
    with engine().begin() as connection, unlocked_journal(connection):
        connection.execute(text(harm))
    assert broken_at() == number
    assert "ничего не удалено" in CliRunner().invoke(cli, ["retain"]).output


@pytest.mark.usefixtures("old_journal")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_removal_sealed_with_another_key_shows(monkeypatch: pytest.MonkeyPatch):
    """Whoever owns the database but has not the key can't remove lines as if they were due."""
    removal = JournalRemoval(
        last_number=3,
        before=datetime(2033, 1, 1, tzinfo=UTC),
        lines=3,
        last_seal=noted_line(3).partition(":")[2],
        removed_at=datetime(2036, 1, 1, tzinfo=UTC),
    )
    with monkeypatch.context() as forged:
        forged.setenv("JOURNAL_KEY", "f" * 40)
        removal.seal = removal_seal("", removal)
    with write_session() as session:
        session.add(removal)
        session.flush()
        session.execute(text("DELETE FROM journal_entry WHERE id <= 3"))
    assert broken_at() == 3


@pytest.mark.usefixtures("old_journal")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "words", ["DELETE FROM journal_removal", "INSERT INTO journal_removal (last_number) VALUES (3)"]
)
def test_the_app_may_write_no_removal(words: str):
    """The tables' owner removes: whoever breaks into the app can't, though it holds the key."""
    with pytest.raises(ProgrammingError, match="permission denied"), write_session() as session:
        session.execute(text(words))


# Files


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_files_that_lie_longer_than_their_term_go_and_waiting_ones_stay(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SOURCE_FOLDER", str(tmp_path))
    monkeypatch.setenv("SOURCE_DAYS", "30")
    for name in ("done/staff.csv", "refused/staff.csv", "refused/staff.csv.txt", "staff.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
        # Written long ago, put there now.
        os.utime(tmp_path / name, (0, 0))
    assert "старше 30 дн. — 0." in run("retain").stdout
    month_later = time.time() + 31 * 86_400
    monkeypatch.setattr("upkeep.retention.time.time", lambda: month_later)
    assert "старше 30 дн. — 3." in run("retain", "--check").stdout
    run("retain")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["staff.csv"]
