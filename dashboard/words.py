"""Numbers, dates, percents and plurals in Russian; «—» for absent values."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache

from model import wording
from model.wording import exact, round_half_up
from model.wording import sentence as sentence

ABSENT = "—"
NO_PEOPLE = "нет данных"

# Russian typography: a narrow no-break space before thousands and the percent sign.
THIN = "\u202f"
FIXED = "\u00a0"
MINUS = "\u2212"

_MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)


def number(n: float | None) -> str:
    """«1 234»; a number that is not an integer has one decimal, rounded half up."""
    if n is None:
        return ABSENT
    if isinstance(n, int):
        return _group_digits(n)
    return _decimal_text(exact(n), 0 if n == int(n) else 1)


def percent(fraction: float | None) -> str:
    """A fraction as «33,3 %», one decimal, rounded half up."""
    return ABSENT if fraction is None else f"{_decimal_text(exact(fraction) * 100, 1)}{THIN}%"


def percent_of(top: int, bottom: int) -> str:
    """The ratio of two counts as «33,3 %», exact from the integers; «—» where the denominator is 0."""
    if not bottom:
        return ABSENT
    tenths = (2000 * top + bottom) // (2 * bottom)
    return f"{_group_digits(tenths // 10)},{tenths % 10}{THIN}%"


@cache
def target(fraction: tuple[int, int]) -> str:
    """A target as the regulation writes it: «100 %», «33,3 %»."""
    top, bottom = fraction
    if 100 * top % bottom == 0:
        return f"{100 * top // bottom}{THIN}%"
    return percent_of(top, bottom)


def ratio(top: int, bottom: int) -> str:
    """«133 из 400»."""
    return f"{number(top)} из{FIXED}{number(bottom)}"


def points(fraction: Fraction) -> str:
    """The difference of two rates: «+1,5 п. п.», one decimal, rounded half away from zero; zero has no sign."""
    return f"{change_in_points(fraction)}{FIXED}п.{FIXED}п."


def change_in_points(fraction: Fraction) -> str:
    """The same without the unit: «+1,5»."""
    number_text = share_in_points(fraction)
    sign = "+" if fraction > 0 and number_text != _decimal_text(Decimal(0), 1) else ""
    return f"{sign}{number_text}"


def share_in_points(fraction: Fraction) -> str:
    """A share or a distance of two rates in percentage points: «1,5»."""
    return _decimal_text(Decimal(fraction.numerator) / Decimal(fraction.denominator) * 100, 1)


def score(x: float | None) -> str:
    """A score of a competence in percent: «78,5»."""
    return ABSENT if x is None else _decimal_text(exact(x), 1)


def day(d: date | None) -> str:
    """«20.02.2023»."""
    return ABSENT if d is None else wording.day(d)


def month(d: date | None) -> str:
    """«февраль 2023»."""
    return ABSENT if d is None else f"{_MONTHS[d.month - 1]}{FIXED}{d.year}"


def moment(at: datetime | None) -> str:
    """«20.02.2023, 09:05» by the clock of the server."""
    return ABSENT if at is None else wording.moment(at)


def month_short(d: date) -> str:
    """«фев», the label under a point of a chart."""
    return _MONTHS[d.month - 1][:3]


def form_of(n: int, one: str, few: str, many: str) -> str:
    """The plural form for the number: день for 1, дня for 2, дней for 5."""
    last, last_two = abs(n) % 10, abs(n) % 100
    if last == 1 and last_two != 11:
        return one
    if last in (2, 3, 4) and last_two not in (12, 13, 14):
        return few
    return many


def plural(n: int, one: str, few: str, many: str) -> str:
    """The number with its word: «1 работник», «1 234 работника»."""
    return f"{number(n)}{FIXED}{form_of(n, one, few, many)}"


def days(n: int) -> str:
    """«12 дней»."""
    return plural(n, "день", "дня", "дней")


def people(n: int) -> str:
    """«5 человек»."""
    return plural(n, "человек", "человека", "человек")


def in_two_lines(text: str) -> str:
    """The text of a chart broken at the space nearest to its middle; unchanged without spaces."""
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    if not spaces:
        return text
    middle = min(spaces, key=lambda place: abs(place - len(text) / 2))
    return f"{text[:middle]}<br>{text[middle + 1 :]}"


def _group_digits(n: int) -> str:
    text = f"{abs(n):,}".replace(",", THIN)
    return f"{MINUS}{text}" if n < 0 else text


def _decimal_text(n: Decimal, places: int) -> str:
    near = round_half_up(n, places)
    text = wording.comma(f"{abs(near):,.{places}f}".replace(",", THIN))
    return f"{MINUS}{text}" if near < 0 else text
