"""All workers have work until the end, and a file stays with one of them."""

from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

from tests.scheduling import dealt

SIZES = {
    "browser": (9, 5, 4, 3),
    "drills": (6, 1),
    "web": (40, 25, 20),
    "data": (60, 50, 40),
    "unit": (20, 10, *(1,) * 30),
}
TESTS = [
    SimpleNamespace(path=Path(f"tests/{folder}/test_{place}.py"), number=number)
    for folder, sizes in SIZES.items()
    for place, size in enumerate(sizes)
    for number in range(size)
]


def test_every_test_is_run_once_and_each_file_in_its_order():
    ordered = dealt(TESTS, 3)
    assert sorted(map(id, ordered)) == sorted(map(id, TESTS))
    files = [(path, [test.number for test in own]) for path, own in groupby(ordered, key=lambda test: test.path)]
    assert len(files) == sum(map(len, SIZES.values()))
    assert all(numbers == sorted(numbers) for _, numbers in files)


def test_each_worker_has_a_share_of_the_browser_and_begins_with_it():
    ordered = dealt(TESTS, 3)
    third = len(ordered) // 3
    for start in (0, third, 2 * third):
        folders = [test.path.parent.name for test in ordered[start : start + third]]
        assert "browser" in folders[:12]
        assert folders.count("browser") <= 9  # one of its files is as long


def test_a_file_of_no_folder_comes_last():
    lost = SimpleNamespace(path=Path("tests/test_new.py"), number=0)
    assert dealt([lost, *TESTS], 2)[-1] is lost
