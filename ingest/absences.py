"""Words that people write where there is nothing to write: «нет», «н/д», «не рекомендовано»."""

import re

from model.names import fold

_AROUND = " .,:;!?*()[]{}<>/\\|_-‐‑‒–—―−…"
_WORDS = frozenset(
    "нет|нету|н/д|нд|н/а|б/н|n/a|na|none|null|nil|nan|пусто|прочерк|отсутствует|отсутствуют|отсутствие|неприменимо"
    "|нет в наличии|без рекомендаций|без номера".split("|")
)
_NOUNS = (
    "данн(?:ых|ые)|сведени[йя]|информаци[ия]|рекомендаци[йи]|программы?|дпп|событи[йя]|мероприяти[йя]|"
    "потребност(?:и|ей)|необходимост[ьи]|дефицит(?:ов|ы|а)?|номера?|наименовани[йя]|причины?"
)
_VERBS = (
    "рекоменд|требу|предусм|предпол|выбра|выбир|выбор|назнач|определ|указ|заполн|име|установ|примен|подобра|подбир|"
    "предлож|предлаг|выявл|нужн|нужд|планир|заплан|включ|сформир|формир|найд|нашл|присво|отобра"
)
_NOTHING = re.compile(
    rf"(?:нет|без|не\s+имеется|отсутству(?:ет|ют))\s+(?:(?:рекоменд|подход|предлож|назнач|выбран|нужн)\w*\s+)?(?:{_NOUNS})"
    r"|(?:пока|еще)\s+нет|0+\s*(?:шт|программ|дпп|событий|мероприятий)"
    rf"|(?:{_NOUNS})\s+(?:нет|не\s+имеется|отсутству(?:ет|ют))"
    rf"|(?:(?:{_NOUNS})\s+)?(?:(?:пока|еще)\s+)?не\s*(?:был[оаи]?\s+)?(?:{_VERBS})\w*(?:\s+(?:{_NOUNS}))?"
)
_DOTTED = re.compile(r"\b([а-яa-z])\s*[./\\]\s*([а-яa-z])\b\.?")


def means_nothing(line: str) -> bool:
    """Whether a person would read the line as «there is nothing»: a word of absence, or no word at all."""
    if not any(map(str.isalnum, line)):
        return True
    if len(line) > 60:
        return False
    bare = fold(line).strip(_AROUND)
    bare = _DOTTED.sub(r"\1/\2", bare) if len(bare) < 6 else bare
    return bare in _WORDS or _NOTHING.fullmatch(bare) is not None
