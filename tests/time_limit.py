"""A pytest plugin: a tier that takes longer than its time by half fails, and says so."""

import time

import pytest

# What a tier may take beyond its time: machines differ, and a tier grows by more than that only when nobody looks.
TOLERANCE = 1.5
_started = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the time of the tier as an option; without it a run may take as long as it likes."""
    parser.addoption("--time-limit", type=float, metavar="SECONDS", help="the time that this tier should take")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to measure; starting PostgreSQL and collecting the tests count."""
    config.stash[_started] = time.monotonic()


def verdict(seconds: float, limit: float | None) -> str | None:
    """What to say of a run that took too long; None when it kept its time."""
    if limit is None or seconds <= limit * TOLERANCE:
        return None
    return (
        f"THE TIER TOOK {seconds:.0f} s: its time is {limit:.0f} s, and it fails after {limit * TOLERANCE:.0f} s. "
        "Make the slowest tests above faster, or move what does not belong to the day into the night (tests/sizes.py)"
    )


def _verdict_of(config: pytest.Config) -> str | None:
    # A worker of xdist has no time of its own: the run as a whole is measured.
    if hasattr(config, "workerinput"):
        return None
    return verdict(time.monotonic() - config.stash[_started], config.getoption("time_limit"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that passed its tests and not its time."""
    if _verdict_of(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say so at the end, below the slowest tests."""
    text = _verdict_of(config)
    if text:
        terminalreporter.section("too slow", sep="!", red=True, bold=True)
        terminalreporter.line(text)
