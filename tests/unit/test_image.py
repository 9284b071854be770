"""The image: what it copies is there, it installs what is required, by hashes, and every step of it is known."""

import re
from pathlib import Path

import pytest

from deploy.image_steps import DOCKERFILE, IGNORED, OF_THE_SYSTEM, copied_names, instructions, words_of

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "deploy" / "requirements.lock").read_text(encoding="utf-8")
STEPS = instructions(DOCKERFILE.read_text(encoding="utf-8"))


def normal(name: str) -> str:
    """A package as the index writes it, without extras."""
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def pins(text: str) -> dict[str, str]:
    return {normal(name): number for name, number in re.findall(r"^([\w.\[\]-]+)==([^\s\\]+)", text, re.MULTILINE)}


def test_what_is_required_is_locked_at_that_version():
    required = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert len(required) > 20
    assert {name: number for name, number in required.items() if pins(LOCK).get(name) != number} == {}


def test_every_locked_package_has_hashes():
    parts = re.split(r"\n(?=\w)", LOCK.split("requirements.lock\n", 1)[1].strip())
    assert len(parts) == len(pins(LOCK))
    assert [part for part in parts if not re.search(r"--hash=sha256:[0-9a-f]{64}(?: \\)?$", part, re.MULTILINE)] == []


def test_what_the_image_copies_is_there():
    names = copied_names(IGNORED.read_text(encoding="utf-8"))
    assert "model" in names
    assert [name for name in names if not (ROOT / name).exists()] == []
    # Every folder of the product is in the image: whoever adds one is reminded.
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests"}
    assert packages - set(names) == set()


def test_the_image_installs_by_hashes_and_runs_as_nobody_in_particular():
    commands = [one.text for one in STEPS if one.word == "RUN"]
    assert any("--require-hashes -r requirements.lock" in one for one in commands)
    assert [one.text for one in STEPS if one.word == "USER"] == ["monitoring"]


def test_only_what_is_of_the_system_is_left_out_where_the_steps_run_in_a_folder():
    commands = [part.strip() for one in STEPS if one.word == "RUN" for part in one.text.split("&&")]
    left_out = [one for one in commands if one.startswith(OF_THE_SYSTEM)]
    assert len(left_out) == 4
    assert len(commands) - len(left_out) == 5


def test_an_unknown_step_is_refused():
    with pytest.raises(ValueError, match="ADD"):
        instructions("FROM python:3.11\nADD x y\n")


def test_a_command_in_the_form_of_a_list_is_read():
    assert words_of('["gunicorn", "-c", "a \\"b\\""]') == ["gunicorn", "-c", 'a "b"']
