"""The house itself: imports point one way, functions stay short, each thing has its one place."""

import ast
from collections.abc import Callable, Iterator
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
    "web",
    "demo",
)
ROOT_MODULES = ("app", "cli", "settings")
# What is no part of the product: nothing in it may be imported by the product, and the arrows do not bind it.
AROUND = ("tests", "docs", "deploy", "bench")

# What each part may import; a part that is not named in a line does not exist for it.
MAY_IMPORT = {
    "settings": set(),
    "model": {"settings"},
    "timeline": {"settings", "model"},
    "access": {"settings", "model"},
    "queries": {"settings", "model", "access"},
    "ingest": {"settings", "model", "access"},
    "exports": {"settings", "model", "access", "queries"},
    "dashboard": {"settings", "model", "access", "queries"},
    "jobs": {"settings", "model", "access", "queries", "ingest", "exports", "dashboard"},
    "web": {"settings", "model", "access", "queries", "ingest", "exports", "dashboard", "jobs"},
    "callbacks": {"settings", "model", "access", "queries", "ingest", "exports", "dashboard", "jobs", "web"},
    # A program beside the product: only the command line calls it.
    "demo": {"settings", "model", "access", "queries", "ingest"},
    "cli": {"settings", "model", "access", "queries", "ingest", "exports", "web", "demo"},
    "app": {"settings", "model", "access", "queries", "dashboard", "callbacks", "web"},
}
SPEAK_SQL = {"model", "timeline", "access", "queries", "ingest", "demo", "jobs/queue.py"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "handle", "process", "data", "tmp"}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv"}
# The server's own file is read by gunicorn, which knows nothing of our settings.
READ_THE_ENVIRONMENT = {"settings.py", "deploy/gunicorn.conf.py"}
CLOCK = "model/dates.py"
GRAPHS = "dashboard/components/graph.py"
LONGEST_FUNCTION, LONGEST_FILE = 40, 400

Complaints = Iterator[str]
Rule = Callable[[str, str], Complaints]


def part_of(path: str) -> str:
    """The folder or the root module to which a file belongs."""
    return path.split("/")[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """The full names of all that a module imports; a relative one keeps its leading dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def imports_down_only(path: str, text: str) -> Complaints:
    """A part imports only what stands below it."""
    part, parts = part_of(path), {*FOLDERS, *ROOT_MODULES, *AROUND}
    for name in imported(ast.parse(text)):
        other = name.split(".")[0]
        if name.startswith("."):
            yield f"{path} imports {name} by a relative name"
        elif other in parts and other != part and other not in MAY_IMPORT[part]:
            yield f"{path} imports {name}"


def imports_at_the_top(path: str, text: str) -> Complaints:
    """What a module needs is seen where it begins, and no circle hides in a function."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in tree.body:
            yield f"{path} imports in line {node.lineno}, not at its top"


def speaks_sql_in_its_place(path: str, text: str) -> Complaints:
    """Some parts and the queue know the database; app.py reads the address of the file beside which the key lies."""
    for name in imported(ast.parse(text)):
        is_address = path == "app.py" and name == "sqlalchemy.engine.make_url"
        if name.split(".")[0] == "sqlalchemy" and not SPEAK_SQL & {part_of(path), path} and not is_address:
            yield f"{path} imports {name}"


def asks_environment_in_its_place(path: str, text: str) -> Complaints:
    """Settings read the environment for everyone."""
    if path in READ_THE_ENVIRONMENT:
        return
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ENVIRONMENT:
            yield f"{path} reads the environment in line {node.lineno}"
    yield from (f"{path} imports {name}" for name in imported(tree) if name in ENVIRONMENT)


def asks_the_clock_in_its_place(path: str, text: str) -> Complaints:
    """One module asks for the day; moments are taken with their time zone."""
    for node in ast.walk(ast.parse(text)):
        said = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if said.endswith(("date.today", "datetime.today")) and path != CLOCK:
            yield f"{path} asks the clock for the day in line {node.lineno}"
        is_bare_call = isinstance(node, ast.Call) and not (node.args or node.keywords)
        if is_bare_call and ast.unparse(node.func).endswith(("datetime.now", "datetime.utcnow")):
            yield f"{path} takes a moment without a time zone in line {node.lineno}"


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
    if path == GRAPHS:
        return
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "Graph":
            yield f"{path} makes a graph of its own in line {node.lineno}"
    for name in imported(tree):
        if name.split(".")[0] == "dash" and name.endswith(".Graph"):
            yield f"{path} imports {name}"


def draws_without_plotly(path: str, text: str) -> Complaints:
    """Charts write out what plotly.js takes: composing plotly's objects takes as long as asking for the data."""
    for name in imported(ast.parse(text)):
        if name.split(".")[0] == "plotly":
            yield f"{path} imports {name}"


def makes_elements_quickly(path: str, text: str) -> Complaints:
    """Elements and links come from dashboard.html and dashboard.dcc: those of Dash take fifteen times as long."""
    if path not in {"dashboard/html.py", "dashboard/dcc.py"}:
        for name in imported(ast.parse(text)):
            if name.split(".")[:2] in (["dash", "html"], ["dash", "dcc"]):
                yield f"{path} imports {name}"


def bears_a_telling_name(path: str, _text: str) -> Complaints:
    """Neither a file nor its folder has a name that fits everything."""
    # Among the tests «data» is the layer that is tested, as CONTRIBUTING names it.
    for name in Path(path.removeprefix("tests/data/")).with_suffix("").parts:
        if name in FORBIDDEN_NAMES:
            yield f"{path} bears the name {name}"


def speaks_russian_of_panels(path: str, text: str) -> Complaints:
    """The reader sees a «сводная панель»."""
    if "дашборд" in text.lower() and path != "tests/unit/test_architecture.py":
        yield f"{path} says «дашборд»"


RULES_OF_THE_PRODUCT: list[Rule] = [
    imports_down_only,
    speaks_sql_in_its_place,
    asks_environment_in_its_place,
    asks_the_clock_in_its_place,
    makes_graphs_in_one_place,
    draws_without_plotly,
    makes_elements_quickly,
]
RULES_OF_THE_HOUSE: list[Rule] = [
    imports_at_the_top,
    says_what_it_is_for,
    bears_a_telling_name,
    stays_short,
    speaks_russian_of_panels,
]


def modules_of(*names: str) -> Iterator[tuple[str, str]]:
    """Every module of the named folders and root modules: its path from the root, its text."""
    for name in names:
        file = ROOT / f"{name}.py"
        for found in [file] if file.exists() else sorted((ROOT / name).rglob("*.py")):
            yield found.relative_to(ROOT).as_posix(), found.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES_OF_THE_PRODUCT, ids=lambda rule: rule.__name__)
def test_every_module_of_the_product_keeps_the_rule(rule: Rule):
    product = modules_of(*ROOT_MODULES, *FOLDERS)
    assert [complaint for path, text in product for complaint in rule(path, text)] == []


@pytest.mark.parametrize("rule", RULES_OF_THE_HOUSE, ids=lambda rule: rule.__name__)
def test_every_module_in_the_house_keeps_the_rule(rule: Rule):
    house = modules_of(*ROOT_MODULES, *FOLDERS, *AROUND)
    assert [complaint for path, text in house for complaint in rule(path, text)] == []


def test_no_module_stands_beside_the_rules():
    # A name with a dot before it is a tool's: environments, caches; in var lies what the product made here.
    folders = [one for one in ROOT.glob("[!.]*/") if one.name != "var"]
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
    (imports_down_only, "callbacks/chart_clicks.py", "import app"),
    (imports_down_only, "dashboard/pages/exports.py", "from jobs import queue"),
    (imports_down_only, "jobs/queue.py", "from web import exports"),
    (imports_down_only, "cli.py", "from dashboard import pages"),
    (imports_down_only, "access/scope.py", "from ..queries import state"),
    (imports_down_only, "access/scope.py", "from tests import world"),
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
    (speaks_russian_of_panels, "dashboard/pages/x.py", "x = 'Дашборд'"),
]
KEPT: list[tuple[Rule, str, str]] = [
    (makes_elements_quickly, "dashboard/pages/x.py", "from dash import Input\nfrom dashboard import dcc, html"),
    (imports_down_only, "queries/counts.py", "import pandas\nfrom model import places\nfrom queries import state"),
    (imports_down_only, "cli.py", "from demo import loading"),
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
    (speaks_russian_of_panels, "dashboard/pages/x.py", "x = 'Сводная панель'"),
]


def name_of(value: object) -> str | None:
    """A rule is told by its name in the list of tests."""
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
