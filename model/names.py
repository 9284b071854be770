"""When two names are the same: what looks the same to a reader has one key."""

import re
import unicodedata
from functools import lru_cache

# A quote that stands for nothing within a word, as in «О'Коннор», and those that part words: «МБОУ"СОШ»".
_APOSTROPHES = re.compile("['`´‘’‚‛‹›′＇ʹʼˈ❛❜]")
_QUOTES = re.compile('["«»„“”‟″＂ʺˮ❝❞〝〞〟]|<<|>>|,,(?=[^\\W_])|&(?:quot|[lr]aquo);')
# Written without a width or a shape of their own: marks of direction, joiners, variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff]"
)
_HYPHENS = re.compile(
    "[\u02d7\u058a\u05be\u1806\u2010-\u2015\u2043\u2212\u2500\u2501\u2e3a\u2e3b\ufe31\ufe32\ufe58\ufe63\uff0d]"
)
# Letters and digits of another width or weight, and Roman numbers in one sign.
_COMPATIBLE = re.compile("[\u2160-\u217f\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]")
# Stresses and the like, which Cyrillic letters but «й» and «ё» have no signs of their own with.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487]")
_LETTERS_WITH_MARKS = str.maketrans("ёѐѝ", "ееи")
# «N 5», «No. 5», «#5» and «№5»: the sign of a number before its digits, with or without a space.
_NUMBER_SIGN = re.compile(r"\s*№\s*|(?<![a-z0-9])n(?:[oо](?=[\s.°º\d]))?[.°º]?\s*(?=\d)|(?<![^\W\d_])#\s*(?=\d)")
_SPACED_SIGN = re.compile(r"\s*([-/&])\s*|\s+(?=%)")
# «№ 5 А» and «№ 5А», «72 ч.» and «72ч.»: a letter alone belongs to the number before it.
_LETTER_OF_NUMBER = re.compile(r"(?<=\d)\s+(?=[^\W\d_](?![^\W_]))")
# «г.Миасс» and «г. Миасс», «СОШ(филиал)» and «СОШ (филиал)» differ in a space alone.
_STOP = re.compile(r"(?<=[^\W\d_])\s*([.,:;])\s*(?=[^\W_])")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?)\]])|(?<=[(\[])\s+")
_BRACKETS = re.compile(r"(?<=[^\s(\[])(?=[(\[])|(?<=[)\]])(?=[^\W_])")
_SIGNS = re.compile(r"[.,;:!?()\[\]]")
_TRAILING = " .,;…"
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC, _LATIN_OR_LIKE, _OF_OTHERS = (
    re.compile("[а-яё]"),
    re.compile("[a-zіѕјӏ]"),
    re.compile("[a-z\u0100-\u03ff\u0500-\u058f]"),
)
# Letters of other alphabets that look like Cyrillic ones, in either case.
_LOOKALIKES = str.maketrans("aceopxykmtbhαεορχκμηυβτϲօɑ", "асеорхукмтвнаеорхкмнувтсоа")
_ONLY_LOOKALIKES = re.compile("[а-яaceopxykmtbhαεορχκμηυβτϲօɑ]+")
# «І» and «Ѕ» are no Russian letters: they stand for Latin ones, as in «ІІІ» and «Wіndows».
_LATIN_LOOKALIKES = str.maketrans("асеорхукмтвніѕјӏ", "aceopxykmtbhisji")
_LATIN_WORD = re.compile("(?=[а-яіѕјӏ]*[a-zіѕјӏ])[a-zасеорхукмтвніѕјӏ]+")
_ROMAN = re.compile("[ivxlхіӏ]*[iіӏ][ivxlхіӏ]*")
# «3айцева» and «0рлова»: a digit before the letters of a word.
_DIGIT_FOR_LETTER = re.compile(r"(?<![^\W_])[03](?=[а-я]{2})|(?<=[а-я])0(?=[а-я])")
_LETTER_OF = {"0": "о", "3": "з"}
# «Заявка № 15»: what stands before a number and is no part of it.
_BEFORE_NUMBER = re.compile("^(?:заявк[аи]|номер)?№*(?=.)")
_ZEROS_BEFORE = re.compile("^0+(?=[0-9]+$)")
_PLAIN_NUMBER = re.compile("(?!заявк|номер)[А-Яа-я]*(?:[-/]?[0-9]+)+", re.IGNORECASE)
_CACHED_NAMES = 10_000  # the registers name the same places and programmes over and over


def tidy(text: str) -> str:
    """The name as a person reads it: composed letters, no invisible characters, runs of white space to one space."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\u2800", " ").split())


def quote_name(name: str) -> str:
    """The name in quotes for a sentence; a name that has quotes stays as it is."""
    return name if _QUOTES.search(name) or _APOSTROPHES.search(name) else f"«{name}»"


@lru_cache(maxsize=_CACHED_NAMES)
def fold(text: str) -> str:
    """The key by which names are compared: «МБОУ "СОШ №1"» and «МБОУ СОШ N 1» are one name."""
    bare = _bare(text)
    return bare if bare.isascii() else _in_cyrillic(bare)


@lru_cache(maxsize=_CACHED_NAMES)
def fold_part(text: str) -> str:
    """As `fold`, of a part of a Cyrillic name: even a word that is all look-alikes is a Cyrillic one."""
    return _in_cyrillic(_bare(text), is_part=True)


def number_key(number: str) -> str:
    """The key of the number of an application: «№ 15», «N15.» and «0015» are one; «15/2», «15-А» and «15А» are not."""
    key = number.lower() if _PLAIN_NUMBER.fullmatch(number) else "".join(fold_part(number).split())
    return _ZEROS_BEFORE.sub("", _BEFORE_NUMBER.sub("", key))


def _bare(text: str) -> str:
    """Without quotes, marks and case, with one hyphen, one «е», one sign of a number, and spaces as in print."""
    plain = _COMPATIBLE.sub(lambda sign: unicodedata.normalize("NFKC", sign.group()), tidy(text))
    plain = _HYPHENS.sub("-", _QUOTES.sub(" ", _APOSTROPHES.sub("", plain))).casefold()
    # Letters may stand apart from their marks again once invisible characters between them are gone.
    plain = _MARKS.sub("", unicodedata.normalize("NFC", plain)).translate(_LETTERS_WITH_MARKS)
    plain = _NUMBER_SIGN.sub(" № ", _SPACED_SIGN.sub(lambda sign: sign[1] or "", plain))
    plain = _LETTER_OF_NUMBER.sub("", plain)
    if _SIGNS.search(plain):
        plain = _BRACKETS.sub(" ", _BEFORE_STOP.sub("", _STOP.sub(r"\1 ", plain)))
    whole = " ".join(plain.split())
    return whole.rstrip(_TRAILING) or whole  # signs alone are no empty name


def _in_cyrillic(bare: str, *, is_part: bool = False) -> str:
    """Words that look Cyrillic are Cyrillic, in a text that has such letters at all; those that can't be are Latin."""
    if _LATIN_OR_LIKE.search(bare):
        bare = _WORD.sub(_latin_word, bare)
    if not is_part and not _CYRILLIC.search(bare):
        return bare
    if _OF_OTHERS.search(bare):
        bare = _WORD.sub(_cyrillic_word, bare)
    return _DIGIT_FOR_LETTER.sub(lambda digit: _LETTER_OF[digit.group()], bare)


def _latin_word(word: re.Match[str]) -> str:
    letters = word.group()
    if not _LATIN_WORD.fullmatch(letters) or _ONLY_LOOKALIKES.fullmatch(letters):
        return letters
    # «Кiм» is no English word: most of its letters are Cyrillic.
    is_latin = 2 * sum(map(str.isascii, letters)) >= len(letters) or _ROMAN.fullmatch(letters)
    return letters.translate(_LATIN_LOOKALIKES) if is_latin else letters


def _cyrillic_word(word: re.Match[str]) -> str:
    letters = word.group()
    return letters.translate(_LOOKALIKES) if _ONLY_LOOKALIKES.fullmatch(letters) else letters
