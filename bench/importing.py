"""Measures imports: the full registers, then those of a month, each in a separate process."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.figures import Figure, Goal
from bench.month import BEFORE, MONTH
from bench.serving import ROOT
from model.dates import today

GOALS = {BEFORE: Goal(most=45), MONTH: Goal(most=5)}
NATION_GOALS = {BEFORE: Goal(), MONTH: Goal(most=600)}
MEMORY = Goal(most=700)
NAMES = {BEFORE: "everything of an empty database", MONTH: "what one month has brought"}


def write_registers(folder: Path, scale: str, oblasts: int, environment: Mapping[str, str]) -> None:
    """Write both sets of registers as of today, unless they exist."""
    registers = folder / "registers"
    stamp = registers / "whole"
    if not stamp.exists() or stamp.read_text() != today().isoformat():
        _run_process(["-m", "bench.month", str(registers), scale, str(oblasts)], environment)
        stamp.write_text(today().isoformat())


def measure_import(folder: Path, scale: str, oblasts: int, environment: Mapping[str, str]) -> list[Figure]:
    """The time of each part of both loads, with their peak memory."""
    figures = []
    for half in (BEFORE, MONTH):
        parts, spent, memory = _run_process(
            ["-m", "bench.loading", half, str(folder / "registers"), scale, str(oblasts)], environment
        )
        goal = (NATION_GOALS if oblasts > 1 else GOALS)[half]
        part = f"Import: {NAMES[half]}"
        figures += [Figure(part, name, seconds, "s") for name, seconds in parts.items()]
        figures.append(Figure(part, "in all", sum(parts.values()), "s", goal=goal, note=_rows(folder, half)))
        figures.append(Figure(part, "of that at work, and not waiting for the machine", spent, "s"))
        alone, _, _ = _run_process(["-m", "bench.loading", "read", str(folder / "registers" / half)], environment)
        figures.append(Figure(part, "pandas alone, reading the same files: at work", alone["read"], "s"))
        figures.append(Figure(part, "memory at its highest", memory, "MiB", goal=MEMORY))
    return figures


def _rows(folder: Path, half: str) -> str:
    lines = 0
    for file in sorted((folder / "registers" / half).rglob("*.csv")):
        with file.open("rb") as lines_of_file:
            lines += sum(1 for _ in lines_of_file) - 1
    return f"{lines:,} lines".replace(",", " ")


def _run_process(command: list[str], environment: Mapping[str, str]) -> tuple[dict[str, float], float, float]:
    """The JSON output of a process, its CPU seconds, and its peak memory in MiB."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} failed"
    return json.loads(output or "{}") or {}, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
