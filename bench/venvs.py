"""Programs of the measuring in environments of their own, so that the product's holds nothing of them."""

import subprocess
import sys
from pathlib import Path

from bench.serving import ROOT


def tool(folder: Path, name: str, program: str) -> str:
    """The program of an environment, which is made of bench/requirements-<name>.txt when it is not there yet."""
    venv, wanted = folder / "venvs" / name, ROOT / "bench" / f"requirements-{name}.txt"
    stamp = venv / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([str(venv / "bin" / "pip"), "install", *quiet, "-r", str(wanted)], check=True)
        stamp.write_text(wanted.read_text())
    return str(venv / "bin" / program)
