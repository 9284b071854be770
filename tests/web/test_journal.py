"""The journal names actors and persons; it only grows, and changes of it are detected."""

import hashlib
import json
import threading
import time

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from access import audit_queue, journal
from access.journal import verify, write_down
from cli import cli
from model.accounts import Role
from model.database import engine, unscoped_session, write_session
from model.journal import JournalAbout, JournalEntry
from tests.journal import unlocked_journal
from tests.site import signed_in, stranger
from tests.village import FIRST, Village, accounts_of, build_village

DAY = "?on=2026-09-30"
COPIED = "at, login, action, subject, origin, seal"

# Triggers and locks keep it, and each kind of database has its own.
pytestmark = pytest.mark.both_databases


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


@pytest.fixture
def three_lines(database: str) -> None:
    for number in range(3):
        with write_session() as session:
            write_down(session, "opened", f"/place/{number}", by="someone", origin="10.0.0.1")


def lines(action: str) -> list[JournalEntry]:
    with unscoped_session() as session:
        return list(
            session.scalars(select(JournalEntry).where(JournalEntry.action == action).order_by(JournalEntry.id))
        )


def verdict() -> journal.Verdict:
    with unscoped_session() as session:
        return verify(session)


def about(entry: JournalEntry) -> set[int]:
    with unscoped_session() as session:
        return set(session.scalars(select(JournalAbout.person_id).where(JournalAbout.entry_id == entry.id)))


def test_opening_a_person_is_written_down(village: Village):
    anna = village.ids["Аннаова Примера"]
    signed_in(accounts_of(village)["school"]).opens(f"/person/{anna}{DAY}")
    (line,) = lines("opened")
    assert (line.login, line.subject) == (f"school-{village.ids[FIRST]}", f"/person/{anna}")
    assert about(line) == {anna}


def test_opening_a_list_is_written_down_about_all_it_names(village: Village):
    signed_in(accounts_of(village)["school"]).opens(f"/organization/{village.ids[FIRST]}/list/staff{DAY}&search=ова")
    (line,) = lines("opened")
    assert about(line) == {village.ids[f"{name}ова Примера"] for name in ("Анна", "Борис", "Вера")}
    assert "ова" not in (line.subject or "")


def test_what_is_not_shown_is_not_written_down_as_seen(village: Village):
    signed_in(accounts_of(village)["school"]).opens(f"/person/{village.ids['Еленаова Примера']}{DAY}")
    assert lines("opened") == []


def test_signing_in_out_and_in_vain_is_written_down_with_the_address(village: Village):
    login = accounts_of(village)["admin"]
    visitor = signed_in(login)
    stranger().client.post("/login", data={"login": login, "password": "не тот"})
    visitor.leaves()
    assert [lines(action)[0].origin for action in ("sign-in", "sign-in failed", "sign-out")] == ["127.0.0.1"] * 3


def test_accepted_files_and_grants_are_written_down(village: Village):
    accounts_of(village)
    assert lines("import")[0].subject.startswith("staff, import ")
    assert any(line.subject == "admin-all: admin" for line in lines("grant given"))


def test_a_teacher_sees_who_looked_and_nobody_elses_visits(village: Village):
    logins = accounts_of(village)
    anna, boris = village.ids["Аннаова Примера"], village.ids["Борисова Примера"]
    signed_in(logins["school"]).opens(f"/person/{anna}{DAY}")
    signed_in(logins["assessor"]).opens(f"/person/{boris}{DAY}")
    shown = signed_in(logins["employee"]).opens("/viewings")
    assert logins["school"] in shown
    assert "руководитель образовательной организации" in shown
    assert logins["assessor"] not in shown


@pytest.mark.usefixtures("three_lines")
def test_an_untouched_journal_is_whole():
    assert verdict().broken_at is None
    assert verdict().lines == 3


@pytest.mark.usefixtures("three_lines")
@pytest.mark.parametrize(
    ("harm", "broken_at"),
    [
        ("UPDATE journal_entry SET login = 'nobody' WHERE id = 2", 2),
        ("DELETE FROM journal_entry WHERE id = 2", 2),
        ("DELETE FROM journal_entry WHERE id = 1", 1),
        ("UPDATE journal_entry SET at = '2020-01-01 00:00:00.000000' WHERE id = 3", 3),
        (f"INSERT INTO journal_entry (id, {COPIED}) SELECT 4, {COPIED} FROM journal_entry WHERE id = 3", 4),
    ],
)
def test_a_changed_removed_or_inserted_line_shows(harm: str, broken_at: int):
    with engine().begin() as connection, unlocked_journal(connection):
        connection.execute(text(harm))
    assert verdict().broken_at == broken_at


def test_a_person_taken_out_of_a_line_shows(village: Village):
    signed_in(accounts_of(village)["employee"]).opens(f"/person/{village.ids['Аннаова Примера']}{DAY}")
    with engine().begin() as connection, unlocked_journal(connection):
        connection.execute(text("DELETE FROM journal_about"))
    assert verdict().broken_at is not None


@pytest.mark.usefixtures("three_lines")
def test_lines_cut_from_the_end_show_against_what_was_noted():
    noted = f"3:{verdict().last_seal}"
    assert CliRunner().invoke(cli, ["journal", "verify", "--noted", noted]).exit_code == 0
    with engine().begin() as connection, unlocked_journal(connection):
        connection.execute(text("DELETE FROM journal_entry WHERE id = 3"))
    told = CliRunner().invoke(cli, ["journal", "verify", "--noted", noted])
    assert told.exit_code == 1
    assert "целостность журнала нарушена" in told.output


@pytest.mark.usefixtures("three_lines")
@pytest.mark.parametrize("table", ["journal_entry", "journal_about"])
@pytest.mark.parametrize("doing", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_lets_nobody_change_a_line(village: Village, table: str, doing: str):
    column = "login" if table == "journal_entry" else "person_id"
    signed_in(accounts_of(village)["employee"]).opens(f"/person/{village.ids['Аннаова Примера']}{DAY}")
    with pytest.raises(DatabaseError, match="append-only"), engine().begin() as connection:
        connection.execute(text(doing.format(table, column, column)))


@pytest.mark.usefixtures("sqlite")
def test_a_long_import_holds_up_nobody_who_looks():
    with write_session() as session:
        session.execute(text("UPDATE account SET is_active = is_active"))  # holds the database as an import does
        audit_queue.record_view("opened", "/region", by="someone", origin=None, about=())
        assert lines("opened") == []
    for thread in threading.enumerate():
        if thread.name == "note":
            thread.join()
    assert [line.subject for line in lines("opened")] == ["/region"]


@pytest.mark.usefixtures("sqlite")
def test_lines_that_wait_for_a_database_that_is_gone_cost_next_to_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit_queue, "_PAUSE", 0.2)
    with monkeypatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
        audit_queue.record_view("opened", "/region", by="someone", origin=None, about=())
        before = time.process_time()
        time.sleep(2)
        assert time.process_time() - before < 0.5
    for thread in threading.enumerate():
        if thread.name == "note":
            thread.join()
    assert [line.subject for line in lines("opened")] == ["/region"]


def test_administrators_alone_read_the_journal(village: Village):
    logins = accounts_of(village)
    for role, login in logins.items():
        shown = signed_in(login).opens("/journal")
        assert ("Журнал действий" in shown) == (role == Role.ADMIN)


@pytest.mark.usefixtures("three_lines")
def test_a_chain_made_anew_without_the_key_shows():
    """Whoever can write into the database can seal every line again, but not with a key that is not in it."""
    with unscoped_session() as session:
        entries = list(session.scalars(select(JournalEntry).order_by(JournalEntry.id)))
    seal = ""
    with engine().begin() as connection, unlocked_journal(connection):
        for entry in entries:
            content = [seal, entry.id, entry.at.isoformat(timespec="microseconds"), "forger", entry.action]
            seal = hashlib.sha256(json.dumps([*content, entry.subject, entry.origin, []]).encode()).hexdigest()
            connection.execute(
                text("UPDATE journal_entry SET login = 'forger', seal = :seal WHERE id = :id"),
                {"seal": seal, "id": entry.id},
            )
    assert verdict().broken_at == 1
