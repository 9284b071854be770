"""A pytest plugin: the files of tests in an order that lets all workers end at about the same time.

`--dist worksteal` gives each worker one run of the tests, as long as the others', and who has done takes from the end
of another's. So each worker gets its share of the browser, which waits more than it works, and ends with short tests.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

# The longest tests first.
FOLDERS = ("browser", "drills", "web", "data", "unit")


class _InFile(Protocol):
    path: Path


Test = TypeVar("Test", bound=_InFile)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests for the workers of this run; each of them collects the same order."""
    items[:] = dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def dealt(tests: Sequence[Test], workers: int) -> list[Test]:
    """The tests of one worker after another's, file by file: each file to the worker with the fewest tests so far."""
    files: dict[Path, list[Test]] = {}
    for test in tests:
        files.setdefault(test.path, []).append(test)
    hands: list[list[Test]] = [[] for _ in range(workers)]
    for folder in FOLDERS:
        of_folder = [own for path, own in files.items() if path.parent.name == folder]
        for own in sorted(of_folder, key=len, reverse=True):
            min(hands, key=len).extend(own)
    others = [test for path, own in files.items() if path.parent.name not in FOLDERS for test in own]
    return [test for hand in hands for test in hand] + others
