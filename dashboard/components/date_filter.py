"""The reporting date: a native field, and links to the usual reporting days."""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.date_field import date_field

# No register has data from before the regulation introduced such routes.
EARLIEST = date(2018, 1, 1)
PAUSE = 700  # milliseconds after the last key before a typed date takes effect


class Ids(StrEnum):
    """The ids that callbacks name."""

    DAY = "date-filter-day"
    AGAINST = "date-filter-against"


def date_filter(on: date, *, today: date, path: str, view: View, compares: bool = False) -> Component:
    """A field with the day of the screen, which changes the address; `compares` adds a second day."""
    label = date_field("Отчётная дата", on, id=Ids.DAY, min=EARLIEST.isoformat(), debounce=PAUSE)
    links = [_quick(name, day, on, path, view) for name, day in quick_days(today)]
    # Print hides the field and shows the date as text.
    printed = html.P(f"На отчётную дату {words.day(on)}", className="print-only")
    quick = html.Ul(links, className="quick-days", **{"aria-label": "Частые даты"})
    other = [_against(view)] if compares else []
    return html.Div([label, printed, quick, *other], className="date-filter")


def _against(view: View) -> Component:
    field = date_field("Сравнить с датой", view.against, id=Ids.AGAINST, min=EARLIEST.isoformat(), debounce=PAUSE)
    printed = [html.P(f"В сравнении с {words.day(view.against)}", className="print-only")] if view.against else []
    return html.Div([field, *printed])


def quick_days(today: date) -> list[tuple[str, date]]:
    """The usual reporting days, counted back from today."""
    month = today.replace(day=1) - timedelta(days=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    year = date(today.year - 1, 12, 31)
    return [
        ("сегодня", today),
        ("конец прошлого месяца", month),
        ("конец прошлого квартала", quarter),
        ("конец прошлого года", year),
    ]


def _quick(name: str, day: date, on: date, path: str, view: View) -> Component:
    if day == on:
        return html.Li(html.Span(name, title=words.day(day), **{"aria-current": "date"}))
    # The link to today carries no date, so that tomorrow it still means «today».
    target = replace(view.on_first_pages, on=None if name == "сегодня" else day)
    return html.Li(dcc.Link(name, href=with_view(path, target), title=words.day(day)))
