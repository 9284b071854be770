"""The documents describe every setting, count, page and command, and name only what exists."""

import re
from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import click
import pytest

import settings
from cli import cli
from dashboard.pages import PAGES
from ingest.registers import REGISTERS
from ingest.registers.register import Register
from model.accounts import Role
from model.attention import CONCERNS, Concern
from model.database import Base
from model.flows import COHORT, FLOWS
from model.indicators import (
    APPLICATION_MEASURES,
    COUNTS,
    EVENT_MEASURES,
    PROVIDER_MEASURES,
    RATES,
    ROW_COUNTS,
    Count,
    Measure,
    Rate,
)
from model.quality import REMARKS, Remark
from model.score_indicators import MEASURES
from model.shortfalls import SHORTFALLS, Shortfall
from model.wording import clause_number
from web.documents import FORMS, WRITERS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
# A link to another document and its heading.
LINK = re.compile(r"\]\(([^)#:]+)(?:#([^)]+))?\)")
# A file, in backticks or not, named from the root; in backticks a name within the file may follow.
FILE = re.compile(r"(?<![\w/.<(-])((?:[a-z_][\w-]*/)+[\w.-]+\.(?:py|csv|yaml|sh|html|js|css))\b")
MEMBER = re.compile(r"`((?:[a-z_]+/)*[a-z_0-9]+\.py): ([\w.]+)[^`]*`")
MODULES = re.compile(r"── ([a-z]+)/([a-z_]+(?:, [a-z_]+)*) ──>")
LONGEST_DECISION = 40
CODE = {".py", ".js", ".css", ".sh"}


def holds_code(folder: Path) -> bool:
    return any(file.suffix in CODE for file in folder.rglob("*") if "__pycache__" not in file.parts)


# var/ holds what the product writes, environments of the bench among it.
CODE_FOLDERS = [
    folder.name
    for folder in sorted(ROOT.iterdir())
    if folder.is_dir() and not folder.name.startswith(".") and folder.name != "var" and holds_code(folder)
]


def text(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", settings.SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_told_with_its_default_and_meaning(setting: settings.Setting):
    default = {"": "пусто", "False": "`no`", "True": "`yes`"}.get(str(setting.default), f"`{setting.default}`")
    assert f"| `{setting.name}` | {default} | {setting.meaning} |" in text("operating.md")


@pytest.mark.parametrize("count", COUNTS, ids=lambda count: count.key)
def test_every_count_is_told_as_it_is_counted(count: Count):
    assert f"| `{count.key}` | {count.label} | {count.meaning} | {clause_number(count.clause)} |" in text("data.md")


@pytest.mark.parametrize("concern", CONCERNS, ids=lambda concern: concern.key)
def test_every_concern_is_told(concern: Concern):
    assert f"| `{concern.key}` | {concern.label} | {concern.meaning} | {clause_number(concern.clause)} |" in text(
        "data.md"
    )


@pytest.mark.parametrize("one", SHORTFALLS, ids=lambda one: one.key)
def test_every_list_of_those_who_are_missing_is_told(one: Shortfall):
    assert f"| `{one.key}` | {one.label} | {one.meaning} | {clause_number(one.clause)} |" in text("data.md")


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.key)
def test_every_rate_is_told_with_its_formula_and_target(rate: Rate):
    formula = f"`{rate.top}` / `{rate.bottom}`"
    assert f"| `{rate.key}` | {rate.label} | {formula} | {rate.target_note} | {clause_number(rate.clause)} |" in text(
        "data.md"
    )


@pytest.mark.parametrize(
    "measure",
    [*MEASURES, *APPLICATION_MEASURES, *EVENT_MEASURES, *PROVIDER_MEASURES, *FLOWS, *COHORT],
    ids=lambda measure: measure.key,
)
def test_every_measure_is_told(measure: Measure):
    assert f"| `{measure.key}` | {measure.label} | {measure.meaning} | {clause_number(measure.clause)} |" in text(
        "data.md"
    )


@pytest.mark.parametrize("one", [*REMARKS, *ROW_COUNTS], ids=lambda one: one.key)
def test_every_number_of_the_quality_of_data_is_told(one: Remark | Count):
    assert f"| `{one.key}` | {one.label} | {one.meaning} | {clause_number(one.clause)} |" in text("data.md")


@pytest.mark.parametrize("table", Base.metadata.tables)
def test_every_table_is_told(table: str):
    tables = text("data.md").split("## Tables")[1].split("\n## ")[0]
    assert f"`{table}`" in tables


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.key)
def test_every_register_is_told_with_its_columns(register: Register):
    assert f"`{register.key}`" in README
    section = text("data.md").split(f"### {register.title} (`{register.key}`)")[1].split("\n## ")[0].split("\n### ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| column |")]
    assert rows == [
        f"| {column.heading} | `{column.key}` | {yes(column.required)} | {yes(column.filled)} |"
        for column in register.columns
    ]


def yes(claim: bool) -> str:
    return "yes" if claim else ""


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


@pytest.mark.parametrize(("name", "command"), commands(cli), ids=lambda one: one if isinstance(one, str) else "")
def test_every_command_is_told_with_its_options(name: str, command: click.Command):
    line = next(line for line in README.splitlines() if line.startswith(f"python cli.py {name}"))
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in line
        if isinstance(parameter.type, click.Choice):
            for choice in parameter.type.choices:
                assert choice in line or f"`{choice}`" in README


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", WRITERS)
def test_every_document_is_told(form: str, suffix: str):
    line = next(line for line in README.splitlines() if line.startswith("| `/person/<id>/appendix1."))
    assert f"`{form}`" in line
    assert f"`{suffix}`" in line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_every_page_is_told(page):
    parts = {"<identity>": "<id>", "{level}": "region", "{count}": "<key>", "{issue}": "<kind>"}
    parts |= {
        "{rate}": "<rate>",
        "{standing}": "<standing>",
        "{flow}": "<key>",
        "{step}": "<step>",
        "{group}": "<group>",
    }
    address = reduce(lambda result, part: result.replace(*part), parts.items(), page.address)
    # A page of heads stands at an organization, one that heads have not at a municipality.
    narrow = "organization" if Role.SCHOOL in page.roles else "municipality"
    assert page.address == "/" or f"`{address.replace('/region/<id>', f'/{narrow}/<id>')}`" in README


@pytest.mark.parametrize("role", Role)
def test_every_role_is_told(role: Role):
    assert f"| `{role}` |" in README


@pytest.mark.parametrize("folder", CODE_FOLDERS)
def test_every_folder_stands_in_the_tree(folder: str):
    assert re.search(rf"^{folder}/ ", README, re.MULTILINE)


def test_the_tree_names_only_what_exists():
    tree = README.split("## The tree")[1].split("```")[1]
    names = re.findall(r"^([a-z]+(?:\.py|/)) ", tree, re.MULTILINE)
    assert len(names) > len(CODE_FOLDERS)
    assert [name for name in names if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_between_documents_lead_somewhere(document: Path):
    for target, part in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target
        assert not part or part in parts_of(document.parent / target), f"{target}#{part}"


def parts_of(document: Path) -> set[str]:
    """The names by which a link leads to a heading."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_files_that_the_documents_name_exist():
    files = {name for document in DOCUMENTS for name in FILE.findall(document.read_text(encoding="utf-8"))}
    assert {"model/indicators.py", "assets/dash-internals.js"} <= files
    assert [name for name in sorted(files) if not (ROOT / name).exists()] == []


def test_names_that_the_documents_place_in_a_file_stand_in_it():
    members = {pair for document in DOCUMENTS for pair in MEMBER.findall(document.read_text(encoding="utf-8"))}
    assert ("queries/state.py", "people_on") in members
    assert [pair for pair in sorted(members) if not names_member(*pair)] == []


def names_member(file: str, member: str) -> bool:
    """Whether the file has the last part of the name as a word."""
    content = (ROOT / file).read_text(encoding="utf-8")
    return re.search(rf"\b{member.rpartition('.')[2]}\b", content) is not None


def test_modules_on_the_way_of_the_data_exist():
    steps = MODULES.findall(text("architecture.md"))
    modules = [f"{folder}/{module}" for folder, names in steps for module in names.split(", ")]
    assert "ingest/planning" in modules
    assert [one for one in modules if not (ROOT / one).is_dir() and not (ROOT / f"{one}.py").exists()] == []


@pytest.mark.parametrize("decision", (ROOT / "docs" / "decisions").glob("*.md"), ids=lambda decision: decision.stem)
def test_decisions_are_short(decision: Path):
    assert len(decision.read_text(encoding="utf-8").splitlines()) <= LONGEST_DECISION


@pytest.mark.parametrize("decision", (ROOT / "docs" / "decisions").glob("*.md"), ids=lambda decision: decision.stem)
def test_decisions_have_context_decision_and_consequences(decision: Path):
    headings = re.findall(r"^## (.+)$", decision.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_the_words_of_the_code_are_explained():
    words = text("data.md").split("## Words of the code")[1].split("\n## ")[0]
    rows = [line for line in words.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 25
    nouns = "Reading Scope Viewer spell oracle journal plan refusal concern village world place day span"
    for word in nouns.split():
        assert sum(line.startswith(f"| {word} |") for line in rows) == 1, word
