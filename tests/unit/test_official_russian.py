"""Screens, documents, guides and messages use the words of the regulation and of official papers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from model import wording

ROOT = Path(__file__).parents[2]
FOLDERS = ("access", "callbacks", "dashboard", "exports", "ingest", "jobs", "model", "queries", "web")
GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))
SCRIPTS_AND_FORMS = [*sorted((ROOT / "assets").glob("*.js")), *sorted((ROOT / "web" / "forms").glob("*.html"))]
# A place is named by its kind; the places where one works, studies or meets have their own words.
PLACE = r"\bмест(?:о|а|у|ом|ам|ах|ами)\b(?! (?:работы|прохождения|проведения))"
ON_DISK = r"(?:на диске сервера )(?:мало|закончилось) места?"
OLD_WORDS = (
    *(r"по дату(?! включительно)", r"\bв счёт\b", r"\bступен", r"двойник", r"контингент"),
    *(r"хорошие строки", r"плохие ячейки", r"отказанн\w+ строк", r"нельзя принять", r"сказан\w* в файле"),
    *(r"кто отстаёт", r"кто опаздывает", r"порядок мест", r"по местам", r"где какие", r"успешные практики"),
    *(r"объект роли", r"дать роль", r"чего два", r"как или куда", r"заведен\w", r"\bзавести\b"),
    *(r"пункт\w* порядка", r"порядок, п\.", r"устанавливает регион", r"решение региона"),
    *(r"\bотборы\b", r"\bотбор(?:ам|ами|ах)\b", r"поиска потребностей", r"\bниже границы\b", r"\bграница\b"),
    *(r"средняя половина", r"90 % ожидания", r"действующ\w+ оценк\w+(?! будет)", r"оценка действует"),
    *(r"прежний маршрут", r"раньше всех", r"дольше всех", r"скачет", r"решены всеми", r"сделал бы"),
    *(r"самостоятельно", r"десять минут в понедельник", r"обычный день", r"нет отметки: "),
)


def russian(path: Path) -> Iterator[str]:
    """The Russian texts of a module; its docstrings are for developers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        if is_text and re.search("[а-яё]", node.value, re.IGNORECASE):
            yield node.value


def modules() -> list[Path]:
    inside = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in [*inside, ROOT / "cli.py", ROOT / "app.py"] if "migrations" not in path.parts]


def texts() -> list[tuple[str, str]]:
    """Everything that a user may read, by the path of its file."""
    found = [(path, text) for path in modules() for text in russian(path)]
    found += [(path, path.read_text(encoding="utf-8")) for path in (*GUIDES, *SCRIPTS_AND_FORMS)]
    return [(path.relative_to(ROOT).as_posix(), text) for path, text in found]


TEXTS = texts()


def lines_with(pattern: str, *, besides: str = "") -> list[str]:
    """The lines in which the pattern stands once the other one is taken out."""
    return [
        f"{path}: {line.strip()}"
        for path, text in TEXTS
        for line in text.splitlines()
        if re.search(pattern, re.sub(besides, "", line, flags=re.IGNORECASE) if besides else line, re.IGNORECASE)
    ]


def test_the_texts_of_users_are_found():
    paths = {path for path, _ in TEXTS}
    assert {"dashboard/pages/upload.py", "docs/guide/school.md", "web/forms/login.html", "assets/upload.js"} <= paths
    assert len(TEXTS) > 1000


@pytest.mark.parametrize("word", OLD_WORDS)
def test_no_text_says_the_old_word(word: str):
    assert lines_with(word) == []


def test_a_municipality_or_an_organization_is_never_called_a_place():
    assert lines_with(PLACE, besides=ON_DISK) == []


def test_the_regulation_has_one_name():
    assert lines_with("01/312", besides=re.escape(wording.REGULATION)) == []


def test_a_clause_is_told_in_one_way():
    assert wording.clause("3.3.2") == "п. 3.3.2 Положения (приказ от 09.02.2023 № 01/312)"
    assert wording.clause("") == wording.clause_number("") == "расчёт системы, Порядком не установлен"
    assert wording.clause_number("2.4, 3.6") == "п. 2.4, 3.6"


def test_no_text_names_a_clause_in_another_way():
    """Screens and documents name it through `wording.clause`; guides write the same words."""
    whole = rf"п\. [\d., ]+ {re.escape(wording.REGULATION)}"
    assert lines_with(r"п\.\s?[1-4]\.\d", besides=whole) == []
