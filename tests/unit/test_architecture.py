"""Rules of the code: imports point one way, functions stay short, each thing has one place."""

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    "model",
    "timeline",
    "ingest",
    "access",
    "queries",
    "dashboard",
    "callbacks",
    "exports",
    "jobs",
    "upkeep",
    "web",
    "demo",
    "commands",
)
ROOT_MODULES = ("app", "cli", "settings")
# Folders beside the product: the product imports nothing from them, and they may import anything.
AROUND = ("tests", "docs", "deploy", "bench")

# What each part may import; everything else is forbidden.
MAY_IMPORT = {
    "settings": set(),
    "model": {"settings"},
    "timeline": {"settings", "model"},
    "access": {"settings", "model"},
    "queries": {"settings", "model", "timeline", "access"},
    "ingest": {"settings", "model", "timeline", "access"},
    "exports": {"settings", "model", "access", "queries"},
    "dashboard": {"settings", "model", "access", "queries"},
    "jobs": {"settings", "model", "access", "queries", "ingest", "exports", "dashboard"},
    "upkeep": {"settings", "model", "timeline", "access", "queries", "ingest", "exports"},
    "web": {"settings", "model", "access", "queries", "ingest", "exports", "dashboard", "jobs", "upkeep"},
    "callbacks": {"settings", "model", "access", "queries", "ingest", "exports", "dashboard", "jobs", "web"},
    # A program beside the product: only the command line calls it.
    "demo": {"settings", "model", "access", "queries", "ingest"},
    # Commands of the administrator; cli.py has the others.
    "commands": {"settings", "model", "timeline", "access", "ingest", "jobs", "upkeep", "web"},
    "cli": {"settings", "model", "timeline", "access", "queries", "ingest", "exports", "web", "demo", "commands"},
    "app": {"settings", "model", "access", "queries", "dashboard", "callbacks", "web"},
}
# The rooms of ingest: each imports only from those before it.
ROOMS_OF_INGEST = ("cells", "matching", "registers", "files", "planning", "writing", "reference", "sources")
SPEAK_SQL = {"model", "timeline", "access", "queries", "ingest", "upkeep", "demo", "jobs/queue.py"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "handle", "process", "data", "tmp"}
# Words that do not say what a function returns or does.
PARTICIPLES = {"said", "told", "shown", "known", "kept", "asked", "made", "wanted", "given", "found"}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv"}
NAMES_OF_ENVIRONMENT = {one.removeprefix("os.") for one in ENVIRONMENT}
# gunicorn reads its configuration without settings.py.
READ_THE_ENVIRONMENT = {"settings.py", "deploy/gunicorn.conf.py"}
CLOCK = "model/dates.py"
GRAPHS = "dashboard/components/graph.py"
LONGEST_FUNCTION, LONGEST_FILE = 40, 400

Complaints = Iterator[str]
Rule = Callable[[str, str], Complaints]


def part_of(path: str) -> str:
    """The folder or root module of a file."""
    return path.split("/")[0].removesuffix(".py")


@lru_cache(maxsize=2)
def parse(text: str) -> ast.Module:
    """The tree of a module; all rules ask for it before the next module."""
    return ast.parse(text)


@lru_cache(maxsize=2)
def nodes_of(text: str) -> tuple[ast.AST, ...]:
    """Every node of a module."""
    return tuple(ast.walk(parse(text)))


def import_names(text: str) -> Iterator[str]:
    """The full names of a module's imports; relative ones keep their leading dots."""
    for node in nodes_of(text):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def imports_down_only(path: str, text: str) -> Complaints:
    """A part imports only from the parts below it."""
    part, parts = part_of(path), {*FOLDERS, *ROOT_MODULES, *AROUND}
    for name in import_names(text):
        other = name.split(".")[0]
        if name.startswith("."):
            yield f"{path} imports {name} by a relative name"
        elif other in parts and other != part and other not in MAY_IMPORT[part]:
            yield f"{path} imports {name}"


def imports_earlier_rooms_only(path: str, text: str) -> Complaints:
    """A room of ingest imports only from the rooms before it; its doors are for everyone."""
    parts = path.split("/")
    if parts[0] != "ingest" or parts[1] not in ROOMS_OF_INGEST:
        return
    later = ROOMS_OF_INGEST[ROOMS_OF_INGEST.index(parts[1]) + 1 :]
    for name in import_names(text):
        if name.startswith("ingest.") and name.split(".")[1] in later:
            yield f"{path} imports {name}"


def imports_at_the_top(path: str, text: str) -> Complaints:
    """Imports stand at the top of a module, so that no circle hides in a function."""
    tree = parse(text)
    for node in nodes_of(text):
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in tree.body:
            yield f"{path} imports in line {node.lineno}, not at its top"


def speaks_sql_in_its_place(path: str, text: str) -> Complaints:
    """Only SPEAK_SQL imports SQLAlchemy; app.py may parse the database address, beside which the key file lies."""
    for name in import_names(text):
        is_address = path == "app.py" and name == "sqlalchemy.engine.make_url"
        if name.split(".")[0] == "sqlalchemy" and not SPEAK_SQL & {part_of(path), path} and not is_address:
            yield f"{path} imports {name}"


def asks_environment_in_its_place(path: str, text: str) -> Complaints:
    """Only settings.py reads the environment."""
    if path in READ_THE_ENVIRONMENT:
        return
    for node in nodes_of(text):
        if isinstance(node, ast.Attribute) and node.attr in NAMES_OF_ENVIRONMENT and ast.unparse(node) in ENVIRONMENT:
            yield f"{path} reads the environment in line {node.lineno}"
    yield from (f"{path} imports {name}" for name in import_names(text) if name in ENVIRONMENT)


def asks_the_clock_in_its_place(path: str, text: str) -> Complaints:
    """Only model/dates.py asks for today; moments have a time zone."""
    for node in nodes_of(text):
        attribute = ast.unparse(node) if isinstance(node, ast.Attribute) and node.attr == "today" else ""
        if attribute.endswith(("date.today", "datetime.today")) and path != CLOCK:
            yield f"{path} asks the clock for the day in line {node.lineno}"
        is_bare_call = isinstance(node, ast.Call) and not (node.args or node.keywords)
        if is_bare_call and ast.unparse(node.func).endswith(("datetime.now", "datetime.utcnow")):
            yield f"{path} takes a moment without a time zone in line {node.lineno}"


def stays_short(path: str, text: str) -> Complaints:
    """Functions and files stay within their limits."""
    # A migration stays one file, however long it is.
    is_record = path.startswith("model/migrations/versions/")
    if len(text.splitlines()) > LONGEST_FILE and not is_record:
        yield f"{path} is longer than {LONGEST_FILE} lines"
    for node in nodes_of(text):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{path}: {node.name} has {lines} lines"


def says_what_it_is_for(path: str, text: str) -> Complaints:
    """Every module has a docstring."""
    tree = parse(text)
    if tree.body and not ast.get_docstring(tree):
        yield f"{path} has no docstring"


def makes_graphs_in_one_place(path: str, text: str) -> Complaints:
    """Only GRAPHS makes a dcc.Graph: its settings keep figures from being sent to another site."""
    if path == GRAPHS:
        return
    for node in nodes_of(text):
        if isinstance(node, ast.Attribute) and node.attr == "Graph":
            yield f"{path} makes a graph of its own in line {node.lineno}"
    for name in import_names(text):
        if name.split(".")[0] == "dash" and name.endswith(".Graph"):
            yield f"{path} imports {name}"


def draws_without_plotly(path: str, text: str) -> Complaints:
    """Charts are plain dicts for plotly.js: plotly's own objects take as long as the query."""
    for name in import_names(text):
        if name.split(".")[0] == "plotly":
            yield f"{path} imports {name}"


def makes_elements_quickly(path: str, text: str) -> Complaints:
    """Elements and links come from dashboard.html and dashboard.dcc, which are fifteen times as fast as Dash's."""
    if path not in {"dashboard/html.py", "dashboard/dcc.py"}:
        for name in import_names(text):
            if name.split(".")[:2] in (["dash", "html"], ["dash", "dcc"]):
                yield f"{path} imports {name}"


def bears_a_telling_name(path: str, _text: str) -> Complaints:
    """No file or folder has a name that fits everything."""
    # tests/data/ is named after the layer that it tests.
    for name in Path(path.removeprefix("tests/data/")).with_suffix("").parts:
        if name in FORBIDDEN_NAMES:
            yield f"{path} bears the name {name}"


def bears_no_participle_name(path: str, text: str) -> Complaints:
    """No function or method is named by a bare participle, with or without a leading underscore."""
    for node in nodes_of(text):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.lstrip("_") in PARTICIPLES:
            yield f"{path}: the function {node.name} in line {node.lineno} bears a participle"


def speaks_russian_of_panels(path: str, text: str) -> Complaints:
    """Russian texts say «сводная панель»."""
    if "дашборд" in text.lower() and path != "tests/unit/test_architecture.py":
        yield f"{path} says «дашборд»"


RULES_OF_THE_PRODUCT: list[Rule] = [
    imports_down_only,
    imports_earlier_rooms_only,
    speaks_sql_in_its_place,
    asks_environment_in_its_place,
    asks_the_clock_in_its_place,
    makes_graphs_in_one_place,
    draws_without_plotly,
    makes_elements_quickly,
    bears_no_participle_name,
]
RULES_OF_THE_HOUSE: list[Rule] = [
    imports_at_the_top,
    says_what_it_is_for,
    bears_a_telling_name,
    stays_short,
    speaks_russian_of_panels,
]


def modules_of(*names: str) -> Iterator[tuple[str, str]]:
    """The path from the root and the text of each module in the named folders and root modules."""
    for name in names:
        file = ROOT / f"{name}.py"
        for module in [file] if file.exists() else sorted((ROOT / name).rglob("*.py")):
            yield module.relative_to(ROOT).as_posix(), module.read_text(encoding="utf-8")


def complaints_of(modules: Iterable[tuple[str, str]], rules: Sequence[Rule]) -> list[str]:
    """What the rules find; module by module, so that each is parsed once."""
    return [one for path, text in modules for rule in rules for one in rule(path, text)]


def test_every_module_of_the_product_keeps_its_rules():
    assert complaints_of(modules_of(*ROOT_MODULES, *FOLDERS), RULES_OF_THE_PRODUCT) == []


def test_every_module_in_the_house_keeps_its_rules():
    assert complaints_of(modules_of(*ROOT_MODULES, *FOLDERS, *AROUND), RULES_OF_THE_HOUSE) == []


def test_no_module_stands_beside_the_rules():
    # Dot folders belong to tools; var/ holds what the product writes.
    folders = [folder for folder in ROOT.glob("[!.]*/") if folder.name != "var"]
    assert {folder.name for folder in folders if any(folder.rglob("*.py"))} <= {*FOLDERS, *AROUND}
    assert {file.stem for file in ROOT.glob("*.py")} == {*ROOT_MODULES}


def test_arrows_make_no_circle():
    order = list(TopologicalSorter(MAY_IMPORT).static_order())
    assert order[0] == "settings"
    assert {*order} == {*FOLDERS, *ROOT_MODULES}


BROKEN: list[tuple[Rule, str, str]] = [
    (imports_down_only, "settings.py", "from model import dates"),
    (imports_down_only, "model/places.py", "from queries import state"),
    (imports_down_only, "queries/counts.py", "import ingest.imports"),
    (imports_down_only, "ingest/imports.py", "from demo import loading"),
    (imports_down_only, "demo/loading.py", "from dashboard import pages"),
    (imports_down_only, "exports/xlsx.py", "from dashboard import words"),
    (imports_down_only, "dashboard/shell.py", "from app import server"),
    (imports_down_only, "callbacks/filters.py", "import app"),
    (imports_down_only, "dashboard/pages/exports.py", "from jobs import queue"),
    (imports_down_only, "jobs/queue.py", "from web import exports"),
    (imports_down_only, "cli.py", "from dashboard import pages"),
    (imports_down_only, "access/scope.py", "from ..queries import state"),
    (imports_down_only, "access/scope.py", "from tests import world"),
    (imports_earlier_rooms_only, "ingest/cells/days.py", "from ingest.files.refusals import UnreadableFileError"),
    (imports_earlier_rooms_only, "ingest/planning/plan.py", "from ingest.writing import derivation"),
    (imports_at_the_top, "model/x.py", "def f():\n    import os"),
    (speaks_sql_in_its_place, "dashboard/pages/home.py", "from sqlalchemy import select"),
    (speaks_sql_in_its_place, "exports/xlsx.py", "import sqlalchemy.orm"),
    (speaks_sql_in_its_place, "jobs/imports.py", "from sqlalchemy import select"),
    (asks_environment_in_its_place, "queries/state.py", "import os\nos.environ['X']"),
    (asks_environment_in_its_place, "queries/state.py", "import os\nos.getenv('X')"),
    (asks_environment_in_its_place, "queries/state.py", "from os import environ"),
    (asks_the_clock_in_its_place, "queries/state.py", "date.today()"),
    (asks_the_clock_in_its_place, "queries/state.py", "datetime.date.today()"),
    (asks_the_clock_in_its_place, "queries/state.py", "Field(default_factory=date.today)"),
    (asks_the_clock_in_its_place, "queries/state.py", "datetime.now()"),
    (asks_the_clock_in_its_place, "model/dates.py", "datetime.utcnow()"),
    (says_what_it_is_for, "model/x.py", "x = 1"),
    (stays_short, "model/x.py", "def f():\n" + "    x = 1\n" * 40),
    (stays_short, "model/x.py", "x = 1\n" * 401),
    (makes_graphs_in_one_place, "dashboard/pages/x.py", "dcc.Graph(figure=None)"),
    (makes_graphs_in_one_place, "dashboard/pages/x.py", "from dash.dcc import Graph as Picture"),
    (draws_without_plotly, "dashboard/charts/x.py", "import plotly.graph_objects as go"),
    (draws_without_plotly, "dashboard/theme.py", "from plotly.graph_objects import layout"),
    (makes_elements_quickly, "dashboard/pages/x.py", "from dash import html"),
    (makes_elements_quickly, "callbacks/x.py", "from dash.dcc import Link"),
    (bears_a_telling_name, "model/utils.py", ""),
    (bears_a_telling_name, "dashboard/common/page.py", ""),
    (bears_no_participle_name, "queries/x.py", "def found(reading):\n    return []"),
    (bears_no_participle_name, "queries/x.py", "async def _told(rows):\n    return rows"),
    (bears_no_participle_name, "dashboard/x.py", "class View:\n    def kept(self):\n        return self"),
    (bears_no_participle_name, "dashboard/x.py", "def layout():\n    def said():\n        return ''"),
    (speaks_russian_of_panels, "dashboard/pages/x.py", "x = 'Дашборд'"),
]
KEPT: list[tuple[Rule, str, str]] = [
    (makes_elements_quickly, "dashboard/pages/x.py", "from dash import Input\nfrom dashboard import dcc, html"),
    (imports_down_only, "queries/counts.py", "import pandas\nfrom model import places\nfrom queries import state"),
    (imports_down_only, "cli.py", "from demo import loading"),
    (imports_earlier_rooms_only, "ingest/writing/coverage.py", "from ingest.planning.plan import Plan"),
    (imports_earlier_rooms_only, "ingest/reference/operations.py", "from ingest.imports import keep_figures"),
    (imports_at_the_top, "model/x.py", "import os\nfrom model import dates"),
    (speaks_sql_in_its_place, "queries/state.py", "from sqlalchemy import select"),
    (speaks_sql_in_its_place, "jobs/queue.py", "from sqlalchemy import select"),
    (asks_environment_in_its_place, "settings.py", "import os\nos.environ.get('X')"),
    (asks_the_clock_in_its_place, "model/dates.py", "date.today()"),
    (asks_the_clock_in_its_place, "access/journal.py", "datetime.now(UTC)\ndatetime.now(tz=UTC)"),
    (says_what_it_is_for, "model/x.py", "'What it is for.'\nx = 1"),
    (says_what_it_is_for, "model/__init__.py", ""),
    (stays_short, "model/x.py", "def f():\n" + "    x = 1\n" * 39),
    (stays_short, "model/x.py", "x = 1\n" * 400),
    (makes_graphs_in_one_place, GRAPHS, "dcc.Graph(figure=None)"),
    (draws_without_plotly, "dashboard/charts/x.py", "from dashboard.charts.figure import figure"),
    (bears_a_telling_name, "model/places.py", ""),
    (bears_no_participle_name, "queries/x.py", "def rows_found(reading):\n    return []"),
    (bears_no_participle_name, "queries/x.py", "def _known_names(rows):\n    return rows"),
    (speaks_russian_of_panels, "dashboard/pages/x.py", "x = 'Сводная панель'"),
]


def name_of(value: object) -> str | None:
    """The name of a rule, for the ids of the tests."""
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN, ids=name_of)
def test_each_rule_can_be_broken(rule: Rule, path: str, text: str):
    assert list(rule(path, text))


@pytest.mark.parametrize(("rule", "path", "text"), KEPT, ids=name_of)
def test_each_rule_lets_be_what_keeps_it(rule: Rule, path: str, text: str):
    assert list(rule(path, text)) == []


def test_every_rule_is_shown_broken_and_kept():
    rules = {*RULES_OF_THE_PRODUCT, *RULES_OF_THE_HOUSE}
    assert {rule for rule, _, _ in BROKEN} == rules
    assert {rule for rule, _, _ in KEPT} == rules
