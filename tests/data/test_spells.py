"""Places of work: both days are worked, main places never overlap, second jobs count nowhere and refuse nothing."""

from datetime import date

import pytest
from sqlalchemy import select

from ingest import imports
from ingest.files.import_options import ImportOptions
from ingest.imports import Upload
from model.database import unscoped_session
from model.people import DuplicateCandidate, Employment, Person
from model.places import Municipality
from model.routes import Assessment
from tests.cases import take_case
from tests.world import CITY, SCHOOL, TOWN, World, as_csv, take

OTHER = "Другая школа"
SECOND = "внешнее совместительство"


@pytest.fixture
def world(database: str) -> World:
    return World()


def read_staff(world: World, *, without: tuple[str, ...] = ()):
    """The plan of the register of staff, its good rows read in; a file may lack columns."""
    return take("staff", lacking("staff", world, without), take_good=True)[0]


def lacking(register: str, world: World, without: tuple[str, ...]) -> bytes:
    lines = as_csv(register, world.rows[register]).decode().splitlines()
    rows = [line.split(";") for line in lines]
    gone = {index for index, heading in enumerate(rows[0]) if heading.strip('"') in without}
    assert len(gone) == len(without)
    kept = [[cell for index, cell in enumerate(row) if index not in gone] for row in rows]
    return "\n".join(";".join(row) for row in kept).encode()


def reasons(plan) -> list[str]:
    return [one.reason for one in plan.all_refusals()]


def done(plan) -> tuple[int, int, int]:
    """How many rows were added, changed, left as they were."""
    return len(plan.added), len(plan.changed), plan.unchanged


def two_places(world: World, one: tuple[str, str | None], other: tuple[str, str | None], **kinds: str):
    anna = world.person("Анна", since=one[0], until=one[1])
    anna.organization = OTHER
    anna.works(since=other[0], until=other[1], **kinds)
    return anna


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2020-09-01", "2023-08-31"), ("2023-08-31", None)),
        (("2020-09-01", "2023-08-31"), ("2023-09-01", None)),
        (("2020-09-01", "2020-09-01"), ("2020-09-01", None)),
        (("2020-09-01", None), ("2020-09-01", "2020-09-01")),
        (("2020-09-01", "2023-08-31"), ("2023-08-31", "2023-08-31")),
    ],
)
def test_a_main_place_may_begin_on_the_day_another_ends(world: World, one, other):
    two_places(world, one, other)
    plan = read_staff(world)
    assert reasons(plan) == []
    assert done(read_staff(world)) == (0, 0, 2)
    assert world.region("2020-09-01")["staff"] == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2020-09-01", "2023-08-31"), ("2023-08-30", None)),
        (("2020-09-01", None), ("2023-08-30", "2023-08-30")),
        (("2020-09-01", "2023-08-31"), ("2021-01-10", "2021-01-10")),
        (("2020-09-01", None), ("2020-09-01", None)),
    ],
)
def test_main_places_that_overlap_further_are_refused(world: World, one, other):
    two_places(world, one, other)
    (reason,) = reasons(read_staff(world))
    assert "пересекается с другим местом работы" in reason


def test_the_day_of_dismissal_is_worked_and_a_shared_day_is_the_later_ones(world: World):
    """Ст. 84.1 ТК РФ; domain: место работы."""
    two_places(world, ("2020-09-01", "2023-08-31"), ("2023-08-31", "2024-05-20"))
    read_staff(world)
    with unscoped_session() as session:
        spells = session.execute(select(Employment.since, Employment.left_on).order_by(Employment.since)).all()
    assert [tuple(spell) for spell in spells] == [
        (date(2020, 9, 1), date(2023, 8, 31)),
        (date(2023, 8, 31), date(2024, 5, 21)),
    ]
    assert [world.region(day)["staff"] for day in ("2023-08-30", "2023-08-31", "2024-05-20", "2024-05-21")] == [
        *(1, 1, 1, 0)
    ]


def test_who_is_dismissed_on_the_last_day_of_august_is_on_the_staff_every_day(database: str):
    take_case("staff", "dismissed_on_the_last_day_of_august.csv")
    world = World()
    assert [world.region(day)["staff"] for day in ("2026-08-31", "2026-09-01")] == [1, 1]


def test_a_second_job_overlaps_with_nothing_and_counts_nowhere(world: World):
    two_places(world, ("2020-09-01", None), ("2021-01-10", None), is_main=SECOND)
    assert reasons(read_staff(world)) == []
    assert done(read_staff(world)) == (0, 0, 2)
    assert world.region("2026-03-01")["staff"] == 1
    with unscoped_session() as session:
        assert session.scalars(select(Employment.is_main).order_by(Employment.since)).all() == [True, False]


def test_a_file_without_the_kind_of_work_leaves_a_second_job_what_it_is(world: World):
    two_places(world, ("2020-09-01", None), ("2021-01-10", None), is_main=SECOND)
    read_staff(world)
    plan = read_staff(world, without=("Вид занятости",))
    assert (reasons(plan), done(plan)) == ([], (0, 0, 2))


def test_a_second_job_that_becomes_the_main_place_may_not_overlap(world: World):
    two_places(world, ("2020-09-01", None), ("2021-01-10", None), is_main=SECOND)
    read_staff(world)
    world.rows["staff"][1]["is_main"] = ""
    (reason,) = reasons(read_staff(world))
    assert "пересекается с другим местом работы" in reason
    world.rows["staff"][0]["is_main"] = "совместитель"
    assert done(read_staff(world)) == (0, 2, 0)
    assert world.region("2026-03-01")["staff"] == 1


def test_a_main_and_a_second_job_of_one_day_and_place_are_one_record(world: World):
    world.person("Анна", since="2020-09-01").works(since="2020-09-01", is_main="совместительство")
    plan = read_staff(world)
    assert (plan.repeated, done(plan)) == (1, (1, 0, 0))
    with unscoped_session() as session:
        assert session.scalars(select(Employment.is_main)).all() == [False]


def test_a_person_is_found_at_the_second_place_too(world: World):
    anna = two_places(world, ("2020-09-01", None), ("2021-01-10", None), is_main=SECOND)
    anna.identifier = ""
    anna.assessed("2026-02-01")  # names the second place
    anna.organization = SCHOOL
    anna.assessed("2026-02-02")
    world.read_in()
    with unscoped_session() as session:
        assert len(session.scalars(select(Assessment.person_id)).all()) == 2
        assert len(session.scalars(select(Person.id)).all()) == 1


def test_who_has_only_a_second_job_in_a_municipality_is_not_its_coordinators(world: World):
    anna = world.person("Анна", since="2020-09-01")
    anna.organization, anna.town = OTHER, CITY
    anna.works(since="2021-01-10", is_main=SECOND)
    read_staff(world)
    anna.assessed("2026-02-01")
    content = as_csv("appendix1", world.rows["appendix1"])
    with unscoped_session() as session:
        towns = dict(session.execute(select(Municipality.name, Municipality.id)).all())
        for town, refused in ((CITY, 1), (TOWN, 1)):
            options = ImportOptions(frozenset({towns[town]}))
            plan = imports.check(session, "appendix1", Upload(content, "appendix1.csv"), options)
            assert plan.refused == refused, town
        world.rows["appendix1"][0] |= {"organization": SCHOOL, "municipality": TOWN}
        upload = Upload(as_csv("appendix1", world.rows["appendix1"]), "appendix1.csv")
        plan = imports.check(session, "appendix1", upload, ImportOptions(frozenset({towns[TOWN]})))
        assert plan.refused == 0


def test_a_coordinator_writes_of_a_day_of_dismissal_and_no_more(world: World):
    anna = world.person("Анна", since="2020-09-01", until="2026-02-10")
    anna.organization, anna.town = OTHER, CITY
    anna.works(since="2026-02-20")
    read_staff(world)
    anna.organization, anna.town = SCHOOL, TOWN
    for day in ("2026-02-10", "2026-02-11"):
        anna.assessed(day)
    with unscoped_session() as session:
        town = session.scalars(select(Municipality.id).where(Municipality.name == TOWN)).one()
        upload = Upload(as_csv("appendix1", world.rows["appendix1"]), "appendix1.csv")
        plan = imports.check(session, "appendix1", upload, ImportOptions(frozenset({town})))
    assert [fact["passed_on"] for fact in plan.added] == [date(2026, 2, 10)]


def test_a_namesake_with_a_second_job_is_no_likely_duplicate(world: World):
    """A second job counts nowhere: nor in the remarks on data."""
    world.person("Ковалёва Анна Петровна", since="2020-09-01")
    other = world.person("Ковалёва Анна Петровна", at=OTHER, since="2020-09-01")
    other.identifier = world.rows["staff"][-1]["identifier"] = "Т-2"
    other.organization = SCHOOL
    other.works(since="2021-09-01", is_main=SECOND)
    read_staff(world)
    with unscoped_session() as session:
        assert session.scalars(select(DuplicateCandidate.spell_id)).all() == []
    world.rows["staff"] = [world.rows["staff"][0], {**world.rows["staff"][2], "is_main": ""}]
    world.rows["staff"][1]["identifier"] = "Т-3"
    read_staff(world)
    with unscoped_session() as session:
        assert len(session.scalars(select(DuplicateCandidate.spell_id)).all()) == 2
