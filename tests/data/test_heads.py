"""The head of an organization is named on the date, to those alone who may name its people."""

from datetime import date

import pytest

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session
from model.places import REGION
from queries.heads import heads_of
from queries.places import organizations
from tests.world import ASSESSOR, SCHOOL, World


@pytest.fixture
def world(database: str) -> World:
    world = World()
    world.person("Анна", category="руководящий", position="Директор", until="2026-06-30")
    world.person("Борис", category="руководящий", position="директор", since="2026-07-01")
    world.person("Вера", category="руководящий", position="заместитель директора")
    world.person("Галина", category="руководящий", position="директор по развитию")
    world.person("Дмитрий", at="Детский сад № 1", category="руководящий", position="заведующий")
    world.person("Елена", at="Лицей № 17", position="учитель")
    world.read_in()
    return world


def named(viewer: Viewer, on: str) -> dict[str, str]:
    """The heads by organization, and a check that the journal will have all of them."""
    with read_session() as session:
        reading = Reading(session, viewer, date.fromisoformat(on))
        places = organizations(Reading(session, ASSESSOR, reading.day))
        heads = heads_of(reading, [*places, REGION])
        assert {head.person_id for head in heads.values()} == reading.named
        return {place.name: heads[place.id].full_name for place in places if place.id in heads}


def test_the_head_is_who_holds_the_post_on_the_day_and_no_deputy(world: World):
    assert named(ASSESSOR, "2026-06-30") == {SCHOOL: "Анна", "Детский сад № 1": "Дмитрий"}
    assert named(ASSESSOR, "2026-07-01") == {SCHOOL: "Борис", "Детский сад № 1": "Дмитрий"}


def test_the_ministry_without_names_is_told_no_head_and_another_head_none_of_hers(world: World):
    assert named(Viewer("m", (GrantValue(Role.MINISTRY),)), "2026-07-01") == {}
    with read_session() as session:
        ids = {place.name: place.id for place in organizations(Reading(session, ASSESSOR, date(2026, 7, 1)))}
    other = Viewer("s", (GrantValue(Role.SCHOOL, ids["Лицей № 17"]),))
    assert named(other, "2026-07-01") == {}
