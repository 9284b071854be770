"""A cell with several names: one a line, between semicolons, numbered, or with bullets, even in one line."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.absences import means_nothing
from ingest.texts import DASH, cell_text, text
from model.names import fold, tidy

# Signs that begin an item; private characters are the bullets of Word, pasted without their font.
_BULLETS = "•‣⁃⁌⁍∙·‧▪▫■□▢◦●○◉◆◇❖▸▹►▻▶▷➢➣➤➔→⇒★☆✦✓✔✅☑❑❒✗✘¤§\ue000-\uf8ff\U0001f518-\U0001f539"
_BULLET = re.compile(rf"[{_BULLETS}\ufe0f*]+\s*(?!\s*\d+\s*$)|[oüØqvu](?=\s+[А-ЯЁ«\"])\s*|\+\s+")
_INLINE_BULLET = re.compile("(?:^|(?<=[\\s,;.]))[•‣∙▪■●◦◆➢➤✓✔\ue000-\uf8ff]+\\s*")
_NUMBER = r"\d{1,3}(?:\)|\.(?!\d))"
_LETTER = r"[а-яa-z]\)"
_ROMAN = r"[ivxIVX]{1,5}[.)](?=\s)"
_MARK = re.compile(rf"^(?:(?:№\s*)?\(?{_NUMBER}\)?|\({_LETTER}|{_LETTER}|{_ROMAN}|{DASH})\s*")
_IN_LINE = re.compile(r"(?:^|(?<=[\s,;.]))(?:№\s*)?\(?(\d{1,2}|[а-яa-z](?=\))|[ivxIVX]{1,4}(?=[.)]\s))[.)]+(?!\d)\s*")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:пп?|ст|ч|гл|разд|прил|т)\.\s*$", re.IGNORECASE)  # «п. 2.» is no second item
_NEXT_NAME = re.compile(r"[;\n\r\v\x85\u2028\u2029]|_x000D_")
_SPLITTERS = (
    re.compile(r"\s*,\s*"),
    re.compile(r"\s+/\s+|\s*\|\s*"),
    re.compile(rf"\s+{DASH}\s+"),
    re.compile(r"\s+и\s+"),
)
_ORDERS = (
    [str(number) for number in range(1, 100)],
    list("абвгдежзиклмнопрст"),
    list("abcdefghijklmnop"),
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"],
)
_REMEMBERED = 20_000


def names(cell: object) -> tuple[str, ...]:
    """The names of a cell, one a line or separated by «;», without their numbering, each once."""
    by_key: dict[str, str] = {}
    for name in all_names(cell):
        by_key.setdefault(fold(name), name)
    return tuple(by_key.values())


def all_names(cell: object) -> Iterator[str]:
    """As `names`, what is named twice being there twice."""
    if not isinstance(cell, str):
        cell = text(cell) or ""
    for line in _NEXT_NAME.split(cell):
        for item in _items(line):
            if (name := _name(item)) is not None:
                yield name


def split_into(cell: object, count: int) -> tuple[str, ...] | None:
    """The names of a cell whose only separators are commas and the like, where exactly so many come out."""
    line = tidy(cell_text(cell))
    for separator in _SPLITTERS:
        parts = tuple(part for part in map(_name, separator.split(line)) if part is not None)
        if len({fold(part) for part in parts}) == len(parts) == count:
            return parts
    return None


def _items(line: str) -> list[str]:
    """The items of a line in which «1. А 2. Б» or «• А • Б» stand one after another."""
    bullets = [match.start() for match in _INLINE_BULLET.finditer(line)]
    if len(bullets) > 1:
        return _cut(line, bullets)
    starts = _numbered_starts(line)
    return _cut(line, starts) if len(starts) > 1 else [line]


def _cut(line: str, starts: list[int]) -> list[str]:
    ends = [*starts[1:], len(line)]
    pieces = [line[: starts[0]], *(line[start:end] for start, end in zip(starts, ends, strict=True))]
    return [piece.strip().rstrip(",") for piece in pieces]


def _numbered_starts(line: str) -> list[int]:
    """Where the marks of one numbering stand, the first of them at the beginning of the line."""
    starts: list[int] = []
    awaited: str | None = None
    order: list[str] = []
    for match in _IN_LINE.finditer(line):
        mark = match[1].lower()
        if not starts:
            order = min((one for one in _ORDERS if mark in one), key=lambda one: one.index(mark), default=[])
            if not order or line[: match.start()].strip():
                return []
        elif mark != awaited or _ABBREVIATION.search(line[: match.start()]):
            continue
        starts.append(match.start())
        place = order.index(mark) + 1
        awaited = order[place] if place < len(order) else None
    return starts


@lru_cache(maxsize=_REMEMBERED)
def _name(item: str) -> str | None:
    line = tidy(item)
    bare = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    bare = _MARK.sub("", bare, count=1)
    name = text(bare)
    return None if name is None or means_nothing(name) or name.strip(".") == "0" else name
