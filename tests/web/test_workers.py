"""Each worker can answer all parts of a page from its start."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What a worker knows when it has started and nobody has asked it for anything yet.
KNOWS = """
import app
from dashboard.frame import Ids
scripts = {path for paths in app.app.registered_paths.values() for path in paths}
print(any("dash_renderer" in path for path in scripts), any(Ids.CONTENT in output for output in app.app.callback_map))
"""


def test_a_worker_knows_scripts_and_callbacks_before_anybody_asks(tmp_path: Path):
    said = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}", "PYTHONPATH": str(ROOT)}
    started = subprocess.run([sys.executable, "-c", KNOWS], cwd=ROOT, env=said, capture_output=True, text=True)
    assert started.stdout.split() == ["True", "True"], started.stderr
