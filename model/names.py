"""When two names are the same: spaces, quotes, case and ё do not tell them apart."""

import re
from functools import lru_cache

_QUOTES = re.compile("[\"'`«»„“”‟‘’‚‹›″′]")
_NUMBER_SIGN = re.compile(r"№\s*")
_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u00ad]")
_REMEMBERED = 10_000  # the registers name the same places and programmes over and over


def tidy(text: str) -> str:
    """The name as a person reads it: invisible characters out, runs of any white space to one space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def quoted(name: str) -> str:
    """The name as it stands in a sentence: one that has quotes of its own gets no more of them."""
    return name if _QUOTES.search(name) else f"«{name}»"


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """The key by which names are compared: «МБОУ "СОШ №1"» and «МБОУ СОШ № 1» are one name."""
    bare = _QUOTES.sub("", tidy(text)).casefold().replace("ё", "е")
    return " ".join(_NUMBER_SIGN.sub("№ ", bare).split())
