"""Practices of realization: examples and speakers are the rows of their lists; growth of few is not told (п. 3.3.3)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session
from model.places import REGION
from model.practices import PracticeGroup, is_speaking
from queries.practices import Practice, practice_rows, practices_of
from tests.conftest import empty
from tests.data.test_against_oracle import days_of, read_at_once
from tests.register_worlds import World as RegisterWorld
from tests.register_worlds import register_worlds
from tests.sizes import SIZES
from tests.world import ASSESSOR, World

BIG_PAGE = 10_000
DAY = date(2026, 11, 28)
MINISTRY = Viewer("ministry", (GrantValue(Role.MINISTRY),))


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_every_number_is_the_rows_of_its_list(world: RegisterWorld, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    day = data.draw(days_of(world))[2]
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        found = practices_of(look, REGION)
        for group in (PracticeGroup.EXAMPLES, PracticeGroup.SPEAKERS):
            number = sum(getattr(one, group.value) for one in found)
            assert practice_rows(look, REGION, group, size=BIG_PAGE).total == number, group
        for one in found:
            numbers = {"examples": one.examples, "speakers": one.speakers, "risen": one.rose or 0}
            for group in PracticeGroup:
                rows = practice_rows(look, one.place, group, size=BIG_PAGE)
                assert len(rows.rows) == rows.total == numbers[group], (one.place.name, group)


@pytest.fixture
def world(database: str) -> World:
    world = World()
    done = {"head": "2026-03-02", "provider": "2026-03-03", "training_since": "2026-04-01"}
    for name, form in (("Докладова", "Выступление с докладом"), ("Слушалова", "очная")):
        person = world.person(name).assessed("2026-02-01", subject="50")
        person.applied("2026-03-01", **done, training_until="2026-04-20").finished("01.04.2026 - 20.04.2026")
        person.chose("2026-03-01", "Форум", "2026-05-01", confirmed="2026-05-02", form=form)
    world.person("Начавшева").assessed("2026-02-01").applied("2026-03-01", **done)
    for nth in range(4):
        world.person(f"Растущева-{nth}").assessed("2025-02-01", subject="40").assessed("2026-02-01", subject="60")
    return world


def practice(viewer: Viewer = ASSESSOR) -> Practice:
    with read_session() as session:
        (found,) = practices_of(Reading(session, viewer, DAY), REGION)
    return found


def test_an_organization_is_told_by_realization_in_time_examples_and_speakers(world: World):
    world.read_in()
    found = practice()
    assert (found.formed, found.realized, found.in_time, found.examples, found.speakers) == (3, 2, 2, 2, 1)
    assert found.timeliness == 1
    with read_session() as session:
        look = Reading(session, ASSESSOR, DAY)
        spoke = practice_rows(look, REGION, PracticeGroup.SPEAKERS).rows
        assert [row["full_name"] for row in spoke] == ["Докладова"]
        assert practice_rows(Reading(session, MINISTRY, DAY), REGION, PracticeGroup.EXAMPLES).total == 0


def test_growth_of_few_people_and_to_who_may_not_name_them_is_not_told(world: World):
    world.read_in()
    assert practice().growth is None
    with read_session() as session:
        assert practice_rows(Reading(session, ASSESSOR, DAY), REGION, PracticeGroup.RISEN).total == 0
    world.person("Падавшева").assessed("2025-02-01", subject="60").assessed("2026-02-01", subject="50")
    world.read_in()
    assert (practice().repeated, practice().growth) == (5, 0.8)
    with read_session() as session:
        look, organization = Reading(session, ASSESSOR, DAY), practice().place
        risen = practice_rows(look, organization, PracticeGroup.RISEN).rows
        assert [row["full_name"] for row in risen] == [f"Растущева-{nth}" for nth in range(4)]
        assert not {"subject", "change", "has_risen"} & set(risen[0]), "no scores"
        assert practice_rows(Reading(session, MINISTRY, DAY), organization, PracticeGroup.RISEN).total == 0
    assert practice(MINISTRY).growth is None


@pytest.mark.parametrize(
    ("form", "speaks"),
    [
        ("Выступление", True),
        ("ДОКЛАДЧИК", True),
        ("ведущая мастер-класса", True),
        ("очно", False),
        ("слушатель", False),
    ],
)
def test_a_form_of_participation_says_who_spoke(form: str, speaks: bool):
    assert is_speaking(form) == speaks
