"""Puts the figures of the runs that lie in a folder together as the page of the docs."""

import json
from collections.abc import Iterable
from pathlib import Path

from bench.figures import Run, run_of, table
from bench.serving import ROOT

PAGE = ROOT / "docs" / "performance-figures.md"
HEAD = """# The figures

Written by `make bench`, never by hand; [performance.md](performance.md) says how they were got. «× floor» is the time
over that of a callback that does nothing, in the same server and the same run.
"""


def write_page(folder: Path, page: Path = PAGE) -> None:
    """The runs of the region and larger ones; a small run only tries the measuring."""
    runs = [run_of(json.loads(file.read_text())) for file in sorted(folder.glob("*/figures.json"))]
    told = [run for run in runs if "small" not in run.title]
    if told:
        page.write_text(page_of(told), encoding="utf-8")


def page_of(runs: Iterable[Run]) -> str:
    """The page: SQLite first, then by size."""
    ordered = sorted(runs, key=lambda run: (not run.title.startswith("SQLite"), len(run.title), run.title))
    return "\n".join([HEAD, *(table(run) for run in ordered)])
