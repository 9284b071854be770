"""When two names are the same: what looks the same to a reader has one key."""

import re
import unicodedata
from functools import lru_cache

_QUOTES = re.compile("[\"'`«»„“”‟‘’‚‹›″′]")
# Written without a width or a shape of their own: marks of direction, joiners, variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_HYPHENS = re.compile("[\u02d7\u058a\u05be\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe31\ufe32\ufe58\ufe63\uff0d]")
# «N 5», «No. 5» and «№5»: the sign of a number before its digits, with or without a space.
_NUMBER_SIGN = re.compile(r"\s*№\s*|(?<![a-z0-9])n(?:[oо](?=[\s.°º\d]))?[.°º]?\s*(?=\d)")
_SPACED_HYPHEN = re.compile(r"\s*-\s*")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яё]")
# Letters of other alphabets that look like Cyrillic ones, in either case.
_LOOKALIKES = str.maketrans("aceopxykmtbhαεορχκμηυβτ", "асеорхукмтвнаеорхкмнувт")
_ONLY_LOOKALIKES = re.compile("[а-яaceopxykmtbhαεορχκμηυβτ]+")
_CACHED_NAMES = 10_000  # the registers name the same places and programmes over and over


def tidy(text: str) -> str:
    """The name as a person reads it: composed letters, no invisible characters, runs of white space to one space."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def quote_name(name: str) -> str:
    """The name in quotes for a sentence; a name that has quotes stays as it is."""
    return name if _QUOTES.search(name) else f"«{name}»"


@lru_cache(maxsize=_CACHED_NAMES)
def fold(text: str) -> str:
    """The key by which names are compared: «МБОУ "СОШ №1"» and «МБОУ СОШ N 1» are one name."""
    bare = _bare(text)
    return bare if bare.isascii() else _in_cyrillic(bare)


@lru_cache(maxsize=_CACHED_NAMES)
def fold_part(text: str) -> str:
    """As `fold`, of a part of a Cyrillic name: even a word that is all look-alikes is a Cyrillic one."""
    return _in_cyrillic(_bare(text), is_part=True)


def _bare(text: str) -> str:
    """Without quotes and case, with one hyphen, one «е» and one sign of a number."""
    # Letters may stand apart from their marks again once invisible characters between them are gone.
    bare = unicodedata.normalize("NFC", _HYPHENS.sub("-", _QUOTES.sub("", tidy(text))).casefold())
    return " ".join(_NUMBER_SIGN.sub(" № ", _SPACED_HYPHEN.sub("-", bare).replace("ё", "е")).split())


def _in_cyrillic(bare: str, *, is_part: bool = False) -> str:
    """Words that look Cyrillic are Cyrillic, in a text that has such letters at all."""
    if not is_part and not _CYRILLIC.search(bare):
        return bare
    return _WORD.sub(_cyrillic_word, bare)


def _cyrillic_word(word: re.Match[str]) -> str:
    letters = word.group()
    return letters.translate(_LOOKALIKES) if _ONLY_LOOKALIKES.fullmatch(letters) else letters
