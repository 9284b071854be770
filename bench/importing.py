"""Measures imports: the registers of everything, then those of a month, each in a process of its own."""

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

GOALS = {BEFORE: Goal(most=90), MONTH: Goal(most=10)}
NATION_GOALS = {BEFORE: Goal(), MONTH: Goal(most=600)}
MEMORY = Goal(most=1024)
NAMES = {BEFORE: "everything of an empty database", MONTH: "what one month has brought"}


def write_registers(folder: Path, scale: str, oblasts: int, said: Mapping[str, str]) -> None:
    """Both sets of registers as of today, unless they lie there already."""
    registers = folder / "registers"
    stamp = registers / "whole"
    if not stamp.exists() or stamp.read_text() != today().isoformat():
        _ran(["-m", "bench.month", str(registers), scale, str(oblasts)], said)
        stamp.write_text(today().isoformat())


def measure_import(folder: Path, scale: str, oblasts: int, said: Mapping[str, str]) -> list[Figure]:
    """Both loads, part by part, with the largest memory that each took."""
    told = []
    for half in (BEFORE, MONTH):
        parts, spent, memory = _ran(["-m", "bench.loading", half, str(folder / "registers"), scale, str(oblasts)], said)
        goal = (NATION_GOALS if oblasts > 1 else GOALS)[half]
        part = f"Import: {NAMES[half]}"
        told += [Figure(part, name, seconds, "s") for name, seconds in parts.items()]
        told.append(Figure(part, "in all", sum(parts.values()), "s", goal=goal, note=_rows(folder, half)))
        told.append(Figure(part, "of that at work, and not waiting for the machine", spent, "s"))
        told.append(Figure(part, "memory at its highest", memory, "MiB", goal=MEMORY))
    return told


def _rows(folder: Path, half: str) -> str:
    lines = 0
    for file in sorted((folder / "registers" / half).rglob("*.csv")):
        with file.open("rb") as told:
            lines += sum(1 for _ in told) - 1
    return f"{lines:,} lines".replace(",", " ")


def _ran(command: list[str], said: Mapping[str, str]) -> tuple[dict[str, float], float, float]:
    """What a process of its own told, its seconds at work, and its memory at its highest in MiB."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=dict(said), stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} failed"
    return json.loads(told or "{}") or {}, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
