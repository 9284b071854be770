"""Copies of the database: made under load, verified, encrypted, restored; and moving to PostgreSQL."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result

from access.journal import write_down
from cli import cli
from model.database import engine, write_session
from tests import databases
from tests.db_templates import from_template
from tests.village import grow_village
from tests.world import SCHOOL, TOWN, as_csv
from upkeep.inventory import Inventory, inventory


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKUP_FOLDER", str(tmp_path / "copies"))
    monkeypatch.setenv("JOURNAL_KEY", "j" * 40)
    return tmp_path / "copies"


@pytest.fixture
def village(database: str) -> str:
    # The journal of the common village is sealed with another key.
    from_template("village of copies", grow_village)
    write_lines(3)
    return database


def write_lines(number: int) -> None:
    for _ in range(number):
        with write_session() as session:
            write_down(session, "opened", "/region", by="someone")


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def held() -> Inventory:
    with engine().connect() as connection:
        return inventory(connection)


def copies(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix != ".json")


@pytest.fixture
def elsewhere(database: str, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the same kind."""
    if database.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'monitoring.db'}"
        return
    server = databases.postgres_url()
    assert server
    with databases.fresh_postgres_database(server) as url:
        yield url


@pytest.mark.both_databases
def test_a_copy_made_under_load_is_whole_and_restores_elsewhere(
    village: str, folder: Path, elsewhere: str, monkeypatch: pytest.MonkeyPatch
):
    is_over = Event()
    busy = Thread(target=lambda: [write_lines(1) for _ in iter(is_over.is_set, True)])
    busy.start()
    try:
        answer = run("backup")
    finally:
        is_over.set()
        busy.join()
    assert answer.exit_code == 0, answer.output
    (copy,) = copies(folder)
    assert copy.stat().st_mode & 0o777 == 0o600
    summary = run("summary", "--level", "organization", "--on", "2026-04-01").output
    monkeypatch.setenv("DATABASE_URL", elsewhere)
    restored = run("restore", copy)
    assert restored.exit_code == 0, restored.output
    assert held().journal in restored.output
    assert held().counts["person"] == 7
    assert run("summary", "--level", "organization", "--on", "2026-04-01").output == summary
    # What is there is not overwritten by mistake.
    engine().dispose()
    assert "--replace" in run("restore", copy).output
    assert run("restore", copy, "--replace").exit_code == 0
    engine().dispose()


@pytest.mark.both_databases
def test_a_damaged_copy_is_refused_before_anything_is_touched(village: str, folder: Path):
    assert run("backup").exit_code == 0
    (copy,) = copies(folder)
    before = held()
    content = copy.read_bytes()
    for damaged in (content[: len(content) // 2], content[:-40] + bytes(40)):
        copy.write_bytes(damaged)
        answer = run("restore", copy, "--replace")
        assert (answer.exit_code, "контрольная сумма" in answer.output) == (1, True)
        (lone := copy.with_name(f"lone{''.join(copy.suffixes)}")).write_bytes(damaged)
        assert run("restore", lone, "--replace").exit_code == 1
    assert held() == before


def test_a_copy_of_another_journal_key_is_not_taken_for_whole(village: str, folder: Path, monkeypatch):
    run("backup")
    monkeypatch.setenv("JOURNAL_KEY", "x" * 40)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'other.db'}")
    assert "JOURNAL_KEY" in run("restore", copies(folder)[0]).output
    assert not (folder / "other.db").exists()


def test_a_running_server_is_not_pulled_from_under(sqlite: str, folder: Path):
    run("backup")
    with engine().connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        assert "остановите сервер" in run("restore", copies(folder)[0], "--replace").output


def test_only_the_newest_copies_stay_and_a_full_disk_takes_none(sqlite: str, folder: Path, monkeypatch):
    monkeypatch.setenv("BACKUP_KEEP", "2")
    folder.mkdir()
    for year in (2021, 2022, 2023):
        for ending in (".db.gz", ".db.gz.json"):
            (folder / f"monitoring-{year}0101T000000Z{ending}").touch()
    (folder / "notes.txt").touch()
    assert run("backup").exit_code == 0
    left = [file.name for file in copies(folder)]
    assert len(left) == 3
    assert left[0] == "monitoring-20230101T000000Z.db.gz"
    monkeypatch.setenv("MIN_FREE_MB", str(1 << 40))
    answer = run("backup")
    assert (answer.exit_code, "прежние копии целы" in answer.output) == (1, True)
    assert [file.name for file in copies(folder)] == left


# No file may grow beyond a bound: writing fails as on a full disk, in the middle.
FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
from cli import cli
cli(["backup"])
"""


def test_a_disk_that_fills_up_in_the_middle_leaves_nothing_behind(sqlite: str, folder: Path):
    environment = {**os.environ, "DATABASE_URL": sqlite}
    answer = subprocess.run([sys.executable, "-c", FULL_DISK], env=environment, capture_output=True, text=True)
    assert answer.returncode == 1
    assert "копия не сделана" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert [*folder.iterdir()] == []


@pytest.fixture(params=["age", "gpg"])
def key(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ending of copies that are encrypted to a new key, of which this machine has both halves."""
    if shutil.which(request.param) is None:
        pytest.skip(f"NOTHING WAS ENCRYPTED WITH {request.param}: it is not installed")
    if request.param == "age":
        identity = tmp_path / "key"
        subprocess.run(["age-keygen", "-o", str(identity)], check=True, capture_output=True)
        monkeypatch.setenv("BACKUP_IDENTITY", str(identity))
        shown = subprocess.run(["age-keygen", "-y", str(identity)], check=True, capture_output=True, text=True)
        monkeypatch.setenv("BACKUP_KEY", shown.stdout.strip())
        return ".age"
    home = tmp_path / "gpg"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    command = ["gpg", "--batch", "--passphrase", "", "--quick-generate-key", "copies@example", "future-default"]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.setenv("BACKUP_KEY", "copies@example")
    return ".gpg"


def test_an_encrypted_copy_is_read_with_its_key_alone(sqlite: str, folder: Path, key: str, monkeypatch):
    from_template("village of copies", grow_village)
    before = held()
    assert run("backup").exit_code == 0
    (copy,) = copies(folder)
    assert copy.suffix == key
    assert not copy.read_bytes().startswith(b"\x1f\x8b")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'other.db'}")
    assert run("restore", copy).exit_code == 0
    assert held() == before
    engine().dispose()
    monkeypatch.setenv("BACKUP_IDENTITY", "")
    monkeypatch.setenv("GNUPGHOME", str(folder))
    assert run("restore", copy, "--replace").exit_code == 1


def test_everything_moves_to_postgresql_and_goes_on_there(sqlite: str, tmp_path: Path, monkeypatch):
    server = databases.postgres_url()
    if server is None:
        pytest.skip("PostgreSQL can't be had here")
    from_template("village of copies", grow_village)
    write_lines(3)
    before, summary = held(), run("summary", "--level", "organization", "--on", "2026-04-01").output
    with databases.fresh_postgres_database(server) as url:
        answer = run("copy-to", url)
        assert answer.exit_code == 0, answer.output
        assert "уже есть данные" in run("copy-to", url).output
        monkeypatch.setenv("DATABASE_URL", url)
        assert held() == before
        assert run("summary", "--level", "organization", "--on", "2026-04-01").output == summary
        assert "Журнал цел" in run("journal", "verify").output
        row = {"identifier": "9001", "full_name": "Новая", "municipality": TOWN, "organization": SCHOOL}
        file = tmp_path / "staff.csv"
        file.write_bytes(as_csv("staff", [{**row, "since": "01.09.2020", "category": "педагогический"}]))
        taken = run("import", "staff", file, "--new-organizations")
        assert taken.exit_code == 0, taken.output
        assert held().counts["person"] == before.counts["person"] + 1
        engine().dispose()


def test_nothing_moves_where_it_can_not(sqlite: str):
    assert "только в PostgreSQL" in run("copy-to", "sqlite:///x.db").output
    answer = run("copy-to", "postgresql+psycopg://nobody:hush@127.0.0.1:1/none")
    assert (answer.exit_code, "hush" in answer.output) == (1, False)
