"""What the parts of a place are called: the municipalities of the region, the organizations of a municipality."""

import re
from collections.abc import Mapping

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


def divisible(name: str, fits: int = FITS) -> str:
    """A long name with soft hyphens between syllables; one that fits unchanged."""
    if len(name) <= fits:
        return name
    return _SYLLABLE.sub("\u00ad", name)
