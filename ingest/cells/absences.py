"""Words that people write where there is nothing to write: «нет», «н/д», «не рекомендовано»."""

import re

from ingest.cells.plain_names import plain_key
from model.names import fold, fold_part

_AROUND = " .,:;!?*()[]{}<>/\\|_-‐‑‒–—―−…"
_WORDS = frozenset(
    "нет|нету|н/д|нд|н/а|н/п|н/с|б/н|б/о|б/д|n/a|na|no|none|null|nil|nan|пусто|пустая|пустое|прочерк|ноль|ничего"
    "|отсутствует|отсутствуют|отсутствие|отсут|отс|неприменимо|нет в наличии|нет сведений|нет свед|нет инф|нет рек"
    "|без рекомендаций|без номера".split("|")
)
_NOUNS = (
    "данн(?:ых|ые)|сведени[йя]|информаци[ия]|рекомендаци[йи]|программ[аы]?|дпп|событи[йя]|мероприяти[йя]|"
    "потребност(?:и|ей)|необходимост[ьи]|дефицит(?:ов|ы|а)?|затруднени[йя]|номера?|наименовани[йя]|причины?|курс(?:ов|ы)|"
    "обучени[еяи]|повышени[еяи]\\s+квалификации|пк|иом|рекомендация|замечани[йя]|ограничени[йя]|идентификатор(?:а|ов)?|документ(?:а|ов)?|выбор"
)
_VERBS = (
    "рекоменд|требу|зада[нв]|предусм|предпол|выбра|выбир|выбор|назнач|определ|указ|заполн|име|установ|примен|подобра|подбир|"
    "предлож|предлаг|выявл|нужн|нужд|планир|заплан|включ|сформир|формир|найд|нашл|присво|отобра|обнаруж"
)
# Stems too short to follow «не» without a space: «непримиримость» is a word of its own.
_SHORT_VERBS = "надо|прим|дан|внес|сдела"
_ADJECTIVES = "рекоменд|подход|предлож|назнач|выбран|нужн"
_WHERE = r"в\s+(?:перечне|списке|иом|рекомендуемом\s+иом)"
_NOTHING = re.compile(
    rf"(?:нет|без|не\s+имеется|отсутству(?:ет|ют))\s+(?:(?:{_ADJECTIVES})\w*\s+)?(?:{_NOUNS})(?:\s+{_WHERE})?"
    rf"|нет\s+(?:{_ADJECTIVES})\w*|нет\s+{_WHERE}"
    r"|(?:пока|еще)\s+нет|(?:0+|ноль)\s*(?:шт|программ|дпп|событий|мероприятий)|(?:пустое|нет)\s+(?:поле|значени[ея])"
    rf"|(?:(?:нет|без|не\s+имеется)\s+необходимости|не\s+нужда\w+)\s+во?\s+(?:{_NOUNS})"
    rf"|в\s+(?:иом|перечне|списке)\s+(?:нет|отсутству\w+)(?:\s+(?:{_NOUNS}))?"
    rf"|(?:{_NOUNS})\s+(?:нет|не\s+имеется|отсутству(?:ет|ют))"
    rf"|(?:профессиональн\w+\s+)?(?:(?:{_NOUNS}|ничего)\s+)?(?:(?:пока|еще)\s+)?"
    rf"(?:не\s*(?:был[оаи]?\s+)?(?:{_VERBS})|не\s+(?:{_SHORT_VERBS}))\w*(?:\s+(?:{_NOUNS}))?"
)
_LONGEST = 60  # signs of a line that says nothing
_NOUGHT = re.compile(r"0+(?:[.,]0+)?")
_BETWEEN = re.compile(r"\s*[,;/()]+\s*")
_DOTTED = re.compile(r"\b([а-яa-z])\s*[./\\]\s*([а-яa-z])\b\.?")


def means_nothing(line: str) -> bool:
    """Whether a person would read the line as «there is nothing»: a word of absence, or no word at all."""
    if (plain := plain_key(line)) is not None:
        return len(line) <= _LONGEST and (plain in _WORDS or _NOTHING.fullmatch(plain) is not None)
    if not any(map(str.isalnum, line)):
        return True
    if len(line) > _LONGEST:
        return False
    bare = fold(line).strip(_AROUND)
    bare = _DOTTED.sub(r"\1/\2", bare) if len(bare) < 6 else bare
    if _is_absence(bare):
        return True
    parts = _BETWEEN.split(bare)
    # «нет, нет» and «нет (0)» say it twice; a nought alone may be a value.
    return len(parts) > 1 and any(map(_is_absence, parts)) and all(_is_absence(one) or is_nought(one) for one in parts)


def is_nought(line: str) -> bool:
    """Whether a nought stands there, however it is written: what a formula makes of an empty cell."""
    return _NOUGHT.fullmatch(line.strip(_AROUND)) is not None


def _is_absence(bare: str) -> bool:
    return bare in _WORDS or fold_part(bare) in _WORDS or _NOTHING.fullmatch(bare) is not None
