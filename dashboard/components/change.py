"""How a rate moved since another day, in percentage points: a sign, words and a colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dash.development.base_component import Component

from dashboard import html, words
from model.indicators import Rate

_SAME = "без изменений"
_ABSENT = "сравнить не с чем"


@dataclass(frozen=True)
class Before:
    """The counts of a place on an earlier day, or on any other that somebody compares with."""

    day: date
    counts: Mapping[str, int]


def moved(rate: Rate, counts: Mapping[str, int], before: Before) -> Fraction | None:
    """The difference of the two rates as a fraction; None where either has nobody to count from."""
    if not counts[rate.bottom] or not before.counts[rate.bottom]:
        return None
    earlier = Fraction(before.counts[rate.top], before.counts[rate.bottom])
    return Fraction(counts[rate.top], counts[rate.bottom]) - earlier


def change(rate: Rate, counts: Mapping[str, int], before: Before) -> Component:
    """«▲ +1,5 п. п. к 31.10.2026»; told in words where nothing moved or nothing can be compared."""
    return _told(moved(rate, counts, before), before, "change", f" к{words.FIXED}{words.day(before.day)}")


def cell_change(rate: Rate, counts: Mapping[str, int], before: Before) -> Component:
    """The same in a cell of a table, whose heading says the day."""
    return _told(moved(rate, counts, before), before, "cell-change", "")


def _told(by: Fraction | None, before: Before, kind: str, tail: str) -> Component:
    made_of = f"На {words.day(before.day)}"
    if by is None:
        return html.Span(f"{_ABSENT}{tail}", className=f"{kind} is-same", title=made_of)
    said = words.points(by)
    if said == words.points(Fraction(0)):
        return html.Span(f"{_SAME}{tail}", className=f"{kind} is-same", title=made_of)
    sign = html.Span("▲" if by > 0 else "▼", className="change-sign", **{"aria-hidden": "true"})
    return html.Span([sign, f"{words.FIXED}{said}{tail}"], className=f"{kind} {'is-up' if by > 0 else 'is-down'}")
