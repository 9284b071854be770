"""Screens read at a real standby are those of the primary: as new, behind the same wall, and answered without it."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

import settings
from access import audit_queue
from access.scope import GrantValue, Viewer
from dashboard.pages import screen_at
from ingest.writing.derivation import derive_outdated
from model import database, migrations, standbys
from model.accounts import Role
from model.database import standby_session, unscoped_session
from model.dates import today
from model.journal import JournalEntry
from model.people import Person
from model.standbys import Outcome, take_outcomes
from queries.current_data import read_current
from tests import databases
from tests.conftest import empty
from tests.databases import RunningPostgres
from tests.site import is_in, signed_in
from tests.village import FIRST, TOWN, Village, accounts_of, build_village
from tests.world import CITY
from upkeep.findings import Grade
from upkeep.standby_checks import check_standbys
from web.metric_text import metric_text

ASSESSOR = Viewer("assessor", (GrantValue(Role.ASSESSOR),))
PEOPLE = 7


@pytest.fixture(scope="module")
def primary() -> Iterator[RunningPostgres]:
    """A server of its own: that of the run may not let a standby follow it."""
    server = databases.start_postgres()
    if server is None:
        pytest.skip("PostgreSQL can't be had here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", server.url)
        migrations.migrate()
        derive_outdated(lambda *_: None)
    yield server
    stop(server)


@pytest.fixture
def standby(primary: RunningPostgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningPostgres]:
    server = databases.start_standby(primary)
    monkeypatch.setenv("DATABASE_URL", primary.url)
    monkeypatch.setenv("DATABASE_READ_URL", server.url)
    monkeypatch.setattr(standbys, "REST", 0.5)
    empty()
    yield server
    stop(server)


@pytest.fixture
def village(standby: RunningPostgres) -> Village:
    """The village, as the standby has it too."""
    built = build_village()
    eventually(lambda: staff() == (PEOPLE, {Outcome.STANDBY: 1}))
    return built


def stop(server: RunningPostgres) -> None:
    database._engines.pop(server.url).dispose()
    server.stop()


def administer(server: RunningPostgres, statement: str) -> object:
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        answer = connection.scalar(text(statement))
    engine.dispose()
    return answer


def eventually(claim: Callable[[], bool], *, within: float = 20) -> None:
    until = time.monotonic() + within
    while not claim():
        assert time.monotonic() < until, "it has not come true"
        time.sleep(0.1)


def staff(viewer: Viewer = ASSESSOR) -> tuple[int, dict[Outcome, int]]:
    """How many people a reading sees, and where it was answered."""
    take_outcomes()
    number = read_current(
        viewer, today(), lambda reading: reading.session.scalar(select(func.count()).select_from(Person))
    )
    return number, dict(take_outcomes())


def test_a_screen_of_the_standby_is_that_of_the_primary(village: Village, monkeypatch: pytest.MonkeyPatch):
    address = f"/organization/{village.ids[FIRST]}"
    take_outcomes()
    screen = screen_at(ASSESSOR, address, "")
    assert dict(take_outcomes()) == {Outcome.STANDBY: 1}
    monkeypatch.delenv("DATABASE_READ_URL")
    of_primary = screen_at(ASSESSOR, address, "")
    assert (screen.title, screen.about) == (of_primary.title, of_primary.about)
    assert str(screen.content) == str(of_primary.content)


def test_at_the_standby_a_scope_hides_what_it_hides_at_the_primary(village: Village, standby: RunningPostgres):
    head = Viewer("head", (GrantValue(Role.SCHOOL, village.ids[FIRST]),))
    assert staff(head) == (3, {Outcome.STANDBY: 1})
    with standby_session(standby.url) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_at_the_standby_nothing_can_be_written(village: Village, standby: RunningPostgres):
    with standby_session(standby.url) as session, pytest.raises(DBAPIError, match="read-only"):
        session.execute(text("UPDATE person SET full_name = ''"))


def test_what_an_account_does_is_read_at_the_primary(village: Village):
    take_outcomes()
    screen_at(Viewer("admin", (GrantValue(Role.ADMIN),)), "/journal", "")
    assert take_outcomes() == {}


def test_a_standby_that_is_behind_shows_nobody_an_older_import(village: Village, standby: RunningPostgres):
    administer(standby, "SELECT pg_wal_replay_pause()")
    village.world.person("Ирина", at=FIRST, town=TOWN)
    village.world.read_in()
    assert staff() == (PEOPLE + 1, {Outcome.BEHIND: 1})
    # It rests, and nobody waits for it.
    assert staff() == (PEOPLE + 1, {})
    administer(standby, "SELECT pg_wal_replay_resume()")
    eventually(lambda: staff() == (PEOPLE + 1, {Outcome.STANDBY: 1}))


def test_a_standby_whose_spans_are_of_other_rules_is_not_read(village: Village, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEWCOMER_MONTHS", "7")
    assert staff() == (PEOPLE, {Outcome.BEHIND: 1})


def test_a_page_is_answered_though_the_standby_is_killed(village: Village, standby: RunningPostgres):
    visitor = signed_in(accounts_of(village)["assessor"])
    os.kill(standby.process.pid, signal.SIGKILL)
    standby.process.wait()
    assert CITY in visitor.opens("/region")
    assert 'iom_standby_readings_total{outcome="unreachable"}' in metric_text()


def test_a_reading_that_the_standby_breaks_off_begins_again_at_the_primary(village: Village, standby: RunningPostgres):
    seen = []

    def ask(reading) -> int:
        seen.append(reading.session.scalar(text("SELECT pg_is_in_recovery()")))
        if seen[-1]:
            administer(
                standby, f"SELECT pg_terminate_backend({reading.session.scalar(text('SELECT pg_backend_pid()'))})"
            )
        return reading.session.scalar(select(func.count()).select_from(Person))

    assert read_current(ASSESSOR, today(), ask) == PEOPLE
    assert seen == [True, False]


def test_while_a_new_primary_is_read_only_a_page_is_shown_and_its_line_waits(
    village: Village, standby: RunningPostgres, monkeypatch: pytest.MonkeyPatch
):
    visitor = signed_in(accounts_of(village)["assessor"])
    monkeypatch.setattr(audit_queue, "_PAUSE", 0.2)
    with monkeypatch.context() as patch:
        patch.setenv("DATABASE_URL", standby.url)
        patch.delenv("DATABASE_READ_URL")
        eventually(lambda: is_in(visitor))
        assert "Аннаова Примера" in visitor.opens(f"/organization/{village.ids[FIRST]}/list/staff?on=2026-09-30")
    for thread in threading.enumerate():
        if thread.name == "note":
            thread.join()
    with unscoped_session() as session:
        subjects = session.scalars(select(JournalEntry.subject).where(JournalEntry.action == "opened"))
        assert f"/organization/{village.ids[FIRST]}/list/staff" in set(subjects)


def test_without_the_primary_no_standby_answers(village: Village, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(DBAPIError):
        staff()


def test_doctor_says_of_each_standby_whether_it_is_of_use(village: Village, standby: RunningPostgres, monkeypatch):
    assert [one.grade for one in check_standbys()] == [Grade.FINE]
    administer(standby, "SELECT pg_wal_replay_pause()")
    village.world.person("Ирина", at=FIRST, town=TOWN)
    village.world.read_in()
    gone = "postgresql+psycopg://nobody:secret@127.0.0.1:1/none"
    monkeypatch.setenv("DATABASE_READ_URL", f"{standby.url},{settings.DATABASE_URL.value()},{gone}")
    behind, no_standby, unreachable = check_standbys()
    assert "отстала" in behind.sentence
    assert "не реплика" in no_standby.sentence
    assert "не отвечает" in unreachable.sentence
    assert "secret" not in str(unreachable)


def test_of_several_standbys_those_that_answer_take_turns(village: Village, standby: RunningPostgres, monkeypatch):
    gone = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    monkeypatch.setenv("DATABASE_READ_URL", f"{gone},{standby.url}")
    outcomes = [next(iter(staff()[1])) for _ in range(4)]
    assert outcomes.count(Outcome.UNREACHABLE) == 1
    assert outcomes.count(Outcome.STANDBY) == 3
