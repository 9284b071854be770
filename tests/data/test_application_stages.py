"""Applications by stage and events add up, agree with the counts, and have the waits of the register."""

import statistics
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from access.reading import Reading
from model.database import read_session
from model.places import REGION
from queries.application_stages import By, Stage, Waits, applications_by, refused_applications, whole_of
from queries.counts import counts_of
from queries.events import events_of, takers_of, total_of
from queries.filters import EVERYBODY
from queries.lists import Order
from tests.db_templates import from_template
from tests.village import OUR_PROVIDER, Village, build_village
from tests.world import ASSESSOR

DAY = date(2026, 9, 30)


@pytest.fixture
def village(database: str) -> Village:
    return from_template("village with closed applications", grow)


def grow() -> Village:
    village = build_village()
    anna, boris, vera = (village.people[name] for name in ("Анна", "Борис", "Вера"))
    anna.applied("2026-09-01", "Отказ", provider_name=OUR_PROVIDER, head_refused="2026-09-05")
    boris.applied("2026-09-20", "Ждёт", provider_name=OUR_PROVIDER)
    vera.applied("2026-04-01", "Отозвана", provider_name=OUR_PROVIDER, withdrawn="2026-04-03")
    village.world.read_in()
    return village


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("day", [DAY, date(2026, 3, 5), date(2026, 9, 3)])
def test_the_parts_add_up_and_what_waits_is_the_count(village: Village, by: By, day: date):
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        whole = whole_of("всё", applications_by(look, REGION)[by])
        counts = counts_of(look, REGION).counts
    assert whole.stages[Stage.AWAITING_HEAD] == counts["awaiting_head"]
    assert whole.stages[Stage.AWAITING_PROVIDER] == counts["awaiting_provider"]
    assert sum(whole.now[Stage.AWAITING_HEAD].days.values()) == counts["awaiting_head"]


def test_each_application_stands_at_one_stage(village: Village):
    with read_session() as session:
        whole = whole_of("всё", applications_by(Reading(session, ASSESSOR, DAY), REGION)[By.PROVIDER])
    assert whole.stages == {
        Stage.AWAITING_HEAD: 1,
        Stage.AWAITING_PROVIDER: 7,
        Stage.APPROVED: 0,
        Stage.REJECTED_BY_HEAD: 1,
        Stage.REJECTED_BY_PROVIDER: 0,
        Stage.WITHDRAWN: 1,
        Stage.EXPELLED: 0,
    }


def test_a_closed_application_stands_at_what_closed_it_first(village: Village):
    """Closed is the first of a refusal, a withdrawal, an expulsion (domain: how facts belong to routes)."""
    anna = village.people["Анна"]
    own = {"head": "2026-04-02", "provider": "2026-04-03", "provider_name": OUR_PROVIDER}
    anna.applied("2026-04-01", "Отчислена", expelled_on="2026-04-20", **own)
    anna.applied("2026-04-01", "Отозвана до отказа", withdrawn="2026-04-02", head_refused="2026-04-05")
    village.world.read_in()
    stages = {day: stages_on(day) for day in (date(2026, 4, 19), date(2026, 4, 20))}
    assert [stages[day][Stage.EXPELLED] for day in stages] == [0, 1]
    assert [stages[day][Stage.WITHDRAWN] for day in stages] == [2, 2]


def stages_on(day: date) -> dict[Stage, int]:
    with read_session() as session:
        return whole_of("всё", applications_by(Reading(session, ASSESSOR, day), REGION)[By.PART]).stages


def test_waits_are_counted_in_days_of_the_register(village: Village):
    with read_session() as session:
        whole = whole_of("всё", applications_by(Reading(session, ASSESSOR, DAY), REGION)[By.PART])
    # Boris waits since 20 September; seven were decided after nine days, the refused one after four.
    assert dict(whole.now[Stage.AWAITING_HEAD].days) == {10: 1}
    assert dict(whole.decided[Stage.AWAITING_HEAD].days) == {9: 7, 4: 1}
    assert whole.decided[Stage.AWAITING_HEAD].share(50) == 9


def test_who_was_refused_is_told_with_the_day(village: Village):
    with read_session() as session:
        found = refused_applications(Reading(session, ASSESSOR, DAY), REGION, EVERYBODY, Order(), 1, 50)
    told = [(row["full_name"], row["application"], row["stage"], row["refused_on"]) for row in found.rows]
    assert told == [("Аннаова Примера", "Отказ", Stage.REJECTED_BY_HEAD, date(2026, 9, 5))]


@given(some.lists(some.integers(0, 400), min_size=1, max_size=60))
def test_half_and_nine_tenths_are_within_the_told_days(days):
    waits = Waits()
    for one in days:
        waits.days[one] += 1
    for percent in (50, 90, 100):
        within = waits.share(percent)
        assert sum(one <= within for one in days) * 100 >= percent * len(days)
        assert sum(one < within for one in days) * 100 < percent * len(days)
    assert waits.share(50) == statistics.median_low(days)


def test_nobody_waited_no_days():
    assert Waits().share(50) is None


@pytest.mark.parametrize("day", [DAY, date(2026, 3, 15)])
def test_events_add_up_to_the_counts_and_to_their_takers(village: Village, day: date):
    village.people["Анна"].chose("2026-03-01", "Болел", "2026-04-02", absence="болезнь")
    village.people["Борис"].chose("2026-03-01", "Событие-Борис", "2026-04-01", confirmed="2026-04-10")
    village.world.read_in()
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        events, counts = events_of(look, REGION), counts_of(look, REGION).counts
        takers = sum(takers_of(look, REGION, EVERYBODY, one.id, one.starts_on).total for one in events)
    assert total_of(events, "due") == counts["events_due"]
    assert total_of(events, "attended") == counts["events_attended"]
    assert total_of(events, "due") == sum(total_of(events, key) for key in ("attended", "absent", "unmarked"))
    assert total_of(events, "chosen") == takers


def test_programmes_are_named_and_told_from_procedures_of_the_same_name(village: Village):
    village.people["Анна"].applied("2026-09-02", "Отказ", kind="процедура")
    village.world.read_in()
    with read_session() as session:
        found = applications_by(Reading(session, ASSESSOR, DAY), REGION)[By.PROGRAMME]
    assert [(one.kind, one.total) for one in found if one.name == "Отказ"] == [("procedure", 1), ("programme", 1)]


def test_an_event_held_on_two_days_is_two_rows_each_with_its_takers(village: Village):
    village.people["Анна"].chose("2026-03-01", "Семинар", "2026-10-02")
    village.people["Борис"].chose("2026-03-01", "Семинар", "2026-10-09")
    village.world.read_in()
    with read_session() as session:
        look = Reading(session, ASSESSOR, DAY)
        held = [one for one in events_of(look, REGION) if one.name == "Семинар"]
        takers = [takers_of(look, REGION, EVERYBODY, one.id, one.starts_on).rows for one in held]
    assert [[row["full_name"] for row in rows] for rows in takers] == [["Аннаова Примера"], ["Борисова Примера"]]
