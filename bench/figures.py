"""Figures, their goals, and both as a table."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

MET, MISSED = "met", "missed"


@dataclass(frozen=True)
class Goal:
    """The limits of a figure, in its own unit or as a multiple of the floor."""

    most: float | None = None
    floors: float | None = None
    floors_p95: float | None = None
    least: float | None = None


NO_GOAL = Goal()


@dataclass(frozen=True)
class Figure:
    """One line of the table; times in milliseconds are also given as a multiple of the floor."""

    part: str
    name: str
    value: float
    unit: str
    p95: float | None = None
    count: int = 1
    floor: float | None = None
    goal: Goal = NO_GOAL
    note: str = ""

    @property
    def floors(self) -> float | None:
        """The value as a multiple of the floor."""
        return self.value / self.floor if self.floor else None

    @property
    def floors_p95(self) -> float | None:
        """The 95th percentile as a multiple of the floor."""
        return self.p95 / self.floor if self.floor and self.p95 is not None else None

    @property
    def verdict(self) -> str:
        """Met, missed, or empty without a goal."""
        goal = self.goal
        pairs = ((self.value, goal.most), (self.floors, goal.floors), (self.floors_p95, goal.floors_p95))
        judged = [value <= most for value, most in pairs if value is not None and most is not None]
        judged += [self.value >= goal.least] if goal.least is not None else []
        if not judged:
            return ""
        return MET if all(judged) else MISSED


def median(values: Sequence[float]) -> float:
    """The middle value; the mean of the middle two for an even number."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def of_times(part: str, name: str, times: Sequence[float], goal: Goal = NO_GOAL, note: str = "") -> Figure:
    """A figure of many times, in milliseconds."""
    return Figure(part, name, median(times), "ms", percentile(times, 95), len(times), goal=goal, note=note)


def over_floor(figures: Iterable[Figure], floor: float) -> list[Figure]:
    """The figures in milliseconds with the floor of their run."""
    return [replace(one, floor=floor) if one.unit == "ms" else one for one in figures]


@dataclass
class Run:
    """The figures of one run, with its database and date."""

    title: str
    about: dict[str, str]
    figures: list[Figure] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The run as saved in a file."""
        return asdict(self)


def run_of(record: dict[str, Any]) -> Run:
    """The run from a saved file."""
    figures = [Figure(**{**one, "goal": Goal(**one["goal"])}) for one in record["figures"]]
    return Run(record["title"], record["about"], figures)


def table(run: Run) -> str:
    """The run in Markdown: a table for each of its parts."""
    lines = [f"## {run.title}", "", *(f"- {name}: {value}" for name, value in run.about.items())]
    for part in dict.fromkeys(one.part for one in run.figures):
        rows = [one for one in run.figures if one.part == part]
        lines += ["", f"### {part}", "", *_rows(rows)]
    return "\n".join(lines) + "\n"


def _rows(figures: Sequence[Figure]) -> list[str]:
    if all(one.unit == "ms" for one in figures):
        head = ["| | median | p95 | × floor | p95 × floor | goal | |", "|---|---:|---:|---:|---:|---|---|"]
        return [*head, *(_time_row(one) for one in figures)]
    head = ["| | measured | goal | |", "|---|---:|---|---|"]
    return [*head, *(f"| {_name_cell(one)} | {_value_cell(one)} | {_goal(one)} | {one.verdict} |" for one in figures)]


def _time_row(one: Figure) -> str:
    cells = (
        _name_cell(one),
        f"{_short(one.value)} ms",
        f"{_short(one.p95)} ms",
        _short(one.floors),
        _short(one.floors_p95),
    )
    return f"| {' | '.join(cells)} | {_goal(one)} | {one.verdict} |"


def _name_cell(one: Figure) -> str:
    return f"{one.name} ({one.note})" if one.note else one.name


def _value_cell(one: Figure) -> str:
    tail = f", p95 {_short(one.p95)} {one.unit}" if one.p95 is not None else ""
    floors = f", {_short(one.floors_p95 or one.floors)} × floor" if one.floor else ""
    return f"{_short(one.value)} {one.unit}{tail}{floors}".replace(" ×,", " ×")


def _short(number: float | None) -> str:
    """The number with three significant digits."""
    if number is None:
        return "—"
    if number >= 100 or number == int(number):
        return f"{number:,.0f}".replace(",", " ")
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def _goal(one: Figure) -> str:
    goal = one.goal
    limits = [
        f"≤ {_short(goal.most)} {one.unit}" if goal.most is not None else "",
        f"≥ {_short(goal.least)} {one.unit}" if goal.least is not None else "",
        f"≤ {_short(goal.floors)} × floor" if goal.floors is not None else "",
        f"p95 ≤ {_short(goal.floors_p95)} × floor" if goal.floors_p95 is not None else "",
    ]
    return ", ".join(text for text in limits if text)


def terminal_text(markdown: str) -> str:
    """The table for a terminal, with aligned columns."""
    lines, block = [], []
    for line in [*markdown.splitlines(), ""]:
        if line.startswith("|"):
            block.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        lines += _align(block)
        block = []
        lines.append(line)
    return "\n".join(lines)


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    table_rows = [row for row in rows if not set("".join(row)) <= set("-:")]
    if not table_rows:
        return []
    widths = [max(len(row[place]) for row in table_rows) for place in range(len(table_rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table_rows
    ]
