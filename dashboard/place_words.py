"""What the parts of a place are called: the municipalities of the region, the organizations of a municipality."""

import re
from collections.abc import Mapping

from model.names import fold
from model.places import Level, Place

PART: Mapping[Level, str] = {
    Level.REGION: "Муниципальное образование",
    Level.MUNICIPALITY: "Организация",
    Level.ORGANIZATION: "Организация",
}
_BY_PARTS: Mapping[Level, str] = {
    Level.REGION: "по муниципальным образованиям",
    Level.MUNICIPALITY: "по организациям",
    Level.ORGANIZATION: "по организациям",
}
_EACH_PART: Mapping[Level, str] = {
    Level.REGION: "каждого муниципального образования",
    Level.MUNICIPALITY: "каждой организации",
    Level.ORGANIZATION: "каждой организации",
}
_FIND_PART: Mapping[Level, str] = {
    Level.REGION: "Найти муниципальное образование",
    Level.MUNICIPALITY: "Найти организацию",
    Level.ORGANIZATION: "Найти организацию",
}
# What the names of municipalities say of them.
MUNICIPALITY_KINDS = ("городской округ", "муниципальный округ", "муниципальный район")
# Shorter kinds where room is scarce; the full name is in the title and in tables. «МО» would mean any municipality.
_SHORTER = {
    "муниципальный округ": "м.\u00a0о.",
    "муниципальный район": "м.\u00a0р.",
    "городской округ": "г.\u00a0о.",
    "средняя общеобразовательная школа": "СОШ",
    "основная общеобразовательная школа": "ООШ",
    "начальная общеобразовательная школа": "НОШ",
}
_QUOTED = re.compile(r"[«\"](.+)[»\"]")
FITS = 12  # characters of a name that fit on one line of a tile
# Hyphenation points: before a syllable, between consonants of two syllables, between two vowels.
_VOWEL, _OTHER = "аеёиоуыэюя", "бвгджзйклмнпрстфхцчшщ"
_SYLLABLE = re.compile(
    f"(?<=[{_OTHER}][{_VOWEL}])(?=[{_OTHER}][{_VOWEL}])|(?<=[{_VOWEL}][{_OTHER}])(?=[{_OTHER}][{_VOWEL}])"
    f"|(?<=[{_OTHER}][{_VOWEL}])(?=[{_VOWEL}][{_OTHER}])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(\d+)")
# The label of a place whose level is unknown.
ANY_PLACE = "Территория или организация"


def part_of(place: Place) -> str:
    """«Муниципальное образование»: the heading of a column of the parts of a place."""
    return PART[place.level]


def by_parts(place: Place) -> str:
    """«по муниципальным образованиям»."""
    return _BY_PARTS[place.level]


def each_part(place: Place) -> str:
    """«каждого муниципального образования»."""
    return _EACH_PART[place.level]


def find_part(place: Place) -> str:
    """«Найти организацию»."""
    return _FIND_PART[place.level]


def short_name(name: str) -> str:
    """A shorter name, never cut: the text in quotes, abbreviated kinds."""
    quoted = _QUOTED.search(name)
    name = quoted.group(1) if quoted else name
    for full, brief in _SHORTER.items():
        name = re.sub(full, brief, name, flags=re.IGNORECASE)
    return name


NameKey = list[tuple[bool, int, str]]


def natural(name: str) -> NameKey:
    """A sort key that puts «Школа № 2» before «Школа № 10»."""
    return [
        (not piece.isdigit(), int(piece) if piece.isdigit() else 0, piece)
        for piece in _DIGITS.split(fold(name))
        if piece
    ]


def kind_of(place: Place) -> str | None:
    """The type of an organization as registers write it, of a municipality as its name says; None where none does."""
    if place.level is not Level.MUNICIPALITY:
        return place.kind
    name = fold(place.name)
    return next((kind for kind in MUNICIPALITY_KINDS if kind in name), None)


def divisible(name: str, fits: int = FITS) -> str:
    """A long name with soft hyphens between syllables; one that fits unchanged."""
    if len(name) <= fits:
        return name
    return _SYLLABLE.sub("\u00ad", name)
