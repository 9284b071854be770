"""The oracle against counts by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.indicators import COUNT_BY_KEY, COUNT_KEYS, Unit
from model.names import fold
from tests import worlds
from tests.oracle import Registers, Row, counts, rows_behind

DISTRICT, DISTRICT_BEFORE = "Саткинский муниципальный округ", "Саткинский муниципальный район"
WHO = {"identifier": "1", "full_name": "Семёнова Анна", "municipality": DISTRICT, "organization": "МБОУ «СОШ № 1»"}
BY_NAME = {**WHO, "identifier": None, "full_name": "СЕМЕНОВА  Анна", "municipality": DISTRICT_BEFORE}


def on(text: str) -> date:
    """«01.03.2025» as a day."""
    day, month, year = map(int, text.split("."))
    return date(year, month, day)


def spell(since: str = "01.09.2019", until: str | None = None, **other: object) -> Row:
    return {**WHO, "since": on(since), "until": until and on(until), **other}


def assessment(passed_on: str, *programmes: str, formed_on: str | None = None, **other: object) -> Row:
    row = {**WHO, "procedure": "Оценка", "programmes": list(programmes), "passed_on": on(passed_on)}
    return {**row, "formed_on": formed_on and on(formed_on), **other}


def application(submitted_on: str, *, number: str = "1", name: str = "Чтение", **other: str) -> Row:
    """`head`, `provider`: the day of confirmation; `head_refused`: of refusal."""
    row: Row = {
        **WHO,
        "number": number,
        "kind": other.pop("kind", "ДПП"),
        "name": name,
        "submitted_on": on(submitted_on),
    }
    refused = other.pop("head_refused", None)
    for by in ("head", "provider"):
        day = other.pop(by, None)
        row |= {f"{by}_decision": "подтверждена" if day else None, f"{by}_on": day and on(day)}
    if refused:
        row |= {"head_decision": "отклонена", "head_on": on(refused)}
    rest = ("training_until", "withdrawn_on", "chosen_on")
    return row | {key: on(other[key]) if key in other else None for key in rest}


def result(first: str, last: str, *, document: str | None = "ДЕМО-1", name: str = "Чтение") -> Row:
    return {**WHO, "programme": name, "realized": (on(first), on(last)), "document_number": document}


def chosen_event(chosen_on: str, starts_on: str, ends_on: str | None = None, confirmed_on: str | None = None) -> Row:
    row = {**WHO, "event": f"Форум {starts_on}", "chosen_on": on(chosen_on), "starts_on": on(starts_on)}
    return {**row, "ends_on": ends_on and on(ends_on), "confirmed_on": confirmed_on and on(confirmed_on)}


def world(*rows: Row) -> Registers:
    """The rows sorted into registers, with a spell of work unless one is given."""
    told_by = {
        "staff": "since",
        "appendix1": "procedure",
        "applications": "number",
        "appendix2": "realized",
        "participation": "event",
    }
    registers = {register: [row for row in rows if key in row] for register, key in told_by.items()}
    return {**registers, "staff": registers["staff"] or [spell()]}


def nonzero_counts(registers: Registers, day: str) -> set[str]:
    """The counts that are not zero in the region."""
    return {key for key, number in counts(registers, on(day))[()].items() if number}


ASSESSED = {"staff", "assessed", "recommended"}
FORMED = {*ASSESSED, "chosen", "formed"}
APPROVED = {*FORMED, "head_approved", "provider_approved"}


@pytest.mark.parametrize(
    ("passed_on", "last_day", "next_day"),
    [
        ("10.03.2022", "09.03.2025", "10.03.2025"),
        ("29.02.2020", "28.02.2023", "01.03.2023"),
        ("28.02.2021", "27.02.2024", "28.02.2024"),
        # 29 February − 3 years is 28 February: both last days of that month look back to the same day.
        ("01.03.2021", "29.02.2024", "01.03.2024"),
    ],
)
def test_assessment_counts_for_three_calendar_years(passed_on: str, last_day: str, next_day: str):
    registers = world(assessment(passed_on))
    assert nonzero_counts(registers, last_day) == ASSESSED
    assert nonzero_counts(registers, next_day) == {"staff"}


def test_assessment_counts_for_the_calendar_year_of_the_day():
    registers = world(assessment("31.12.2024"))
    assert nonzero_counts(registers, "30.12.2024") == {"staff"}
    assert nonzero_counts(registers, "31.12.2024") == {*ASSESSED, "assessed_year"}
    assert nonzero_counts(registers, "01.01.2025") == ASSESSED


def test_of_two_assessments_on_one_day_the_route_is_of_the_procedure_that_sorts_last():
    first, last = assessment("10.03.2024", "Чтение"), assessment("10.03.2024", "Счёт", procedure="Оценка Я")
    apply = application("11.03.2024", name="Чтение")
    for rows in ((first, last), (last, first)):
        assert nonzero_counts(world(*rows, apply), "01.02.2025") == {*ASSESSED, "awaiting_head"}
    assert nonzero_counts(world(first, {**last, "procedure": "А"}, apply), "01.02.2025") == {*FORMED, "awaiting_head"}


def test_new_assessment_takes_the_place_of_a_finished_route():
    finished = (assessment("10.03.2024"), application("11.03.2024", head="12.03.2024", provider="12.03.2024"))
    registers = world(*finished, result("01.04.2024", "30.04.2024"), assessment("10.01.2025", procedure="Другая"))
    assert nonzero_counts(registers, "09.01.2025") == {*APPROVED, "formal_done"}
    assert nonzero_counts(registers, "10.01.2025") == {*ASSESSED, "assessed_year"}


def test_nothing_is_chosen_before_the_route_is_formed_in_the_module():
    rows = (application("11.03.2024", head="12.03.2024"), chosen_event("11.03.2024", "15.03.2024"))
    registers = world(assessment("10.03.2024", formed_on="20.03.2024"), *rows)
    assert nonzero_counts(registers, "19.03.2024") == {"staff", "assessed", "assessed_year", "awaiting_provider"}
    assert nonzero_counts(registers, "20.03.2024") == {
        *FORMED,
        *("assessed_year", "formed_full", "head_approved", "awaiting_provider", "events_due"),
    }


def test_refused_application_leaves_the_programme_chosen_and_a_second_one_forms_the_route():
    rows = (application("02.02.2025", head_refused="10.02.2025"), application("20.02.2025", number="2"))
    registers = world(assessment("01.02.2024"), *rows)
    assert nonzero_counts(registers, "09.02.2025") == {*FORMED, "awaiting_head"}
    assert nonzero_counts(registers, "10.02.2025") == {*ASSESSED, "chosen"}
    assert nonzero_counts(registers, "20.02.2025") == {*FORMED, "awaiting_head"}


def test_programme_is_approved_by_its_provider_only_after_the_head():
    apply = application("02.02.2025", head="10.02.2025", provider="05.02.2025")
    registers = world(assessment("01.02.2024"), apply)
    assert nonzero_counts(registers, "05.02.2025") == {*FORMED, "awaiting_head"}
    assert nonzero_counts(registers, "10.02.2025") == APPROVED
    refused = world(assessment("01.02.2024"), {**apply, "provider_decision": "отклонена"})
    assert nonzero_counts(refused, "04.02.2025") == {*FORMED, "awaiting_head"}
    # The head has still said nothing.
    assert nonzero_counts(refused, "05.02.2025") == {*ASSESSED, "chosen", "awaiting_head"}


def test_withdrawn_application_waits_for_nobody():
    registers = world(assessment("01.02.2024"), application("02.02.2025", withdrawn_on="05.02.2025"))
    assert nonzero_counts(registers, "04.02.2025") == {*FORMED, "awaiting_head"}
    assert nonzero_counts(registers, "05.02.2025") == {*ASSESSED, "chosen"}


@pytest.mark.parametrize("stated", ["01.02.2025", "03.03.2025"])
def test_stated_day_of_choice_wins_over_the_day_of_application(stated: str):
    registers = world(
        assessment("01.02.2024"),
        application("02.02.2025", kind="ДПП"),
        application("02.03.2025", number="2", chosen_on=stated, withdrawn_on="02.03.2025"),
        application("02.03.2025", number="3", chosen_on="05.03.2025", withdrawn_on="02.03.2025"),
    )
    assert "chosen" not in nonzero_counts(registers, "31.01.2025")
    assert ("chosen" in nonzero_counts(registers, "02.02.2025")) == (stated == "01.02.2025")
    # Chosen on the first, applied for on the second of February.
    assert "formed" not in nonzero_counts(registers, "01.02.2025")
    assert nonzero_counts(registers, "03.03.2025") == {*FORMED, "awaiting_head"}


def test_programme_that_is_not_recommended_forms_and_finishes_nothing():
    rows = (application("02.02.2025", head="03.02.2025"), result("04.02.2025", "05.02.2025"))
    assert nonzero_counts(world(assessment("01.02.2024", "Счёт"), *rows), "06.02.2025") == {
        *ASSESSED,
        "awaiting_provider",
    }
    assert "formal_done" in nonzero_counts(world(assessment("01.02.2024", "Счёт", "«чтение»"), *rows), "06.02.2025")
    another = application("02.02.2025", number="2", name="Счёт")
    assert "formal_done" not in nonzero_counts(world(assessment("01.02.2024", "Счёт"), *rows, another), "06.02.2025")


def test_result_without_application_implies_one_from_its_first_day():
    registers = world(assessment("01.02.2024"), result("03.02.2025", "20.02.2025"))
    assert nonzero_counts(registers, "02.02.2025") == ASSESSED
    assert nonzero_counts(registers, "03.02.2025") == APPROVED
    assert nonzero_counts(registers, "20.02.2025") == {*APPROVED, "formal_done"}
    without = world(assessment("01.02.2024"), result("03.02.2025", "20.02.2025", document=None))
    assert nonzero_counts(without, "20.02.2025") == APPROVED


def test_result_with_a_withdrawn_application_implies_no_other():
    rows = (application("02.02.2025", withdrawn_on="03.02.2025"), result("04.02.2025", "05.02.2025"))
    assert nonzero_counts(world(assessment("01.02.2024"), *rows), "06.02.2025") == {*ASSESSED, "chosen"}


def test_result_follows_its_application_past_a_new_assessment():
    rows = (assessment("01.02.2024"), application("02.02.2024", head="03.02.2024", provider="03.02.2024"))
    registers = world(*rows, assessment("01.04.2024", procedure="Другая"), result("02.04.2024", "03.04.2024"))
    assert nonzero_counts(registers, "04.04.2024") == {*ASSESSED, "assessed_year"}
    again = application("02.04.2024", number="2", head="02.04.2024", provider="02.04.2024")
    registers["applications"].append(again)
    assert nonzero_counts(registers, "04.04.2024") == {*APPROVED, "assessed_year", "formal_done"}


def test_result_of_an_application_before_any_assessment_belongs_to_no_route():
    rows = (application("01.02.2024", head="01.02.2024", provider="01.02.2024"), result("03.02.2024", "04.02.2024"))
    assert nonzero_counts(world(assessment("02.02.2024"), *rows), "05.02.2025") == ASSESSED
    assert nonzero_counts(world(assessment("02.02.2024"), rows[1]), "05.02.2025") == {*APPROVED, "formal_done"}


def test_training_is_late_from_the_day_after_its_schedule():
    apply = application("02.02.2025", head="02.02.2025", provider="01.03.2025", training_until="20.02.2025")
    registers = world(assessment("01.02.2024"), apply, result("10.02.2025", "10.03.2025"))
    assert nonzero_counts(registers, "28.02.2025") == {*FORMED, "head_approved", "awaiting_provider"}
    assert nonzero_counts(registers, "01.03.2025") == {*APPROVED, "formal_late"}
    assert nonzero_counts(registers, "10.03.2025") == {*APPROVED, "formal_done"}
    on_time = world(assessment("01.02.2024"), {**apply, "training_until": on("01.03.2025")})
    assert nonzero_counts(on_time, "01.03.2025") == APPROVED


def test_route_is_realized_when_each_event_chosen_by_the_day_is_confirmed():
    registers = world(
        assessment("01.02.2024"),
        result("03.02.2025", "04.02.2025"),
        chosen_event("05.02.2025", "10.02.2025", "12.02.2025", confirmed_on="13.02.2025"),
        chosen_event("15.02.2025", "01.03.2025", confirmed_on="03.03.2025"),
    )
    done, full = {*APPROVED, "formal_done"}, {*APPROVED, "formal_done", "formed_full"}
    assert nonzero_counts(registers, "04.02.2025") == done
    assert nonzero_counts(registers, "11.02.2025") == full
    assert nonzero_counts(registers, "12.02.2025") == {*full, "events_due"}
    attended = {*full, "informal_any", "events_due", "events_attended"}
    assert nonzero_counts(registers, "13.02.2025") == {*attended, "realized"}
    assert nonzero_counts(registers, "15.02.2025") == attended
    assert nonzero_counts(registers, "03.03.2025") == {*attended, "realized"}
    # The second has no end: it is due on its first day.
    due = [counts(registers, on(day))[()]["events_due"] for day in ("28.02.2025", "01.03.2025")]
    assert due == [1, 2]
    assert rows_behind(registers, on("02.03.2025"), "events_attended") == [("1", "форум 10.02.2025", on("10.02.2025"))]


def test_what_was_chosen_before_any_assessment_counts_nowhere():
    early = (application("01.02.2024", head="01.02.2024"), chosen_event("01.02.2024", "03.02.2024"))
    assert nonzero_counts(world(assessment("02.02.2024"), *early), "01.03.2025") == {*ASSESSED, "awaiting_provider"}


def test_only_programmes_wait_for_their_provider():
    rows = [application("01.02.2024", number=kind, kind=kind, head="03.02.2024") for kind in ("ДПП", "процедура")]
    registers = world(*rows, application("02.02.2024", number="событие", kind="событие"))
    assert rows_behind(registers, on("02.02.2024"), "awaiting_head") == ["ДПП", "процедура", "событие"]
    assert rows_behind(registers, on("03.02.2024"), "awaiting_head") == ["событие"]
    assert rows_behind(registers, on("03.02.2024"), "awaiting_provider") == ["ДПП"]


@pytest.mark.parametrize("kind", ["процедура", "событие"])
def test_only_an_application_for_a_programme_chooses_one(kind: str):
    registers = world(assessment("01.02.2024"), application("02.02.2025", kind=kind, head="02.02.2025"))
    assert nonzero_counts(registers, "03.02.2025") == ASSESSED


def test_events_of_a_route_that_is_not_formed_are_due_but_are_no_part_of_it():
    registers = world(assessment("01.02.2024"), chosen_event("02.02.2025", "03.02.2025", confirmed_on="04.02.2025"))
    assert nonzero_counts(registers, "04.02.2025") == {*ASSESSED, "events_due", "events_attended"}


def test_person_is_counted_where_they_work_on_the_day():
    elsewhere = {"organization": "Детский сад", "municipality": DISTRICT_BEFORE}
    registers = world(
        spell(until="10.03.2025"), spell("10.03.2025", "20.03.2025", **elsewhere), assessment("01.02.2024")
    )
    school, kindergarten = (DISTRICT, fold("МБОУ «СОШ № 1»")), (DISTRICT, "детский сад")
    for day, expected in (("09.03.2025", (1, 1, 0)), ("10.03.2025", (1, 0, 1)), ("20.03.2025", (0, 0, 0))):
        found = counts(registers, on(day))
        assert set(found) == {(), (DISTRICT,), school, kindergarten}
        assert tuple(found[place]["assessed"] for place in ((DISTRICT,), school, kindergarten)) == expected


def test_row_that_comes_again_replaces_what_it_said():
    rows = (assessment("01.02.2024", "Счёт"), application("02.02.2025", name="Счёт"))
    again = ({**assessment("01.02.2024", "Чтение"), **BY_NAME, "procedure": "ОЦЕНКА "}, application("05.02.2025"))
    assert nonzero_counts(world(*rows, *again), "04.02.2025") == ASSESSED
    assert nonzero_counts(world(*rows, *again), "05.02.2025") == {*FORMED, "awaiting_head"}
    ended = world(spell(), spell(until="05.02.2025"), *rows)
    assert nonzero_counts(ended, "04.02.2025") == {*FORMED, "awaiting_head"}
    assert nonzero_counts(ended, "05.02.2025") == set()


def test_row_without_identifier_means_the_person_of_that_name_at_that_place():
    other = spell(identifier="2", organization="Детский сад")
    registers = world(spell(), other, {**assessment("01.02.2024"), **BY_NAME})
    assert rows_behind(registers, on("01.03.2024"), "assessed") == ["1"]


@given(registers=worlds.registers(), choice=st.data())
def test_region_is_the_sum_of_its_places_and_of_the_rows_behind(registers: Registers, choice: st.DataObject):
    day = choice.draw(worlds.days(registers))
    found = counts(registers, day)
    for key in COUNT_KEYS:
        rows = rows_behind(registers, day, key)
        sums = [sum(number[key] for place, number in found.items() if len(place) == depth) for depth in (0, 1, 2)]
        assert sums == [len(rows)] * 3, key
        assert len(set(rows)) == len(rows), key
        if COUNT_BY_KEY[key].unit is Unit.PERSON:
            assert set(rows) <= {row["identifier"] for row in registers["staff"]}
