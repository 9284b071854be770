"""A table of a screen as XLSX and CSV, read back."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest

from exports.table import Kind, TableSheet, table_csv, table_xlsx
from tests.sheets import HOSTILE

COLUMNS = (
    ("Организация", Kind.TEXT),
    ("Работников", Kind.NUMBER),
    ("Охват", Kind.PERCENT),
    ("Последняя оценка", Kind.DATE),
)
ROWS = [
    ("МБОУ СОШ № 1", 400, 133 / 400, date(2026, 2, 1)),
    ("МБОУ СОШ № 2", 0, None, None),
    ("0012", -1.5, 1.0, date(2025, 12, 31)),
]
ABOUT = (("По состоянию на", "01.11.2026"), ("Место", "=Челябинская область"))
TABLE = TableSheet("Охват оценкой: по организациям", COLUMNS, ROWS, ABOUT)


def workbook_of(table):
    return openpyxl.load_workbook(io.BytesIO(table_xlsx(table)))


def lines(table):
    return list(csv.reader(io.StringIO(table_csv(table).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_cells_keep_their_types():
    sheet = workbook_of(TABLE).worksheets[0]
    headings, *rows = sheet.iter_rows(values_only=True)
    assert headings == ("Организация", "Работников", "Охват", "Последняя оценка")
    assert rows[0][:3] == ("МБОУ СОШ № 1", 400, 133 / 400)
    assert rows[0][3].date() == date(2026, 2, 1)
    assert rows[1] == ("МБОУ СОШ № 2", 0, None, None)
    assert rows[2][:3] == ("0012", -1.5, 1)
    assert sheet["C2"].number_format == "0.0%"
    assert sheet["D2"].number_format == "dd.mm.yyyy"


def test_headings_stay_and_every_column_can_be_filtered():
    sheet = workbook_of(TABLE).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D4"
    assert sheet.title == "Охват оценкой по организациям"


def test_the_second_sheet_tells_of_the_report():
    book = workbook_of(TABLE)
    assert book.sheetnames[1:] == ["Об отчёте"]
    title, *rows = book["Об отчёте"].iter_rows(values_only=True)
    assert title[0] == TABLE.title
    assert tuple(rows) == ABOUT
    assert (book.properties.title, book.properties.creator) == (TABLE.title, "Мониторинг ИОМ")


@pytest.mark.parametrize("title", ["[Отчёт]: a/b\\c*?", "History", "Об отчёте", "'", "", "Очень " * 20])
def test_any_title_makes_a_sheet(title):
    book = workbook_of(TableSheet(title, COLUMNS, ROWS))
    assert len(book.sheetnames) == 2
    assert 0 < len(book.sheetnames[0]) <= 31


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text_in_a_workbook(text):
    content = table_xlsx(TableSheet(text, ((text, Kind.TEXT),), [(text,)], ((text, text),)))
    book = openpyxl.load_workbook(io.BytesIO(content))
    table, about = book.worksheets
    for cell in (table["A1"], table["A2"], about["A1"], about["A2"], about["B2"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if "worksheets/" in name)
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets


def test_an_empty_table_is_still_a_table():
    sheet = workbook_of(TableSheet("Пусто", COLUMNS, [])).worksheets[0]
    assert len(list(sheet.iter_rows())) == 1


def test_csv_is_as_russian_spreadsheets_write_it():
    content = table_csv(TABLE)
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines(TABLE) == [
        ["Организация", "Работников", "Охват", "Последняя оценка"],
        ["МБОУ СОШ № 1", "400", "33,3%", "01.02.2026"],
        ["МБОУ СОШ № 2", "0", "", ""],
        ["0012", "-1,5", "100,0%", "31.12.2025"],
    ]


@pytest.mark.parametrize("text", [*HOSTILE, "\tтабуляция", "два;слова\nи строка", 'кавычка "'])
def test_text_of_csv_is_never_computed(text):
    heading, cell = lines(TableSheet("Т", ((text, Kind.TEXT),), [(text,)]))
    apostrophe = "'" if text[0] in "=+-@\t\r" else ""
    assert heading == cell == [f"{apostrophe}{text}"]


def test_a_number_that_is_none_is_an_empty_cell():
    none = TableSheet("Т", (("Доля", Kind.PERCENT), ("Число", Kind.NUMBER)), [(float("nan"), float("inf"))])
    assert lines(none)[1] == ["", ""]
    assert [cell.value for cell in workbook_of(none).worksheets[0][2]] == [None, None]


def test_a_text_too_long_for_a_cell_is_cut_where_it_can_be_seen():
    sheet = workbook_of(TableSheet("Т", (("Н", Kind.TEXT),), [("щ" * 40_000,)])).worksheets[0]
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("щ…")
