"""An import is whole or nothing, and every refusal has a reason."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from access.reading import Reading
from ingest.files.refusals import write_refused
from ingest.imports import ImportRejectedError
from model.database import read_session, unscoped_session
from model.journal import ImportRun
from model.people import Employment, Person
from model.places import REGION
from model.routes import Application, Assessment
from queries.lists import rows_behind
from tests.derived import assert_derived_as_anew
from tests.world import ASSESSOR, CITY, SCHOOL, TOWN, World, as_csv, take


@pytest.fixture
def world(database: str) -> World:
    return World()


def number_of(table) -> int:
    with unscoped_session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def refusals_of(world: World, register: str) -> list[str]:
    """The refusals of the register after the others are imported."""
    for other in ("staff", "appendix1"):
        if other != register and world.rows[other]:
            take(other, as_csv(other, world.rows[other]))
    with pytest.raises(ImportRejectedError) as refused:
        take(register, as_csv(register, world.rows[register]))
    return [str(refusal) for refusal in refused.value.plan.all_refusals()]


def test_one_refused_row_leaves_nothing_written(world: World):
    world.person("Анна")
    world.person("Борис", town="Троицкий")
    assert len(refusals_of(world, "staff")) == 1
    assert [number_of(table) for table in (Person, Employment, ImportRun)] == [0, 0, 0]


def test_unknown_municipality_is_refused_with_the_nearest_told(world: World):
    world.person("Анна", town="Еманжелинский муниципальнй округ")
    (refusal,) = refusals_of(world, "staff")
    for said in ("staff.csv", "строка 2", "Муниципальное образование", "Еманжелинский муниципальнй округ", f"«{TOWN}»"):
        assert said in refusal


def test_earlier_name_of_a_municipality_is_the_same_place(world: World):
    world.person("Анна", town="Еманжелинский муниципальный район")
    world.person("Борис", town=TOWN)
    world.read_in()
    with unscoped_session() as session:
        assert session.scalar(select(func.count(Employment.organization_id.distinct()))) == 1


def test_good_rows_go_in_and_the_mended_rest_follows(world: World):
    world.person("Анна")
    world.person("Борис", town="Нигде")
    plan, run = take("staff", as_csv("staff", world.rows["staff"]), take_good=True)
    assert (run.added, run.refused, number_of(Person)) == (1, 1, 1)
    given_back = BytesIO()
    write_refused(given_back, plan.file, plan.refusals)
    text = given_back.getvalue().decode("utf-8-sig")
    assert "Борис" in text
    assert "Анна" not in text
    assert "Причина отказа" in text
    _, mended = take("staff", text.replace("Нигде", CITY).encode())
    assert (mended.added, mended.refused, number_of(Person)) == (1, 0, 2)


def test_overlapping_spells_are_refused(world: World):
    anna = world.person("Анна", since="2020-09-01", until="2023-09-01")
    anna.organization = "Другая школа"
    anna.works(since="2023-08-31")
    (refusal,) = refusals_of(world, "staff")
    assert "строка 3" in refusal
    assert "с 01.09.2020 по 01.09.2023" in refusal


def test_spell_may_begin_on_the_day_another_ends(world: World):
    anna = world.person("Анна", since="2020-09-01", until="2023-09-01")
    anna.organization = "Другая школа"
    anna.works(since="2023-09-01")
    world.read_in()
    assert number_of(Employment) == 2


def test_dismissal_and_the_next_spell_may_come_in_one_later_file(world: World):
    anna = world.person("Анна", since="2020-09-01")
    world.read_in()
    world.rows["staff"].clear()
    anna.organization = "Другая школа"
    anna.works(since="2024-09-01")
    anna.organization = SCHOOL
    anna.works(since="2020-09-01", until="2024-09-01")
    world.read_in()
    assert world.region("2024-09-01")["staff"] == 1


def test_namesakes_are_refused_without_identifier(world: World):
    for number in (1, 2):
        person = world.person("Анна")
        person.identifier = world.rows["staff"][-1]["identifier"] = f"Т-{number}"
    person.identifier = ""
    person.applied("2026-03-01")
    (refusal,) = refusals_of(world, "applications")
    assert "таких работников несколько (2): укажите идентификатор" in refusal


def test_namesakes_are_told_apart_by_position_where_the_register_has_it(world: World):
    for number, position in enumerate(("учитель", "директор"), start=1):
        person = world.person("Анна", position=position)
        person.identifier = world.rows["staff"][-1]["identifier"] = f"Т-{number}"
    person.identifier = ""
    person.assessed("2026-02-01", position="Директор")
    world.read_in()
    with unscoped_session() as session:
        found = session.scalar(select(Person.identifier).join(Assessment, Assessment.person_id == Person.id))
    assert found == "Т-2"


def test_unknown_person_organization_and_identifier_are_refused(world: World):
    anna = world.person("Анна")
    anna.identifier = ""
    anna.name = "Аня"
    anna.assessed("2026-02-01")
    anna.name, anna.organization = "Анна", "МБОУ СОШ № 11"
    anna.assessed("2026-02-01")
    anna.identifier = "нет такого"
    anna.assessed("2026-02-01")
    reasons = refusals_of(world, "appendix1")
    assert "нет работника с таким ФИО" in reasons[0]
    assert f"ближайшее по написанию — «{SCHOOL}»" in reasons[1]
    assert "нет работника с таким идентификатором" in reasons[2]


def test_a_person_is_found_under_an_earlier_surname(world: World):
    anna = world.person("Иванова Анна", since="2015-09-01", until="2020-01-01")
    anna.name = "Петрова Анна"
    anna.works(since="2020-01-01")
    anna.identifier, anna.name = "", "Иванова Анна"
    anna.assessed("2026-02-01")
    world.read_in()
    assert number_of(Assessment) == 1


def test_later_row_replaces_what_an_earlier_one_said(world: World):
    anna = world.person("Анна").assessed("2026-02-01").applied("2026-03-01")
    world.read_in()
    world.rows["applications"][0] |= {"head_decision": "отклонена", "head_on": "2026-03-05"}
    assert world.state_of(anna, on="2026-03-05").formed == 0
    assert number_of(Application) == 1


def test_an_application_corrected_to_be_for_an_event_belongs_to_no_route(world: World):
    anna = world.person().assessed("2026-02-01")
    anna.applied("2026-03-01", "Программа А", number="З-1")
    world.read_in()
    assert world.state_of(anna, on="2026-03-01").formed == 1
    world.rows["applications"][-1] |= {"kind": "событие", "name": "Семинар"}
    world.read_in()
    assert world.state_of(anna, on="2026-03-01").formed == 0
    with unscoped_session() as session:
        only = session.execute(select(Application.route_id, Application.counts_from)).one()
    assert tuple(only) == (None, None)


def test_spans_follow_changes_of_the_past(world: World):
    anna = world.person("Анна").assessed("2026-02-01").finished("2026-03-05 - 2026-04-05")
    boris = world.person("Борис").assessed("2026-01-15").applied("2026-02-02", head="2026-02-03")
    world.read_in()
    assert_derived_as_anew()
    anna.applied("2026-03-20", head="2026-03-25")  # does away with the implied one of 5 March
    boris.applied("2026-02-10", provider="2026-05-06")
    boris.chose("2026-02-20", "Семинар", "2026-03-30", confirmed="2026-04-02")
    world.rows["staff"][1]["until"] = "2026-05-15"
    world.rows["staff"][0]["category"] = "руководящий"
    world.read_in()
    assert_derived_as_anew()
    world.rows["appendix1"][0]["formed_on"] = "2026-03-15"
    world.rows["appendix2"][0]["document_number"] = ""
    world.rows["participation"][0]["confirmed_on"] = ""
    world.read_in()
    assert_derived_as_anew()


def test_lists_follow_a_corrected_name_and_a_leaver(world: World):
    world.person("Белова Яна", until="2030-01-01").assessed("2026-02-01")
    boris = world.person("Борис", at="Школа 2").assessed("2026-02-01")
    world.read_in()
    world.rows["staff"][0] |= {"full_name": "Чернова Яна", "position": "учитель"}
    world.rows["staff"][1]["until"] = "2026-03-01"
    boris.organization = "Школа 3"
    boris.works(since="2026-03-01")
    world.read_in()
    assert_derived_as_anew()
    with read_session() as session:
        rows = rows_behind(Reading(session, ASSESSOR, date(2026, 3, 1)), "staff", REGION).rows
    assert [(row["full_name"], row["organization"]) for row in rows] == [("Борис", "Школа 3"), ("Чернова Яна", SCHOOL)]


def test_region_is_empty_before_anything_happened(world: World):
    world.person("Анна").assessed("2026-02-01")
    assert set(world.region("2010-01-01").values()) == {0}
