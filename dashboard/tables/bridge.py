"""The tables of why a rate has changed: its steps, the parts of the place, and the rows of a step."""

from dashboard import place_words, words
from dashboard.charts.bridge import BOTTOM, ROWS_LABEL, TOP, label_of_part
from dashboard.pages.bridge import TITLE, BridgeAddress, bridge_at, changed_parts, columns_at, rows_at, share_value
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model.bridges import Sides, label_of, step_named, unit_of
from queries.bridges import bridge_of
from queries.lists import Page

_CHANGE = "Вклад"
_RATES = frozenset({1})


def _title(address: BridgeAddress) -> str:
    since, until = (words.day(day) for day in (address.period.since, address.period.until))
    return f"{TITLE}: {address.rate.label} с {since} по {until}"


def steps(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The rate of the first day, each step with its rows and contribution, the rate of the last day."""
    address = bridge_at(visit, level, identity)
    if address is None:
        return None
    bridge = bridge_of(visit.reading, address.place, address.rate, address.period, visit.view.filters)
    if bridge.parts is None:
        return None
    first, last = (
        [f"{name} {words.day(day)}", share_value(sides.share), None, sides.top, sides.bottom]
        for name, day, sides in (
            ("Было", bridge.period.since, bridge.before),
            ("Стало", bridge.period.until, bridge.after),
        )
    )
    rows = [
        [label_of_part(part, address.rate), share_value(bridge.share_of(part)), part.rows, part.top, part.bottom]
        for part in bridge.parts
    ]
    headings = ["Шаг", _CHANGE, ROWS_LABEL[unit_of(address.rate)], TOP, BOTTOM]
    return PlainTable(_title(address), address.place.name, headings, [first, *rows, last], _RATES)


def places(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """What each part of the place has added to the change, the most first; None of an organization."""
    address = bridge_at(visit, level, identity)
    parts = changed_parts(visit, address) if address else []
    if address is None or not parts:
        return None
    rows = [[part.place.name, share_value(part.share), *_sides(part.before), *_sides(part.after)] for part in parts]
    days = [words.day(day) for day in (address.period.since, address.period.until)]
    headings = [f"{name} {day}" for day in days for name in (TOP, BOTTOM)]
    return PlainTable(
        _title(address), address.place.name, [place_words.part_of(address.place), _CHANGE, *headings], rows, _RATES
    )


def _sides(sides: Sides) -> tuple[int, int]:
    return sides.top, sides.bottom


def rows(visit: Visit, level: str, step: str, identity: int | None = None) -> LongTable | None:
    """All rows of a step; None where the people of the place may not be named."""
    address = bridge_at(visit, level, identity)
    rate_step = step_named(address.rate, step) if address else None
    if address is None or rate_step is None or not visit.reading.scope.may_list(address.place):
        return None

    def page_of(number: int, size: int) -> Page:
        return rows_at(visit, address, rate_step, page=number, size=size)

    title = f"{words.sentence(label_of(rate_step, address.rate))} с {words.day(address.period.since)}"
    return long_list(title, address.place.name, columns_at(visit, address, rate_step), page_of)
