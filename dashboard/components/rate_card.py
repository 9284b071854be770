"""The state of a place: a card for each rate, and every count as a labelled number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import addresses, bridge_addresses, dcc, html, words
from dashboard.addresses import View
from dashboard.charts.sparkline import sparkline
from dashboard.components.bar import rate_bar, state_of
from dashboard.components.change import Before, change
from dashboard.components.definition import definition
from dashboard.components.still import still
from dashboard.rate_words import absence_of
from model.attention import LISTABLE
from model.indicators import COUNT_BY_KEY, Rate, Unit, bottom_of, meets_target, missing_to_target
from model.shortfalls import SHORTFALL_OF
from queries.records import PlaceCounts
from queries.trends import Point

# The order follows the work: the people, their progress, what waits.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Состав и оценка",
        (
            *("staff", "due", "assessed", "assessed_due", "assessed_year", "assessed_year_due"),
            *("not_assessed", "by_need"),
        ),
    ),
    ("Формирование ИОМ", ("recommended", "chosen", "formed", "selected")),
    ("Подтверждение", ("head_approved", "provider_approved")),
    (
        "Реализация",
        (
            *("formal_done", "formal_in_time", "informal_any", "realized"),
            *("events_due", "events_attended", "events_excused"),
        ),
    ),
    (
        "Требует действий",
        ("awaiting_head", "awaiting_provider", "without_programme", "without_application", "formal_late"),
    ),
)
_MISSING = {Unit.PERSON: "чел.", Unit.PARTICIPATION: "фактов участия", Unit.APPLICATION: "заявок"}


@dataclass(frozen=True)
class Course:
    """The history of a place: its counts month by month, and on the day to compare with."""

    points: Sequence[Point]
    before: Before | None


def rate_cards(
    here: PlaceCounts,
    rates: Sequence[Rate],
    *,
    view: View,
    can_open: bool,
    course: Course | None = None,
    may_set: bool = False,
) -> Component:
    """A card for each rate: the value, its counts, its course, the target and the missing people.

    With `may_set`, a rate without a target leads to where it is set.
    """
    cards = [_card(here, rate, course, view=view, can_open=can_open, may_set=may_set) for rate in rates]
    return still(html.Div(cards, className="rate-cards"))


def _card(
    here: PlaceCounts, rate: Rate, course: Course | None, *, view: View, can_open: bool, may_set: bool
) -> Component:
    top, bottom = here.counts[rate.top], bottom_of(rate, here.counts)
    head = html.Div(
        [html.H3(words.sentence(rate.label), className="card-label"), definition(rate)], className="card-head"
    )
    value = html.Span(words.percent_of(top, bottom), className="card-value")
    numbers = html.Div([value, _ratio(here, rate, view=view, can_open=can_open)], className="card-numbers")
    state = state_of(rate, here.counts)
    verdict = _verdict(here, rate, view=view, can_open=can_open, may_set=may_set)
    foot = html.Div([verdict, *_course(here, rate, course, view)], className="card-foot")
    return html.Article([head, numbers, rate_bar(rate, here.counts), foot], className=f"rate-card {state}")


def _course(here: PlaceCounts, rate: Rate, course: Course | None, view: View) -> list[Component]:
    """The change since the other day, and the line of the last year."""
    if course is None:
        return []
    then = course.before
    why = bridge_addresses.why(here.place, view, rate.key, then.day) if then else None
    changed = [change(rate, here.counts, then, why)] if then else []
    line = sparkline(rate, course.points)
    return [html.Div([*changed, *([line] if line is not None else [])], className="card-course")]


def _ratio(here: PlaceCounts, rate: Rate, *, view: View, can_open: bool) -> Component:
    if not bottom_of(rate, here.counts):
        return html.Span(absence_of(rate, here.counts), className="card-ratio")
    top = number_link(here, rate.top, view=view, can_open=can_open)
    bottom = number_link(here, rate.bottom, view=view, can_open=can_open)
    return html.Span([top, f" из{words.FIXED}", bottom], className="card-ratio")


def number_link(here: PlaceCounts, key: str, *, view: View, can_open: bool) -> Component | str:
    """The number, as a link to its rows if there are any and they may be opened."""
    return rows_link(here, key, here.counts[key], view=view, can_open=can_open)


def rows_link(here: PlaceCounts, key: str, number: int, *, view: View, can_open: bool) -> Component | str:
    """The same for any list of the place with `number` rows."""
    text = words.number(number)
    if not (can_open and number):
        return text
    label = f"{LISTABLE[key].label}: открыть список"
    return dcc.Link(text, href=addresses.behind(key, here.place, view.carried), title=label, className="number-link")


def _verdict(here: PlaceCounts, rate: Rate, *, view: View, can_open: bool, may_set: bool) -> Component:
    """Whether the target is met: a sign, a text and a colour; what is missing opens its list."""
    sign, text = verdict_of(rate, here.counts)
    mark = [html.Span(sign, className="verdict-sign", **{"aria-hidden": "true"})] if sign else []
    missing = missing_text(rate, here.counts)
    parts: list[Component | str] = [text.removesuffix(missing)]
    if rate.target is None and may_set:
        parts += [" · ", dcc.Link("установить", href=addresses.TARGETS)]
    others = bottom_of(rate, here.counts) - here.counts[rate.top]
    if can_open and bottom_of(rate, here.counts) and others > 0:
        parts += [] if missing else [" · "]
        parts.append(_others_link(here, rate, missing or f"остальные {words.number(others)}", view))
    elif missing:
        parts.append(missing)
    return html.P([*mark, html.Span(parts)], className="verdict")


def missing_link(here: PlaceCounts, rate: Rate, missing: int, view: View, *, can_open: bool) -> Component | str:
    """The number of those who are missing to the target; it opens the people from whom they may come."""
    return _others_link(here, rate, words.number(missing), view) if can_open else words.number(missing)


def _others_link(here: PlaceCounts, rate: Rate, text: str, view: View) -> Component:
    """The link to the people who count in the bottom of the rate and not in its top."""
    key = SHORTFALL_OF[rate.key]
    title = f"{words.sentence(LISTABLE[key].label)}: открыть список"
    kind = "number-link" if text.startswith("остальные") else "missing-link"
    return dcc.Link(text, href=addresses.behind(key, here.place, view.carried), title=title, className=kind)


def verdict_of(rate: Rate, counts: Mapping[str, int]) -> tuple[str, str]:
    """The sign and the text, from exact numbers of people."""
    if rate.target is None:
        return "", "целевое значение не установлено"
    goal = f"цель {words.target(rate.target)}"
    if meets_target(rate, counts) is None:
        return "", goal
    if meets_target(rate, counts):
        return "✓", f"{goal} · достигнута"
    return "!", f"{goal} · {missing_text(rate, counts)}"


def missing_text(rate: Rate, counts: Mapping[str, int]) -> str:
    """«не хватает 14 чел.»; empty where nobody is missing."""
    missing = missing_to_target(rate, counts)
    unit = _MISSING[COUNT_BY_KEY[rate.top].unit] if missing else ""
    return f"не хватает {words.number(missing)}{words.FIXED}{unit}" if missing else ""


def count_strip(here: PlaceCounts, *, view: View, can_open: bool) -> Component:
    """Every count under the heading of its group."""
    groups = [_group(title, keys, here, view=view, can_open=can_open) for title, keys in GROUPS]
    return still(html.Div(groups, className="count-strip"))


def _group(title: str, keys: Sequence[str], here: PlaceCounts, *, view: View, can_open: bool) -> Component:
    pairs = [
        html.Div(
            [
                html.Dt([words.sentence(COUNT_BY_KEY[key].label), definition(COUNT_BY_KEY[key])]),
                html.Dd(number_link(here, key, view=view, can_open=can_open)),
            ],
            className="count",
        )
        for key in keys
    ]
    return html.Div([html.H3(title, className="count-title"), html.Dl(pairs)], className="count-group")
