"""The key of a name quickly, where the name is plain words: most cells of a register are."""

import re

from model.names import fold

# Cyrillic words with one space or hyphen between them: nothing in them is folded but the case and «ё».
_PLAIN_WORDS = re.compile(r"[А-Яа-яЁё]+(?:[ -][А-Яа-яЁё]+)*")


def plain_key(text: str) -> str | None:
    """The key of a name that is Cyrillic words alone; None where it has to be folded sign by sign."""
    return text.lower().replace("ё", "е") if _PLAIN_WORDS.fullmatch(text) else None


def name_key(text: str) -> str:
    """As `fold`."""
    return plain_key(text) or fold(text)
