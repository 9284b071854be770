"""Words that screens, documents and imports share: titles of registers and documents, days, numbers, filters."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

REGISTER_TITLES: dict[str, str] = {
    "staff": "Контингент",
    "appendix1": "Приложение 1",
    "applications": "Заявки",
    "appendix2": "Приложение 2",
    "participation": "Участие в событиях",
}
REFERENCE_LISTS = "Справочники"

# The documents of a person, by form: under which title a file is saved, what it is called in a list of documents of
# one kind, and what it is called where it stands beside all others.
APPENDIX_TITLES: dict[str, str] = {"appendix1": "Приложение 1", "appendix2": "Приложение 2"}
_MODULE_TITLES = {f"{form}-module": f"{title}, форма выгрузки" for form, title in APPENDIX_TITLES.items()}
DOCUMENT_TITLES: dict[str, str] = {**APPENDIX_TITLES, **_MODULE_TITLES}
DOCUMENT_LABELS: dict[str, str] = {
    "appendix1": "Приложение 1, рекомендуемый маршрут",
    "appendix2": "Приложение 2, итоги реализации",
    **_MODULE_TITLES,
}

CATEGORIES: dict[str, str] = {"teaching": "педагогические работники", "managing": "руководящие работники"}
FILTER_LABELS: dict[str, str] = {
    "category": "категория",
    "position": "должность",
    "kind": "тип организации",
    "procedure": "процедура оценки",
}
NO_FILTERS = ("Фильтры", "нет")


def register_title(key: str) -> str:
    """The register, or that it was an operation on the reference lists."""
    return REGISTER_TITLES.get(key, REFERENCE_LISTS)


def appendix_title(form: str) -> str:
    """The appendix that a form is a view of: «Приложение 1»."""
    return APPENDIX_TITLES[form.partition("-")[0]]


def filter_lines(chosen: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a file was narrowed to, a line for each filter; one line says so where there is none."""
    lines = [(sentence(FILTER_LABELS[name]), CATEGORIES.get(value, value)) for name, value in chosen.items()]
    return lines or [NO_FILTERS]


def sentence(text: str) -> str:
    """The text with a capital letter, the rest as it was."""
    return f"{text[:1].upper()}{text[1:]}"


def day(d: date) -> str:
    """«20.02.2023»."""
    return f"{d:%d.%m.%Y}"


def day_and_time(at: datetime) -> str:
    """«20.02.2023, 09:05», as the moment stands."""
    return f"{day(at)}, {at:%H:%M}"


def moment(at: datetime) -> str:
    """«20.02.2023, 09:05» by the clock of the server (TZ); a moment without a zone is UTC, as databases keep it."""
    return day_and_time((at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone())


def period(since: date | None, until: date | None) -> str:
    """«01.02.2026 – 15.02.2026»; a single day is written once."""
    return " – ".join(dict.fromkeys(day(one) for one in (since, until) if one))


def comma(number: str) -> str:
    """The number with a comma before its decimals."""
    return number.replace(".", ",")


def exact(n: float) -> Decimal:
    """The shortest text of a float is the ratio that was meant: 249/2000 is 0.1245, not a hair below it."""
    return Decimal(str(n))


def rounded(n: Decimal, places: int) -> Decimal:
    """Half up, as people round."""
    return n.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def one_decimal(n: Decimal) -> str:
    """«78,5», half up, thousands together."""
    return comma(str(rounded(n, 1)))
