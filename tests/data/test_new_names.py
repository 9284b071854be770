"""What a file names for the first time is told with its nearest known name; new organizations want a word."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from cli import cli
from ingest import imports
from ingest.files.import_options import ImportOptions
from ingest.imports import Upload
from ingest.matching.hints import Hints
from model.database import unscoped_session, write_session
from model.places import Organization
from tests.cases import FOLDER, check_case, take_base
from tests.world import SCHOOL, World, as_csv, take


@pytest.fixture
def world(database: str) -> World:
    return World()


def run(*words: str):
    return CliRunner().invoke(cli, words)


def organizations() -> int:
    with unscoped_session() as session:
        return session.scalar(select(func.count()).select_from(Organization)) or 0


def file_with(tmp_path: Path, world: World, register: str = "staff") -> str:
    file = tmp_path / f"{register}.csv"
    file.write_bytes(as_csv(register, world.rows[register]))
    return str(file)


def test_a_new_organization_is_told_with_the_nearest_and_held_until_confirmed(world: World, tmp_path: Path):
    world.person("Анна")
    take("staff", as_csv("staff", world.rows["staff"]))
    world.person("Борис", at="МБОУ СОШ № 11")
    file = file_with(tmp_path, world)
    held = run("import", "staff", file)
    assert held.exit_code == 1
    assert "организация «МБОУ СОШ № 11»" in held.output
    assert f"ближайшее известное — «{SCHOOL}»" in held.output
    assert "--new-organizations" in held.output
    assert organizations() == 1
    assert run("import", "staff", file, "--check").exit_code == 1
    assert run("import", "staff", file, "--new-organizations").exit_code == 0
    assert organizations() == 2


def test_the_first_organizations_of_a_municipality_need_no_word(world: World, tmp_path: Path):
    world.person("Анна")
    world.person("Борис", at="Лицей")
    assert run("import", "staff", file_with(tmp_path, world)).exit_code == 0
    assert organizations() == 2


def test_new_programmes_and_events_are_told_with_the_nearest(world: World):
    anna = world.person("Анна").assessed("2026-02-01", programmes="Цифровая среда школы")
    world.read_in()
    anna.assessed("2026-03-01", programmes="Цифровая среда школ\nСовсем другая")
    with unscoped_session() as session:
        upload = Upload(as_csv("appendix1", world.rows["appendix1"]), "п.csv")
        told = imports.check(session, "appendix1", upload, ImportOptions()).new_names
    names = [(one.kind, one.name) for one in told]
    assert names == [("programme", "Цифровая среда школ"), ("programme", "Совсем другая")]
    assert told[0].nearest == "Цифровая среда школы"


def test_a_hint_is_sought_once_for_a_name_and_not_for_more_than_a_hundred():
    asked: list[object] = []

    def names_of(group: object) -> list[str]:
        asked.append(group)
        return ["МБОУ СОШ № 1", "Лицей № 17"]

    hints = Hints(names_of, most=2)
    assert [hints.nearest(1, "МБОУ СОШ № 11") for _ in range(5)] == ["МБОУ СОШ № 1"] * 5
    assert hints.nearest(1, "Лицей 17") == "Лицей № 17"
    assert hints.nearest(1, "Лицей № 18") is None
    assert asked == [1]


def test_many_unknown_organizations_cost_few_hints(database: str, monkeypatch: pytest.MonkeyPatch):
    take("staff", (FOLDER / "many_organizations_staff.csv").read_bytes())
    # The sign of a number in Latin letters is the same sign: what is unknown is in another town.
    known = (FOLDER / "many_unknown_organizations.csv").read_bytes()
    content = known.replace("г. Челябинска".encode(), "г. Копейска".encode())
    sought: list[str] = []
    seek = Hints._sought
    monkeypatch.setattr(Hints, "_sought", lambda hints, group, key: sought.append(key) or seek(hints, group, key))
    with unscoped_session() as session:
        plan = imports.check(session, "appendix1", Upload(content, "много.csv"))
    assert plan.refused == 500
    assert len(sought) <= 100
    plan = check_case("appendix1", "many_unknown_organizations.csv")
    assert (plan.refused, len(plan.added)) == (0, 500)


def test_the_command_line_tells_sheets_not_read_and_rows_that_come_again(database: str, tmp_path: Path):
    take_base()
    told = run("import", "staff", str(FOLDER / "two_sheets.xlsx"), "--check").output
    assert "Не прочитаны другие листы с таблицами: Миасс 2" in told
    rows = (FOLDER / "00_base_staff.csv").read_bytes()
    file = tmp_path / "twice.csv"
    file.write_bytes(rows.rstrip() + b"\n" + rows.splitlines()[1] + b"\n")
    told = run("import", "staff", str(file), "--check").output
    assert "строка 2 — в строке 11" in told


@pytest.mark.parametrize("is_stale", [False, True])
def test_a_plan_prepared_before_the_lock_is_written_unless_the_data_have_changed(
    world: World, monkeypatch: pytest.MonkeyPatch, is_stale: bool
):
    world.person("Анна")
    upload = Upload(as_csv("staff", world.rows["staff"]), "к.csv")
    with unscoped_session() as session:
        prepared = imports.prepare(session, "staff", upload, take_good=False)
    if is_stale:
        take("staff", as_csv("staff", world.rows["staff"]))
    checks: list[str] = []
    check = imports.check
    monkeypatch.setattr(imports, "check", lambda *words: checks.append("again") or check(*words))
    with write_session() as session:
        plan, _ = imports.import_file(session, "staff", upload, by="test", take_good=False, prepared=prepared)
    assert checks == ["again"] * is_stale
    assert (len(plan.added), plan.unchanged) == ((0, 1) if is_stale else (1, 0))
