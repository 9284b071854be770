"""`cli.py doctor`: sentences that can be acted upon, and an exit code for scripts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from access import accounts
from access.journal import write_down
from cli import cli
from model.database import engine, owner_engine, write_session
from model.jobs import Job, JobKind
from tests.db_templates import from_template
from tests.village import grow_village


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("EXPORTS_FOLDER", "UPLOADS_FOLDER", "METRICS_FOLDER", "BACKUP_FOLDER"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("JOURNAL_KEY", "j" * 40)
    return tmp_path


def doctor() -> Result:
    return CliRunner().invoke(cli, ["doctor"])


@pytest.mark.both_databases
def test_a_sound_installation_has_no_faults(database: str):
    from_template("village of copies", grow_village)
    answer = doctor()
    assert answer.exit_code == 0, answer.output
    assert "Ошибок: 0" in answer.output
    assert "Политики строк" in answer.output
    assert "Кадровый состав: 0 дн. назад" in answer.output
    assert "Примера" not in answer.output


def test_faults_are_told_with_what_to_do(sqlite: str, monkeypatch: pytest.MonkeyPatch):
    from_template("village of copies", grow_village)
    monkeypatch.setenv("MIN_FREE_MB", str(1 << 40))
    with write_session() as session:
        write_down(session, "opened", by="someone", at=datetime.now(UTC) + timedelta(hours=2))
        account = accounts.create(session, "someone", "Проверка-2026", by="test")
        session.flush()
        session.add(_waiting_job(account.id))
    answer = doctor()
    assert answer.exit_code == 1
    assert "освободите место" in answer.output
    assert "включите chrony" in answer.output
    assert "запустите `cli.py work`" in answer.output


def _waiting_job(account: int) -> Job:
    return Job(
        kind=JobKind.EXPORT,
        account_id=account,
        grants_hash="",
        payload={},
        enqueued_at=datetime.now(UTC) - timedelta(hours=1),
    )


def test_a_wall_that_was_taken_down_is_a_fault(postgres_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    with owner_engine().begin() as connection:
        connection.execute(text("ALTER TABLE person DISABLE ROW LEVEL SECURITY"))
    try:
        answer = doctor()
        assert (answer.exit_code, "не действуют: person" in answer.output) == (1, True)
    finally:
        with engine().begin() as connection:
            connection.execute(text("ALTER TABLE person ENABLE ROW LEVEL SECURITY"))


def test_a_database_that_does_not_answer_is_told_and_no_password(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody:hush@127.0.0.1:1/none")
    answer = doctor()
    assert (answer.exit_code, "не отвечает" in answer.output, "hush" in answer.output) == (1, True, False)
