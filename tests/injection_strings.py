"""500 injection strings: SQL, HTML, formulas, paths, templates, letters."""

from itertools import cycle, islice, product

from tests.sizes import SIZES

ALL = 500

_SQL = (
    "' OR 1=1 --",
    "'; DROP TABLE person; --",
    '" OR ""="',
    "1; SELECT pg_sleep(9)",
    "' UNION SELECT password_hash FROM account --",
    "%' AND 1=0 --",
    "\\'; --",
    "x' ESCAPE '",
    "_%_%",
    "$$; SELECT 1; $$",
)
_HTML = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    '"><iframe src=//evil.example>',
    "&lt;b&gt;",
    "<style>*{display:none}</style>",
    "{{constructor.constructor('alert(1)')()}}",
    "</title><script>1</script>",
    "<a href='javascript:1'>x</a>",
)
_FORMULAS = (
    "=cmd|'/c calc'!A1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    '=HYPERLINK("http://evil.example","x")',
    "\t=1+1",
    '=IMPORTXML("http://evil.example","//a")',
    "=1+1",
    "%0A=1",
    "=DDE(1)",
)
_PATHS = ("../../etc/passwd", "..\\..\\windows", "/dev/null", "file:///etc/passwd", "C:\\x")
_TEMPLATES = (
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "{0.__class__}",
    "%s%s%n",
    "{% include 'x' %}",
    "$(id)",
    "`id`",
    "#set($x=1)",
    '#import "x": *',
)
_LETTERS = ("Ё́", "‮дом", "😀", "ﬁ", "İı", "ß", "\u200b", "à́̂", "𝕏", "Ǆ")
_FRAMES = ("{}", "Иванова {}", "{} Анна", "«{}»", "  {}  ", "МБОУ {} № 1", "{}{}", "А{}", "{}\u00a0я", "x{}y", "({})")


def hostile_strings() -> list[str]:
    """As many of the 500 strings as the size says, evenly spaced, all different."""
    seeds = (*_SQL, *_HTML, *_FORMULAS, *_PATHS, *_TEMPLATES, *_LETTERS)
    strings = dict.fromkeys(frame.replace("{}", seed) for frame, seed in product(_FRAMES, seeds))
    return list(islice(strings, ALL))[:: ALL // SIZES.hostile_strings]


def names() -> list[str]:
    """The same strings as names of people, all different after folding."""
    surnames = cycle(("Иванова", "Петрова", "Сидорова"))
    return [f"{string.strip()} {next(surnames)} {number}" for number, string in enumerate(hostile_strings())]
