"""A rule of the code: nouns name things; «found» or «told» says nothing about what a variable holds."""

import ast
from collections.abc import Iterator

import pytest

from tests.unit.test_architecture import (
    FOLDERS,
    PARTICIPLES,
    ROOT_MODULES,
    Complaints,
    complaints_of,
    modules_of,
    nodes_of,
)

# Of variables these say as little; `left` is a direction too, and `added` has its column.
EMPTY_WORDS = PARTICIPLES | {"seen", "taken", "counted", "stored"}
# All but the tests.
PARTS = (*ROOT_MODULES, *FOLDERS, "docs", "deploy", "bench")


def bound_names(node: ast.AST) -> Iterator[str | None]:
    """The names that a node gives to a variable, a parameter, a field, an import or a part of a pattern."""
    if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.id if isinstance(node, ast.Name) else node.attr
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield node.asname
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        yield node.name
    elif isinstance(node, ast.MatchMapping):
        yield node.rest


def names_things_by_nouns(path: str, text: str) -> Complaints:
    """No bare participle names a thing; a longer name may hold one, as `found_rows` and `is_known`."""
    for node in nodes_of(text):
        for name in bound_names(node):
            if name and name.lstrip("_") in EMPTY_WORDS:
                yield f"{path}: the name {name} in line {node.lineno} is a participle"


def test_nouns_name_the_things_of_the_product():
    assert complaints_of(modules_of(*PARTS), [names_things_by_nouns]) == []


def test_every_part_has_modules():
    assert [part for part in PARTS if not any(modules_of(part))] == []


@pytest.mark.parametrize(
    "text",
    [
        "found = rows()",
        "_found: list[str] = []",
        "first, *given = rows()",
        "if (told := words()):\n    pass",
        "names = [said for said in words()]",
        "for stored, _ in rows():\n    pass",
        "with opened() as made:\n    pass",
        "def rows(asked):\n    return asked",
        "def rows(*, seen=None):\n    return seen",
        "def rows(*shown, **known):\n    return []",
        "order = lambda wanted: wanted",
        "class Plan:\n    taken: int = 0",
        "class Plan:\n    def __init__(self):\n        self._kept = {}",
        "from model import dates as shown",
        "try:\n    pass\nexcept ValueError as told:\n    pass",
        "match row:\n    case counted:\n        pass",
        "match row:\n    case [first, *found]:\n        pass",
        "match row:\n    case {'key': key, **found}:\n        pass",
    ],
)
def test_a_participle_is_found_wherever_a_name_is_given(text: str):
    assert list(names_things_by_nouns("ingest/x.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "found_rows = rows()\nis_known = bool(found_rows)",
        "rows = record.found",
        "rows = rows_of(shown=day)",
        "params = {'asked': day}",
        "from model import dates",
        "match row:\n    case [first, *_]:\n        pass\n    case _:\n        pass",
        "match row:\n    case {'key': key}:\n        pass",
        "try:\n    pass\nexcept ValueError:\n    pass",
    ],
)
def test_longer_names_and_words_of_others_may_hold_one(text: str):
    assert list(names_things_by_nouns("ingest/x.py", text)) == []
