"""Jobs apart from the web server: `cli.py work` runs them, and the web server does not where it is told not to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import app
import settings
from model.jobs import JobState
from tests.uploads import assessor, folder, last, newcomer, uploads, village
from tests.village import Village
from web.background import NAME

__all__ = ["folder", "village"]

ROOT = Path(__file__).parents[2]
JOBS = {app.server.extensions[name] for name in ("export_worker", "import_worker")}


def test_the_web_server_leaves_jobs_to_others_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch):
    assert set(app.server.extensions[NAME].workers()) >= JOBS
    monkeypatch.setenv("JOBS_IN_WEB", "no")
    assert not JOBS & set(app.server.extensions[NAME].workers())
    assert [*app.server.extensions[NAME].workers()]


def test_the_command_runs_what_the_web_server_has_taken_and_stops_when_asked(village: Village, folder: Path):
    assert uploads(assessor(village), ("staff.csv", newcomer(village))).status_code == 303
    environment = {**os.environ, "DATABASE_URL": settings.DATABASE_URL.value(), "JOBS_IN_WEB": "no"}
    command = [sys.executable, "cli.py", "work"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 120
        while last().state in (JobState.WAITING, JobState.RUNNING) and time.monotonic() < until:
            time.sleep(0.2)
        assert last().state == JobState.READY
    finally:
        worker.send_signal(signal.SIGTERM)
        printed, _ = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert "вернулись в очередь" in printed
