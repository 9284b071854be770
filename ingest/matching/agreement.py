"""Whether a full name in a row can be that of a person, and whether two identifiers look like one."""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum

from rapidfuzz.distance import OSA

from ingest.cells.plain_names import name_key
from model.names import fold_part

_BETWEEN_WORDS = re.compile(r"[\s.,]+")
_WORDS_OF_A_NAME = 3
_LEAST_LETTERS = 4  # in a shorter word one letter makes another name
_LEADING_ZEROS = re.compile(r"^0+(?=.)")
# The sign of a number, and what is left behind it when a list was cut up.
_AROUND_NUMBER = re.compile(r"^(?:№|#|id:?|ид:?|таб\.?№?|[(\[+*_])+|[.,;:/)\]*?_+]+$")
# The number of a pension account, with or without its hyphens and spaces.
_PENSION_ACCOUNT = re.compile(r"([0-9]{3})-?([0-9]{3})-?([0-9]{3})-?([0-9]{2})")
# Cyrillic letters before numbers, or numbers alone: nothing in them is folded but the case and «ё».
_PLAIN = re.compile(r"[А-Яа-яЁё]+(?:-[0-9]+)+|[0-9]+(?:-[0-9]+)*")
_LIKE_DIGITS = str.maketrans("оil|", "0111")


class Agreement(Enum):
    """How a name in a row agrees with those that are stored."""

    SAME = "same"
    CHANGED = "changed"  # the surname differs, as after a marriage, or a word is shortened or mistyped
    NONE = "none"


def agreement(full_name: str, names: Iterable[str], *, is_correction: bool = False) -> Agreement:
    """How the name agrees with any of the person's names; keys of names are as good as names.

    A correction, by the register of staff, may change any one word of three; elsewhere the surname alone may differ,
    because a relative in the same school has the other two.
    """
    keys = {name_key(one) for one in names}
    key = name_key(full_name)
    if key in keys or not key:
        return Agreement.SAME
    is_changed = any(_may_be_one(_words(key), _words(one), is_correction=is_correction) for one in keys)
    return Agreement.CHANGED if is_changed else Agreement.NONE


def _words(key: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(key) if word]


def _may_be_one(one: list[str], other: list[str], *, is_correction: bool) -> bool:
    """All words of the shorter name stand in the longer, but for the surname, which comes first, or one corrected."""
    shorter, longer = sorted((one, other), key=len)
    rest = list(longer)
    unmatched: list[str] = []
    # Equal words first: «Петрова» is a typing error away from «Петровна», and yet another word of the name.
    for word in sorted(shorter, key=lambda word: word not in longer):
        beside = next((one for one in (word, *rest) if one in rest and _is_one_word(word, one)), None)
        if beside is None:
            unmatched.append(word)
        else:
            rest.remove(beside)
    if is_correction and len(shorter) >= _WORDS_OF_A_NAME and len(unmatched) == 1:
        return True
    return not unmatched or (len(shorter) > 1 and unmatched == shorter[:1] and longer[0] in rest)


def _is_one_word(one: str, other: str) -> bool:
    """The same word, an initial of it, a part of a double surname, or a typing error in it."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    if len(short) == 1:
        return long.startswith(short)
    if set(one.split("-")) & set(other.split("-")):
        return True
    return len(short) >= _LEAST_LETTERS and OSA.distance(one, other, score_cutoff=1) <= 1


def loose_identifier(identifier: str) -> str:
    """What is left of an identifier when a spreadsheet or a keyboard has spoilt it.

    No leading zeros, no spaces between groups of digits, one alphabet, and digits for letters that look like them where
    all the others are digits.
    """
    bare = identifier.lower().replace("ё", "е") if _PLAIN.fullmatch(identifier) else _bare(identifier)
    bare = _AROUND_NUMBER.sub("", bare) or bare
    if account := _PENSION_ACCOUNT.fullmatch(bare):
        bare = "".join(account.groups())
    return _LEADING_ZEROS.sub("", "-".join(map(_digits, bare.split("-"))))


def _digits(group: str) -> str:
    """The group as a number, where letters that look like digits stand among these."""
    digits = group.translate(_LIKE_DIGITS)
    return digits if digits.isdigit() and any(map(str.isdigit, group)) else group


def _bare(identifier: str) -> str:
    return "".join(fold_part(unicodedata.normalize("NFKC", identifier)).split())
