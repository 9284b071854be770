"""A wrong fact can be taken back: a row with «да» under «Удалить» removes the record of its key."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from ingest import undo
from model.database import unscoped_session, write_session
from model.dates import today
from model.journal import ImportRun
from model.people import Employment, Person
from model.routes import Application, Assessment, Participation, RecommendedProgramme, Result, Route
from queries import quality_sums
from tests.cases import case, refusals, take_base, take_case
from tests.derived import assert_derived_as_anew
from tests.world import World, as_csv, take


@pytest.fixture
def world(database: str) -> World:
    return World()


def ask(query) -> list:
    with unscoped_session() as session:
        return list(session.scalars(query))


def undo_last() -> None:
    with write_session() as session:
        last = undo.last_import(session)
        undo.undo(session, last.id if last else 0, by="test", rewrite=quality_sums.rewriting(today()))


def lived(world: World) -> World:
    """A person with a fact in every register."""
    anna = world.person("Анна").assessed("2026-02-01", programmes="Программа", subject="50")
    anna.applied("2026-03-01", head="2026-03-02").finished("2026-04-01 - 2026-05-01")
    anna.chose("2026-03-01", "Семинар", "2026-03-30", confirmed="2026-03-30")
    world.person("Борис").assessed("2026-02-01")
    world.read_in()
    return world


@pytest.mark.parametrize(
    ("register", "table"),
    [("appendix1", Assessment), ("applications", Application), ("appendix2", Result), ("participation", Participation)],
)
def test_a_record_of_any_register_is_removed_and_comes_back_when_undone(world: World, register: str, table):
    lived(world)
    with unscoped_session() as session:
        before = [
            sorted(map(tuple, session.execute(select(*one.__table__.c)).all()), key=str)
            for one in (Assessment, RecommendedProgramme, Result, Participation, Route)
        ]
    rows = [{**row, "removed": "да"} for row in world.rows[register] if row["full_name"] == "Анна"]
    plan, run = take(register, as_csv(register, rows))
    assert (len(plan.removed), run.removed, plan.refused) == (1, 1, 0)
    annas = select(table.id).join(Person, Person.id == table.person_id).where(Person.full_name == "Анна")
    assert ask(annas.where(table.implied.is_(False)) if table is Application else annas) == []
    assert_derived_as_anew()
    undo_last()
    with unscoped_session() as session:
        after = [
            sorted(map(tuple, session.execute(select(*one.__table__.c)).all()), key=str)
            for one in (Assessment, RecommendedProgramme, Result, Participation, Route)
        ]
    assert after == before
    assert_derived_as_anew()


def test_a_removed_spell_takes_the_person_out_of_the_counts(world: World):
    anna = world.person("Анна").assessed("2026-02-01")
    world.person("Борис").assessed("2026-02-01")
    world.read_in()
    row = {**world.rows["staff"][0], "removed": "да"}
    take("staff", as_csv("staff", [row]))
    assert ask(select(Person.full_name).join(Employment)) == ["Борис"]
    assert_derived_as_anew()
    undo_last()
    assert world.state_of(anna, on="2026-02-01").staff == 1


def test_a_wrong_day_of_assessment_is_corrected_in_one_file(database: str):
    take_base()
    take_case("appendix1", "correct_day_of_assessment_1.csv")
    heading, old = case("correct_day_of_assessment_1.csv").decode("utf-8-sig").splitlines()
    new = case("correct_day_of_assessment_2.csv").decode("utf-8-sig").splitlines()[1]
    both = "\n".join((f"{heading};Удалить", f"{old};да", f"{new};"))
    plan, _ = take("appendix1", both.encode())
    assert (len(plan.removed), len(plan.added)) == (1, 1)
    mine = select(Assessment.passed_on).join(Person, Person.id == Assessment.person_id)
    assert [f"{day:%d.%m.%Y}" for day in ask(mine.where(Person.identifier == "1003"))] == ["20.03.2025"]


def test_a_corrected_day_of_hiring_is_refused_with_the_way_to_do_it(database: str):
    take_base()
    (refusal,) = refusals("staff", case("correct_day_of_hiring.csv"))
    assert "в этой организации уже записано место работы с 01.09.2020" in refusal
    assert "«Удалить»" in refusal
    heading, new = case("correct_day_of_hiring.csv").decode("utf-8-sig").splitlines()
    both = "\n".join((f"{heading};Удалить", f"{new};", f"{new.replace('02.09.2020', '01.09.2020')};да"))
    plan, _ = take("staff", both.encode())
    assert (len(plan.removed), len(plan.added), plan.refused) == (1, 1, 0)
    mine = select(Employment.since).join(Person, Person.id == Employment.person_id)
    assert [f"{day:%d.%m.%Y}" for day in ask(mine.where(Person.identifier == "1002"))] == ["02.09.2020"]


def test_a_removal_that_finds_nothing_is_refused(world: World):
    lived(world)
    row = {**world.rows["appendix1"][0], "passed_on": "2026-02-02", "removed": "да"}
    (refusal,) = refusals("appendix1", as_csv("appendix1", [row]))
    assert "удалять нечего" in refusal
    assert len(ask(select(Assessment.id))) == 2


def test_a_word_that_is_no_consent_removes_nothing(world: World):
    lived(world)
    row = world.rows["appendix1"][0]
    (refusal,) = refusals("appendix1", as_csv("appendix1", [{**row, "removed": "может быть"}]))
    assert "ожидается «да»" in refusal
    plan, _ = take("appendix1", as_csv("appendix1", [{**row, "removed": "нет"}]))
    assert (plan.removed, plan.unchanged) == ([], 1)


def test_a_removal_names_no_new_thing(world: World):
    lived(world)
    row = {**world.rows["appendix2"][0], "programme": "Никогда не бывшая", "removed": "да"}
    assert len(refusals("appendix2", as_csv("appendix2", [row]))) == 1
    assert ask(select(ImportRun.removed).where(ImportRun.removed > 0)) == []


def test_a_refused_row_leaves_its_stored_spell_in_the_way_of_others(world: World):
    """Of a stored spell from 2020 that one row would shorten and is refused, the other may not overlap it."""
    anna = world.person("Анна", at="А", since="2020-01-01", until="2021-01-01")
    anna.organization = "Б"
    anna.works(since="2021-01-01")
    world.read_in()
    world.rows["staff"].clear()
    anna.works(since="2021-01-01", until="2022-01-01")
    anna.organization = "А"
    # Overlaps the one above as long as that begins in 2021; refused, it leaves «Б» from 2021 as the file has it.
    anna.works(since="2020-01-01", until="2021-06-01")
    anna.organization = "В"
    anna.works(since="2021-03-01", until="2021-05-01")
    plan, _ = take("staff", as_csv("staff", world.rows["staff"]), take_good=True)
    assert sorted(plan.refusals) == [3, 4]
    with unscoped_session() as session:
        spells = session.execute(select(Employment.since, Employment.until).order_by(Employment.since)).all()
    assert all(one.until and one.until <= other.since for one, other in pairwise(spells))
