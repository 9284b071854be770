"""Organizations merge, split, move, close and are renamed on a day; the past stays and counts add up."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ingest import imports
from ingest.files.import_options import ImportOptions
from ingest.imports import Upload
from ingest.reference.organizations import Close, Merge, Move, Rename, Split
from ingest.undo import CannotUndoError
from model.database import unscoped_session, write_session
from model.dates import today
from model.errors import ActionRejectedError
from model.journal import ImportFigure, JournalEntry
from model.people import Person
from model.places import Municipality
from queries import quality_sums
from tests.conftest import empty
from tests.data.test_undoing import contents
from tests.db_templates import from_template
from tests.derived import assert_derived_as_anew
from tests.reference import (
    DAY,
    assert_counts_add_up,
    names_on,
    perform,
    place_id,
    spells,
    staff_on,
    undo_last,
)
from tests.sizes import SIZES
from tests.world import CITY, TOWN, World, as_csv, take

A, B = "МБОУ СОШ № 1", "МБОУ СОШ № 2"
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=60)


@pytest.fixture
def world(database: str) -> World:
    return from_template("two schools", two_schools)


def two_schools() -> World:
    """One school with four people, of whom one left long ago and one comes after the day; another with one."""
    world = World()
    world.person("Анна", at=A).assessed("2026-02-01").applied("2026-03-01", head="2026-03-10").chose(
        "2026-03-02", "Семинар", "2026-04-01"
    )
    world.person("Борис", at=A, until="2026-10-15").assessed("2026-03-05")
    world.person("Вера", at=A, until="2020-09-01")
    world.person("Галина", at=A, since="2026-09-20")
    world.person("Дмитрий", at=B).assessed("2026-02-02")
    world.read_in()
    return world


def ids_of(*names: str) -> frozenset[int]:
    with unscoped_session() as session:
        return frozenset(session.scalars(select(Person.id).where(Person.full_name.in_(names))))


def town_id(name: str) -> int:
    with unscoped_session() as session:
        return session.scalars(select(Municipality.id).where(Municipality.name == name)).one()


def reimport_staff(world: World) -> tuple[int, int, int]:
    """Import the staff register again; return the numbers of rows added, changed and refused."""
    plan, _ = take("staff", as_csv("staff", world.rows["staff"]), take_good=True)
    return len(plan.added), len(plan.changed), plan.refused


def test_after_a_merger_the_people_are_in_the_other_and_the_past_is_where_it_was(world: World):
    perform(Merge(place_id(A), place_id(B), DAY))
    assert staff_on(BEFORE) == {f"{A}, {TOWN}": 2, f"{B}, {TOWN}": 1}
    assert staff_on(DAY) == {f"{B}, {TOWN}": 3}
    assert staff_on(AFTER) == {f"{B}, {TOWN}": 3}
    assert spells() == {
        ("Анна", A, "2015-09-01", "2026-09-01"),
        ("Анна", B, "2026-09-01", None),
        ("Борис", A, "2015-09-01", "2026-09-01"),
        ("Борис", B, "2026-09-01", "2026-10-15"),
        ("Вера", A, "2015-09-01", "2020-09-01"),
        ("Галина", B, "2026-09-20", None),
        ("Дмитрий", B, "2015-09-01", None),
    }
    assert_derived_as_anew()


OPERATIONS = {
    "merge": lambda: Merge(place_id(A), place_id(B), DAY),
    "split": lambda: Split(place_id(A), "Новая школа", ids_of("Анна", "Галина"), DAY),
    "move": lambda: Move(place_id(A), town_id(CITY), DAY),
    "close": lambda: Close(place_id(B), DAY, ends_spells=True),
    "close to be settled": lambda: Close(place_id(A), DAY, ends_spells=False),
    "rename": lambda: Rename(place_id(A), "Гимназия № 1", DAY),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_old_register_is_understood_and_changes_nothing(world: World, name: str):
    perform(OPERATIONS[name]())
    held = spells()
    assert reimport_staff(world) == (0, 0, 0)
    assert spells() == held
    for register in ("appendix1", "applications", "participation"):
        plan, _ = take(register, as_csv(register, world.rows[register]))
        assert (plan.added, plan.changed) == ([], [])


@pytest.mark.parametrize("name", OPERATIONS)
def test_undoing_an_operation_puts_everything_back(world: World, name: str):
    before = contents()
    perform(OPERATIONS[name]())
    assert contents() != before
    undo_last()
    after = contents()
    for table in before:
        assert after[table] == before[table], table
    assert reimport_staff(world) == (0, 0, 0)


@pytest.mark.sqlite_by_day  # the same on PostgreSQL by day: test_the_same_holds_on_postgresql
@pytest.mark.parametrize("name", OPERATIONS)
def test_counts_add_up_before_on_and_after_the_day(world: World, name: str):
    before = {day: assert_counts_add_up(day) for day in ((BEFORE, DAY, AFTER) if SIZES.is_night else (BEFORE, DAY))}
    perform(OPERATIONS[name]())
    for day, counts in before.items():
        left = 1 if name == "close" and day > DAY else 0  # the day of the closing is worked
        told = assert_counts_add_up(day)
        assert told["staff"] == counts["staff"] - left, day
        if not left:
            assert told == counts, day
    assert_derived_as_anew()


def test_an_operation_closes_the_door_for_undoing_earlier_imports(world: World):
    perform(Merge(place_id(A), place_id(B), DAY))
    with unscoped_session() as session:
        last = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last.action == "organization merged"
    undo_last()
    with pytest.raises(CannotUndoError, match="только последняя загрузка или операция справочников"):
        undo_last()


def test_an_import_after_a_merger_can_be_undone(world: World):
    perform(Merge(place_id(A), place_id(B), DAY))
    before = contents()
    world.rows["staff"].clear()
    world.person("Анна", at=A, until="2026-12-01")
    world.person("Егор", at=A, since="2026-01-10")
    take("staff", as_csv("staff", world.rows["staff"]))
    assert ("Анна", B, "2026-09-01", "2026-12-01") in spells()
    assert {("Егор", A, "2026-01-10", "2026-09-01"), ("Егор", B, "2026-09-01", None)} <= spells()
    undo_last()
    assert contents() == before


def test_who_is_named_at_the_new_place_with_the_old_first_day_is_not_taken_on_twice(world: World):
    perform(Merge(place_id(A), place_id(B), DAY))
    held = spells()
    for row in world.rows["staff"]:
        row["organization"] = B
    # Вера has left before, Галина begins after: both are what they were; Дмитрий was always there.
    world.rows["staff"] = [row for row in world.rows["staff"] if row["full_name"] != "Вера"]
    assert reimport_staff(world) == (0, 0, 0)
    assert spells() == held


def test_a_moved_organization_counts_in_the_old_municipality_before_and_in_the_new_after(world: World):
    perform(Move(place_id(A), town_id(CITY), DAY))
    assert staff_on(BEFORE) == {f"{A}, {TOWN}": 2, f"{B}, {TOWN}": 1}
    assert staff_on(DAY) == {f"{A}, {CITY}": 2, f"{B}, {TOWN}": 1}
    assert names_on(BEFORE, TOWN) == {A, B}
    assert names_on(DAY, TOWN) == {B}
    assert names_on(BEFORE, CITY) == set()
    assert names_on(DAY, CITY) == {A}


def test_registers_of_the_new_municipality_are_understood_with_the_old_first_days(world: World):
    perform(Move(place_id(A), town_id(CITY), DAY))
    held = spells()
    for row in world.rows["staff"]:
        if row["organization"] == A:
            row["municipality"] = CITY
    world.person("Новая", at=A, town=CITY, since="2025-01-15")
    assert reimport_staff(world) == (2, 0, 0)
    assert spells() - held == {("Новая", A, "2025-01-15", "2026-09-01"), ("Новая", A, "2026-09-01", None)}
    assert staff_on(BEFORE)[f"{A}, {TOWN}"] == 3
    assert staff_on(DAY)[f"{A}, {CITY}"] == 3
    # Without an identifier Вера, who left before the move, is found where she worked.
    world.rows["appendix1"].clear()
    world.rows["appendix1"].append(
        {
            "full_name": "Вера",
            "municipality": CITY,
            "organization": A,
            "procedure": "Оценка",
            "passed_on": "2019-02-01",
        }
    )
    plan, _ = take("appendix1", as_csv("appendix1", world.rows["appendix1"]))
    assert len(plan.added) == 1


def test_a_coordinator_writes_of_a_moved_organization_only_the_days_that_are_theirs(world: World):
    perform(Move(place_id(A), town_id(CITY), DAY))
    held, reserved = spells(), "эту строку может внести только ОГБУ ЧЦОПМКП"
    # The old coordinator sends the file of last month with one more teacher; Галина has only ever been the new one's.
    world.rows["staff"] = [row for row in world.rows["staff"] if row["organization"] == A]
    world.person("Новая", at=A, since="2025-01-15")
    assert _import_for_town(world, TOWN) == (1, 0, [f"Галина: {reserved}"])
    assert spells() - held == {("Новая", A, "2025-01-15", "2026-09-01")}
    for row in world.rows["staff"]:
        row["municipality"] = CITY
    # Вера and Новая have worked for the old one alone: as of anybody who comes from elsewhere, the assessor says it.
    world.person("Егор", at=A, town=CITY, since="2026-01-10")
    assert _import_for_town(world, CITY) == (1, 0, [f"Вера: {reserved}", f"Новая: {reserved}"])
    assert spells() - held == {("Новая", A, "2025-01-15", "2026-09-01"), ("Егор", A, "2026-09-01", None)}


def _import_for_town(world: World, town: str) -> tuple[int, int, list[str]]:
    """Import the staff register as the coordinator; return rows added, changed and the refusals."""
    content, terms = as_csv("staff", world.rows["staff"]), ImportOptions(frozenset({town_id(town)}))
    with write_session() as session:
        upload, rewrite = Upload(content, "staff.csv"), quality_sums.rewriting(today())
        plan, _ = imports.accept(session, "staff", upload, by="test", take_good=True, rewrite=rewrite, terms=terms)
    names = [row["full_name"] for row in world.rows["staff"]]
    return len(plan.added), len(plan.changed), [f"{names[one.row - 2]}: {one.reason}" for one in plan.all_refusals()]


def test_of_a_split_only_those_who_were_named_go(world: World):
    perform(Split(place_id(A), "Новая школа", ids_of("Анна", "Галина"), DAY))
    assert staff_on(DAY) == {f"{A}, {TOWN}": 1, f"Новая школа, {TOWN}": 1, f"{B}, {TOWN}": 1}
    assert ("Галина", "Новая школа", "2026-09-20", None) in spells()
    assert names_on(BEFORE, TOWN) == {A, B}
    with pytest.raises(ActionRejectedError, match="назовите тех"):
        perform(Split(place_id(A), "Другая школа", ids_of("Дмитрий"), DAY))


def test_a_closed_organization_keeps_nobody_and_takes_nobody(world: World):
    perform(Close(place_id(B), DAY, ends_spells=True))
    assert staff_on(AFTER) == {f"{A}, {TOWN}": 2}
    world.rows["staff"].clear()
    world.person("Новая", at=B, since="2026-10-01")
    plan, _ = take("staff", as_csv("staff", world.rows["staff"]), take_good=True)
    assert [one.reason for one in plan.all_refusals()] == ["организация закрыта с 01.09.2026"]


def test_who_is_left_in_a_closed_organization_counts_there_until_settled(world: World):
    perform(Close(place_id(B), DAY, ends_spells=False))
    assert staff_on(AFTER)[f"{B}, {TOWN}"] == 1
    world.rows["staff"].clear()
    world.person("Дмитрий", at=B, until="2026-09-01")
    world.person("Дмитрий", at=A, since="2026-09-01")
    world.read_in()
    assert staff_on(AFTER) == {f"{A}, {TOWN}": 3}
    assert B not in names_on(AFTER, TOWN)


def test_an_organization_is_called_as_on_the_date_and_found_under_any_of_its_names(world: World):
    """Rules of showing: a place is named as it was called on the date shown."""
    perform(Rename(place_id(A), "Гимназия № 1", DAY))
    assert names_on(BEFORE, TOWN) == {A, B}
    assert names_on(DAY, TOWN) == {"Гимназия № 1", B}
    world.rows["staff"].clear()
    world.person("Анна", at="Гимназия №1", since="2015-09-01")
    world.person("Анна", at=A, since="2015-09-01")
    plan, _ = take("staff", as_csv("staff", world.rows["staff"]))
    assert (len(plan.added), len(plan.changed), plan.repeated) == (0, 0, 1)


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        (lambda: Merge(place_id(A), place_id(A), DAY), "сама в себя"),
        (lambda: Merge(place_id(A), 999_999, DAY), "такой организации нет"),
        (lambda: Rename(place_id(A), "МБОУ СОШ №2", DAY), "объедините их"),
        (lambda: Rename(place_id(A), A, DAY), "и сейчас так называется"),
        (lambda: Rename(place_id(A), "«»", DAY), "укажите название"),
        (lambda: Move(place_id(A), town_id(TOWN), DAY), "другое муниципальное"),
        (lambda: Close(place_id(A), DAY, ends_spells=True), "приняты работники"),
        (lambda: Close(place_id(A), date(1900, 1, 1), ends_spells=True), "между 2000 и 2100"),
    ],
)
def test_what_can_not_be_done_is_told_and_nothing_is_written(world: World, operation, reason: str):
    before = contents()
    with pytest.raises(ActionRejectedError, match=reason):
        perform(operation())
    assert contents() == before


def test_nothing_more_becomes_of_what_has_ended_nor_before_what_became_of_it(world: World):
    perform(Rename(place_id(B), "Лицей", DAY))
    with pytest.raises(ActionRejectedError, match="укажите день не раньше"):
        perform(Merge(place_id(A), place_id("Лицей"), BEFORE))
    perform(Merge(place_id(A), place_id("Лицей"), DAY))
    with pytest.raises(ActionRejectedError, match="уже присоединена"):
        perform(Close(place_id(A), AFTER, ends_spells=False))


def test_the_figures_before_and_after_are_kept(world: World):
    run = perform(Close(place_id(B), DAY, ends_spells=True))
    with unscoped_session() as session:
        figures = session.scalars(select(ImportFigure).where(ImportFigure.import_id == run.id)).all()
    assert {one.count_key: one.after - one.before for one in figures}["staff"] == -1


@settings(max_examples=SIZES.worlds if SIZES.is_night else 1)
@given(chain=st.lists(st.sampled_from(["merge", "split", "move", "rename"]), min_size=1, max_size=3), data=st.data())
def test_whatever_becomes_of_organizations_nobody_is_lost_or_counted_twice(sqlite: str, chain: list[str], data):
    _live_through(chain, data)


@settings(max_examples=SIZES.worlds if SIZES.is_night else 1)
@given(chain=st.lists(st.sampled_from(["merge", "split", "move", "rename"]), min_size=1, max_size=3), data=st.data())
def test_the_same_holds_on_postgresql(postgres_url: str, chain: list[str], data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", postgres_url)
        _live_through(chain, data)


def _live_through(chain: list[str], data) -> None:
    empty()
    world = two_schools()
    days = [BEFORE, DAY, DAY + timedelta(days=15), AFTER, AFTER + timedelta(days=30)]
    before = {day: assert_counts_add_up(day) for day in days}
    place, on = A, DAY
    town = TOWN
    for number, kind in enumerate(chain):
        if kind == "merge":
            perform(Merge(place_id(place, town), place_id(B), on))
            break
        if kind == "split":
            gone = data.draw(st.sampled_from(["Анна", "Борис", "Галина"]))
            if not any(who == gone and where == place and until is None for who, where, _, until in spells()):
                continue
            perform(Split(place_id(place, town), f"Выделенная {number}", ids_of(gone), on))
        if kind == "move":
            town = CITY if town == TOWN else f"{TOWN}"
            if number and town == TOWN:
                break
            perform(Move(place_id(place, TOWN), town_id(CITY), on))
        if kind == "rename":
            perform(Rename(place_id(place, town), f"Школа-{number}", on))
            place = f"Школа-{number}"
        on += timedelta(days=data.draw(st.integers(0, 40)))
    held = spells()
    assert {day: assert_counts_add_up(day) for day in days} == before
    assert reimport_staff(world) == (0, 0, 0)
    assert spells() == held
    assert_derived_as_anew()
