"""What can be set, counted, opened and called stands in the documents."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import settings
from cli import cli
from dashboard.pages import PAGES
from ingest.registers import REGISTERS
from model.accounts import Role
from model.indicators import COUNT_KEYS, RATE_KEYS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
CODE_FOLDERS = (
    "model",
    "ingest",
    "access",
    "queries",
    "dashboard",
    "callbacks",
    "exports",
    "assets",
    "deploy",
    "tests",
)


def text(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", settings.SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_told_with_its_default_and_meaning(setting: settings.Setting):
    assert f"| `{setting.name}` | `{setting.default}` | {setting.meaning} |" in text("operating.md")


@pytest.mark.parametrize("key", [*COUNT_KEYS, *RATE_KEYS])
def test_every_indicator_is_told(key: str):
    assert f"| `{key}` |" in text("data.md")


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.key)
def test_every_register_is_told_with_its_columns(register):
    assert f"(`{register.key}`)" in text("data.md")
    assert f"`{register.key}`" in README
    for column in register.columns:
        assert f"| {column.heading} | `{column.key}` |" in text("data.md")


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_every_page_is_told(page):
    address = page.address.replace("<identity>", "<id>").replace("{level}", "region").replace("{count}", "<key>")
    assert page.address == "/" or f"`{address.replace('/region/<id>', '/organization/<id>')}`" in README


@pytest.mark.parametrize("role", Role)
def test_every_role_is_told(role: Role):
    assert f"| `{role}` |" in README


@pytest.mark.parametrize("folder", CODE_FOLDERS)
def test_every_folder_stands_in_the_tree(folder: str):
    assert re.search(rf"^{folder}/ ", README, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_between_documents_lead_somewhere(document: Path):
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_decisions_are_short():
    for decision in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(decision.read_text(encoding="utf-8").splitlines()) <= 40, decision.name
