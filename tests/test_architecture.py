"""The house itself: imports point one way, functions stay short, each thing has its one place."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("model", "ingest", "access", "queries", "dashboard", "callbacks", "exports")
ROOT_MODULES = ("app", "cli", "settings")

# What each part may import; a part that is not named in a line does not exist for it.
MAY_IMPORT = {
    "settings": set(),
    "model": {"settings"},
    "access": {"settings", "model"},
    "queries": {"settings", "model", "access"},
    "ingest": {"settings", "model", "access"},
    "exports": {"settings", "model", "access", "queries"},
    "dashboard": {"settings", "model", "access", "queries"},
    "callbacks": {"settings", "model", "access", "queries", "ingest", "exports", "dashboard"},
    "cli": {"settings", "model", "access", "queries", "ingest", "exports"},
    "app": {"settings", "model", "access", "queries", "dashboard", "callbacks"},
}
SPEAK_SQL = {"model", "access", "queries", "ingest"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "handle", "process", "data", "tmp"}
# The server's own file is read by gunicorn, which knows nothing of our settings.
READ_THE_ENVIRONMENT = {"settings.py", "deploy/gunicorn.conf.py"}
LONGEST_FUNCTION, LONGEST_FILE = 40, 400

Complaints = Iterator[str]


def part_of(path: str) -> str:
    """The folder or the root module to which a file belongs."""
    return path.split("/")[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """The full names of all that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_down_only(path: str, text: str) -> Complaints:
    """A part imports only what stands below it."""
    part, parts = part_of(path), {*FOLDERS, *ROOT_MODULES}
    for name in imported(ast.parse(text)):
        other = name.split(".")[0]
        if other in parts and other != part and other not in MAY_IMPORT[part]:
            yield f"{path} imports {name}"


def speaks_sql_in_its_place(path: str, text: str) -> Complaints:
    """Only some parts know the database; app.py reads the address of the file beside which the key lies."""
    for name in imported(ast.parse(text)):
        if name.startswith("sqlalchemy") and part_of(path) not in SPEAK_SQL and name != "sqlalchemy.engine.make_url":
            yield f"{path} imports {name}"


def asks_environment_and_clock_in_their_place(path: str, text: str) -> Complaints:
    """Settings read the environment, model/dates.py asks for the day; moments are taken in UTC."""
    for node in ast.walk(ast.parse(text)):
        said = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if said in {"os.environ", "os.getenv"} and path not in READ_THE_ENVIRONMENT:
            yield f"{path} reads the environment"
        if said in {"date.today", "datetime.today"} and path != "model/dates.py":
            yield f"{path} asks the clock for the day"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "datetime.now" and not node.args:
            yield f"{path} takes a moment without a time zone"


def stays_short(path: str, text: str) -> Complaints:
    """Functions and files can be read at once."""
    # A migration is a record of its day, split into functions but never over files.
    is_record = path.startswith("model/migrations/versions/")
    if len(text.splitlines()) > LONGEST_FILE and not is_record:
        yield f"{path} is longer than {LONGEST_FILE} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{path}: {node.name} has {lines} lines"


def says_what_it_is_for(path: str, text: str) -> Complaints:
    """Every module opens with a sentence."""
    tree = ast.parse(text)
    if tree.body and not ast.get_docstring(tree):
        yield f"{path} has no docstring"


def makes_graphs_in_one_place(path: str, text: str) -> Complaints:
    """The graph's settings keep figures from leaving for another site: no other graph may exist."""
    for node in ast.walk(ast.parse(text)):
        is_graph = isinstance(node, ast.Call) and ast.unparse(node.func) in {"dcc.Graph", "Graph"}
        if is_graph and path != "dashboard/components/graph.py":
            yield f"{path} makes a graph of its own"


def speaks_russian_of_panels(path: str, text: str) -> Complaints:
    """The reader sees a «сводная панель»."""
    if "дашборд" in text.lower() and path != "tests/test_architecture.py":
        yield f"{path} says «дашборд»"


RULES: list[Callable[[str, str], Complaints]] = [
    imports_down_only,
    speaks_sql_in_its_place,
    asks_environment_and_clock_in_their_place,
    says_what_it_is_for,
    makes_graphs_in_one_place,
    speaks_russian_of_panels,
]


def sources() -> Iterator[tuple[str, str]]:
    """Every module of the product, by its path from the root."""
    files = [ROOT / f"{name}.py" for name in ROOT_MODULES]
    for folder in FOLDERS:
        files += sorted((ROOT / folder).rglob("*.py"))
    for file in files:
        yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_of_the_product_keeps_the_rule(rule: Callable[[str, str], Complaints]):
    assert [complaint for path, text in sources() for complaint in rule(path, text)] == []


def test_functions_and_files_stay_short_in_tests_too():
    tests = ((file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in (ROOT / "tests").rglob("*.py"))
    assert [complaint for path, text in [*sources(), *tests] for complaint in stays_short(path, text)] == []


def test_no_module_bears_a_name_that_says_nothing():
    assert [path for path, _ in sources() if Path(path).stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (imports_down_only, "model/places.py", "from queries import state"),
        (imports_down_only, "queries/counts.py", "import ingest.importing"),
        (imports_down_only, "dashboard/shell.py", "from app import server"),
        (speaks_sql_in_its_place, "dashboard/pages/home.py", "from sqlalchemy import select"),
        (asks_environment_and_clock_in_their_place, "queries/state.py", "import os\nos.environ['X']"),
        (asks_environment_and_clock_in_their_place, "queries/state.py", "date.today()"),
        (asks_environment_and_clock_in_their_place, "queries/state.py", "datetime.now()"),
        (says_what_it_is_for, "model/x.py", "x = 1"),
        (stays_short, "model/x.py", "def f():\n" + "    x = 1\n" * 40),
        (stays_short, "model/x.py", "x = 1\n" * 401),
        (makes_graphs_in_one_place, "dashboard/pages/x.py", "dcc.Graph(figure=None)"),
        (speaks_russian_of_panels, "dashboard/pages/x.py", "x = 'Дашборд'"),
    ],
)
def test_each_rule_can_be_broken(rule: Callable[[str, str], Complaints], path: str, text: str):
    assert list(rule(path, text))
