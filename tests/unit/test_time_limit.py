"""A tier keeps its time, or fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.time_limit import verdict

ROOT = Path(__file__).parents[2]


def run_with_limit(folder: Path, limit: str, *options: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    """A run of one test that takes half a second."""
    test = folder / "test_slow.py"
    test.write_text(text or "import time\ndef test_slow():\n    time.sleep(0.5)\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.time_limit",
        "-p",
        "no:cacheprovider",
        "--time-limit",
        limit,
    ]
    return subprocess.run(
        [*command, "--rootdir", str(folder), *options, str(test)], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.parametrize(("seconds", "is_too_slow"), [(59, False), (90, False), (90.1, True)])
def test_a_tier_of_a_minute_fails_after_a_minute_and_a_half(seconds: float, is_too_slow: bool):
    assert (verdict(seconds, 60) is not None) is is_too_slow


def test_a_run_without_a_limit_may_take_as_long_as_it_likes():
    assert verdict(1_000_000, None) is None


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["one process", "a worker"])
def test_a_run_that_takes_too_long_fails_and_says_so(tmp_path: Path, options: tuple[str, ...]):
    run = run_with_limit(tmp_path, "0.2", *options)
    assert run.returncode == pytest.ExitCode.TESTS_FAILED
    assert "1 passed" in run.stdout
    assert "THE TIER TOOK" in run.stdout


def test_a_run_that_keeps_its_time_passes(tmp_path: Path):
    run = run_with_limit(tmp_path, "600")
    assert run.returncode == pytest.ExitCode.OK
    assert "THE TIER TOOK" not in run.stdout


def test_a_run_that_failed_otherwise_keeps_its_own_status(tmp_path: Path):
    run = run_with_limit(tmp_path, "0.01", text="def test_missing(:\n")
    assert run.returncode == pytest.ExitCode.INTERRUPTED
