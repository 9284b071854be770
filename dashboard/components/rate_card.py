"""The state of a place: a card for each rate, and every count as a labelled number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.addresses import View
from dashboard.charts.sparkline import sparkline
from dashboard.components.bar import rate_bar, state_of
from dashboard.components.change import Before, change
from dashboard.components.definition import definition
from dashboard.components.still import still
from dashboard.rate_words import absence_of
from model.attention import LISTABLE
from model.indicators import COUNT_BY_KEY, Rate, Unit, bottom_of, meets_target, missing_to_target
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
    here: PlaceCounts, rates: Sequence[Rate], *, view: View, can_open: bool, course: Course | None = None
) -> Component:
    """A card for each rate: the value, its counts, its course, the target and the missing people."""
    cards = [_card(here, rate, course, view=view, can_open=can_open) for rate in rates]
    return still(html.Div(cards, className="rate-cards"))


def _card(here: PlaceCounts, rate: Rate, course: Course | None, *, view: View, can_open: bool) -> Component:
    top, bottom = here.counts[rate.top], bottom_of(rate, here.counts)
    head = html.Div(
        [html.H3(words.sentence(rate.label), className="card-label"), definition(rate)], className="card-head"
    )
    value = html.Span(words.percent_of(top, bottom), className="card-value")
    numbers = html.Div([value, _ratio(here, rate, view=view, can_open=can_open)], className="card-numbers")
    state = state_of(rate, here.counts)
    foot = html.Div([_verdict(here, rate), *_course(here, rate, course)], className="card-foot")
    return html.Article([head, numbers, rate_bar(rate, here.counts), foot], className=f"rate-card {state}")


def _course(here: PlaceCounts, rate: Rate, course: Course | None) -> list[Component]:
    """The change since the other day, and the line of the last year."""
    if course is None:
        return []
    changed = [change(rate, here.counts, course.before)] if course.before else []
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


def _verdict(here: PlaceCounts, rate: Rate) -> Component:
    """Whether the target is met: a sign, a text and a colour."""
    sign, text = verdict_of(rate, here.counts)
    mark = [html.Span(sign, className="verdict-sign", **{"aria-hidden": "true"})] if sign else []
    return html.P([*mark, html.Span(text)], className="verdict")


def verdict_of(rate: Rate, counts: Mapping[str, int]) -> tuple[str, str]:
    """The sign and the text, from exact numbers of people."""
    if rate.target is None:
        return "", f"цель {rate.target_note}"
    goal = f"цель {words.target(rate.target)}"
    if meets_target(rate, counts) is None:
        return "", goal
    if meets_target(rate, counts):
        return "✓", f"{goal} · достигнута"
    missing = missing_to_target(rate, counts) or 0
    return "!", f"{goal} · не хватает {words.number(missing)}{words.FIXED}{_MISSING[COUNT_BY_KEY[rate.top].unit]}"


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
