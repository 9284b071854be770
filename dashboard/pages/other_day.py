"""The page in place of a screen on a day that has not come, or from before the first data."""

import re
from dataclasses import replace
from datetime import date

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.components.page import page
from dashboard.visit import Screen, Visit
from queries.first_day import first_day

# The screens of places: those of a person or a provider are true on any day.
_OF_A_PLACE = re.compile(r"/(region|municipality|organization|competences|quality)(/.*)?")


def refusal(visit: Visit, present: date) -> Screen | None:
    """The page that says why the day of the address shows nothing; None where it can be shown."""
    day = visit.view.on
    if day is None or day == present:
        return None
    if day > present:
        text = f"{words.day(day)} ещё не наступило: показатели считаются на сегодня или на любую прошедшую дату."
        return _screen(visit, "Отчётная дата ещё не наступила", text, ("показать на сегодня", None))
    if not _OF_A_PLACE.fullmatch(visit.path):
        return None
    first = first_day(visit.reading)
    if first is None or day >= first:
        return None
    text = f"На {words.day(day)} данных нет, первые — от {words.day(first)}."
    on_first = (f"показать на {words.day(first)}", first)
    return _screen(visit, "Данных на эту дату нет", text, on_first, ("показать на сегодня", None))


def _screen(visit: Visit, title: str, text: str, *days: tuple[str, date | None]) -> Screen:
    links = [html.Li(_link(visit, label, day)) for label, day in days]
    return Screen(title, page(title, html.P(text), html.Ul(links, className="starts")))


def _link(visit: Visit, label: str, day: date | None) -> Component:
    view = replace(visit.view.on_first_pages, on=day)
    return dcc.Link(words.sentence(label), href=addresses.with_view(visit.path, view))
