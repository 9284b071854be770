"""The calendar of the independent count."""

from datetime import date


def months_back(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it has no such day."""
    month = day.year * 12 + day.month - 1 - months
    for number in (day.day, 30, 29, 28):
        try:
            return date(month // 12, month % 12 + 1, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def year_start(day: date, first_month: int) -> date:
    return date(day.year if day.month >= first_month else day.year - 1, first_month, 1)
