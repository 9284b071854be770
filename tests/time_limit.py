"""A pytest plugin: a tier fails when it takes 1.5 times its limit."""

import time

import pytest

# Machines differ by less than this.
TOLERANCE = 1.5
_started = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option with the limit; without it a run has none."""
    parser.addoption("--time-limit", type=float, metavar="SECONDS", help="the time that this tier should take")


def pytest_configure(config: pytest.Config) -> None:
    """Start the clock; the start of PostgreSQL and the collection count."""
    config.stash[_started] = time.monotonic()


def verdict(seconds: float, limit: float | None) -> str | None:
    """The message for a run that took too long, else None."""
    if limit is None or seconds <= limit * TOLERANCE:
        return None
    return (
        f"THE TIER TOOK {seconds:.0f} s: its time is {limit:.0f} s, and it fails after {limit * TOLERANCE:.0f} s. "
        "Make the slowest tests above faster, or move what does not belong to the day into the night (tests/sizes.py)"
    )


def _verdict_of(config: pytest.Config) -> str | None:
    # The run as a whole is measured, not its xdist workers.
    if hasattr(config, "workerinput"):
        return None
    return verdict(time.monotonic() - config.stash[_started], config.getoption("time_limit"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that passed its tests but exceeded its limit."""
    if _verdict_of(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the message below the slowest tests."""
    text = _verdict_of(config)
    if text:
        terminalreporter.section("too slow", sep="!", red=True, bold=True)
        terminalreporter.line(text)
