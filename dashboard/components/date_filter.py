"""The reporting date and the day to compare with: native fields, and links to the usual days."""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.date_field import date_field
from dashboard.components.popup import popup
from model.dates import months_before, quarter_start, years_before

# No register has data from before the regulation introduced such routes.
EARLIEST = date(2018, 1, 1)


class Ids(StrEnum):
    """The ids that callbacks name."""

    DAY = "date-filter-day"
    AGAINST = "date-filter-against"


def date_filter(on: date, *, today: date, path: str, view: View) -> Component:
    """A field with the day of the screen, which changes the address, and the usual days; no day is after today."""
    field = date_field("Отчётная дата", on, id=Ids.DAY, **_bounds(today))
    links = [_quick(name, day, on, path, view) for name, day in quick_days(today)]
    # Print hides the field and shows the date as text.
    printed = html.P(f"На отчётную дату {words.day(on)}", className="print-only")
    quick = html.Ul(links, className="quick-days", **{"aria-label": "Частые даты"})
    return html.Div([field, popup("Частые даты", quick, kind="usual-days"), printed], className="date-filter")


def _bounds(today: date) -> dict[str, str]:
    return {"min": EARLIEST.isoformat(), "max": today.isoformat()}


def comparison(on: date, *, today: date, path: str, view: View) -> Component:
    """A field with the day to compare with, and the usual days, counted back from the reporting date."""
    field = date_field("Сравнить с датой", view.against, id=Ids.AGAINST, **_bounds(today))
    links = [_preset(name, day, path, view) for name, day in days_to_compare(on)]
    if view.against:
        links.append(html.Li(dcc.Link("не сравнивать", href=with_view(path, replace(view, against=None)))))
    presets = html.Ul(links, className="quick-days", **{"aria-label": "Частые даты для сравнения"})
    printed = [html.P(f"В сравнении с {words.day(view.against)}", className="print-only")] if view.against else []
    name = f"Сравнение с {words.day(view.against)}" if view.against else "Сравнить"
    return html.Div([popup(name, field, presets, kind="other-day"), *printed], className="comparison")


def days_to_compare(on: date) -> list[tuple[str, date]]:
    """A month ago, the last 1 September, the year's first day and a year ago, all before the reporting date."""
    september = date(on.year, 9, 1)
    days = [
        ("месяц назад", months_before(on, 1)),
        ("1 сентября", september if september < on else years_before(september, 1)),
        ("начало года", date(on.year, 1, 1)),
        ("год назад", years_before(on, 1)),
    ]
    return [(name, day) for name, day in days if day < on]


def _preset(name: str, day: date, path: str, view: View) -> Component:
    label = f"{name}, {words.day(day)}"
    if day == view.against:
        return html.Li(html.Span(label, **{"aria-current": "date"}))
    return html.Li(dcc.Link(label, href=with_view(path, replace(view, against=day))))


def day_strip(on: date, *, today: date, path: str, view: View) -> list[Component]:
    """«Состояние на 01.09.2026 · вернуться к сегодня»; nothing on the present day."""
    if on == today:
        return []
    back = dcc.Link("вернуться к сегодня", href=with_view(path, replace(view.on_first_pages, on=None)))
    return [
        html.P([f"Состояние на {words.day(on)}", html.Span([" · ", back], className="no-print")], className="day-strip")
    ]


def quick_days(today: date) -> list[tuple[str, date]]:
    """The usual reporting days, counted back from today."""
    month = today.replace(day=1) - timedelta(days=1)
    quarter = quarter_start(today) - timedelta(days=1)
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
