"""Three calendar years back, the reporting year, month ends."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 29 February becomes 28 February (domain: the state on a date)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reporting_year_start(day: date, first_month: int = 1) -> date:
    """The first day of the reporting year that holds `day`; it begins with `first_month`."""
    year = day.year if day.month >= first_month else day.year - 1
    return date(year, first_month, 1)


def reporting_year_end(day: date, first_month: int = 1) -> date:
    """The last day of the reporting year that holds `day`."""
    start = reporting_year_start(day, first_month)
    return start.replace(year=start.year + 1) - timedelta(days=1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_ends(first: date, last: date) -> Iterator[date]:
    """Every month's end from the month of `first` up to `last`, in order."""
    end = month_end(first)
    while end <= last:
        yield end
        end = month_end(end + timedelta(days=1))


def day_of_moment(at: datetime) -> date:
    """The day of a moment by the clock of the server (TZ); one without a zone is UTC, as databases keep it."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone().date()


def today() -> date:
    """The only place that asks the clock for the day."""
    return date.today()


def now() -> datetime:
    """The moment by the clock of the server (TZ), as documents tell it."""
    return datetime.now(UTC).astimezone()
