"""Whom a row means: an identifier and a name must agree, and what looks the same is the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from ingest.matching.agreement import Agreement, agreement, loose_identifier
from model.database import unscoped_session
from model.people import Employment, Person
from model.places import Organization
from model.routes import Application, Assessment, Result
from tests.cases import case, check_case, refusals, take_base, take_case
from tests.db_templates import from_template
from tests.world import CITY, SCHOOL, World, as_csv, take


@pytest.fixture
def base(database: str) -> str:
    from_template("base of the cases", take_base)
    return database


@pytest.fixture
def world(database: str) -> World:
    return World()


def ask(query) -> list:
    with unscoped_session() as session:
        return list(session.scalars(query))


def scores(identifier: str) -> list[float | None]:
    mine = select(Assessment.subject).join(Person, Person.id == Assessment.person_id)
    return ask(mine.where(Person.identifier == identifier).order_by(Assessment.passed_on))


def test_identifiers_of_other_people_are_refused_with_both_names_told_to_the_assessor(base: str):
    first, second = refusals("appendix1", case("identifiers_of_other_people.csv"))
    assert "идентификатор принадлежит другому человеку" in first
    assert "Мамедов Рустам Али оглы" in first
    assert "Петрова-Водкина Анна Сергеевна" in second
    assert scores("1003") == scores("1005") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Зайцева Ольга Петровна", Agreement.SAME),
        ("ЗАЙЦЕВА ольга петровна", Agreement.SAME),
        ("Орехова Ольга Петровна", Agreement.CHANGED),
        ("Петрова Ольга Петровна", Agreement.CHANGED),
        ("Зайцева О. П.", Agreement.CHANGED),
        ("Зайцева О.П.", Agreement.CHANGED),
        ("Зайцева Ольга", Agreement.CHANGED),
        ("Зайцева Ольга Перовна", Agreement.CHANGED),
        ("Зайцева-Орехова Ольга Петровна", Agreement.CHANGED),
        ("Ольга Петровна Зайцева", Agreement.CHANGED),
        ("Зайцева Анна Петровна", Agreement.NONE),
        ("Йогов Андрей Ильич", Agreement.NONE),
        ("Мамедов Пётр Али оглы", Agreement.NONE),
        ("Петрова Анна Петровна", Agreement.NONE),
    ],
)
def test_a_name_agrees_but_for_the_surname(name: str, expected: Agreement):
    assert agreement(name, ["Зайцева Ольга Петровна"]) is expected


def test_a_changed_surname_under_one_identifier_is_accepted_with_a_remark(world: World):
    anna = world.person("Зайцева Анна Ильинична")
    world.read_in()
    anna.name = "Орехова Анна Ильинична"
    anna.assessed("2026-02-01")
    plan, _ = take("appendix1", as_csv("appendix1", world.rows["appendix1"]))
    ((row, remark),) = plan.remarks
    assert row == 2
    assert "Зайцева" in remark
    assert "Орехова" in remark


def test_a_row_with_an_identifier_and_another_municipality_is_refused(world: World):
    anna = world.person("Анна")
    world.person("Борис", at="Лицей", town=CITY)
    world.read_in()
    anna.town, anna.organization = CITY, "Лицей"
    anna.assessed("2026-02-01", subject="37")
    (refusal,) = refusals("appendix1", as_csv("appendix1", world.rows["appendix1"]))
    assert "здесь не работал" in refusal
    assert ask(select(Assessment.subject)) == []


def test_a_row_with_an_identifier_and_an_organization_worked_in_earlier_is_accepted(world: World):
    anna = world.person("Анна", since="2015-09-01", until="2020-01-01")
    anna.organization = "Другая школа"
    anna.works(since="2020-01-01")
    anna.organization = SCHOOL
    anna.assessed("2026-02-01")
    world.read_in()
    assert len(ask(select(Assessment.id))) == 1


def test_two_people_under_one_identifier_are_both_refused(base: str):
    first, second = refusals("staff", case("two_people_one_identifier.csv"))
    assert "строка 2" in first
    assert "строка 3" in second
    assert "строки 2, 3" in first
    assert "разные люди" in first


def test_known_identifier_with_a_wholly_other_name_is_refused_in_the_staff_register(base: str):
    rows = [
        {
            "identifier": "1001",
            "full_name": "Борисов Глеб Олегович",
            "municipality": "Миасский городской округ",
            "organization": "МБОУ СОШ № 5",
            "category": "педагогический",
            "since": "01.09.2020",
        }
    ]
    (refusal,) = refusals("staff", as_csv("staff", rows))
    assert "принадлежит другому человеку" in refusal


@pytest.mark.parametrize("spoilt", ["123", "0123", "000123"])
def test_identifier_that_lost_its_zeros_is_refused_with_the_stored_one(base: str, spoilt: str):
    content = case("identifier_apostrophe.csv").replace(b"'00123", spoilt.encode())
    (refusal,) = refusals("staff", content)
    assert "известен 00123" in refusal
    row = {"identifier": spoilt, "procedure": "Оценка", "passed_on": "2026-02-01"}
    (refusal,) = refusals("appendix1", as_csv("appendix1", [row]))
    assert "известен 00123" in refusal


def test_identifiers_of_one_file_that_differ_in_zeros_are_refused(world: World):
    for identifier, name in (("007", "Анна"), ("7", "Борис")):
        world.person(name)
        world.rows["staff"][-1]["identifier"] = identifier
    (refusal,) = refusals("staff", as_csv("staff", world.rows["staff"]))
    assert "известен 007" in refusal


def test_organizations_that_look_the_same_are_one(base: str):
    before = set(ask(select(Organization.id)))
    plan = take_case("staff", "organization_lookalike.csv")
    assert (len(plan.added), plan.refused) == (5, 0)
    assert set(ask(select(Organization.id))) == before


def test_a_municipality_in_decomposed_letters_is_the_same(base: str):
    assert len(take_case("staff", "municipality_decomposed.csv").added) == 1


def test_people_whose_names_look_the_same_are_found_and_the_nearest_is_told_of_another(base: str):
    plan = check_case("appendix1", "names_that_look_the_same.csv")
    assert len(plan.added) == 4
    (refusal,) = plan.all_refusals()
    assert "нет работника с таким ФИО" in refusal.reason
    assert "«Мамедов Рустам Али оглы»" in refusal.reason


def test_an_application_number_of_another_person_is_refused(base: str):
    take_case("applications", "application_number_used_again_1.csv")
    (refusal,) = refusals("applications", case("application_number_used_again_2.csv"))
    assert "уже есть у другого работника (подана 10.09.2025)" in refusal
    assert "15/2026" in refusal
    owner = select(Person.identifier).join(Application, Application.person_id == Person.id)
    assert ask(owner) == ["1001"]


def test_applications_of_two_people_under_one_number_of_one_file_are_both_refused(base: str):
    second = case("application_number_used_again_2.csv").split(b"\n", 1)[1]
    told = refusals("applications", case("application_number_used_again_1.csv").rstrip() + b"\n" + second)
    assert ["строка 2" in told[0], "строка 3" in told[1]] == [True, True]
    assert all("разных людей" in one for one in told)


def applications() -> list[tuple[str | None, str | None]]:
    with unscoped_session() as session:
        return [tuple(row) for row in session.execute(select(Application.number, Application.head_decision))]


@pytest.mark.parametrize("again", ["№ 15", "N15", "15.", "0015", "１５", "Заявка № 15"])
def test_a_number_written_in_another_way_is_the_same_application(world: World, again: str):
    world.person("Анна").applied("2026-03-01", "Программа", number="15")
    world.read_in()
    (row,) = world.rows["applications"]
    plan, _ = take("applications", as_csv("applications", [row | {"number": again}]))
    assert (len(plan.added), len(plan.changed), plan.unchanged) == (0, 0, 1)
    decided = row | {"number": again, "head_decision": "подтверждена", "head_on": "2026-03-05"}
    take("applications", as_csv("applications", [decided]))
    assert applications() == [("15", "confirmed")]
    take("applications", as_csv("applications", [row | {"number": again, "removed": "да"}]))
    assert applications() == []


def test_two_ways_to_write_a_number_in_one_file_are_told(world: World):
    anna = world.person("Анна").applied("2026-03-01", "Программа", number="№ 7")
    anna.applied("2026-03-01", "Программа", number="7")
    world.person("Борис")
    take("staff", as_csv("staff", world.rows["staff"]))
    plan, _ = take("applications", as_csv("applications", world.rows["applications"]))
    assert plan.repeats == [(2, 3)]
    boris = world.rows["applications"][0] | {"identifier": "Т-Борис", "full_name": "Борис", "number": "N 7"}
    (refusal,) = refusals("applications", as_csv("applications", [boris]))
    assert "допишите к номеру год, например N 7/2026" in refusal


def test_an_earlier_surname_of_the_same_spell_goes_on_finding_the_person(base: str):
    assert len(take_case("staff", "new_surname_same_spell_1_staff.csv").changed) == 1
    assert len(take_case("appendix2", "new_surname_same_spell_2_appendix2.csv").added) == 1
    owner = select(Person.identifier).join(Result, Result.person_id == Person.id)
    assert ask(owner) == ["1001"]


def test_a_surname_may_change_twice_and_back(base: str):
    staff = case("new_surname_same_spell_1_staff.csv")
    for surname in ("Орехова", "Белкина", "Орехова", "Зайцева"):
        take("staff", staff.replace("Орехова".encode(), surname.encode()))
    take_case("appendix2", "new_surname_same_spell_2_appendix2.csv")
    for surname in ("Орехова", "Белкина"):
        row = {
            "full_name": f"{surname} Ольга Петровна",
            "municipality": "Миасский городской округ",
            "organization": "МБОУ СОШ № 5",
            "procedure": surname,
            "passed_on": "2026-02-01",
        }
        take("appendix1", as_csv("appendix1", [row]))
    mine = select(func.count()).select_from(Assessment).join(Person, Person.id == Assessment.person_id)
    assert ask(mine.where(Person.identifier == "1001", Assessment.passed_on == date(2026, 2, 1))) == [2]
    assert ask(select(Employment.full_name).where(Employment.full_name.startswith("Зайцева"))) == [
        "Зайцева Ольга Петровна"
    ]


@st.composite
def full_names(draw: st.DrawFn) -> str:
    surname = draw(st.sampled_from(("Зайцев", "Орехов", "Петров-Водкин", "Ким", "Борисов", "Новиков")))
    first = draw(st.sampled_from(("Глеб", "Рустам", "Андрей", "Иван")))
    return f"{surname} {first} {draw(st.sampled_from(('Олегович', 'Ильич', 'Петрович', 'Али оглы')))}"


@given(full_names(), full_names())
def test_names_that_share_nothing_never_agree(one: str, other: str):
    shared = set(one.split()) & set(other.split())
    if not shared:
        assert agreement(one, [other]) is Agreement.NONE
    if one.split()[1:] == other.split()[1:]:
        assert agreement(one, [other]) is not Agreement.NONE


@given(st.integers(1, 10**9), st.integers(1, 6))
def test_an_identifier_that_lost_its_zeros_is_told_from_a_new_one(number: int, zeros: int):
    assert loose_identifier(str(number)) == loose_identifier("0" * zeros + str(number))
    assert loose_identifier(str(number)) != loose_identifier(str(number + 1))
