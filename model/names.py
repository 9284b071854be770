"""Comparison of names: spaces, quotes, case and ё make no difference."""

import re
from functools import lru_cache

_QUOTES = re.compile("[\"'`«»„“”‟‘’‚‹›″′]")
_NUMBER_SIGN = re.compile(r"№\s*")
_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u00ad]")
_CACHED_NAMES = 10_000  # registers repeat the same places and programmes


def tidy(text: str) -> str:
    """The name without invisible characters, each run of white space as one space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def quoted(name: str) -> str:
    """The name in quotes for a sentence; a name that has quotes stays as it is."""
    return name if _QUOTES.search(name) else f"«{name}»"


@lru_cache(maxsize=_CACHED_NAMES)
def fold(text: str) -> str:
    """The key of a name for comparison: «МБОУ "СОШ №1"» and «МБОУ СОШ № 1» have the same key."""
    bare = _QUOTES.sub("", tidy(text)).casefold().replace("ё", "е")
    return " ".join(_NUMBER_SIGN.sub("№ ", bare).split())
