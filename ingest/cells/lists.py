"""A cell with several names: one a line, between semicolons, numbered, or with bullets, even in one line."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.cells.absences import is_nought, means_nothing
from ingest.cells.plain_names import name_key
from ingest.cells.texts import DASH, CellError, cell_text, refuse_ditto, text
from model.names import fold, fold_part, tidy

# Signs that begin an item; private characters are the bullets of Word, pasted without their font.
_CIRCLED = "\u2460-\u24ff\u2776-\u2793"  # ① and its like; a keycap is a digit before the sign of its key
_BULLETS = "•‣⁃⁌⁍∙·‧▪▫■□▢◦●○◉◆◇❖▸▹►▻▶▷➢➣➤➔→⇒★☆✦✓✔✅☑❑❒✗✘¤§\ue000-\uf8ff\u2795-\u2797\U0001f300-\U0001faff"
_BULLET = re.compile(
    rf"[{_BULLETS}{_CIRCLED}\ufe0f*]+\s*(?!\s*\d+\s*$)|[oüØqvu](?=\s+[А-ЯЁ«\"])\s*|\+\s+|\d\ufe0f?\u20e3\s*"
)
_SIGN_BEFORE = re.compile(r"\s*([^\w\s«\"“'’(\[.,;:№#‐‑‒–—―−-]|\[[xх ]?\])", re.IGNORECASE)
_INLINE_BULLET = re.compile(f"(?:^|(?<=[\\s,;.]))(?:[•‣∙▪■●◦◆➢➤✓✔{_CIRCLED}\ue000-\uf8ff]+|[0-9]\ufe0f?\u20e3)\\s*")
_NUMBER = r"\d{1,3}(?:\.\d{1,2})*(?:\)|\.(?!\d))"
_SUBNUMBER = r"\d{1,2}(?:\.\d{1,2})+\s+(?=[А-ЯЁ«\"])"
_DASHED = rf"\d{{1,2}}\s*(?:{DASH}|:)\s+(?=[А-ЯЁ«\"])"
_LETTER = r"[а-яa-z]\)"
_ROMAN = r"[ivxIVX]{1,5}[.)](?=\s)"
# «1 Чтение», «2 Письмо» and «[1] Чтение», one a line: numbers without a sign behind them.
_BARE_NUMBER = re.compile(r"(?:№\s*(\d{1,2})[\s,/>]+|(\d{1,2})(?:\t|[ ,/>]+(?=[А-ЯЁA-Z«\"]))|\[(\d{1,2})\])\s*(?=\S)")
_MARK = re.compile(
    rf"^(?:(?:№\s*)?\(?{_NUMBER}\)?|{_SUBNUMBER}|{_DASHED}|\({_LETTER}|{_LETTER}|{_ROMAN}|{DASH}|\[[xхvXХV✓ ]?\])\s*"
)
_IN_LINE = re.compile(r"(?:^|(?<=[\s,;.]))(?:№\s*)?\(?(\d{1,2}|[а-яa-z](?=\))|[ivxIVX]{1,4}(?=[.)]\s))[.)]+(?!\d)\s*")
_IN_LINE_DASHED = re.compile(rf"(?:^|(?<=[\s,;.]))(\d{{1,2}})\s*(?:{DASH}|:)\s+(?=[А-ЯЁ«\"])")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:пп?|ст|ч|гл|разд|прил|т)\.\s*$", re.IGNORECASE)  # «п. 2.» is no second item
_AND_BEHIND = re.compile(r"(?:\s*,|\s+и)\s*$")  # what joined the item with the next
_NEXT_NAME = re.compile(r"[;\n\r\v\x85\u2028\u2029]|_x000D_|<br\s*/?>", re.IGNORECASE)
_IN_QUOTES = r"(?:«[^«»]+»|\"[^\"]+\"|“[^“”]+”)"
# «ДПП «А» (72 ч.), ДПП «Б»»: each item is led by a word of its own.
_LEAD = r"(?:дпп(?:\s+пк)?|программ[аы]|курсы?|вебинар|семинар|конференция|форум|конкурс|мастер-класс|модуль)\s+"
_QUOTED = rf"(?:{_IN_QUOTES})"
_LED = rf"(?:{_LEAD}{_IN_QUOTES}(?:\s*\([^()]*\))?)"
_AND = r"(?:\s*[,;]\s*(?:и\s+)?|\s+и\s+)"
_ALL_IN_QUOTES = re.compile(rf"\s*{_QUOTED}(?:(?:{_AND}|\s*){_QUOTED})+\s*\.?\s*")
_ALL_LED = re.compile(rf"\s*{_LED}(?:{_AND}{_LED})+\s*\.?\s*", re.IGNORECASE)
_ONE_LED = re.compile(_LED, re.IGNORECASE)
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
# What is yet to be said, what one likes, a cross in the cell: none is the name of a programme or an event.
_NO_NAME = re.compile(
    r"х+|(?:пока\s+|еще\s+)?(?:уточня|формиру|подбира|определя|согласовыва)\w+"
    r"|на\s+согласовании|в\s+разработке|в\s+работе"
    r"|буд(?:е|у)т\s+(?:\w+\s+)?(?:позже|позднее|уточнен\w*|определен\w*|назначен\w*)"
    r"|(?:по|на)\s+выбор\w?|люб(?:ая|ое|ые|ой)(?:\s+(?:программ[аы]|дпп|курсы?|событи[ея]|мероприяти[ея]))?"
    r"|не\s+(?:подлежит|участв|проход|получ)\w*|[vх✓+]|и\s+(?:др(?:уги[ех])?|пр(?:очи[ех])?|т\.?\s?[дп])"
    r"|(?:--?\s*)?(?:выберите|заполнит[ье]|впишите|укажите)(?:\s+\w+)?(?:\s*--?)?|undefined|tbd|todo"
    r"|все\s+(?:программы|дпп|курсы|события|мероприятия)|по\s+(?:желанию|согласованию|запросу)|на\s+усмотрение(?:\s+\w+)*"
    r"|(?:в\s+процессе|на\s+рассмотрении)(?:\s+(?:подбора|выбора|согласования|формирования|разработки))?"
    r"|подбор(?:\s+программ\w*)?|уточнить|на\s+уточнении"
)
# A list is said to be, and is not there: to read it as none would let any programme count.
_ELSEWHERE = re.compile(
    r"да|есть|имеется|по\s+(?:списку|плану|графику)|(?:список\s+)?прилагается|(?:в\s+)?приложени[еия](?:\s*№?\s*\d+)?"
    r"|согласно\s+(?:иом|списку|плану|приложени\w+)(?:\s*№?\s*\d+)?|см\b.*|смотри(?:те)?\s.*|в\s+(?:иом|файле|отдельном\s+\w+)"
)
_REMEMBERED = 20_000


def names(cell: object) -> tuple[str, ...]:
    """The names of a cell, one a line or separated by «;», without their numbering, each once."""
    by_key: dict[str, str] = {}
    for name in all_names(cell):
        by_key.setdefault(name_key(name), name)
    return tuple(by_key.values())


def all_names(cell: object) -> Iterator[str]:
    """As `names`, what is named twice being there twice."""
    if not isinstance(cell, str):
        cell = text(cell) or ""
    lines = _NEXT_NAME.split(cell)
    for line in _without_bare_numbers(lines) if len(lines) > 1 else lines:
        yield from _names_of_line(line)


def _without_bare_numbers(lines: list[str]) -> list[str]:
    """The lines without their numbers, where every line has one and these are 1, 2, 3: «5 классы» keeps its own."""
    filled = [line.strip() for line in lines if line.strip()]
    marks = [_BARE_NUMBER.match(line) for line in filled]
    numbers = [int(next(filter(None, mark.groups()))) for mark in marks if mark]
    if len(numbers) < 2 or numbers != list(range(1, len(filled) + 1)):
        return lines
    return [line[mark.end() :] for line, mark in zip(filled, marks, strict=True) if mark]


@lru_cache(maxsize=_REMEMBERED)
def _names_of_line(line: str) -> tuple[str, ...]:
    return tuple(name for item in _items(line) if (name := _name(item)) is not None)


def name(cell: object) -> str | None:
    """The one name of a cell, without the number or the bullet that a list has left before it."""
    if isinstance(cell, str) and sum(map(_marked_items, _NEXT_NAME.split(cell))) > 1:
        raise CellError("в ячейке несколько наименований; впишите каждое в свою строку")
    line = text(cell)
    return None if line is None else _name(line)


def _marked_items(line: str) -> int:
    """How many items of a list begin in the line, each with a mark of its own."""
    line = tidy(line)
    items = len(_items(line))
    return items if items > 1 else bool(_MARK.match(line) or _BULLET.match(line))


def split_into(cell: object, count: int) -> tuple[str, ...] | None:
    """The names of a cell whose only separators are commas and the like, where exactly so many come out."""
    line = tidy(cell_text(cell))
    for separator in _SPLITTERS:
        try:
            parts = tuple(part for part in map(_name, separator.split(line)) if part is not None)
        except CellError:  # a part that is no text, though the line as a whole is
            continue
        if len({fold(part) for part in parts}) == len(parts) == count:
            return parts
    return None


def _items(line: str) -> list[str]:
    """The items of a line in which «1. А 2. Б» or «• А • Б» stand one after another."""
    if _ALL_IN_QUOTES.fullmatch(line):
        return re.findall(_IN_QUOTES, line)
    if _ALL_LED.fullmatch(line):
        return [item.group() for item in _ONE_LED.finditer(line)]
    bullets = [match.start() for match in _INLINE_BULLET.finditer(line)]
    if len(bullets) < 2 and (same := _SIGN_BEFORE.match(line)):
        # Whatever sign begins the line begins the next item too.
        again = re.compile(rf"(?:^|(?<=\s)){re.escape(same[1])}\s*(?=[^\W\d_]|[«\"])")
        bullets = [match.start() for match in again.finditer(line)]
        if len(bullets) > 1:
            return [again.sub("", item, count=1) for item in _cut(line, bullets)]
    if len(bullets) > 1:
        return _cut(line, bullets)
    starts = _numbered_starts(line, _IN_LINE)
    starts = starts if len(starts) > 1 else _numbered_starts(line, _IN_LINE_DASHED)
    return _cut(line, starts) if len(starts) > 1 else [line]


def _cut(line: str, starts: list[int]) -> list[str]:
    ends = [*starts[1:], len(line)]
    pieces = [line[: starts[0]], *(line[start:end] for start, end in zip(starts, ends, strict=True))]
    return [_AND_BEHIND.sub("", piece.strip()) for piece in pieces]


def _numbered_starts(line: str, marks: re.Pattern[str]) -> list[int]:
    """Where the marks of one numbering stand, the first of them at the beginning of the line."""
    starts: list[int] = []
    awaited: str | None = None
    order: list[str] = []
    for match in marks.finditer(line):
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
    refuse_ditto(line)
    bare = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    bare = _AND_BEHIND.sub("", _MARK.sub("", bare, count=1))
    one = text(bare)
    if one is None or _names_nothing(one):
        return None
    if _ELSEWHERE.fullmatch(fold_part(one).strip(" .,-!()")):
        raise CellError("перечень в другом месте не читается; впишите наименования в эту ячейку")
    if not any(map(str.isalpha, one)):
        raise CellError("стоит число, а не наименование; впишите наименование")
    return one


def _names_nothing(name: str) -> bool:
    """Whether nothing is named: an absence, a nought, a cross, or whatever one likes, which is no list either."""
    return means_nothing(name) or is_nought(name) or _NO_NAME.fullmatch(fold_part(name).strip(" .,-!()")) is not None
