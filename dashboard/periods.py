"""The periods of reports: the one of the address, the usual ones, and the same one a year before."""

from collections.abc import Iterator
from datetime import date, timedelta

from dashboard import words
from dashboard.addresses import View
from dashboard.components.report_form import first_day
from model.dates import Period, month_end, months_before, quarter_start, years_before

# The first month of the school year.
SCHOOL_YEAR_MONTH = 9


def period_of(view: View, day: date) -> Period:
    """The period of the address up to the reporting date; by default the reporting year so far."""
    since, until = view.since or first_day(day), view.until or day
    return Period(min(since, until), min(max(since, until), day))


def year_before(period: Period) -> Period:
    """The same days a year before; a period up to the end of February ends with that February."""
    until = years_before(period.until, 1)
    is_month_end = period.until == month_end(period.until)
    return Period(years_before(period.since, 1), month_end(until) if is_month_end else until)


def usual_periods(day: date) -> Iterator[tuple[str, Period]]:
    """The month, the quarter, the year and the school year of the date, and those before them."""
    month = day.replace(day=1)
    yield "месяц", Period(month, day)
    yield "прошлый месяц", _before(month, 1)
    quarter = quarter_start(day)
    yield "квартал", Period(quarter, day)
    yield "прошлый квартал", _before(quarter, 3)
    year = first_day(day)
    yield "год", Period(year, day)
    yield "прошлый год", _before(year, 12)
    school_year = date(day.year if day.month >= SCHOOL_YEAR_MONTH else day.year - 1, SCHOOL_YEAR_MONTH, 1)
    yield "учебный год", Period(school_year, day)
    yield "прошлый учебный год", _before(school_year, 12)


def _before(start: date, months: int) -> Period:
    """The months before the one that starts."""
    return Period(months_before(start, months), start - timedelta(days=1))


def days_text(period: Period) -> str:
    """«01.01.2026–28.11.2026»."""
    return f"{words.day(period.since)}–{words.day(period.until)}"
