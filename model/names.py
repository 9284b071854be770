"""When two names are the same: spaces, quotes, case and ё do not tell them apart."""

import re

_QUOTES = dict.fromkeys(map(ord, "\"'`«»„“”‟‘’‚‹›″′"))
_NUMBER_SIGN = re.compile(r"№\s*")
_INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D, 0x00AD])


def tidy(text: str) -> str:
    """The name as a person reads it: invisible characters out, runs of any white space to one space."""
    return " ".join(text.translate(_INVISIBLE).split())


def fold(text: str) -> str:
    """The key by which names are compared: «МБОУ "СОШ №1"» and «МБОУ СОШ № 1» are one name."""
    bare = tidy(text).translate(_QUOTES).casefold().replace("ё", "е")
    return " ".join(_NUMBER_SIGN.sub("№ ", bare).split())
