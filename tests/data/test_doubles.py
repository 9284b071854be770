"""Duplicates of providers, programmes and events are merged without losing a row."""

from datetime import date

import pytest
from sqlalchemy import select

from access.grant_objects import find_object
from access.reading import Reading
from ingest.reference.duplicates import TABLES, Duplicate, SameAs
from model.accounts import Grant, Role
from model.database import read_session, unscoped_session
from model.errors import ActionRejectedError
from model.journal import ImportRun, JournalEntry
from model.routes import Application, Participation, RecommendedProgramme, Result
from queries.applications import provider
from tests.data.test_undoing import contents
from tests.db_templates import from_template
from tests.derived import assert_derived_as_anew
from tests.reference import assert_counts_add_up, perform, undo_last
from tests.site import open_account
from tests.world import ASSESSOR, World, as_csv, take

KEPT, DOUBLED = "Цифровая дидактика", "Цифровая дидактика (72 часа)"
ON = "2026-06-30"


@pytest.fixture
def world(database: str) -> World:
    return from_template("doubles", grow_world)


def grow_world() -> World:
    """Анна has a recommendation under one name and an application under the other, so her route is not chosen."""
    world = World()
    anna = world.person("Анна").assessed("2026-02-01", programmes=f"{KEPT}\nДругая\n{DOUBLED}")
    anna.applied("2026-03-01", DOUBLED, provider_name="ЧИППКРО", head="2026-03-02")
    anna.chose("2026-03-01", "Семинар", "2026-04-01", confirmed="2026-04-02")
    boris = world.person("Борис").assessed("2026-02-02", programmes=KEPT)
    boris.applied("2026-03-02", DOUBLED, provider_name="ГБУ ДПО ЧИППКРО")
    boris.finished("2026-03-05 - 2026-04-05", DOUBLED)
    boris.chose("2026-03-01", "Семинар для учителей", "2026-04-01")
    world.read_in()
    return world


def id_of(kind: Duplicate, name: str) -> int:
    table = TABLES[kind]
    with unscoped_session() as session:
        return session.scalars(select(table.id).where(table.name == name)).one()


def merge(kind: Duplicate, double: str, kept: str) -> ImportRun:
    return perform(SameAs(kind, id_of(kind, double), id_of(kind, kept)))


PAIRS = {
    Duplicate.PROGRAMME: (DOUBLED, KEPT),
    Duplicate.PROVIDER: ("ГБУ ДПО ЧИППКРО", "ЧИППКРО"),
    Duplicate.EVENT: ("Семинар для учителей", "Семинар"),
}


def test_an_application_by_the_name_of_a_double_counts_for_the_recommended_programme(world: World):
    """п. 2.4: a programme counts when it is among the recommended ones."""
    assert world.region(ON)["chosen"] == 1
    merge(Duplicate.PROGRAMME, DOUBLED, KEPT)
    with unscoped_session() as session:
        assert session.scalar(select(Result.counts_from)) is not None
        lists = session.execute(
            select(RecommendedProgramme.programme_id, RecommendedProgramme.place_in_list).order_by(
                RecommendedProgramme.assessment_id, RecommendedProgramme.place_in_list
            )
        ).all()
    kept = id_of(Duplicate.PROGRAMME, KEPT)
    assert [tuple(one) for one in lists] == [(kept, 1), (id_of(Duplicate.PROGRAMME, "Другая"), 2), (kept, 1)]
    assert assert_counts_add_up(date.fromisoformat(ON))["chosen"] == 2
    assert_derived_as_anew()


def facts() -> dict[str, list[str]]:
    """The facts, without the places of the files."""
    return {table: rows for table, rows in contents().items() if table != "import_place"}


@pytest.mark.parametrize("kind", Duplicate)
def test_everything_points_to_the_kept_one_and_the_files_are_understood(world: World, kind: Duplicate):
    double, kept = PAIRS[kind]
    gone = id_of(kind, double)
    run = merge(kind, double, kept)
    with unscoped_session() as session:
        for table in (Application, Result, Participation, RecommendedProgramme):
            column = getattr(table, f"{kind}_id", None)
            assert column is None or gone not in set(session.scalars(select(column))), table
        line = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (line.action, line.login) == ("double merged", "test")
    assert f"«{double}» присоединяется к «{kept}»" in line.subject
    assert run.accepted_by == "test"
    before = facts()
    for register in ("staff", "appendix1", "applications", "appendix2", "participation"):
        plan, _ = take(register, as_csv(register, world.rows[register]))
        assert (plan.added, plan.changed) == ([], []), register
    assert facts() == before
    assert_derived_as_anew()


@pytest.mark.parametrize("kind", Duplicate)
def test_a_merging_can_be_undone_until_the_next_import(world: World, kind: Duplicate):
    before = contents()
    merge(kind, *PAIRS[kind])
    undo_last()
    assert contents() == before
    names = TABLES[kind]
    with unscoped_session() as session:
        assert set(session.scalars(select(names.same_as_id))) == {None}


def test_rows_that_say_the_same_of_both_become_one(world: World):
    """The same participation came in under both names."""
    anna = world.person("Анна")
    world.rows.clear()
    anna.chose("2026-03-01", "Семинар для учителей", "2026-04-01", confirmed="2026-04-02")
    world.read_in()
    before = contents()
    assert assert_counts_add_up(date.fromisoformat(ON))["events_due"] == 3
    merge(Duplicate.EVENT, *PAIRS[Duplicate.EVENT])
    assert assert_counts_add_up(date.fromisoformat(ON))["events_due"] == 2
    assert_derived_as_anew()
    undo_last()
    assert contents() == before


def test_rows_that_differ_are_not_made_one(world: World):
    anna = world.person("Анна")
    world.rows.clear()
    anna.chose("2026-03-01", "Семинар для учителей", "2026-04-01", absence_reason="болела")
    world.read_in()
    before = contents()
    with pytest.raises(ActionRejectedError, match=r"с одного дня различаются: 1 \(01.04.2026\). Загрузите реестр"):
        merge(Duplicate.EVENT, *PAIRS[Duplicate.EVENT])
    assert contents() == before


def test_what_was_merged_before_goes_along_and_is_not_merged_twice(world: World):
    merge(Duplicate.PROGRAMME, DOUBLED, KEPT)
    merge(Duplicate.PROGRAMME, KEPT, "Другая")
    with unscoped_session() as session:
        table = TABLES[Duplicate.PROGRAMME]
        said = dict(session.execute(select(table.name, table.same_as_id)).all())
    other = id_of(Duplicate.PROGRAMME, "Другая")
    assert said == {KEPT: other, DOUBLED: other, "Другая": None}
    with pytest.raises(ActionRejectedError, match="уже объединена"):
        merge(Duplicate.PROGRAMME, DOUBLED, "Другая")
    with pytest.raises(ActionRejectedError, match="одна и та же"):
        merge(Duplicate.PROGRAMME, "Другая", "Другая")


def test_the_account_of_a_double_is_that_of_the_kept_provider(world: World):
    double, kept = (id_of(Duplicate.PROVIDER, name) for name in PAIRS[Duplicate.PROVIDER])
    open_account(Role.PROVIDER, double)
    preview = SameAs(Duplicate.PROVIDER, double, kept)
    with unscoped_session() as session:
        told = preview.preview(session)
    assert told.numbers == {"работников": 1, "заявок": 1, "результатов": 0}
    assert any("Учётных записей" in note and note.endswith("1.") for note in told.notes)
    perform(preview)
    with unscoped_session() as session:
        assert session.scalar(select(Grant.provider_id)) == kept


def test_the_number_of_a_double_leads_to_the_kept_one(world: World):
    double, kept = (id_of(Duplicate.PROVIDER, name) for name in PAIRS[Duplicate.PROVIDER])
    merge(Duplicate.PROVIDER, *PAIRS[Duplicate.PROVIDER])
    with read_session() as session:
        found = provider(Reading(session, ASSESSOR, date.fromisoformat(ON)), double)
        assert found
        assert found.id == kept
        named = {find_object(session, Role.PROVIDER, said) for said in (f"{double}", PAIRS[Duplicate.PROVIDER][0])}
    assert named == {kept}
