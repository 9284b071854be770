"""Files as offices have sent them, byte for byte, each with what must come of it."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from ingest.files import reading
from ingest.files.reading import read_register, recognise_file
from ingest.files.unreadable import UnreadableFileError
from ingest.imports import Upload, accept, check
from ingest.registers import REGISTERS
from model.catalogue import Programme
from model.database import unscoped_session, write_session
from model.routes import Assessment
from tests.unit.test_reading import GOOD
from tests.world import as_csv

CASES = Path(__file__).parent.parent / "cases"
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(reading, "today", lambda: TODAY)


def read(name, register="staff"):
    """The file and its rows."""
    file = read_register(REGISTERS[register], CASES / name, name)
    return file, list(file.rows())


def refusals(name, register="staff"):
    """Row, heading and reason of all that is refused."""
    return [(one.row, one.column, one.reason) for row in read(name, register)[1] for one in row.refusals]


def values(name, column, register="staff"):
    """What the column says, row by row; no row is refused."""
    assert refusals(name, register) == []
    return [row.values[column] for row in read(name, register)[1]]


def bring_in(register, name):
    with write_session() as session:
        plan, _ = accept(
            session,
            register,
            Upload(CASES / name, name),
            by="test",
            take_good=False,
            rewrite=lambda *_: None,
        )
        return plan


@pytest.fixture
def base(database):
    """The staff and the assessments that the other files speak of."""
    bring_in("staff", "00_base_staff.csv")
    bring_in("appendix1", "00_base_appendix1.csv")


def test_words_in_place_of_a_document_number_attest_nobody():
    reason = "это не номер документа; если документа нет, оставьте ячейку пустой"
    column = "Номер документа установленного образца"
    assert refusals("document_in_words.csv", "appendix2") == [(2, column, reason), (3, column, reason)]


def test_a_column_that_the_file_lacks_changes_nothing(base):
    plan = bring_in("appendix1", "appendix1_without_score_columns.csv")
    assert (len(plan.added), len(plan.changed), plan.unchanged) == (0, 0, 2)
    with unscoped_session() as session:
        stored = session.execute(select(Assessment.subject, Assessment.methodical, Assessment.formed_on)).all()
    assert sorted(stored, key=str) == [(55, None, None), (78, 64, date(2026, 2, 25))]


def test_an_empty_cell_of_a_column_that_is_there_empties_what_is_stored(base):
    content = (CASES / "00_base_appendix1.csv").read_text(encoding="utf-8").replace(";78;;;64;", ";78;;;;")
    with write_session() as session:
        plan = check(session, "appendix1", Upload(content.encode(), "п1.csv"))
    assert [(old["methodical"], new["methodical"]) for _, old, new in plan.changed] == [(64, None)]


def test_the_bullets_of_word_are_no_part_of_the_names():
    assert values("word_bullets_in_events.csv", "events", "appendix1") == [("Вебинар «Первые шаги»", "Открытый урок")]


def test_an_identifier_whose_digits_are_lost_is_refused():
    found = refusals("identifier_scientific.csv")
    assert [(row, column) for row, column, _ in found] == [(2, "Идентификатор"), (3, "Идентификатор")]
    assert all("округлила" in reason and "текстовый формат" in reason for _, _, reason in found)


def test_an_apostrophe_before_the_digits_is_no_part_of_the_identifier():
    assert values("identifier_apostrophe.csv", "identifier") == ["00123"]


def test_no_programmes_in_words_is_no_programme(base):
    bring_in("appendix1", "recommended_net.csv")
    with unscoped_session() as session:
        assert session.scalars(select(Programme.name).order_by(Programme.name)).all() == ["Программа А", "Программа Б"]


def test_a_percent_cell_above_a_hundred_is_refused_as_it_is_shown():
    _, (row,) = read("percent_over_100_formatted.xlsx", "appendix1")
    (refusal,) = row.refusals
    assert (refusal.column, refusal.value) == ("Предметная (%)", "120%")
    assert "от 0 до 100" in refusal.reason


def test_an_assessment_of_a_year_to_come_is_refused():
    ((row, column, reason),) = refusals("assessment_in_2062.csv", "appendix1")
    assert (row, column) == (2, "Дата прохождения")
    assert "28.11.2026" in reason


@pytest.mark.parametrize("name", ["backslash_parts.xlsx", "capital_sheet_part.xlsx"])
def test_a_workbook_whose_parts_are_named_otherwise_is_read(name):
    assert values(name, "identifier") == ["2001", "2002"]


def test_a_late_hour_beside_a_day_is_told():
    file, (row,) = read("date_with_time_before_midnight.xlsx")
    assert row.values["since"] == date(2020, 8, 31)
    assert len(file.remarks) == 1
    assert "строка 2" in file.remarks[0]
    assert "19:00" in file.remarks[0]


def test_scores_that_are_all_fractions_are_told():
    file, rows = read("scores_as_fractions.csv", "appendix1")
    assert [row.refusals for row in rows] == [(), ()]
    assert any("доли" in remark for remark in file.remarks)


def test_a_fraction_among_percents_is_told_with_its_row():
    said = GOOD["appendix1"]
    rows = [said | {"subject": "78,5", "methodical": "64"}, said | {"subject": "0,785", "methodical": "64"}]
    content = as_csv("appendix1", [*rows, said | {"subject": "0,9 %", "methodical": "0"}])
    file = read_register(REGISTERS["appendix1"], content, "п1.csv")
    assert [row.values["subject"] for row in file.rows()] == [78.5, 0.785, 0.9]
    (remark,) = file.remarks
    assert remark == "Результат меньше 1 без знака «%», строка 3: похоже на долю (0,785), а не на проценты (78,5)."


def test_a_file_in_koi8_is_told_its_encoding():
    for open_it in (lambda: read("koi8.csv"), lambda: recognise_file(CASES / "koi8.csv")):
        with pytest.raises(UnreadableFileError, match=r"не та кодировка.*КОИ-8"):
            open_it()


def test_a_row_that_a_filter_hides_is_read_and_told():
    file, rows = read("hidden_filtered_row.xlsx")
    assert [row.values["identifier"] for row in rows] == ["2001", "2002"]
    assert file.remarks == ("Скрытых строк принято: 1 (строка 3).",)


def test_totals_are_passed_over_and_a_signature_is_refused_in_one_line():
    file, rows = read("totals_and_signature.csv")
    assert [row.number for row in rows] == [2, 3, 5]
    assert [len(row.refusals) for row in rows] == [0, 0, 1]
    assert "похоже на подпись" in rows[2].refusals[0].reason
    assert file.remarks == ("Похоже на итог и не читалось: строка 4.",)


def test_merged_cells_are_refused_in_one_line_that_says_what_to_do():
    ((row, _, reason),) = refusals("merged_organization.xlsx")
    assert row == 3
    assert "объединены" in reason
    assert "в каждую строку" in reason


def test_the_end_of_a_dos_file_is_nothing():
    assert values("dos_end_of_file.csv", "identifier") == ["2001", "2002"]


def test_a_full_name_in_three_columns_is_joined():
    assert values("fio_in_three_columns.csv", "full_name") == ["Новикова Мария Юрьевна"]
    assert read("fio_in_three_columns.csv")[0].unknown == ()
    assert recognise_file(CASES / "fio_in_three_columns.csv") is REGISTERS["staff"]


def test_of_two_sheets_the_second_is_told():
    assert read("two_sheets.xlsx")[0].passed_over == ("Миасс 2",)
