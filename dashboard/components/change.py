"""The change of a rate since another day in percentage points: a sign, a text and a colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dash.development.base_component import Component

from dashboard import html, words
from model.indicators import Rate, bottom_of

_SAME = "без изменений"
_ABSENT = "сравнить не с чем"


@dataclass(frozen=True)
class Before:
    """The counts of a place on an earlier day, or on the day to compare with."""

    day: date
    counts: Mapping[str, int]


def rate_difference(rate: Rate, counts: Mapping[str, int], before: Before) -> Fraction | None:
    """The difference of the two rates as a fraction; None where either day has no people."""
    bottom, earlier = bottom_of(rate, counts), bottom_of(rate, before.counts)
    if not bottom or not earlier:
        return None
    return Fraction(counts[rate.top], bottom) - Fraction(before.counts[rate.top], earlier)


def change(rate: Rate, counts: Mapping[str, int], before: Before) -> Component:
    """«▲ +1,5 п. п. к 31.10.2026»; a text where nothing changed or the days cannot be compared."""
    return _change_text(
        rate_difference(rate, counts, before), before, "change", f" к{words.FIXED}{words.day(before.day)}"
    )


def cell_change(rate: Rate, counts: Mapping[str, int], before: Before) -> Component:
    """The same for a cell of a table, whose heading gives the day."""
    return _change_text(rate_difference(rate, counts, before), before, "cell-change", "")


def _change_text(by: Fraction | None, before: Before, kind: str, tail: str) -> Component:
    made_of = f"На {words.day(before.day)}"
    if by is None:
        return html.Span(f"{_ABSENT}{tail}", className=f"{kind} is-same", title=made_of)
    difference = words.points(by)
    if difference == words.points(Fraction(0)):
        return html.Span(f"{_SAME}{tail}", className=f"{kind} is-same", title=made_of)
    sign = html.Span("▲" if by > 0 else "▼", className="change-sign", **{"aria-hidden": "true"})
    return html.Span([sign, f"{words.FIXED}{difference}{tail}"], className=f"{kind} {'is-up' if by > 0 else 'is-down'}")
