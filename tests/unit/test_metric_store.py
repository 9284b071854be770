"""Counters of several processes add up, whichever is asked, and whether the others still live."""

import subprocess
import sys
from pathlib import Path

import pytest

from web.metric_store import MetricStore

COUNT = """
import sys
from web.metric_store import MetricStore
store = MetricStore()
store.add("iom_requests_total", 3, page="/region")
store.save()
print("saved", flush=True)
sys.stdin.read()
"""
ROOT = Path(__file__).parents[2]
KEY = ("iom_requests_total", (("page", "/region"),))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("METRICS_FOLDER", str(tmp_path / "metrics"))
    return tmp_path / "metrics"


def test_counts_of_living_and_departed_processes_add_up_once(folder: Path):
    own = MetricStore()
    own.add("iom_requests_total", page="/region")
    other = subprocess.Popen([sys.executable, "-c", COUNT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout
    assert other.stdout.readline() == b"saved\n"
    assert own.totals()[KEY] == 4
    other.kill()
    other.communicate()
    assert [own.totals()[KEY] for _ in range(3)] == [4, 4, 4]
    assert len([*folder.glob("*.lock")]) == 1
    assert MetricStore().totals()[KEY] == 4


def test_without_a_folder_a_process_tells_its_own_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("METRICS_FOLDER", str(tmp_path / "file" / "metrics"))
    store = MetricStore()
    store.add("iom_requests_total", page="/region")
    assert store.totals() == {KEY: 1}
