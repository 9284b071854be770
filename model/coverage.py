"""The cycle of assessment on a day (п. 2.4, 3.3.3): its years side by side, and who is to be assessed by its end."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from model.dates import Period, reporting_year_end, reporting_year_start, years_before


class CoverageGroup(StrEnum):
    """A list of those who are due for assessment on a day."""

    DUE = "due"
    PASSED = "passed"  # assessed between two days
    MISSING = "missing"  # no assessment that counts
    OWED = "owed"  # to be assessed by the end of the year or of the cycle
    NEVER = "never"
    EXPIRED = "expired"
    EXPIRING = "expiring"


# Why somebody is to be assessed, in the order of their list.
NEEDS = (CoverageGroup.NEVER, CoverageGroup.EXPIRED, CoverageGroup.EXPIRING)


@dataclass(frozen=True)
class Cycle:
    """The years of a cycle, the days in which one assessment of each is asked for, and when it has to be passed by.

    A rolling cycle ends on each day; a fixed one has the years of an order.
    """

    years: tuple[Period, ...]
    whole: Period
    ends_on: date
    is_fixed: bool
    day: date

    @property
    def last_expired(self) -> date:
        """The last day of an assessment that does not count any more."""
        return years_before(self.day, len(self.years))

    @property
    def last_expiring(self) -> date:
        """The last day of an assessment that will not count when the year, or the cycle, ends."""
        return years_before(self.ends_on, len(self.years))


def cycle_on(day: date, years: int, first_month: int = 1, first_year: int = 0) -> Cycle:
    """The cycle of so many years on the day; fixed where the first year of a cycle is given, else rolling."""
    start = reporting_year_start(day, first_month)
    if first_year:
        first = start.replace(year=start.year - (start.year - first_year) % years)
    else:
        first = start.replace(year=start.year - years + 1)
    starts = [first.replace(year=first.year + number) for number in range(years)]
    listed = tuple(Period(one, reporting_year_end(one, first_month)) for one in starts)
    if first_year:
        return Cycle(listed, Period(first, listed[-1].until), listed[-1].until, True, day)
    whole = Period(years_before(day, years) + timedelta(days=1), day)
    return Cycle(listed, whole, listed[-1].until, False, day)


def need_on(cycle: Cycle, last_passed_on: date | None) -> CoverageGroup | None:
    """Why a person whose last assessment was passed on the day is to be assessed; None where they are not."""
    if last_passed_on is None:
        return CoverageGroup.NEVER
    if last_passed_on <= cycle.last_expired:
        return CoverageGroup.EXPIRED
    return CoverageGroup.EXPIRING if last_passed_on <= cycle.last_expiring else None
