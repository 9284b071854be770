"""How trainings at providers ended: every number is the rows of its list, and what the report of п. 3.12 tells."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from access.reading import Reading
from access.scope import GrantValue, Viewer
from dashboard.pages.provider_figures import by_municipality
from model.accounts import Role
from model.catalogue import Provider
from model.database import read_session
from model.trainings import Outcome
from queries.applications import ProviderRecord
from queries.lists import Page
from queries.provider_groups import GroupList, group_rows, groups_of
from queries.reports import completions
from queries.trainings import TrainingSums, provider_figures, training_rows, training_sums, trainings_of
from tests.conftest import empty
from tests.data.test_against_oracle import days_of, read_at_once
from tests.register_worlds import World as RegisterWorld
from tests.register_worlds import register_worlds
from tests.sizes import SIZES
from tests.world import ASSESSOR, World

BIG_PAGE = 10_000
SINCE, DAY = date(2026, 1, 1), date(2026, 11, 28)
ALPHA = "Институт Альфа"


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_every_number_is_the_rows_of_its_list_and_those_of_the_report(world: RegisterWorld, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    first, last, day, _ = data.draw(days_of(world))
    since, until = min(first, last), max(first, last)
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        for one in provider_figures(look, since, until):
            of = ProviderRecord(one.id, one.name, None)
            for outcome in Outcome:
                rows = training_rows(look, of, outcome, since, until, size=BIG_PAGE)
                assert len(rows.rows) == rows.total == one.sums.outcomes[outcome], (one.name, outcome)
            assert training_sums(trainings_of(look, of, since, until)) == one.sums
            reported = completions(look, of, since, until)
            ended = sum(one.sums.outcomes[outcome] for outcome in Outcome if outcome is not Outcome.EXPELLED)
            assert (ended, one.sums.documents) == (
                len(reported),
                sum(row.document_number is not None for row in reported),
            )


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_figures_by_municipality_people_hours_and_groups_are_their_rows(world: RegisterWorld, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    first, last, day, _ = data.draw(days_of(world))
    since, until = min(first, last), max(first, last)
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        for one in provider_figures(look, since, until):
            of = ProviderRecord(one.id, one.name, None)
            for name, sums in {None: one.sums, **by_municipality(trainings_of(look, of, since, until))}.items():
                check_sums(look, of, sums, since, until, municipality=name)
            for group in groups_of(look, of):
                numbers = (group.submitted, group.confirmed, group.attested, group.expelled)
                lists = [group_rows(look, of, listed, group.key, size=BIG_PAGE) for listed in GroupList]
                assert [len(rows.rows) for rows in lists] == [rows.total for rows in lists] == [*numbers], group
                assert group.named == group.submitted


def check_sums(look: Reading, of: ProviderRecord, sums: TrainingSums, since: date, until: date, **of_whom: Any) -> None:
    """Each number is the rows of its list: outcomes, people each once, documents, and the hours of those."""

    def rows(outcome: Outcome | None, **more: Any) -> Page:
        return training_rows(look, of, outcome, since, until, size=BIG_PAGE, **of_whom, **more)

    for outcome in Outcome:
        assert rows(outcome).total == sums.outcomes[outcome], (of_whom, outcome)
    people, attested = rows(None, is_each_once=True), rows(None)
    assert len({row["person_id"] for row in people.rows}) == people.total == sums.people
    assert attested.total == sums.documents
    assert sum(row["hours"] or 0 for row in attested.rows) == pytest.approx(sums.hours)


@pytest.fixture
def world(database: str) -> World:
    world = World()
    taught = {"provider_name": ALPHA, "head": "2026-03-05", "provider": "2026-03-15"}
    dates = {"training_since": "2026-04-01", "training_until": "2026-04-20"}
    for name in ("Вовремева", "Позднева", "Бездокова", "Пропавшева", "Отчисленева"):
        person = world.person(name).assessed("2026-02-01")
        expelled = {"expelled_on": "2026-04-10"} if name == "Отчисленева" else {}
        person.applied("2026-03-01", **taught, **dates, **expelled)
    world.person("Ждущева").assessed("2026-02-01").applied("2026-11-01", provider_name=ALPHA, head="2026-11-05")
    people = {row["full_name"]: row for row in world.rows["staff"]}
    assert people
    return world


def finish(world: World, name: str, days: tuple[date, date], document: str | None) -> None:
    row = next(row for row in world.rows["staff"] if row["full_name"] == name)
    keys = ("identifier", "full_name", "municipality", "organization")
    world.rows["appendix2"].append(
        {**{key: row[key] for key in keys}, "programme": "Программа", "realized": days, "document_number": document}
    )


def figures(viewer: Viewer = ASSESSOR) -> TrainingSums:
    with read_session() as session:
        look = Reading(session, viewer, DAY)
        return training_sums(trainings_of(look, record(), SINCE, DAY))


def record() -> ProviderRecord:
    with read_session() as session:
        identity, name = session.execute(select(Provider.id, Provider.name).where(Provider.name == ALPHA)).one()
    return ProviderRecord(identity, name, None)


def test_each_training_ends_in_one_way_and_the_provider_sees_the_same(world: World):
    started, ended = date(2026, 4, 1), date(2026, 4, 20)
    finish(world, "Вовремева", (started, ended), "ДЕМО-1")
    finish(world, "Позднева", (started, date(2026, 5, 5)), "ДЕМО-2")
    finish(world, "Бездокова", (started, ended), None)
    world.read_in()
    sums = figures()
    assert sums.outcomes == {Outcome.IN_TIME: 1, Outcome.LATER: 1, Outcome.FAILED: 2, Outcome.EXPELLED: 1}
    assert (sums.people, sums.documents) == (2, 2)
    assert figures(Viewer("alpha", (GrantValue(Role.PROVIDER, record().id),))) == sums
    assert figures(Viewer("beta", (GrantValue(Role.PROVIDER, record().id + 1),))) == TrainingSums()


def test_the_region_compares_what_waits_and_how_soon_a_provider_decides(world: World):
    world.read_in()
    with read_session() as session:
        (alpha,) = provider_figures(Reading(session, ASSESSOR, DAY), SINCE, DAY)
        assert (alpha.awaiting, alpha.waits.share(50), alpha.waits.share(90)) == (1, 10, 10)
        assert alpha.sums.outcomes[Outcome.FAILED] == 4
        assert provider_figures(Reading(session, Viewer("nobody", ()), DAY), SINCE, DAY) == []


def test_a_group_is_told_to_who_may_not_name_its_people_where_it_is_not_small(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.read_in()
    ministry = Viewer("ministry", (GrantValue(Role.MINISTRY),))
    with read_session() as session:
        (group,) = groups_of(Reading(session, ASSESSOR, DAY), record())
        assert (group.begins_on, group.submitted, group.confirmed, group.expelled) == (date(2026, 4, 1), 5, 4, 1)
        assert len(groups_of(Reading(session, ministry, DAY), record())) == 1
        monkeypatch.setenv("SMALL_GROUP", "6")
        assert groups_of(Reading(session, ministry, DAY), record()) == []


def test_those_with_a_document_are_the_list_of_attested(world: World):
    finish(world, "Вовремева", (date(2026, 4, 1), date(2026, 4, 20)), "ДЕМО-1")
    world.read_in()
    with read_session() as session:
        rows = training_rows(Reading(session, ASSESSOR, DAY), record(), None, SINCE, DAY).rows
    assert [(row["full_name"], row["municipality"]) for row in rows] == [
        ("Вовремева", "Еманжелинский муниципальный округ")
    ]


def test_a_provider_opens_a_group_only_where_it_may_be_told_of_all_its_people(world: World):
    world.read_in()
    viewer = Viewer("alpha", (GrantValue(Role.PROVIDER, record().id),))
    with read_session() as session:
        now, later = (Reading(session, viewer, day) for day in (DAY, date(2028, 6, 1)))
        (group,) = groups_of(now, record())
        assert (group.named, group.submitted) == (5, 5)
        assert group_rows(now, record(), GroupList.EXPELLED, group.key).rows[0]["full_name"] == "Отчисленева"
        # Long after the training its people may not be named any more, but are counted (PROVIDER_MONTHS).
        (old,) = groups_of(later, record())
        assert old.named < old.submitted == 5
        assert group_rows(later, record(), GroupList.SUBMITTED, old.key).total == old.named
        other = Viewer("beta", (GrantValue(Role.PROVIDER, record().id + 1),))
        assert group_rows(Reading(session, other, DAY), record(), GroupList.SUBMITTED, group.key).total == 0
