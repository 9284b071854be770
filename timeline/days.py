"""Days as whole numbers since 1 January 1970, for arrays of them: calendar months on, ends of reporting years."""

import numpy as np

Days = np.ndarray

# The day of what never happens.
NEVER = int(np.datetime64("9999-12-31", "D").astype(np.int64))
# The day before all days.
BEFORE_ALL = int(np.datetime64("0001-01-01", "D").astype(np.int64))


def days(dates: np.ndarray, missing: int = NEVER) -> Days:
    """The dates as days."""
    numbers = dates.astype("datetime64[D]", copy=False)
    return np.where(np.isnat(numbers), missing, numbers.astype(np.int64))


def dates(numbers: Days) -> np.ndarray:
    """The days as dates, NaT for what never happens."""
    return np.where(numbers >= NEVER, np.datetime64("NaT", "D"), numbers.astype("datetime64[D]"))


def months_after(numbers: Days, months: int) -> Days:
    """The first day that has the given one at least so many calendar months behind it.

    The day of the same number, or the first of the next month where there is none: so 29 February counts for three
    years to 28 February, and what is of 28 February ends on 28 February.
    """
    month = numbers.astype("datetime64[D]").astype("datetime64[M]")
    in_month = numbers - _first_day(month)
    return np.minimum(_first_day(month + months) + in_month, _first_day(month + months + 1))


def year_end_after(numbers: Days, first_month: int) -> Days:
    """The first day of the reporting year after the one that holds the day."""
    month = numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    year = (month - (first_month - 1)) // 12 + 1
    return _first_day((year * 12 + first_month - 1).astype("datetime64[M]"))


def _first_day(month: np.ndarray) -> Days:
    return month.astype("datetime64[D]").astype(np.int64)
