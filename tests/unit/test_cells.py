"""Parsing of cells in all the ways that people and spreadsheets write them."""

from datetime import date, datetime, time

import pytest

from ingest.cells.kinds import CellKind
from ingest.cells.parsers import (
    PARSERS,
    WORDS,
    CellError,
    count,
    day,
    document,
    hours,
    identifier,
    is_main_place,
    is_need,
    names,
    percent,
    period,
    score,
    text,
)
from ingest.cells.texts import cell_text
from ingest.registers import REGISTERS

FEBRUARY = date(2026, 2, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "01.02.2026",
        "1.2.2026",
        " 01.02.2026 ",
        "01.02.2026 г.",
        "\ufeff01.02.2026\u202f",
        "2026-02-01",
        "2026-02-01T00:00:00",
        "01.02.26",
        "1 февраля 2026",
        "1 февраля 2026 г.",
        "«01» Февраля 2026 года",
        "01 фев. 2026",
        "01.02.2026 0:00:00",
        FEBRUARY,
        datetime(2026, 2, 1),
        datetime(2026, 2, 1, 14, 30),
    ],
)
def test_a_day_is_read_however_it_is_written(cell):
    assert day(cell) == FEBRUARY
    assert type(day(cell)) is date


@pytest.mark.parametrize(
    "cell", ["31.02.2026", "01.13.2026", "01.02.126", "1 лютого 2026", "нет", "01.02.0206", 46054.0, True, time(9, 0)]
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(CellError):
        day(cell)


def test_a_day_that_the_calendar_lacks_is_told_apart_from_what_is_no_date():
    with pytest.raises(CellError, match="нет в календаре"):
        day("29.02.2026")
    with pytest.raises(CellError, match="впишите её как"):
        day("скоро")
    assert day("29.02.2024") == date(2024, 2, 29)


@pytest.mark.parametrize("cell", ["", "   ", "\xa0", "—", "–", "-", " - ", "\ufeff"])
def test_nothing_and_a_lone_dash_are_absent(cell):
    for parse in (text, identifier, document, day, period, percent, count, hours):
        assert parse(cell) is None
    assert names(cell) == ()


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        ("78", 78),
        ("78,5", 78.5),
        ("78.5", 78.5),
        ("78 %", 78),
        ("78,5%", 78.5),
        ("78\xa0%", 78),
        (78, 78),
        (78.5, 78.5),
        ("0", 0),
        (0, 0),
        ("100 %", 100),
        ("0,78", 0.78),
    ],
)
def test_a_percent_is_read_however_it_is_written(cell, score):
    assert percent(cell) == score


@pytest.mark.parametrize("cell", ["101", "-1", "−1", 100.5, -0.1, "высокий", "78-80", "1 %%", True, FEBRUARY])
def test_a_score_outside_nought_to_a_hundred_is_refused(cell):
    with pytest.raises(CellError):
        percent(cell)


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("высокий", "высокий"),
        (" Базовый\nуровень ", "Базовый уровень"),
        ("ниже базового", "ниже базового"),
        ("II уровень", "II уровень"),
        ("-", None),
        ("н/д", None),
        ("78,5 %", 78.5),
        (100, 100),
    ],
)
def test_a_score_is_a_percent_or_a_level_in_words(cell, meaning):
    assert score(cell) == meaning


@pytest.mark.parametrize("cell", ["78..5", "150 %", "2 уровень", "уровень 2", "78-80", "высокий (85 %)", True, 101])
def test_a_score_that_is_neither_a_percent_nor_words_is_refused(cell):
    with pytest.raises(CellError):
        score(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("совместительство", "Внешнее совместительство", "внутр. совместитель", "по совместительству"),
        *("СОВМЕСТИТЕЛИ", "внешний совместит.", "cовместитeль"),
    ],
)
def test_a_second_job_is_told_by_any_form_of_the_word(cell):
    assert is_main_place(cell) is False


@pytest.mark.parametrize("cell", ["", None, "-", "основное место работы", "основная", "штатный", "совмещение", 1])
def test_any_other_kind_of_work_is_the_main_place(cell):
    assert is_main_place(cell) is True


def test_the_ground_of_a_route_is_a_procedure_or_a_need():
    assert [is_need(cell) for cell in ("потребность", "Потребность", "по потребности")] == [True] * 3
    assert [is_need(cell) for cell in ("процедура", "", None, "-")] == [False] * 4
    with pytest.raises(CellError, match="«процедура» или «потребность»"):
        is_need("приказ")


CHOSEN = [
    (column.kind, value, word)
    for register in REGISTERS.values()
    for column in register.columns
    for value, word in WORDS.get(column.key, {}).items()
]


@pytest.mark.parametrize(("kind", "value", "word"), CHOSEN)
def test_what_a_template_lets_choose_is_read_as_it_is_meant(kind, value, word):
    assert str(PARSERS[kind](word)) == value


def test_a_score_of_nought_is_not_an_absent_one():
    assert percent("0 %") == 0
    assert percent("0 %") is not None


@pytest.mark.parametrize(
    "cell",
    [
        "01.02.2026 - 15.02.2026",
        "01.02.2026-15.02.2026",
        "01.02.2026–15.02.2026",
        "01.02.2026 — 15.02.2026",
        "01.02.2026\u201115.02.2026",
        "с 01.02.2026 по 15.02.2026",
        "01.02.2026 г. — 15.02.2026 г.",
        "01.02.2026\nпо 15.02.2026",
        "2026-02-01 - 2026-02-15",
    ],
)
def test_a_period_is_two_days_joined_by_any_dash(cell):
    assert period(cell) == (FEBRUARY, date(2026, 2, 15))


@pytest.mark.parametrize("cell", ["01.02.2026", FEBRUARY, datetime(2026, 2, 1), "2026-02-01"])
def test_a_single_day_is_the_first_and_the_last(cell):
    assert period(cell) == (FEBRUARY, FEBRUARY)


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(CellError, match="раньше первого"):
        period("15.02.2026 — 01.02.2026")
    with pytest.raises(CellError):
        period("01.02 — 15.02.2026")


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("123", "123"),
        (123.0, "123"),
        (123, "123"),
        ("00123", "00123"),
        ("З-15/2026", "З-15/2026"),
        (" 12\xa034 ", "12 34"),
        (999999999999999.0, "999999999999999"),
    ],
)
def test_an_identifier_the_spreadsheet_took_for_a_number_is_text_again(cell, meaning):
    assert identifier(cell) == meaning


def test_an_identifier_the_spreadsheet_has_spoilt_is_refused():
    with pytest.raises(CellError, match="15 цифр"):
        identifier(1234567890123456789.0)
    with pytest.raises(CellError):
        identifier(FEBRUARY)


def test_text_is_one_line_without_invisible_characters():
    assert text(" МБОУ\xa0«СОШ\n№ 1»\ufeff ") == "МБОУ «СОШ № 1»"
    assert text(12.0) == "12"
    assert text(0.5) == "0,5"


@pytest.mark.parametrize("cell", ["#N/A", "#Н/Д", "#ДЕЛ/0!", "#ССЫЛКА!"])
@pytest.mark.parametrize("kind", list(CellKind))
def test_a_failed_formula_is_never_a_value(cell, kind):
    with pytest.raises(CellError):
        PARSERS[kind](cell)


def test_a_character_no_database_keeps_is_refused():
    with pytest.raises(CellError):
        text("Ан\0на")


@pytest.mark.parametrize(
    "cell",
    [
        "Чтение\nПисьмо",
        "Чтение; Письмо;",
        "1. Чтение\n2. Письмо",
        "1) Чтение\r\n2) Письмо\r\n",
        "1.Чтение\n2.Письмо",
        "- Чтение\n– Письмо",
        "• Чтение\n\n• Письмо\n—",
        "Чтение\n«ЧТЕНИЕ»\nПисьмо",
    ],
)
def test_names_stand_one_a_line_or_between_semicolons_each_once(cell):
    assert names(cell) == ("Чтение", "Письмо")


def test_a_name_that_begins_with_a_digit_keeps_it():
    assert names("1С: Предприятие; 3D-моделирование; 2.0 версия; 21 век") == (
        "1С: Предприятие",
        "3D-моделирование",
        "2.0 версия",
        "21 век",
    )


def test_a_comma_does_not_part_names():
    assert names("Чтение, письмо и счёт") == ("Чтение, письмо и счёт",)


@pytest.mark.parametrize(("cell", "number"), [("3", 3), (3.0, 3), ("0", 0), (0, 0)])
def test_a_count_is_a_whole_number(cell, number):
    assert count(cell) == number
    assert type(count(cell)) is int


@pytest.mark.parametrize("cell", ["3,5", 3.5, "-1", "три", False])
def test_a_count_that_is_not_whole_is_refused(cell):
    with pytest.raises(CellError):
        count(cell)


@pytest.mark.parametrize(
    ("cell", "number"), [("72", 72), (72.0, 72), ("72 ч.", 72), ("36,5 часа", 36.5), ("16 Час", 16)]
)
def test_hours_are_read_with_their_unit_or_without(cell, number):
    assert hours(cell) == number


@pytest.mark.parametrize("cell", ["72/36", "0", "-8", "неделя"])
def test_hours_that_are_no_number_are_refused(cell):
    with pytest.raises(CellError):
        hours(cell)


@pytest.mark.parametrize("cell", ["нет", "Не выдан", "отсутствует.", "без документа"])
def test_no_document_in_words_does_not_pass_for_its_number(cell):  # п. 3.11
    with pytest.raises(CellError, match="оставьте ячейку пустой"):
        document(cell)
    assert document("ДЕМО-000017") == "ДЕМО-000017"


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (CellKind.DECISION, "подтверждена", "confirmed"),
        (CellKind.DECISION, " Подтверждено ", "confirmed"),
        (CellKind.DECISION, "ПОДТВЕРЖДЁН", "confirmed"),
        (CellKind.DECISION, "отклонена", "rejected"),
        (CellKind.DECISION, "Отклонено.", "rejected"),
        (CellKind.APPLICATION, "ДПП", "programme"),
        (CellKind.APPLICATION, "процедура", "procedure"),
        (CellKind.APPLICATION, "Событие", "event"),
        (CellKind.CATEGORY, "педагогический", "teaching"),
        (CellKind.CATEGORY, "Педагогический работник", "teaching"),
        (CellKind.CATEGORY, "руководящий", "managing"),
        (CellKind.SUBMITTER, "работник", "employee"),
        (CellKind.SUBMITTER, "Руководитель", "head"),
        (CellKind.DECISION, "", None),
    ],
)
def test_words_with_a_meaning_are_read_in_any_case_and_gender(kind, cell, value):
    assert PARSERS[kind](cell) == value


@pytest.mark.parametrize("kind", [CellKind.DECISION, CellKind.APPLICATION, CellKind.CATEGORY, CellKind.SUBMITTER])
def test_a_word_without_a_meaning_is_refused_with_the_words_that_have_one(kind):
    with pytest.raises(CellError, match="ожидается «"):
        PARSERS[kind]("не подтверждена")


def test_a_cell_is_shown_as_in_a_spreadsheet():
    assert cell_text(123.0) == "123"
    assert cell_text(78.5) == "78,5"
    assert cell_text(FEBRUARY) == "01.02.2026"
    assert cell_text(datetime(2026, 2, 1)) == "01.02.2026"
    assert cell_text(None) == ""
