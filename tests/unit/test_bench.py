"""The bench: the meaning of its figures, and its month of registers."""

import json
from datetime import date
from pathlib import Path

import pytest

from bench.figures import Figure, Goal, Run, median, of_times, over_floor, percentile, run_of, table, terminal_text
from bench.month import split_at
from bench.report import page_of, sections_of, write_page
from demo.rows import HEADINGS

CUT = date(2026, 10, 31)
EARLIER, LATER = date(2026, 9, 1), date(2026, 11, 10)


def application(**cells: object) -> list:
    """A row of «Заявки» with the named cells."""
    named = {"submitted": "Дата подачи", "head": "Дата решения руководителя", "said": "Решение руководителя"}
    told = {named[name]: value for name, value in cells.items()}
    return [told.get(heading) for heading in HEADINGS["applications"]]


def test_median_is_the_middle_one_or_the_mean_of_two():
    assert median([9, 1, 5]) == 5
    assert median([9, 1, 5, 6]) == 5.5


@pytest.mark.parametrize(("count", "expected"), [(100, 95), (20, 19), (19, 19), (1, 1)])
def test_p95_is_the_smallest_that_95_of_100_do_not_exceed(count: int, expected: int):
    assert percentile(list(range(count, 0, -1)), 95) == expected


def test_a_figure_is_told_in_floors_of_its_own_run():
    screen, memory = over_floor([of_times("x", "screen", [20, 30, 40]), Figure("x", "memory", 200, "MiB")], 10)
    assert (screen.floors, screen.floors_p95) == (3, 4)
    assert memory.floors is None


@pytest.mark.parametrize(
    ("goal", "verdict"),
    [
        (Goal(floors=3, floors_p95=4), "met"),
        (Goal(floors=2.9), "missed"),
        (Goal(floors=3, floors_p95=3.9), "missed"),
        (Goal(most=30), "met"),
        (Goal(most=29), "missed"),
        (Goal(least=30), "met"),
        (Goal(least=31), "missed"),
        (Goal(), ""),
    ],
)
def test_a_goal_is_met_only_when_all_of_it_is(goal: Goal, verdict: str):
    (screen,) = over_floor([of_times("x", "screen", [20, 30, 40], goal)], 10)
    assert screen.verdict == verdict


def test_a_goal_in_floors_without_a_floor_is_no_verdict():
    assert of_times("x", "screen", [20], Goal(floors=3)).verdict == ""


def sample_run(title: str) -> Run:
    times = over_floor([of_times("Opening", "region", [20, 30, 40], Goal(floors=3, floors_p95=3))], 10)
    seconds = Figure("Import", "in all", 1234.5, "s", goal=Goal(most=90), note="5 lines")
    return Run(title, {"machine": "2 cores"}, [*times, seconds])


def test_a_run_is_read_back_as_it_was_written():
    run = sample_run("SQLite, region")
    assert run_of(run.as_json()) == run


def test_the_table_holds_figures_goals_and_verdicts():
    told = table(sample_run("SQLite, region"))
    assert "| region | 30 ms | 40 ms | 3 | 4 | ≤ 3 × floor, p95 ≤ 3 × floor | missed |" in told
    assert "| in all (5 lines) | 1 234 s | ≤ 90 s | missed |" in told


def test_the_page_begins_with_sqlite_and_ends_with_the_largest():
    titles = ["PostgreSQL, region × 2", "PostgreSQL, region", "SQLite, region"]
    told = page_of({title: table(sample_run(title)) for title in titles})
    places = [told.index(f"## {title}\n") for title in titles]
    assert places == sorted(places, reverse=True)


def test_a_run_takes_the_place_of_its_like_and_leaves_the_others(tmp_path: Path):
    page, again = tmp_path / "page.md", sample_run("SQLite, region")
    first = {title: table(sample_run(title)) for title in ("SQLite, region", "PostgreSQL, region")}
    page.write_text(page_of(first))
    again.about["taken"] = "later"
    (tmp_path / "sqlite-region").mkdir()
    (tmp_path / "sqlite-region" / "figures.json").write_text(json.dumps(again.as_json()))
    write_page(tmp_path, page)
    assert sections_of(page) == {"SQLite, region": table(again), "PostgreSQL, region": first["PostgreSQL, region"]}


def test_on_the_terminal_columns_stand_under_one_another():
    lines = terminal_text("| a | b |\n|---|---|\n| long | c |").splitlines()
    assert lines == ["a     b", "long  c"]


def test_what_was_told_before_the_cut_is_no_news():
    row = application(submitted=EARLIER, head=EARLIER, said="подтверждена")
    assert split_at(CUT, "applications", row) == (row, None)


def test_what_begins_after_the_cut_is_news_alone():
    row = application(submitted=LATER)
    assert split_at(CUT, "applications", row) == (None, row)


def test_a_decision_after_the_cut_was_not_known_before_it():
    row = application(submitted=EARLIER, head=LATER, said="подтверждена")
    assert split_at(CUT, "applications", row) == (application(submitted=EARLIER), row)


def test_a_result_is_told_when_its_training_has_ended():
    columns = HEADINGS["appendix2"]
    place = next(place for place, heading in enumerate(columns) if "реализации" in heading and "Дата" in heading)
    row: list = [None] * len(columns)
    row[place] = "12.10.2026 – 05.11.2026"
    assert split_at(CUT, "appendix2", row) == (None, row)
    row[place] = "12.09.2026 – 05.10.2026"
    assert split_at(CUT, "appendix2", row) == (row, None)
