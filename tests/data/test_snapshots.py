"""Stored sums do not depend on the order of imports and are rewritten only where an import can show."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.snapshots import SnapshotDay, snapshot
from queries.summing import sum_days
from sqlalchemy import select, update

from ingest.imports import Upload, finish_import, import_file
from model.database import unscoped_session, write_session
from model.dates import today
from model.journal import ImportTouch
from model.places import Organization
from queries import snapshots
from tests import worlds
from tests.conftest import empty
from tests.contents import contents, without_history
from tests.oracle import Registers
from tests.registers_as_files import write_csv
from tests.sizes import SIZES
from tests.world import CITY, ORDER, TOWN, World, as_csv, take

TODAY = date(2026, 6, 30)


def staff_row(number: int, town: str) -> dict[str, object]:
    who = {"identifier": f"Т-{number}", "full_name": f"Анна {number}", "municipality": town, "organization": "Школа"}
    return {**who, "category": "педагогический", "since": date(2015, 9, 1)}


def assessment_row(number: int, town: str, day: date) -> dict[str, object]:
    return {**staff_row(number, town), "procedure": "Оценка", "passed_on": day}


PEOPLE = [staff_row(1, TOWN), staff_row(2, CITY)]
REGISTERS = {
    "staff": PEOPLE,
    "appendix1": [assessment_row(1, TOWN, date(2026, 1, 15)), assessment_row(2, CITY, date(2026, 3, 15))],
    "participation": [
        {**one, "event": "Форум", "starts_on": date(2026, 5, 1), "chosen_on": date(2026, 4, 1)} for one in PEOPLE
    ],
}


def import_together(registers: dict[str, list[dict[str, object]]]) -> None:
    with write_session() as session:
        runs = [
            import_file(session, register, Upload(write_csv(register, rows), "файл.csv"), by="test", take_good=False)[1]
            for register, rows in registers.items()
        ]
        finish_import(session, runs, snapshots.rewriting(TODAY))


def assessed_by_day() -> dict[date, int]:
    """The number assessed by each stored day."""
    with unscoped_session() as session:
        rows = session.execute(select(snapshot.c.day, snapshot.c.assessed)).all()
    return {day: sum(one for other, one in rows if other == day) for day, _ in rows}


def test_registers_settled_together_give_the_sums_of_one_after_another(database):
    for register, rows in REGISTERS.items():
        import_together({register: rows})
    one_by_one = without_history(contents())
    empty()
    import_together(REGISTERS)
    assert without_history(contents()) == one_by_one
    assert assessed_by_day()[date(2026, 2, 28)] == 1
    assert assessed_by_day()[TODAY] == 2


def test_only_days_on_which_a_change_can_show_are_summed_anew(database):
    import_together(REGISTERS)
    with write_session() as session:
        session.execute(update(snapshot).values(assessed=7))
    import_together({"appendix1": [assessment_row(1, TOWN, date(2026, 5, 20))]})
    assert assessed_by_day()[date(2026, 4, 30)] == 14
    # The other town's school was not touched and keeps what was written over it.
    assert assessed_by_day()[date(2026, 5, 31)] == 8
    assert assessed_by_day()[TODAY] == 8


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(registers=worlds.registers(), later=st.permutations(ORDER[1:]))
def test_days_summed_in_one_walk_are_those_summed_one_by_one(registers: Registers, later: list[str]):
    empty()
    for register in ("staff", *later):
        if registers[register]:
            take(register, as_csv(register, registers[register]))
    with unscoped_session() as session:
        walked = session.execute(select(snapshot)).all()
    with write_session() as session:
        places = dict.fromkeys(session.scalars(select(Organization.id)), date.min)
        for day in session.scalars(select(SnapshotDay.day)).all():
            sum_days(session, [day], places, known_on=today())
        assert sorted(session.execute(select(snapshot)).all(), key=str) == sorted(walked, key=str)


@pytest.fixture
def world(database) -> World:
    return World()


def test_later_application_shows_from_a_result_only_where_it_does_away_with_an_implied_one(world: World):
    anna = world.person("Анна").assessed("2026-01-15")
    anna.finished("10.02.2026 — 20.02.2026")
    world.read_in()
    world.rows["applications"].clear()
    anna.applied("2026-05-20", programme="Другая")
    assert first_day_of_change(world) == date(2026, 5, 20)
    world.rows["applications"].clear()
    anna.applied("2026-05-21")
    assert first_day_of_change(world) == date(2026, 2, 10)


def first_day_of_change(world: World) -> date | None:
    """Import the applications and return the first day on which they show."""
    _, run = take("applications", as_csv("applications", world.rows["applications"]))
    with unscoped_session() as session:
        return session.scalar(select(ImportTouch.since).where(ImportTouch.import_id == run.id))
