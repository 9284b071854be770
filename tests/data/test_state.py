"""The state of a person on a date, clause by clause."""

import pytest

from tests.world import CITY, World


@pytest.fixture
def world(database: str) -> World:
    return World()


def test_staff_is_counted_from_the_day_of_hiring_to_the_day_of_dismissal(world: World):  # ст. 84.1 ТК РФ
    anna = world.person(since="2020-09-01", until="2021-08-31")
    days = ("2020-08-31", "2020-09-01", "2021-08-31", "2021-09-01")
    assert [world.state_of(anna, on=day).staff for day in days] == [0, 1, 1, 0]


def test_who_is_long_absent_is_not_due_on_both_days_of_the_absence(world: World):  # п. 3.3.3
    anna = world.person(absent_since="2026-02-10", absent_until="2026-02-12")
    days = ("2026-02-09", "2026-02-10", "2026-02-12", "2026-02-13")
    assert [world.state_of(anna, on=day).due for day in days] == [1, 0, 0, 1]
    assert world.state_of(anna, on="2026-02-11").staff


def test_a_second_job_counts_nowhere(world: World):
    anna = world.person(until="2026-01-31")
    anna.organization = "Лицей № 17"
    anna.works(since="2025-09-01", is_main="внутреннее совместительство")
    assert world.region("2026-01-31")["staff"] == 1
    assert world.region("2026-02-01")["staff"] == 0


def test_a_need_makes_a_route_and_is_no_assessment(world: World):  # п. 1.4, 2.1
    anna = world.person().assessed("2026-02-01", is_need="потребность").applied("2026-03-01")
    state = world.state_of(anna, on="2026-03-01")
    assert (state.by_need, state.assessed, state.recommended, state.formed) == (1, 0, 0, 0)
    assert (state.not_assessed, state.awaiting_head) == (1, 1)


def test_assessment_counts_for_three_calendar_years(world: World):  # п. 2.4
    anna = world.person().assessed("2021-03-10")
    assert world.state_of(anna, on="2021-03-10").assessed
    assert world.state_of(anna, on="2024-03-09").assessed
    assert not world.state_of(anna, on="2024-03-10").assessed


def test_assessment_of_29_february_counts_until_1_march_three_years_later(world: World):  # п. 2.4
    anna = world.person().assessed("2020-02-29")
    assert world.state_of(anna, on="2023-02-28").assessed
    assert not world.state_of(anna, on="2023-03-01").assessed


def test_three_years_before_29_february_is_28_february(world: World):  # п. 2.4
    anna = world.person().assessed("2021-02-28")
    boris = world.person("Борис").assessed("2021-03-01")
    assert not world.state_of(anna, on="2024-02-29").assessed
    assert world.state_of(boris, on="2024-02-29").assessed


def test_reporting_year_is_the_calendar_year_of_the_date(world: World):  # п. 3.3.3
    anna = world.person().assessed("2025-12-31")
    assert world.state_of(anna, on="2025-12-31").assessed_year
    assert not world.state_of(anna, on="2026-01-01").assessed_year


def test_recommended_from_the_day_the_route_was_formed(world: World):  # п. 2.1
    anna = world.person().assessed("2026-02-01", formed_on="2026-02-05")
    assert not world.state_of(anna, on="2026-02-04").recommended
    assert world.state_of(anna, on="2026-02-05").recommended


def test_withdrawn_application_does_not_form_a_route(world: World):  # п. 3.3.2
    anna = world.person().assessed("2026-02-01").applied("2026-03-01", withdrawn="2026-03-10")
    assert world.state_of(anna, on="2026-03-09").formed
    assert not world.state_of(anna, on="2026-03-10").formed
    assert world.state_of(anna, on="2026-03-10").chosen


def test_repeated_application_forms_the_route_again(world: World):  # п. 3.3.2
    anna = world.person().assessed("2026-02-01").applied("2026-03-01", head_refused="2026-03-05").applied("2026-04-01")
    assert not world.state_of(anna, on="2026-03-31").formed
    assert world.state_of(anna, on="2026-04-01").formed


def test_programme_outside_of_the_recommended_forms_nothing(world: World):  # п. 2.4, 3.6
    anna = world.person().assessed("2026-02-01", programmes="Одна; Другая").applied("2026-03-01", "Третья")
    assert not world.state_of(anna, on="2026-04-01").chosen
    assert not world.state_of(anna, on="2026-04-01").formed
    assert world.state_of(anna, on="2026-04-01").awaiting_head == 1


def test_day_of_choice_may_be_stated(world: World):  # п. 2.4
    anna = world.person().assessed("2026-02-01").applied("2026-03-01", chosen_on="2026-02-15")
    assert world.state_of(anna, on="2026-02-15").chosen
    assert not world.state_of(anna, on="2026-02-15").formed


def test_provider_confirms_only_what_the_head_confirmed(world: World):  # п. 3.6
    anna = world.person().assessed("2026-02-01").applied("2026-03-01", head="2026-03-10", provider="2026-03-05")
    assert not world.state_of(anna, on="2026-03-09").provider_approved
    assert world.state_of(anna, on="2026-03-10").provider_approved


def test_two_confirmations_of_two_applications_do_not_add_up(world: World):  # п. 3.6
    anna = world.person().assessed("2026-02-01").applied("2026-03-01", head="2026-03-02")
    anna.applied("2026-03-01", provider="2026-03-02")
    state = world.state_of(anna, on="2026-04-01")
    assert (state.head_approved, state.provider_approved) == (1, 0)


def test_schedule_that_ended_without_attestation_is_late_from_the_next_day(world: World):  # п. 3.11
    anna = world.person().assessed("2026-02-01")
    anna.applied("2026-03-01", head="2026-03-02", provider="2026-03-03", training_until="2026-04-30")
    assert not world.state_of(anna, on="2026-04-30").formal_late
    assert world.state_of(anna, on="2026-05-01").formal_late


def test_attestation_ends_the_formal_part(world: World):  # п. 2.6
    anna = world.person().assessed("2026-02-01").finished("2026-03-01 - 2026-04-30")
    anna.applied("2026-02-10", head="2026-02-12", provider="2026-02-13", training_until="2026-04-29")
    assert world.state_of(anna, on="2026-04-30").formal_done
    assert not world.state_of(anna, on="2026-04-30").formal_late
    assert not world.state_of(anna, on="2026-04-29").formal_done


def test_the_formal_part_is_in_time_by_the_end_of_training(world: World):  # п. 3.11
    anna, boris = (world.person(name).assessed("2026-02-01") for name in ("Анна", "Борис"))
    for person, until in ((anna, "2026-04-30"), (boris, "2026-04-29")):
        person.applied("2026-02-10", head="2026-02-12", provider="2026-02-13", training_until=until)
        person.finished("2026-03-01 - 2026-04-30")
    assert [world.state_of(one, on="2026-05-01").formal_in_time for one in (anna, boris)] == [1, 0]


def test_result_without_a_document_is_no_attestation(world: World):  # Приложение 2, 10
    anna = world.person().assessed("2026-02-01").finished("2026-03-01 - 2026-04-30", document=None)
    assert not world.state_of(anna, on="2026-05-01").formal_done


def test_result_without_application_implies_one(world: World):  # Приложение 2, 6
    anna = world.person().assessed("2026-02-01").finished("2026-03-01 - 2026-04-30")
    assert not world.state_of(anna, on="2026-02-28").formed
    assert world.state_of(anna, on="2026-03-01").provider_approved
    assert world.state_of(anna, on="2026-03-01").awaiting_provider == 0


def test_route_is_realized_when_every_chosen_event_is_attended(world: World):  # п. 3.11
    anna = world.person().assessed("2026-02-01").finished("2026-03-01")
    anna.chose("2026-02-10", "Семинар", "2026-03-10", confirmed="2026-03-11").chose("2026-02-10", "Форум", "2026-05-10")
    assert not world.state_of(anna, on="2026-04-01").realized
    anna.chose("2026-02-10", "Форум", "2026-05-10", confirmed="2026-05-11")
    assert world.state_of(anna, on="2026-05-11").realized


def test_events_are_due_from_the_day_they_end(world: World):  # п. 2.6
    anna = world.person().assessed("2026-02-01")
    anna.chose("2026-02-10", "Семинар", "2026-03-10", ends_on="2026-03-12", confirmed="2026-03-11")
    assert world.state_of(anna, on="2026-03-11").events_due == 0
    state = world.state_of(anna, on="2026-03-12")
    assert (state.events_due, state.events_attended) == (1, 1)


def test_a_procedure_joins_the_route_that_is_being_formed(world: World):  # п. 1.4, 2.7
    anna = world.person().assessed("2025-02-01", "Первая", programmes="Одна").applied("2025-03-01", "Одна")
    anna.assessed("2026-02-01", "Вторая", programmes="Другая")
    state = world.state_of(anna, on="2026-02-01")
    assert (state.formed, state.without_programme) == (1, 0)


def test_a_procedure_after_the_formal_part_asks_for_a_new_route(world: World):  # п. 2.6, 2.7
    anna = world.person().assessed("2025-02-01").finished("2025-03-01 - 2025-03-20").assessed("2026-02-01")
    assert world.state_of(anna, on="2026-01-31").without_programme == 0
    state = world.state_of(anna, on="2026-02-01")
    # What was done stays done.
    assert (state.formal_done, state.without_programme) == (1, 1)


def test_assessments_of_a_day_feed_one_route(world: World):  # Приложение 1
    anna = world.person()
    anna.assessed("2026-02-01", "Я", programmes="Одна").assessed("2026-02-01", "А", programmes="Другая")
    anna.applied("2026-02-02", "Другая")
    assert world.state_of(anna, on="2026-03-01").chosen
    anna.applied("2026-02-02", "Третья", head="2026-02-03")
    assert not world.state_of(anna, on="2026-03-01").head_approved
    anna.applied("2026-02-02", "Одна", head="2026-02-03")
    assert world.state_of(anna, on="2026-03-01").head_approved


def test_an_expulsion_ends_the_application(world: World):  # п. 3.11
    anna = world.person().assessed("2026-02-01").applied("2026-03-01", head="2026-03-02", expelled_on="2026-03-10")
    assert world.state_of(anna, on="2026-03-09").formed
    state = world.state_of(anna, on="2026-03-10")
    assert (state.chosen, state.formed, state.without_application) == (1, 0, 1)


def test_an_excused_event_stands_in_the_way_of_nothing(world: World):  # п. 2.6, 3.11
    anna = world.person().assessed("2026-02-01").finished("2026-03-01")
    anna.chose("2026-02-10", "Семинар", "2026-03-10", confirmed="2026-03-11")
    anna.chose("2026-02-10", "Форум", "2026-03-15", absence_reason="болезнь")
    state = world.state_of(anna, on="2026-03-15")
    assert (state.realized, state.events_due, state.events_attended, state.events_excused) == (1, 2, 1, 1)


def test_application_before_any_assessment_counts_nowhere_but_waits(world: World):
    anna = world.person().applied("2026-01-15").assessed("2026-02-01")
    state = world.state_of(anna, on="2026-03-01")
    assert (state.chosen, state.formed, state.awaiting_head) == (0, 0, 1)


def test_transferred_person_is_counted_where_they_work_on_the_date(world: World):
    anna = world.person(since="2020-09-01", until="2026-01-10").assessed("2025-05-05")
    anna.organization, anna.town = "Лицей № 17", CITY
    anna.works(since="2026-01-10")
    assert world.region("2026-01-09")["assessed"] == world.region("2026-01-10")["assessed"] == 1


def test_order_of_registers_does_not_matter(world: World):
    anna = world.person().applied("2026-03-01", head="2026-03-02").finished("2026-04-01")
    before = world.state_of(anna, on="2026-05-01")
    anna.assessed("2026-02-01")
    assert (before.formed, world.state_of(anna, on="2026-05-01").formal_done) == (0, 1)
