"""The daily verification notes the last line and fails when the journal was changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

import settings
from access.journal import write_down
from model.database import engine, write_session
from tests.journal import unlocked_journal

ROOT = Path(__file__).parents[2]


def run_script(folder: Path) -> "subprocess.CompletedProcess[str]":
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "DATABASE_URL": settings.DATABASE_URL.value(), "PATH": path}
    command = ["bash", "deploy/verify-journal.sh", str(folder)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("sqlite")
def test_the_daily_verification_notices_lines_cut_from_the_end(tmp_path: Path):
    for number in range(3):
        with write_session() as session:
            write_down(session, "opened", f"/place/{number}", by="someone")
    assert run_script(tmp_path).returncode == 0
    assert (tmp_path / "journal-notes").read_text().split(" ")[1].startswith("3:")
    with engine().begin() as connection, unlocked_journal(connection):
        connection.execute(text("DELETE FROM journal_entry WHERE id = 3"))
    second = run_script(tmp_path)
    assert second.returncode != 0
    assert "целостность журнала нарушена" in second.stderr
    assert len((tmp_path / "journal-notes").read_text().splitlines()) == 1
