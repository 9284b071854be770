"""Writes the page of the docs from the figures of the runs in a folder."""

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
    """Write the runs of a region or more; small runs only test the benchmark."""
    runs = [run_of(json.loads(file.read_text())) for file in sorted(folder.glob("*/figures.json"))]
    sections = {run.title: table(run) for run in runs if "small" not in run.title}
    if sections:
        page.write_text(page_of({**sections_of(page), **sections}), encoding="utf-8")


def sections_of(page: Path) -> dict[str, str]:
    """The sections of the page by title, so that a new run replaces only its own."""
    if not page.exists():
        return {}
    texts = page.read_text(encoding="utf-8").split("\n## ")[1:]
    return {section.partition("\n")[0]: f"## {section.rstrip()}\n" for section in texts}


def page_of(sections: Mapping[str, str]) -> str:
    """The page: sections of SQLite first, then by size."""
    ordered = sorted(sections, key=lambda title: (not title.startswith("SQLite"), len(title), title))
    return "\n".join([HEAD, *(sections[title] for title in ordered)])
