"""Tiers: which tests need a server, and which databases a test runs on."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.conftest import is_unit_run, kinds_of_databases

ROOT = Path(__file__).parents[2]
BOTH = ("sqlite", "postgresql")


def a_test(folder: str, *marks: str, name: str = "test_it") -> SimpleNamespace:
    """A test as pytest describes it."""
    path = ROOT / "tests" / folder / "test_it.py"
    return SimpleNamespace(
        path=path, originalname=name, get_closest_marker=lambda other: other if other in marks else None
    )


def run_of(*names: str) -> SimpleNamespace:
    """A pytest run of these names."""
    return SimpleNamespace(args=[*names], invocation_params=SimpleNamespace(dir=ROOT))


@pytest.mark.parametrize("folder", ["data", "drills", "web"])
def test_by_night_everything_runs_on_both_databases(folder: str):
    assert kinds_of_databases(a_test(folder), is_night=True) == BOTH


@pytest.mark.parametrize("folder", ["drills", "web"])
def test_by_day_what_is_above_the_data_runs_on_one(folder: str):
    assert kinds_of_databases(a_test(folder), is_night=False) == ("sqlite",)


def test_by_day_a_fifth_of_the_data_layer_runs_on_both_and_all_of_it_on_one():
    names = [f"test_{number}" for number in range(300)]
    kinds = [kinds_of_databases(a_test("data", name=name), is_night=False) for name in names]
    assert 40 < kinds.count(BOTH) < 80
    assert all("sqlite" in one for one in kinds)


def test_a_costly_test_that_is_marked_runs_on_sqlite_by_day_and_on_both_by_night():
    marks = ("both_databases", "sqlite_by_day")  # of its module, and its own
    costly = [a_test("data", *marks[start:], name=f"test_{number}") for number in range(10) for start in (0, 1)]
    assert {kinds_of_databases(one, is_night=False) for one in costly} == {("sqlite",)}
    assert {kinds_of_databases(one, is_night=True) for one in costly} == {BOTH}


@pytest.mark.parametrize("folder", ["drills", "web"])
def test_a_test_that_is_marked_runs_on_both_by_day(folder: str):
    assert kinds_of_databases(a_test(folder, "both_databases"), is_night=False) == BOTH


@pytest.mark.parametrize(
    ("names", "is_unit"),
    [
        (["tests/unit"], True),
        (["tests/unit/test_words.py::test_it"], True),
        (["tests"], False),
        (["tests/unit", "tests/data"], False),
        ([], False),
    ],
)
def test_only_a_run_of_units_starts_no_server(names: list[str], is_unit: bool):
    assert is_unit_run(run_of(*names)) is is_unit
