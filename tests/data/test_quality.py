"""Remarks on rows: their reasons, their scope, and counts equal to their lists."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session
from model.dates import last_month_end, today
from model.places import REGION, Level, Organization, Place
from model.quality import REGISTER_KEYS, SUMMED, Issue
from model.quality_sums import QualityDay
from queries.quality import PlaceQuality, issue_rows, quality_before, quality_by_part, sees, whole_of
from queries.quality_sums import sums_of
from queries.register_rows import CONTRADICTIONS
from tests.conftest import empty
from tests.data.test_against_oracle import read_in
from tests.register_worlds import ORDER, Row, register_worlds
from tests.register_worlds import World as Invented
from tests.sizes import SIZES
from tests.village import FIRST, SECOND, THIRD, TOWN, Village, look_up
from tests.world import ASSESSOR, CITY, World

DAY = date(2026, 9, 30)


@pytest.fixture
def village(database: str) -> Village:
    return Village()


def remarks_on(world: World, issue: Issue, viewer: Viewer = ASSESSOR, day: date = DAY) -> list[tuple[str, str]]:
    """The name and text of each row with the remark; asserts that the region counts as many."""
    world.read_in()
    with read_session() as session:
        reading = Reading(session, viewer, day)
        rows = issue_rows(reading, issue, REGION, 1).rows
        counted = sum(part.counts.get(issue, 0) for part in quality_by_part(reading, REGION))
    assert counted == len(rows)
    return [(row["full_name"], row["what"]) for row in rows]


def test_an_application_for_a_programme_that_is_not_recommended(village: Village):
    anna = village.world.person().assessed("2026-02-01", programmes="Чтение")
    anna.applied("2026-03-01", "Чтение").applied("2026-03-02", "Счёт")
    assert remarks_on(village.world, Issue.OTHER_PROGRAMME) == [("Анна", "Счёт")]


def test_an_application_and_an_event_before_any_assessment(village: Village):
    anna = village.world.person().applied("2026-01-01", "Чтение").chose("2026-01-02", "Форум", "2026-01-03")
    anna.assessed("2026-02-01").applied("2026-03-01", "Счёт")
    assert remarks_on(village.world, Issue.NO_ASSESSMENT) == [("Анна", "Чтение")]
    assert remarks_on(village.world, Issue.EVENT_NOWHERE) == [("Анна", "Форум")]


def test_a_result_that_counts_nowhere_and_one_that_counts_without_an_application(village: Village):
    anna = village.world.person().finished("01.01.2026 - 10.01.2026", "Рано")
    anna.assessed("2026-02-01", programmes="Чтение\nСчёт")
    anna.finished("01.03.2026 - 10.03.2026", "Чтение").finished("01.04.2026 - 10.04.2026", "Другое")
    anna.applied("2026-04-20", "Счёт").finished("01.05.2026 - 10.05.2026", "Счёт")
    assert set(remarks_on(village.world, Issue.RESULT_NOWHERE)) == {("Анна", "Рано"), ("Анна", "Другое")}
    alone = remarks_on(village.world, Issue.RESULT_ALONE)
    assert ("Анна", "Чтение") in alone
    assert ("Анна", "Счёт") not in alone


def test_a_result_of_a_refused_application_is_not_alone(village: Village):
    anna = village.world.person().assessed("2026-02-01").applied("2026-03-01", "Счёт", head_refused="2026-03-02")
    anna.finished("01.05.2026 - 10.05.2026", "Счёт")
    assert remarks_on(village.world, Issue.RESULT_NOWHERE) == []
    assert remarks_on(village.world, Issue.RESULT_ALONE) == []


def test_an_event_that_is_over_and_was_never_marked(village: Village):
    anna = village.world.person().assessed("2026-02-01")
    anna.chose("2026-03-01", "Не отмечено", "2026-04-01").chose("2026-03-01", "Предстоит", "2026-12-01")
    anna.chose("2026-03-01", "Отмечено", "2026-04-02", confirmed="2026-04-03")
    anna.chose("2026-03-01", "С причиной", "2026-04-05", absence_reason="болезнь")
    assert remarks_on(village.world, Issue.EVENT_UNMARKED) == [("Анна", "Не отмечено")]


def test_one_name_under_two_identifiers_in_one_organization(village: Village):
    world = village.world
    world.person("Анна")
    world.person("Борис")
    twin = world.person("Анна 2")
    world.rows["staff"][-1]["full_name"] = "АННА"
    elsewhere = world.person("Анна 3", at=THIRD, town=CITY)
    world.rows["staff"][-1]["full_name"] = "Анна"
    assert twin != elsewhere
    assert sorted(name for name, _ in remarks_on(world, Issue.DOUBLE)) == ["АННА", "Анна"]


def add_person(world: World, full_name: str, identifier: str, **other: str) -> None:
    """Add a person with that name and identifier."""
    world.person(identifier, **other)
    world.rows["staff"][-1]["full_name"] = full_name


def test_a_name_one_letter_off_is_a_double_where_the_position_is_the_same(village: Village):
    world = village.world
    add_person(world, "Петрова Наталья Львовна", "1", position="учитель")
    add_person(world, "Пётрова Наталия Львовна", "2", position="Учитель")
    add_person(world, "Сидорова Анна Львовна", "3", position="учитель")
    add_person(world, "Сидорова Инна Львовна", "4", position="психолог")
    names = {name for name, _ in remarks_on(world, Issue.DOUBLE)}
    assert names == {"Петрова Наталья Львовна", "Пётрова Наталия Львовна"}
    with read_session() as session:
        rows = issue_rows(Reading(session, ASSESSOR, DAY), Issue.DOUBLE, REGION, 1).rows
    assert {row["full_name"]: row["why"] for row in rows} == {
        "Петрова Наталья Львовна": "Пётрова Наталия Львовна",
        "Пётрова Наталия Львовна": "Петрова Наталья Львовна",
    }


def test_one_name_that_leaves_one_organization_and_begins_in_the_next_under_another_identifier(village: Village):
    world = village.world
    add_person(world, "Петрова Анна Львовна", "1", at=SECOND, until="2026-05-31")
    add_person(world, "Петрова Анна Львовна", "2", at=FIRST, since="2026-06-15", position="завуч")
    # Namesakes at work at the same time, one who came much later, and one in another municipality are no news.
    add_person(world, "Петрова Анна Львовна", "3", at="Гимназия № 3")
    add_person(world, "Орлова Вера Львовна", "4", at=SECOND, until="2025-05-31")
    add_person(world, "Орлова Вера Львовна", "5", at=FIRST, since="2026-06-15")
    add_person(world, "Орлова Вера Львовна", "6", at=THIRD, town=CITY, since="2025-06-01")
    assert remarks_on(world, Issue.MOVED_DOUBLE) == [("Петрова Анна Львовна", "завуч")]
    look_up(village)
    coordinator = Viewer("coordinator", (GrantValue(Role.MUNICIPALITY, village.ids[TOWN]),))
    town = Place(Level.MUNICIPALITY, village.ids[TOWN], TOWN)
    school = Place(Level.ORGANIZATION, village.ids[FIRST], FIRST, village.ids[TOWN], TOWN)
    head = Viewer("head", (GrantValue(Role.SCHOOL, village.ids[FIRST]),))
    with read_session() as session:
        ours = Reading(session, coordinator, DAY)
        assert sum(part.counts[Issue.MOVED_DOUBLE] for part in quality_by_part(ours, town)) == 1
        assert [row["why"] for row in issue_rows(ours, Issue.MOVED_DOUBLE, town, 1).rows] == [SECOND]
        # Who works next door is no matter of one organization.
        theirs = Reading(session, head, DAY)
        assert Issue.MOVED_DOUBLE not in quality_by_part(theirs, school)[0].counts
        assert issue_rows(theirs, Issue.MOVED_DOUBLE, school, 1).rows == []
        assert not sees(theirs, Issue.MOVED_DOUBLE, school)


def test_a_double_is_found_and_lost_as_names_are_mended(village: Village):
    world = village.world
    add_person(world, "Петрова Анна Львовна", "1")
    add_person(world, "Петрова Алла Львовна", "2")
    assert remarks_on(world, Issue.DOUBLE) == []
    world.rows["staff"][-1]["full_name"] = "Петрова Анна Львовна"
    assert len(remarks_on(world, Issue.DOUBLE)) == 2
    # Stored sums follow the name as well.
    assert len(remarks_on(world, Issue.DOUBLE, day=last_month_end(today()))) == 2
    world.rows["staff"][-1]["full_name"] = "Петрова Алла Львовна"
    assert remarks_on(world, Issue.DOUBLE) == []


def test_rows_that_contradict_themselves(village: Village):
    anna = village.world.person().assessed("2026-02-01", formed_on="2026-01-01")
    anna.applied("2026-03-10", "Рано", head="2026-03-01").applied("2026-03-10", "Отозвана", withdrawn="2026-03-09")
    anna.applied("2026-03-10", "Без спроса", provider="2026-03-11").applied("2026-03-10", "Верно", head="2026-03-10")
    anna.chose("2026-03-01", "Заранее", "2026-05-10", confirmed="2026-05-01")
    anna.chose("2026-03-01", "Обе", "2026-05-10", confirmed="2026-05-10", absence_reason="болезнь")
    said = {"Оценка", "Рано", "Отозвана", "Без спроса", "Заранее", "Обе"}
    assert {what for _, what in remarks_on(village.world, Issue.CONTRADICTION)} == said
    with read_session() as session:
        rows = issue_rows(Reading(session, ASSESSOR, DAY), Issue.CONTRADICTION, REGION, 1).rows
    assert all(row["why"] in CONTRADICTIONS for row in rows)
    assert {row["why"] for row in rows} == set(CONTRADICTIONS)


def test_a_contradiction_that_is_not_known_yet_is_not_told(village: Village):
    anna = village.world.person().assessed("2026-02-01")
    anna.chose("2026-03-01", "Обе", "2026-05-10", confirmed="2026-05-10", absence_reason="болезнь")
    anna.applied("2026-03-01", "Без спроса", provider="2026-04-11")
    assert remarks_on(village.world, Issue.CONTRADICTION, day=date(2026, 4, 10)) == []


def test_whose_last_spell_ended_and_nothing_follows(village: Village):
    world = village.world
    world.person("Ушла", until="2026-05-01", position="учитель")
    world.person("Давно", until="2024-05-01")
    moved = world.person("Перешла", until="2026-05-01")
    moved.organization, moved.town = THIRD, CITY
    moved.works(since="2026-05-01")
    assert remarks_on(world, Issue.GONE) == [("Ушла", "учитель")]
    look_up(village)
    head = Viewer("head", (GrantValue(Role.MUNICIPALITY, village.ids[TOWN]),))
    # Whether someone works elsewhere is no matter of their former place.
    assert remarks_on(world, Issue.GONE, head) == []


def test_a_place_sees_its_own_rows_alone(village: Village):
    world = village.world
    for name, place, town in (("Наша", FIRST, TOWN), ("Чужая", THIRD, CITY)):
        world.person(name, at=place, town=town).applied("2026-01-01", "Чтение")
    world.read_in()
    look_up(village)
    coordinator = Viewer("coordinator", (GrantValue(Role.MUNICIPALITY, village.ids[TOWN]),))
    assert remarks_on(world, Issue.NO_ASSESSMENT, coordinator) == [("Наша", "Чтение")]
    ministry = Viewer("ministry", (GrantValue(Role.MINISTRY),))
    with read_session() as session:
        look = Reading(session, ministry, DAY)
        assert issue_rows(look, Issue.NO_ASSESSMENT, REGION, 1).rows == []
        town = Place(Level.MUNICIPALITY, village.ids[TOWN], TOWN)
        assert [part.counts[Issue.NO_ASSESSMENT] for part in quality_by_part(look, town)] == [1]


def test_a_row_with_two_remarks_is_one_row_that_is_not_clean(village: Village):
    anna = village.world.person().applied("2026-01-10", "Рано", head="2026-01-01")
    anna.assessed("2026-02-01").applied("2026-03-01", "Верно")
    village.world.read_in()
    with read_session() as session:
        parts = quality_by_part(Reading(session, ASSESSOR, DAY), REGION)
    whole = whole_of(REGION, parts)
    # A spell, an assessment and two applications are kept.
    assert (whole.rows["rows_kept"], whole.rows["rows_clean"]) == (4, 3)
    assert whole.counts[Issue.NO_ASSESSMENT] == whole.counts[Issue.CONTRADICTION] == 1


def test_rows_of_who_has_left_are_no_rows_of_the_place(village: Village):
    village.world.person("Ушла", until="2026-05-01").assessed("2026-02-01")
    village.world.read_in()
    with read_session() as session:
        parts = quality_by_part(Reading(session, ASSESSOR, DAY), REGION)
    assert parts
    assert all(part.rows["rows_kept"] == 0 for part in parts)


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_remarks_are_their_rows_and_parts_add_up_on_every_invented_world(world: Invented, data: st.DataObject):
    empty()
    read_in(world.registers)
    day = data.draw(st.sampled_from(world.days()))
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        _adds_up(look, REGION)


def _adds_up(look: Reading, place: Place) -> None:
    parts = quality_by_part(look, place)
    whole = whole_of(place, parts)
    for issue, number in whole.counts.items():
        assert issue_rows(look, issue, place, 1).total == number, (place.name, look.day, issue)
    kept, clean = whole.rows["rows_kept"], whole.rows["rows_clean"]
    in_kinds = [whole.counts[issue] for issue in SUMMED]
    assert max(in_kinds) <= kept - clean <= sum(in_kinds)
    for part in parts if place.level is not Level.ORGANIZATION else []:
        if part.rows["rows_kept"]:
            alone = whole_of(part.place, quality_by_part(look, part.place))
            assert (alone.rows, alone.counts) == (part.rows, part.counts)
            _adds_up(look, part.place)


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), order=st.permutations(ORDER[1:]))
def test_stored_sums_of_quality_are_what_is_counted_on_the_spot(world: Invented, order: list[str]):
    empty()
    registers = world.registers
    read_in(registers, ("staff", *order))
    # What comes again with other words is summed anew, as far as it shows.
    read_in(
        {register: [{**row, **_changed_cells(register, row)} for row in rows] for register, rows in registers.items()}
    )
    with read_session() as session:
        stored = set(session.scalars(select(QualityDay.day)))
        assert today() in stored
        for day in stored:
            found = quality_by_part(Reading(session, ASSESSOR, day), REGION)
            assert _sums_by_place(found) == on_the_spot(session, day), day


def _changed_cells(register: str, row: Row) -> Row:
    """Changed cells for the row that add or remove remarks."""
    if register == "appendix1":
        return {"formed_on": row["passed_on"] - timedelta(days=1)}
    if register == "applications":
        decided = row["provider_on"] and row["head_on"]
        return {"name": "Программа В", **({"provider_on": row["head_on"]} if decided else {})}
    if register == "appendix2":
        return {"realized": (row["realized"][0], row["realized"][1] + timedelta(days=40))}
    if register == "participation":
        return {"absence_reason": "болезнь", "ends_on": row["starts_on"] + timedelta(days=20)}
    return {}


def _sums_by_place(parts: Sequence[PlaceQuality]) -> dict[int, dict[str, int]]:
    return {
        one.place.id or 0: {**one.rows, **{issue.value: one.counts[issue] for issue in SUMMED}}
        for one in parts
        if one.rows["rows_kept"]
    }


def on_the_spot(session: Session, day: date) -> dict[int, dict[str, int]]:
    """The sums of every municipality, computed without stored sums."""
    sums: dict[int, dict[str, int]] = {}
    for register in REGISTER_KEYS:
        names, query = sums_of(Reading(session, ASSESSOR, day), register, [Organization.municipality_id])
        for town, *numbers in session.execute(query):
            of_town = sums.setdefault(town, dict.fromkeys(("rows_kept", "rows_clean", *map(str, SUMMED)), 0))
            for name, number in zip(names, numbers, strict=True):
                of_town[str(name)] += number
    return sums


def test_the_change_is_told_since_the_end_of_the_month_before(village: Village):
    village.world.person().assessed("2024-02-01").applied("2024-03-01", "Чтение")
    village.world.read_in()
    with read_session() as session:
        look = Reading(session, ASSESSOR, today())
        earlier = quality_before(look, REGION, quality_by_part(look, REGION))
        assert earlier is not None
        assert earlier.day == today().replace(day=1) - timedelta(days=1)
        assert earlier.whole == {"rows_kept": 3, "rows_clean": 3}
        long_ago = look.on(date(2024, 5, 1))
        assert quality_before(long_ago, REGION, quality_by_part(long_ago, REGION)) is None
