"""Programs of the benchmark in virtual environments of their own, apart from the product's."""

import subprocess
import sys
from pathlib import Path

from bench.serving import ROOT


def tool(folder: Path, name: str, program: str) -> str:
    """The program of an environment, created from bench/requirements-<name>.txt if needed."""
    venv, requirements = folder / "venvs" / name, ROOT / "bench" / f"requirements-{name}.txt"
    stamp = venv / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != requirements.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([str(venv / "bin" / "pip"), "install", *quiet, "-r", str(requirements)], check=True)
        stamp.write_text(requirements.read_text())
    return str(venv / "bin" / program)
