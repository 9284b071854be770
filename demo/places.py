"""The places of the invented oblast: municipalities of the reference list and invented organizations."""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from demo.chance import Chance, portions
from model.places import reference_rows


@dataclass(frozen=True)
class Scale:
    """The size of the oblast; `people` is the staff on the day."""

    municipalities: int
    organizations: int
    people: int
    evenness: float = 1.0  # below 1 the sizes of municipalities differ less


# Thousands of inhabitants, roughly, by ОКТМО; they only set the relative sizes of municipalities.
_INHABITANTS = {
    **{"75706": 26, "75712": 158, "75715": 11, "75728": 147, "75734": 35, "75759": 8, "75738": 408, "75742": 162},
    **{"75743": 85, "75746": 50, "75707": 32, "75752": 70, "75755": 24, "75758": 41, "75701": 1180, "75764": 37},
    **{"75603": 32, "75606": 39, "75609": 55, "75612": 24, "75614": 24, "75617": 31, "75619": 45, "75620": 29},
    **{"75623": 43, "75626": 30, "75629": 27, "75632": 20, "75633": 58, "75634": 43, "75636": 27, "75638": 25},
    **{"75642": 17, "75644": 14, "75647": 17, "75648": 24, "75649": 70, "75652": 92, "75654": 23, "75655": 29},
    **{"75656": 21, "75657": 29, "75659": 17},
}
_FEW = ("75701", "75619", "75654", "75642")  # the municipalities of an oblast of so many
_SMALLEST = 3  # people of the smallest organization
_LARGE = 140  # thousands; large cities are neither the best nor the last


@dataclass(frozen=True)
class Municipality:
    """A municipality and its pace: the share of its people assessed in three years."""

    name: str
    earlier_name: str
    renamed_year: int
    centre: str
    inhabitants: int
    pace: float

    @property
    def is_urban(self) -> bool:
        """Whether it is a city with little countryside."""
        return "городской округ" in self.name

    def name_on(self, day: date) -> str:
        """The name on the day."""
        return self.earlier_name if self.earlier_name and day.year < self.renamed_year else self.name


@dataclass(frozen=True)
class Kind:
    """A kind of organization: its label and the range of its staff."""

    key: str
    label: str
    share: float
    sizes: tuple[int, int]


_URBAN = (
    Kind("school", "Школа", 0.35, (60, 90)),
    Kind("kindergarten", "Детский сад", 0.44, (15, 34)),
    Kind("gymnasium", "Гимназия или лицей", 0.06, (55, 90)),
    Kind("extra", "Организация дополнительного образования", 0.08, (10, 36)),
    Kind("college", "Колледж", 0.04, (45, 85)),
    Kind("special", "Коррекционная школа", 0.03, (25, 50)),
)
_RURAL = (
    Kind("village_school", "Школа", 0.55, (6, 22)),
    Kind("village_kindergarten", "Детский сад", 0.36, (3, 11)),
    Kind("extra", "Организация дополнительного образования", 0.06, (8, 20)),
    Kind("special", "Коррекционная школа", 0.03, (12, 28)),
)


@dataclass(frozen=True)
class Organization:
    """An organization with its habits: how fast and how far its people go."""

    number: int
    name: str
    kind: Kind
    municipality: Municipality
    size: int
    pace: float  # share of people assessed in three years
    zeal: float  # share of the assessed who choose a programme
    head_days: tuple[int, int]  # the range of days that the head takes to decide
    confirms: float  # share of past events whose participation is confirmed


def municipalities(scale: Scale, seed: int) -> list[Municipality]:
    """The municipalities of the scale: one has hardly started, some lag, some are nearly done."""
    rows = [row for row in reference_rows() if scale.municipalities > len(_FEW) or row["oktmo"] in _FEW]
    paces = _paces([row["oktmo"] for row in rows], Chance(f"{seed}/municipalities"))
    return [
        Municipality(
            row["name"],
            row["earlier_name"],
            int(row["renamed_year"] or 0),
            row["administrative_centre"],
            _INHABITANTS[row["oktmo"]],
            paces[row["oktmo"]],
        )
        for row in rows[: scale.municipalities]
    ]


def _paces(oktmo: list[str], chance: Chance) -> dict[str, float]:
    paces = {place: 0.76 + 0.13 * chance.random() for place in oktmo}
    smaller = [place for place in oktmo if _INHABITANTS[place] < _LARGE]
    chance.shuffle(smaller)
    several = max(len(oktmo) // 8, 1)
    paces |= dict.fromkeys(smaller[:several], 0.995)
    paces |= {place: 0.4 + 0.1 * chance.random() for place in smaller[several : 2 * several]}
    return paces | dict.fromkeys(smaller[2 * several : 2 * several + 1], 0.04)


def organizations(scale: Scale, seed: int) -> list[Organization]:
    """All organizations of the scale, by municipality; the sizes add up to its people."""
    places = municipalities(scale, seed)
    weights = [place.inhabitants**scale.evenness for place in places]
    people = portions(scale.people, weights)
    expected = [part / _mean_size(place) for part, place in zip(people, places, strict=True)]
    counts = portions(scale.organizations, expected, least=3)
    numbers = itertools.count(1)
    return [
        organization
        for place, part, amount in zip(places, people, counts, strict=True)
        for organization in _organizations_of(place, part, amount, numbers, Chance(f"{seed}/{place.name}"))
    ]


def _mix(place: Municipality) -> tuple[tuple[Kind, float], ...]:
    """Kinds with their shares: a district around a town has all, a district around a village has no urban ones."""
    has_town = place.centre.startswith("г.")
    urban = 1.0 if place.is_urban else 0.4 if has_town else 0.0
    parts = [(kind, kind.share * urban) for kind in _URBAN] + [(kind, kind.share * (1 - urban)) for kind in _RURAL]
    return tuple((kind, share) for kind, share in parts if share)


def _mean_size(place: Municipality) -> float:
    return sum(share * sum(kind.sizes) / 2 for kind, share in _mix(place))


def _organizations_of(
    place: Municipality, people: int, amount: int, numbers: Iterator[int], chance: Chance
) -> Iterator[Organization]:
    mix = _mix(place)
    quotas = portions(amount, [share for _, share in mix])
    kinds = [kind for (kind, _), quota in zip(mix, quotas, strict=True) for _ in range(quota)]
    raw = [chance.between(*kind.sizes) for kind in kinds]
    sizes = portions(people, [max(size - _SMALLEST, 0) for size in raw], least=_SMALLEST)
    numbers_by_kind: Counter[str] = Counter()
    for kind, size in zip(kinds, sizes, strict=True):
        numbers_by_kind[kind.key] += 1
        name = _name(kind.key, numbers_by_kind[kind.key], place, chance)
        yield _with_character(next(numbers), name, kind, place, size, chance)


def _with_character(number: int, name: str, kind: Kind, place: Municipality, size: int, chance: Chance) -> Organization:
    """The organization with a pace near that of its municipality, and with random habits."""
    spread = 0.1 if 0.1 < place.pace < 0.95 else 0.02
    pace = min(max(chance.gauss(place.pace, spread), 0.01), 0.998)
    # One head in twelve takes months to decide, with any seed.
    head_days = (40, 125) if number % 12 == 5 else (2, 30) if chance.happens(0.35) else (0, 7)
    zeal = min(max(0.45 + 0.45 * place.pace + chance.gauss(0, 0.08), 0.2), 0.97)
    return Organization(number, name, kind, place, size, pace, zeal, head_days, 0.6 + 0.25 * chance.random())


_VILLAGES = """
Берёзовский Ключевский Озёрновский Степновский Луговский Каменковский Сосновский Боровский Речновский Родниковский
Полянский Дубровский Осиновский Липовский Ольховский Кедровский Рябиновский Калиновский Малиновский Вишнёвский
Яблоневский Черёмуховский Заозёрновский Заречновский Подгорновский Нагорновский Приозёрновский Лесновский Полевский
Солнечновский Светловский Тихоновский Зареченский Ильменский Таволжанский Кувшинский Журавлинский Соколовский
Лебединский Ястребовский Медвежинский Лосиновский Бобровский Ковыльский Пшеничновский Ржановский Медовский
Колосковский Гранитный Мраморновский Малахитовский Самоцветовский Рудниковский Песчановский Глиновский Солонцовский
Чернореченский Белореченский Краснореченский Синегорский Зеленогорский Ясногорский
""".replace("Гранитный", "Гранитовский").split()
_CRAFTS = """
политехнический педагогический индустриальный аграрный строительный энергетический металлургический транспортный
торгово-экономический горный машиностроительный технологический художественный радиотехнический
""".split()
_CENTRES = (
    "Дом детского творчества",
    "Детская школа искусств",
    "Спортивная школа",
    "Центр детского творчества",
    "Станция юных натуралистов",
    "Станция юных техников",
    "Центр внешкольной работы",
)


def _name(kind: str, number: int, place: Municipality, chance: Chance) -> str:
    """The name of the n-th organization of its kind in the municipality."""
    series, turn = divmod(number - 1, len(_VILLAGES))
    village = _VILLAGES[turn]
    again = f" № {series + 1}" if series else ""
    level = "СОШ" if chance.happens(0.7) else "ООШ"
    founder = "МБ" if chance.happens(0.65) else "МА"
    names = {
        "school": f"{founder}ОУ «СОШ № {number + number // 5}»",
        "village_school": f"МКОУ «{village[:-2]}ая {level}{again}»",
        "kindergarten": f"{founder}ДОУ «Детский сад № {number + number // 3}»",
        "village_kindergarten": f"МКДОУ «{village} детский сад{again}»",
        "gymnasium": f"{founder}ОУ «{'Гимназия' if number % 2 else 'Лицей'} № {number}»",
        "special": f"{founder}ОУ «Специальная (коррекционная) школа № {number}»",
        "extra": f"{founder}УДО «{_numbered(_CENTRES, number)}»",
        "college": f"ГБПОУ «{_numbered(_colleges(place), number)}»",
    }
    return names[kind]


def _numbered(names: tuple[str, ...], number: int) -> str:
    series, turn = divmod(number - 1, len(names))
    return f"{names[turn]} № {series + 1}" if series else names[turn]


def _colleges(place: Municipality) -> tuple[str, ...]:
    town = place.name.split()[0]
    return tuple(f"{town} {craft} {form}" for craft in _CRAFTS for form in ("колледж", "техникум"))
