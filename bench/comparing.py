"""The region's screen and its common alternatives: equal figures first, then their times."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.browsing import Browser, callback_body, page_body
from bench.figures import Figure, Goal, median, of_times
from bench.serving import ROOT, WORKERS, environment_for, free_port, running
from bench.timing import Measured
from bench.venvs import tool
from model.dates import today
from model.indicators import COUNT_KEYS

PART = "The region's screen, usually built"
RUNS, MADE = 5, 8


def measure_usual(run: Measured, url: str, folder: Path) -> None:
    """Measure the product, the plain Dash app and the Streamlit app on the same database, one after another."""
    cached = [run.browser("assessor").call(page_body("/region")).milliseconds for _ in range(20)]
    run.add(of_times(PART, "this product, looked at since the last import", cached))
    ours = [_anew(run) for _ in range(MADE)]
    run.add(of_times(PART, "this product, made anew", ours))
    environment = {**environment_for(url, folder), "BENCH_DAY": today().isoformat()}
    plain = _plain_dash(environment, folder)
    run.add(of_times(PART, "plain Dash and pandas, tables read at each callback", plain))
    anew, once = _streamlit(environment, folder)
    run.add(of_times(PART, "Streamlit and pandas, tables read at each run", anew))
    run.add(of_times(PART, "Streamlit and pandas, tables kept for ten minutes", once))
    ratios = (("plain Dash", plain, 10), ("Streamlit, tables read at each run", anew, 20))
    for name, times, least in (*ratios, ("Streamlit, tables kept", once, 20)):
        ratio = Figure(
            "How many times faster, made anew", name, median(times) / median(ours), "×", goal=Goal(least=least)
        )
        run.add(ratio)


def _anew(run: Measured) -> float:
    run.forget()
    return run.browser("assessor").call(page_body("/region")).milliseconds


def _plain_dash(environment: dict[str, str], folder: Path) -> list[float]:
    port = free_port()
    command = [tool(folder, "dash", "gunicorn"), "-b", f"127.0.0.1:{port}", "-w", str(WORKERS), "--threads", "4"]
    outputs = ("places.data", "bars.figure", "months.figure")
    body = callback_body(outputs, {"day.date": environment["BENCH_DAY"]}, {})
    command += ["--timeout", "300", "bench.usual.plain_dash:server"]
    with (folder / "plain-dash.log").open("w") as log, running(command, environment, str(port), log):
        browser = Browser(port)
        first = browser.call(body)
        _compare(first.payload["response"]["places"]["data"], environment)
        return [browser.call(body).milliseconds for _ in range(RUNS)]


def _compare(rows: list[dict[str, Any]], environment: dict[str, str]) -> None:
    """Check that every count of every municipality equals the product's."""
    command = [sys.executable, "cli.py", "summary", "--level", "municipality", "--format", "json"]
    summary = json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout)
    ours = {one["municipality"]: {key: one[key] for key in COUNT_KEYS} for one in summary if one["staff"]}
    theirs = {one["name"]: {key: one[key] for key in COUNT_KEYS} for one in rows}
    assert ours == theirs, f"other figures: {[name for name in ours if ours[name] != theirs.get(name)][:3]}"


def _streamlit(environment: dict[str, str], folder: Path) -> tuple[list[float], list[float]]:
    port = free_port()
    command = [tool(folder, "streamlit", "streamlit"), "run", "bench/usual/streamlit_app.py"]
    for name, value in (("port", port), ("address", "127.0.0.1"), ("headless", "true"), ("fileWatcherType", "none")):
        command += [f"--server.{name}", str(value)]
    command += ["--browser.gatherUsageStats", "false"]
    with (folder / "streamlit.log").open("w") as log, running(command, environment, f"{port}/_stcore/health", log):
        return _runs(folder, port, "anew=1"), _runs(folder, port, "")


def _runs(folder: Path, port: int, query: str) -> list[float]:
    clock = [tool(folder, "streamlit", "python"), "bench/usual/streamlit_clock.py", str(port), str(RUNS), query]
    output = subprocess.run(clock, cwd=ROOT, check=True, capture_output=True).stdout
    return [float(one) for one in json.loads(output)]
