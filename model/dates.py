"""Calendar arithmetic (years back, the reporting year, month ends), today and now."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included."""

    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28 February (domain: the state on a date)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day where it is shorter; of a later one by less than 0."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reporting_year_start(day: date, first_month: int = 1) -> date:
    """The first day of the reporting year with `day`; the year begins with `first_month`."""
    year = day.year if day.month >= first_month else day.year - 1
    return date(year, first_month, 1)


def reporting_year_end(day: date, first_month: int = 1) -> date:
    """The last day of the reporting year with `day`."""
    start = reporting_year_start(day, first_month)
    return start.replace(year=start.year + 1) - timedelta(days=1)


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter with `day`."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_month_end(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def month_end_by(day: date) -> date:
    """The end of the last month that is over by the day, or on it."""
    return day if month_end(day) == day else last_month_end(day)


def month_ends(first: date, last: date) -> Iterator[date]:
    """The month ends from the month of `first` up to `last`, in order."""
    end = month_end(first)
    while end <= last:
        yield end
        end = month_end(end + timedelta(days=1))


def day_of_moment(at: datetime) -> date:
    """The day of a moment in the server's time zone (TZ); a moment without a zone is in UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone().date()


def today() -> date:
    """Today by the server's clock; nothing else asks the clock for the day."""
    return date.today()


def now() -> datetime:
    """The current moment in the server's time zone (TZ)."""
    return datetime.now(UTC).astimezone()
