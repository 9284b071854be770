"""Bars as rows of a table: what a chart of bars is made of, before dashboard/components/bar_chart.py draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from dash.development.base_component import Component

Cell: TypeAlias = Component | str


@dataclass(frozen=True)
class Bar:
    """A row: its name, the number beside the bar, the length of the bar and the cells after it.

    Lengths are shares of the axis, from 0 to 1. Without a length there is no bar, as where nobody is to count from.
    `was` is the length on an earlier day, `goal` the target of the row where it is not that of the chart. `kind` is a
    class of the style sheet. `start` is where the bar begins, for the steps of a bridge.
    """

    name: Cell
    number: Cell
    length: float | None
    cells: Sequence[Cell] = ()
    kind: str = ""
    was: float | None = None
    goal: float | None = None
    start: float | None = None


@dataclass(frozen=True)
class Line:
    """A line across all bars, at a share of the axis, and its text above them; `kind` is «goal» or «whole»."""

    kind: str
    at: float
    text: str


@dataclass(frozen=True)
class Bars:
    """The headings of the columns, the rows from the top, the lines across them, and the lengths of all bars.

    `everyone` has the lengths of the bars that are not among the rows too: they stand together in one strip.
    """

    headings: Sequence[str]
    rows: Sequence[Bar]
    lines: Sequence[Line] = ()
    everyone: Sequence[float] = ()
