"""Puts the figures of the runs that lie in a folder together as the page of the docs."""

import json
from collections.abc import Mapping
from pathlib import Path

from bench.figures import run_of, table
from bench.serving import ROOT

PAGE = ROOT / "docs" / "performance-figures.md"
HEAD = """# The figures

Written by `make bench`, never by hand; [performance.md](performance.md) says how they were got. «× floor» is the time
over that of a callback that does nothing, in the same server and the same run.
"""


def write_page(folder: Path, page: Path = PAGE) -> None:
    """The runs of the region and larger ones; a small run only tries the measuring."""
    runs = [run_of(json.loads(file.read_text())) for file in sorted(folder.glob("*/figures.json"))]
    told = {run.title: table(run) for run in runs if "small" not in run.title}
    if told:
        page.write_text(page_of({**sections_of(page), **told}), encoding="utf-8")


def sections_of(page: Path) -> dict[str, str]:
    """What the page tells of each run by its title: whoever measures one anew leaves the others as they were."""
    if not page.exists():
        return {}
    told = page.read_text(encoding="utf-8").split("\n## ")[1:]
    return {section.partition("\n")[0]: f"## {section.rstrip()}\n" for section in told}


def page_of(told: Mapping[str, str]) -> str:
    """The page of the sections by title: SQLite first, then by size."""
    ordered = sorted(told, key=lambda title: (not title.startswith("SQLite"), len(title), title))
    return "\n".join([HEAD, *(told[title] for title in ordered)])
