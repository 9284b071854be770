"""What the catalogue, or else other people's rows, say of what a route recommends; and what nobody has chosen."""

from datetime import date

import pytest
from sqlalchemy import select

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.catalogue import Event
from model.database import read_session, unscoped_session, write_session
from model.people import Person
from model.places import REGION, Level, Municipality, Organization, Place
from queries.appendix_rows import event_rows, programme_rows
from queries.person import person_sheet
from queries.unchosen import unchosen_events, unchosen_programmes, unlisted_by_part, unlisted_people
from tests.world import ASSESSOR, CITY, SCHOOL, TOWN, World

DAY = date(2026, 11, 28)


@pytest.fixture
def world(database: str) -> World:
    world = World()
    recommends = {"programmes": "Чтение\nПисьмо", "events": "Семинар\nФорум"}
    world.person("Анна").assessed("2026-03-01", **recommends)
    return world


def identity(table, name: str, column: str = "name") -> int:
    with unscoped_session() as session:
        return session.scalars(select(table.id).where(getattr(table, column) == name)).one()


def rows_of_anna(world: World, viewer: Viewer = ASSESSOR, day: date = DAY):
    """The programmes and the events of Appendix 1 as the viewer sees them."""
    world.read_in()
    with read_session() as session:
        sheet = person_sheet(Reading(session, viewer, day), identity(Person, "Анна", "full_name"))
    assert sheet is not None
    assert sheet.current is not None
    programmes, events = programme_rows(sheet.current), event_rows(sheet.current)
    return {one.name: one.places for one in programmes}, {one.name: one for one in events}


def viewer_of(role: Role, target: int) -> Viewer:
    return Viewer("someone", (GrantValue(role, target),))


def test_the_catalogue_fills_what_the_module_leaves_empty(world: World):
    world.offers("Чтение", "ДПП", organization="Институт", venue="г. Миасс", starts_on="2026-12-01")
    world.offers("Семинар", venue="Дом учителя", form="очное", starts_on="2026-12-10", ends_on="2026-12-11")
    programmes, events = rows_of_anna(world)
    assert programmes == {"Чтение": ("Институт, г. Миасс",), "Письмо": ()}
    seminar = events["Семинар"]
    assert (seminar.venues, seminar.forms) == (("Дом учителя",), ("очное",))
    assert seminar.periods == ((date(2026, 12, 10), date(2026, 12, 11)),)
    assert events["Форум"].periods == ()


def test_what_is_cancelled_or_over_is_not_on_offer(world: World):
    world.offers("Семинар", venue="Отменённая", starts_on="2026-12-20", is_cancelled="да")
    world.offers("Семинар", venue="Прежняя", starts_on="2026-01-10")
    world.offers("Семинар", venue="Весенняя", starts_on="2026-04-10")
    # Of what is held since the route was formed the last stands where nothing is ahead.
    assert rows_of_anna(world)[1]["Семинар"].venues == ("Весенняя",)
    assert rows_of_anna(world, day=date(2026, 4, 10))[1]["Семинар"].venues == ("Весенняя",)
    world.offers("Семинар", venue="Зимняя", starts_on="2026-12-10")
    assert rows_of_anna(world)[1]["Семинар"].venues == ("Зимняя",)


def test_a_double_of_a_name_is_the_same_event(world: World):
    world.person("Борис").assessed("2026-03-01").chose("2026-03-02", "Семинар урок", "2026-05-01")
    world.offers("Семинар урок", venue="Дом учителя", starts_on="2026-12-10")
    world.read_in()
    with write_session() as session:
        kept = Event(name="Семинар", name_key="семинар")
        session.add(kept)
        session.flush()
        session.scalars(select(Event).where(Event.name == "Семинар урок")).one().same_as_id = kept.id
    assert rows_of_anna(world)[1]["Семинар"].venues == ("Дом учителя",)


def with_others(world: World) -> World:
    """A colleague of hers and somebody of another municipality have applied and chosen; the catalogue is silent."""
    boris = world.person("Борис").assessed("2026-03-01", programmes="Чтение")
    boris.applied("2026-04-01", "Чтение", provider_name="Институт")
    boris.chose("2026-04-01", "Семинар", "2026-12-10", venue="Дом учителя", form="очное")
    elena = world.person("Елена", at="Гимназия", town=CITY).assessed("2026-03-01", programmes="Письмо")
    elena.applied("2026-04-01", "Письмо", provider_name="Университет")
    elena.chose("2026-04-01", "Форум", "2026-12-12", venue="Театр")
    return world


def test_without_a_catalogue_the_rows_of_others_tell(world: World):
    programmes, events = rows_of_anna(with_others(world))
    assert programmes == {"Чтение": ("Институт",), "Письмо": ("Университет",)}
    assert (events["Семинар"].venues, events["Семинар"].forms) == (("Дом учителя",), ("очное",))
    assert events["Форум"].periods == ((date(2026, 12, 12), date(2026, 12, 12)),)
    # What was chosen later is not known yet.
    assert rows_of_anna(world, day=date(2026, 3, 31))[1]["Семинар"].venues == ()


def test_only_the_rows_of_people_whom_the_viewer_may_name_tell(world: World):
    with_others(world).read_in()
    for viewer, told in (
        (viewer_of(Role.SCHOOL, identity(Organization, SCHOOL)), ("Институт",)),
        (viewer_of(Role.MUNICIPALITY, identity(Municipality, TOWN)), ("Институт",)),
        (viewer_of(Role.EMPLOYEE, identity(Person, "Анна", "full_name")), ()),
    ):
        programmes, events = rows_of_anna(world, viewer)
        assert programmes == {"Чтение": told, "Письмо": ()}
        assert events["Семинар"].venues == (("Дом учителя",) if told else ())
        assert events["Форум"].venues == ()


def test_the_catalogue_goes_before_the_rows_of_others(world: World):
    with_others(world).offers("Семинар", venue="Новая площадка", starts_on="2026-12-15")
    assert rows_of_anna(world)[1]["Семинар"].venues == ("Новая площадка",)


# What nobody has chosen


def at(name: str) -> Place:
    return Place(Level.MUNICIPALITY, identity(Municipality, name), name)


def events_at(world: World, place: Place, day: date = DAY) -> list[tuple[str, date | None]]:
    world.read_in()
    with read_session() as session:
        return [(one.name, one.starts_on) for one in unchosen_events(Reading(session, ASSESSOR, day), place)]


def programmes_at(world: World, place: Place, viewer: Viewer = ASSESSOR) -> dict[str, int | None]:
    world.read_in()
    with read_session() as session:
        return {one.offer.name: one.recommended for one in unchosen_programmes(Reading(session, viewer, DAY), place)}


def test_a_coming_event_that_somebody_has_chosen_for_its_day_is_not_listed(world: World):
    elena = world.person("Елена", at="Гимназия", town=CITY).assessed("2026-03-01")
    elena.chose("2026-04-01", "семинар", "2026-12-10")
    for day in ("2026-12-10", "2026-12-20", "2026-11-28"):
        world.offers("Семинар", starts_on=day)
    world.offers("Форум", starts_on="2026-12-12", is_cancelled="да")
    # One that begins on the date is not to come, and a cancelled one is none.
    assert events_at(world, REGION) == [("Семинар", date(2026, 12, 20))]
    assert events_at(world, at(TOWN)) == [("Семинар", date(2026, 12, 10)), ("Семинар", date(2026, 12, 20))]
    assert events_at(world, at(CITY)) == [("Семинар", date(2026, 12, 20))]
    # Before she chose it nobody had.
    assert len(events_at(world, REGION, date(2026, 3, 31))) == 3


def test_a_programme_that_nobody_has_applied_for_is_listed_with_those_to_whom_it_is_recommended(world: World):
    world.person("Елена", at="Гимназия", town=CITY).assessed("2026-03-01").applied("2026-04-01", "Письмо")
    for name in ("Чтение", "Письмо", "Театр"):
        world.offers(name, "ДПП", organization="Институт", starts_on="2026-12-10")
    world.offers("Прошедшая", "ДПП", starts_on="2026-10-01")
    world.offers("Без расписания", "ДПП")
    assert programmes_at(world, REGION) == {"Чтение": 1, "Без расписания": 0, "Театр": 0}
    assert programmes_at(world, at(TOWN)) == {"Чтение": 1, "Письмо": 1, "Без расписания": 0, "Театр": 0}
    # Who may not name people is told of no few of them.
    ministry = Viewer("ministry", (GrantValue(Role.MINISTRY),))
    assert set(programmes_at(world, REGION, ministry).values()) == {None}


def test_a_list_is_empty_where_no_formed_procedure_of_the_latest_route_names_a_programme(world: World):
    world.person("Борис").assessed("2026-03-01")
    world.person("Вера").assessed("2026-03-01").assessed("2026-05-01", procedure="Ещё", programmes="Чтение")
    world.person("Галина").assessed("2026-12-01")
    world.person("Елена", at="Гимназия", town=CITY).assessed("2026-03-01", is_need="потребность")
    world.read_in()
    for day, names in ((DAY, ["Борис"]), (date(2026, 4, 1), ["Борис", "Вера"])):
        with read_session() as session:
            reading = Reading(session, ASSESSOR, day)
            assert [row["full_name"] for row in unlisted_people(reading, REGION).rows] == names
            assert {part.name: number for part, number in unlisted_by_part(reading, REGION) if number} == {
                TOWN: len(names)
            }


def test_who_may_not_name_people_gets_their_number_alone(world: World):
    world.person("Борис").assessed("2026-03-01")
    world.read_in()
    with read_session() as session:
        reading = Reading(session, Viewer("ministry", (GrantValue(Role.MINISTRY),)), DAY)
        assert unlisted_people(reading, REGION).rows == []
        assert sum(number for _, number in unlisted_by_part(reading, REGION)) == 1
