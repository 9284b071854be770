"""The command line, as scripts call it."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import cli
from model.indicators import COUNT_KEYS, RATE_KEYS
from model.places import reference_rows
from tests.site import signed_in
from tests.village import FIRST, SECOND, THIRD, TOWN, build_village
from tests.world import as_csv

PASSWORD = "Проверка-2026"
LEVELS = ("region", "municipality", "organization")


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, words, input=given)


def summary(*words: str) -> list[dict[str, str]]:
    answer = run("summary", *words)
    assert answer.exit_code == 0, answer.output
    return list(csv.DictReader(StringIO(answer.stdout)))


@pytest.fixture
def village(database: str):
    return build_village()


def test_migrating_again_changes_nothing(sqlite: str):
    assert [run("migrate").exit_code for _ in range(2)] == [0, 0]


@pytest.mark.usefixtures("village")
def test_summary_has_the_promised_columns_and_adds_up():
    (region,) = summary("--level", "region", "--on", "2026-04-01")
    towns = summary("--level", "municipality", "--on", "2026-04-01")
    schools = summary("--level", "organization", "--on", "2026-04-01")
    assert list(region) == ["level", "municipality", "organization", *COUNT_KEYS, *RATE_KEYS]
    assert len(towns) == len(list(reference_rows()))
    for key in COUNT_KEYS:
        assert int(region[key]) == sum(int(town[key]) for town in towns) == sum(int(one[key]) for one in schools)
    assert (region["staff"], region["coverage"], region["realization"]) == ("7", "1.000000", "0.000000")
    assert {one["organization"] for one in schools if one["municipality"] == TOWN} == {FIRST, SECOND}


@pytest.mark.usefixtures("village")
def test_a_rate_of_nobody_is_empty_and_null():
    (region,) = summary("--level", "region", "--on", "2010-01-01")
    assert [region[key] for key in RATE_KEYS] == [""] * len(RATE_KEYS)
    (same,) = json.loads(run("summary", "--level", "region", "--on", "2010-01-01", "--format", "json").stdout)
    assert [same[key] for key in RATE_KEYS] == [None] * len(RATE_KEYS)


@pytest.mark.usefixtures("village")
def test_a_municipality_is_named_as_on_the_date():
    then = summary("--level", "municipality", "--on", "2024-12-31")
    now = summary("--level", "municipality", "--on", "2025-01-01")
    assert "Еманжелинский муниципальный район" in {row["municipality"] for row in then}
    assert TOWN in {row["municipality"] for row in now}


def test_import_checks_refuses_takes_the_good_and_gives_the_rest_back(sqlite: str, tmp_path: Path):
    good = {"identifier": "1", "full_name": "Анна", "municipality": TOWN, "organization": FIRST, "since": "01.09.2020"}
    rows = [{**good, "category": "педагогический"}, {**good, "identifier": "2", "category": "неведомый"}]
    file, refused = tmp_path / "контингент.csv", tmp_path / "отказы.csv"
    file.write_bytes(as_csv("staff", rows))
    checked = run("import", "staff", str(file), "--check")
    assert (checked.exit_code, "новых 1" in checked.stdout, "отклонено 1" in checked.stdout) == (1, True, True)
    whole = run("import", "staff", str(file))
    assert whole.exit_code == 1
    assert "ничего не записано" in whole.output
    assert summary("--level", "region")[0]["staff"] == "0"
    taken = run("import", "staff", str(file), "--take-good", "--refused-to", str(refused))
    assert taken.exit_code == 0
    assert summary("--level", "region")[0]["staff"] == "1"
    refused.write_text(refused.read_text("utf-8-sig").replace("неведомый", "руководящий"), "utf-8")
    assert run("import", "staff", str(refused)).exit_code == 0
    assert summary("--level", "region")[0]["staff"] == "2"


def test_a_file_that_is_no_register_is_refused_in_russian(sqlite: str, tmp_path: Path):
    file = tmp_path / "картинка.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    answer = run("import", "staff", str(file))
    assert answer.exit_code == 1
    assert "картинка.xlsx" in answer.output
    assert "Traceback" not in answer.output


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("role", "named"),
    [
        ("ministry", None),
        ("assessor", None),
        ("admin", None),
        ("municipality", "Еманжелинский муниципальный район"),
        ("school", "мбоу «сош №1»"),
        ("provider", "Институт Альфа"),
        ("employee", "Т-Аннаова Примера"),
    ],
)
def test_an_account_of_every_role_can_be_added_and_used(role: str, named: str | None):
    chosen = ["--object", named] if named else []
    added = run("account", "add", "login", "--role", role, *chosen, "--password-stdin", given=f"{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    assert PASSWORD not in added.output
    assert "Страница не найдена" not in signed_in("login").opens("/")


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--role", "school"], "укажите область доступа"),
        (["--role", "school", "--object", "нет такой"], "не найден"),
        (["--role", "admin", "--object", "1"], "не указывается"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(words: list[str], reason: str):
    answer = run("account", "add", "login", *words, "--password-stdin", given=f"{PASSWORD}\n")
    assert answer.exit_code == 1
    assert reason in answer.output


@pytest.mark.usefixtures("sqlite")
def test_a_login_is_taken_once_and_a_short_password_is_refused():
    words = ("account", "add", "login", "--role", "admin", "--password-stdin")
    assert run(*words, given="коротко\n").exit_code == 1
    assert run(*words, given=f"{PASSWORD}\n").exit_code == 0
    assert "уже есть" in run(*words, given=f"{PASSWORD}\n").output


@pytest.mark.usefixtures("database")
def test_no_command_names_a_person():
    village = build_village()
    names = {name for name in village.ids if name.endswith("ова Примера")}
    assert len(names) == 7
    run("account", "add", "anna", "--role", "employee", "--object", min(names), "--password-stdin", given=PASSWORD)
    told = [run("summary", "--level", level, "--format", form).output for level in LEVELS for form in ("csv", "json")]
    told += [run("account", "list").output, run("journal", "verify").output]
    assert all(told)
    for name in names:
        assert not any(name in one or f"Т-{name}" in one for one in told)


@pytest.mark.usefixtures("village")
def test_reference_lists_are_changed_checked_and_put_back(tmp_path: Path):
    def staff(day: str) -> dict[str, str]:
        return {one["organization"]: one["staff"] for one in summary("--level", "organization", "--on", day)}

    before = staff("2026-09-30")
    merging = ("reference", "merge", FIRST, SECOND, "--on", "2026-09-01")
    checked = run(*merging, "--check")
    assert f"Присоединение с 01.09.2026: «{FIRST}» ({TOWN}) → «{SECOND}» ({TOWN})" in checked.output
    assert "работников: 3" in checked.output
    assert staff("2026-09-30") == before
    assert run(*merging).exit_code == 0
    assert staff("2026-09-30") == {SECOND: "5", THIRD: "2"}
    assert staff("2026-08-31") == before
    assert "Справочники, Присоединение" in run("undo-import").output
    assert staff("2026-09-30") == before
    people = tmp_path / "кто.csv"
    people.write_text("ФИО;Идентификатор\nАннаова Примера;Т-Аннаова Примера\n", encoding="utf-8")
    splitting = ("reference", "split", FIRST, "Гимназия", "--on", "2026-09-01", "--people", str(people))
    assert run(*splitting).exit_code == 0
    assert staff("2026-09-30") == {FIRST: "2", SECOND: "2", THIRD: "2", "Гимназия": "1"}
    assert run("reference", "same-programme", "Программа 2", "Программа 1").exit_code == 0


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("merge", "Нигде", FIRST, "--on", "2026-09-01"), "организации «Нигде» нет"),
        (("merge", FIRST, SECOND), "укажите день"),
        (("merge", FIRST, "--on", "2026-09-01"), "укажите, в какую организацию"),
        (("move", FIRST, "Троицкий", "--on", "2026-09-01"), "ближайшее по написанию"),
        (("split", FIRST, "Гимназия", "--on", "2026-09-01"), "назовите тех, кто переходит"),
        (("same-event", "Нет такого", "Событие-Анна"), "записи «Нет такого» нет"),
    ],
)
def test_what_reference_lists_can_not_say_is_told(words: tuple[str, ...], reason: str):
    answer = run("reference", *words)
    assert answer.exit_code == 1
    assert reason in answer.output
