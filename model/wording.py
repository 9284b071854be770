"""Russian wording of screens, documents and imports: titles, filters, days and numbers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

REGISTER_TITLES: dict[str, str] = {
    "staff": "Кадровый состав",
    "appendix1": "Приложение 1",
    "applications": "Заявки",
    "appendix2": "Приложение 2",
    "participation": "Участие в событиях",
    "catalogue": "Каталог",
}
REFERENCE_LISTS = "Справочники"

# The documents of a person by form: the title of the file, the title in a list of one kind, and the label in a list
# of all documents.
APPENDIX_TITLES: dict[str, str] = {"appendix1": "Приложение 1", "appendix2": "Приложение 2"}
_MODULE_TITLES = {f"{form}-module": f"{title}, форма выгрузки" for form, title in APPENDIX_TITLES.items()}
DOCUMENT_TITLES: dict[str, str] = {**APPENDIX_TITLES, **_MODULE_TITLES}
DOCUMENT_LABELS: dict[str, str] = {
    "appendix1": "Приложение 1, рекомендуемый маршрут",
    "appendix2": "Приложение 2, итоги реализации",
    **_MODULE_TITLES,
}

# The files of the rows of a registry, made like the documents of a list.
REGISTRY_DOCUMENTS: dict[str, str] = {
    "registry": "Реестр, выбранные столбцы",
    "registry-appendix2": "Приложение 2 по этим строкам",
}

# Beside the tables of the appendices, which are of the regional level.
OTHER_EVENTS = "События муниципального и иного уровня"

CATEGORIES: dict[str, str] = {"teaching": "педагогические работники", "managing": "руководящие работники"}
FILTER_LABELS: dict[str, str] = {
    "category": "категория",
    "position": "должность",
    "kind": "тип организации",
    "procedure": "процедура оценки",
}
NO_FILTERS = ("Фильтры", "нет")

# The regulation by its short name. A figure without a clause is the system's own.
REGULATION = "Положения (приказ от 09.02.2023 № 01/312)"
OWN_RECKONING = "расчёт системы, Порядком не установлен"


def register_title(key: str) -> str:
    """The title of the register; «Справочники» for an operation on the reference lists."""
    return REGISTER_TITLES.get(key, REFERENCE_LISTS)


def appendix_title(form: str) -> str:
    """The title of the appendix that a form shows: «Приложение 1»."""
    return APPENDIX_TITLES[form.partition("-")[0]]


def clause(numbers: str) -> str:
    """«п. 3.3.2 Положения (приказ от 09.02.2023 № 01/312)»; without a number, that the system reckons it by itself."""
    return f"п. {numbers} {REGULATION}" if numbers else OWN_RECKONING


def basis(numbers: str) -> str:
    """The clause as a sentence of its own: «Основание: п. 3.3.2 …»."""
    return f"Основание: {clause(numbers)}"


def clause_number(numbers: str) -> str:
    """«п. 3.3.2» under a heading that names the regulation."""
    return f"п. {numbers}" if numbers else OWN_RECKONING


def filter_lines(filters: Mapping[str, str]) -> list[tuple[str, str]]:
    """The filters of a file as (label, value), one line each; NO_FILTERS when there are none."""
    lines = [(sentence(FILTER_LABELS[name]), CATEGORIES.get(value, value)) for name, value in filters.items()]
    return lines or [NO_FILTERS]


def sentence(text: str) -> str:
    """The text with its first letter as a capital."""
    return f"{text[:1].upper()}{text[1:]}"


def percent(fraction: tuple[int, int]) -> str:
    """A fraction as it was set: «85 %», «33,3 %»."""
    return f"{comma(f'{100 * fraction[0] / fraction[1]:g}')} %"


def day(d: date) -> str:
    """«20.02.2023»."""
    return f"{d:%d.%m.%Y}"


def day_and_time(at: datetime) -> str:
    """«20.02.2023, 09:05» in the moment's own time zone."""
    return f"{day(at)}, {at:%H:%M}"


def moment(at: datetime) -> str:
    """«20.02.2023, 09:05» in the server's time zone (TZ); a moment without a zone is in UTC."""
    return day_and_time((at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone())


def period(since: date | None, until: date | None) -> str:
    """«01.02.2026 – 15.02.2026»; a single day is written once."""
    return " – ".join(dict.fromkeys(day(end) for end in (since, until) if end))


def comma(number: str) -> str:
    """The number with a decimal comma."""
    return number.replace(".", ",")


def exact(n: float) -> Decimal:
    """The decimal that the float prints: 249/2000 is exactly 0.1245, not slightly less."""
    return Decimal(str(n))


def round_half_up(n: Decimal, places: int) -> Decimal:
    """The number with so many decimal places, rounded half up."""
    return n.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def one_decimal(n: Decimal) -> str:
    """«78,5»: one decimal, half up, no thousands separator."""
    return comma(str(round_half_up(n, 1)))
