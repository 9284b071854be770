"""Loads the invented oblast with progress bars in the terminal."""

import sys
from datetime import date
from typing import Any

import click

from demo import loading, nation
from ingest.writing.derivation import Rewrite

_STEPS = {"staff": "сочиняется кадровый состав", "lives": "сочиняются маршруты"}


def load_with_progress(scale: str, seed: int, today: date, *, rewrite: Rewrite) -> None:
    """Load the oblast, or the nation, with a bar for each step."""
    bars: dict[str, Any] = {}

    def progress(step: str, done: int, total: int) -> None:
        if step not in bars:
            for bar in bars.values():
                bar.render_finish()
            bars.clear()
            bars[step] = click.progressbar(length=total, label=f"{_STEPS.get(step, step):<28}", file=sys.stderr)
        bars[step].update(done - bars[step].pos)

    if scale == "nation":
        nation.load_nation(seed, today, rewrite=rewrite, progress=progress)
    else:
        loading.load(scale, seed, today, rewrite=rewrite, progress=progress)
    for bar in bars.values():
        bar.render_finish()
