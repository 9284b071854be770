"""The change of a rate since another day: what it was, the difference, a sign and a colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dash.development.base_component import Component

from dashboard import dcc, html, words
from model.indicators import Rate, bottom_of

_SAME = "без изменений"
_ABSENT = "данных не было"
_WHY = "почему изменилось"
_UNHEARD = {"aria-hidden": "true"}


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


def change(rate: Rate, counts: Mapping[str, int], before: Before, why: str | None = None) -> Component:
    """«▲ +1,5 п. п., 31.10.2026 было 30,2 %»; a text where nothing changed or the days cannot be compared.

    `why` is the address of the bridge between the two days, which the change opens.
    """
    by, day = rate_difference(rate, counts, before), words.day(before.day)
    if by is None:
        return html.Span(f"{day} {_ABSENT}", className="change is-same")
    if _is_same(by):
        return html.Span(f"{_SAME} с{words.FIXED}{day}", className="change is-same")
    text = f"{words.FIXED}{words.points(by)}, {day} было{words.FIXED}{_earlier(rate, before)}"
    return _opening([_sign(by), text], f"change {_kind(by)}", words.sentence(_WHY), why)


def cell_change(rate: Rate, counts: Mapping[str, int], before: Before, why: str | None = None) -> Component:
    """«▲ было 30,2 %» in a cell of a table, under the present value; the title has the day and the difference.

    `why` is as in `change`.
    """
    by = rate_difference(rate, counts, before)
    if by is None:
        return html.Span(_ABSENT, className="cell-change is-same", title=f"На {words.day(before.day)}")
    earlier = _earlier(rate, before)
    now = words.percent_of(counts[rate.top], bottom_of(rate, counts))
    title = f"Было {earlier} → {now}: {words.points(by)} с {words.day(before.day)}"
    if _is_same(by):
        same = [html.Span(_SAME, className="cell-word"), html.Span("=", className="cell-same", **_UNHEARD)]
        return html.Span(same, className="cell-change is-same", title=title)
    # Rows of one line show the earlier value alone; in a narrow column it stands on a line of its own.
    text = [_sign(by), words.FIXED, html.Span("было ", className="cell-word"), earlier]
    return _opening(text, f"cell-change {_kind(by)}", f"{title}; {_WHY}" if why else title, why)


def _opening(content: list[Component | str], kind: str, title: str, why: str | None) -> Component:
    """The change as a link to its bridge, or as text."""
    if why is None:
        return html.Span(content, className=kind, **({"title": title} if kind.startswith("cell") else {}))
    return dcc.Link(content, href=why, className=f"{kind} is-link", title=title)


def _earlier(rate: Rate, before: Before) -> str:
    return words.percent_of(before.counts[rate.top], bottom_of(rate, before.counts))


def _is_same(by: Fraction) -> bool:
    """What moved by less than is shown has not moved for the reader."""
    return words.points(by) == words.points(Fraction(0))


def _sign(by: Fraction) -> Component:
    return html.Span("▲" if by > 0 else "▼", className="change-sign", **_UNHEARD)


def _kind(by: Fraction) -> str:
    return "is-up" if by > 0 else "is-down"
