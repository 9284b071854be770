"""The fields of both appendices as XLSX, read back."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from exports.appendix1 import assessment_row
from exports.appendix2 import result_row
from exports.xlsx import appendix1_xlsx, appendix2_xlsx
from tests.sheets import FORUM, HOSTILE, MATHS, bare_procedure, bare_sheet, procedure, result, sheet

ASSESSED = assessment_row(sheet(), procedure())
COMPLETED = result_row(sheet(), result())
ORDER_1 = (
    "1. Пользователь (ФИО педагогического работника/руководящего работника)",
    "2. Наименование муниципального образования",
    "3. Место работы",
    "4. Должность",
    "5. Образование (год, название организации, специальность)",
    "6. Наименование процедуры оценки профессиональных компетенций",
    "7. Наименование или номер группы процедуры",
    "8. Дата прохождения",
    "9. Результаты процедуры оценки компетенций**",
    None,
    None,
    None,
    "10. Количество ДПП в рекомендуемый ИОМ после прохождения процедуры оценки профессиональных компетенций",
    "11. Перечисление ДПП из рекомендуемого ИОМ",
    "12. Образовательные события в рекомендуемом ИОМ после прохождения процедуры оценки профессиональных компетенций",
    "Идентификатор",
    "Дата формирования ИОМ",
    "Основание ИОМ",
)
COMPETENCES = ("Предметная (%)", "Коммуникативная (%)", "Психолого-педагогическая (%)", "Методическая (%)")
ORDER_2 = (
    "1. ФИО педагогического / руководящего работника",
    "2. Наименование муниципального образования",
    "3. Место работы",
    "4. Должность",
    "5. Образование (год, название организации, специальность)",
    "6. Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО",
    "7. Наименование организации, реализующие ДПП (в т.ч. адрес)",
    "8. Трудоемкость ДПП",
    "9. Дата реализации",
    "10. Номер документа установленного образца",
    "11. Образовательные события в ИОМ согласованные руководителем ОО",
    "Идентификатор",
)


def sheet_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def values(content):
    return list(sheet_of(content).iter_rows(values_only=True))


def plain(row):
    """The cells with days instead of midnights."""
    return tuple(cell.date() if hasattr(cell, "date") else cell for cell in row)


def test_appendix_1_stands_under_the_headings_of_the_regulation():
    _, upper, lower, *rows = values(appendix1_xlsx([ASSESSED]))
    assert upper == ORDER_1
    assert lower == (None,) * 8 + COMPETENCES + (None,) * 6
    assert [plain(row) for row in rows] == [
        (
            "Иванова Анна Петровна",
            "Еманжелинский муниципальный округ",
            "МБОУ СОШ № 1",
            "учитель математики",
            "2005, ЧГПУ, учитель математики",
            "Диагностика учителей математики",
            "Группа 7",
            date(2026, 2, 1),
            78.5,
            None,
            66,
            81.25,
            2,
            f"{MATHS}\nФункциональная грамотность",
            f"{FORUM}\nМетодический десант",
            "Т-001",
            date(2026, 2, 3),
            "процедура",
        )
    ]


def test_the_competences_stand_under_one_merged_heading():
    sheet_ = sheet_of(appendix1_xlsx([ASSESSED]))
    merged = {str(cells) for cells in sheet_.merged_cells.ranges}
    assert "I2:L2" in merged
    assert {f"{column}2:{column}3" for column in "ABCDEFGHMNOPQR"} <= merged
    assert sheet_.freeze_panes == "B4"


def test_appendix_2_stands_under_the_headings_of_the_regulation():
    content = appendix2_xlsx([COMPLETED, replace(COMPLETED, since=date(2026, 3, 20), hours=36.5)])
    _, headings, first, second = values(content)
    assert headings == ORDER_2
    assert first == (
        "Иванова Анна Петровна",
        "Еманжелинский муниципальный округ",
        "МБОУ СОШ № 1",
        "учитель математики",
        "2005, ЧГПУ, учитель математики",
        MATHS,
        "ГБУ ДПО «ЧИРО», г. Челябинск, ул. Красноармейская, д. 88",
        72,
        "02.03.2026 – 20.03.2026",
        "ДЕМО-000123",
        f"{FORUM}\nПедагогические чтения",
        "Т-001",
    )
    assert plain(second)[7:9] == (36.5, date(2026, 3, 20))
    assert sheet_of(content).freeze_panes == "B3"


def test_what_is_absent_is_an_empty_cell():
    [row] = values(appendix1_xlsx([assessment_row(bare_sheet(), bare_procedure())]))[3:]
    filled = ("Иванова Анна Петровна", "Еманжелинский муниципальный округ", "МБОУ СОШ № 1")
    assert plain(row) == (
        *filled,
        None,
        None,
        "Диагностика учителей математики",
        None,
        date(2026, 2, 1),
        *(None,) * 9,
        "процедура",
    )


@pytest.mark.parametrize("score", [0.0, 0.1, 33.3, 66.67, 78.1, 81.25, 99.9, 100.0])
def test_a_score_is_the_very_number(score):
    [row] = values(appendix1_xlsx([replace(ASSESSED, scores={"subject": score})]))[3:]
    assert row[8] == score


def test_a_score_that_is_no_number_is_an_empty_cell():
    [row] = values(appendix1_xlsx([replace(ASSESSED, scores={"subject": float("nan")})]))[3:]
    assert row[8] is None


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text(text):
    content = appendix2_xlsx(
        [replace(COMPLETED, full_name=text, programme=text, document_number=text, events=(text,), identifier=text)]
    )
    cells = sheet_of(content)[3]
    # The importer takes a mark at the beginning of a name of a list for the list's own: another one goes before it.
    listed = f"1. {text}" if text.startswith(("-", "*")) else text
    assert (cells[10].value, cells[10].data_type, cells[10].hyperlink) == (listed, "s", None)
    for place in (0, 5, 9, 11):
        assert (cells[place].value, cells[place].data_type, cells[place].hyperlink) == (text, "s", None)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_many_rows_are_taken_one_by_one():
    rows = (replace(ASSESSED, identifier=f"Т-{number}") for number in range(3000))
    assert [row[15] for row in values(appendix1_xlsx(rows))[3:]] == [f"Т-{number}" for number in range(3000)]


def test_a_need_and_a_level_in_words_stand_in_their_cells():
    need = procedure(is_need=True, scores={"subject": 40.0}, levels={"methodical": "базовый уровень"})
    [row] = values(appendix1_xlsx([assessment_row(sheet(), need)]))[3:]
    assert (row[8:12], row[17]) == ((40, None, None, "базовый уровень"), "потребность")
