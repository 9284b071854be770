"""Reading uploaded files as sheets of raw cells."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from ingest.files.sheets import UnreadableFileError, open_sheets


def workbook(*sheets, hidden=()):
    """A workbook of sheets, each a list of rows that begins in the cell A1."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd.mm.yyyy"}) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            if number in hidden:
                sheet.hide()
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    return content.getvalue()


def with_semicolon(content):
    return list(open_sheets(content)[0].rows())


def reason(content):
    def check_all():
        for sheet in open_sheets(content):
            sheet.check()

    with pytest.raises(UnreadableFileError) as refused:
        check_all()
    return refused.value.reason


def test_a_workbook_gives_its_cells_as_they_are():
    (sheet,) = open_sheets(workbook([["ФИО", "Принят", "%"], ["Анна", date(2026, 2, 1), 78.5]]))
    assert sheet.name == "Sheet1"
    assert list(sheet.rows()) == [("ФИО", "Принят", "%"), ("Анна", date(2026, 2, 1), 78.5)]


def test_rows_are_counted_from_the_top_of_the_sheet_and_can_be_read_again():
    (sheet,) = open_sheets(workbook([[], [], ["Анна"]]))
    assert [any(row) for row in sheet.rows()] == [False, False, True]
    assert list(sheet.rows()) == list(sheet.rows())


def test_a_file_on_disk_is_read_like_its_bytes(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook([["Анна"]]))
    assert list(open_sheets(path)[0].rows()) == [("Анна",)]


def test_hidden_sheets_are_passed_over():
    content = workbook([["Анна"]], [["Список"]], [["Пётр"]], hidden={1})
    assert [sheet.name for sheet in open_sheets(content)] == ["Sheet1", "Sheet3"]


def test_a_failed_formula_is_not_an_empty_cell():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["a", "b", "c"])
        sheet.write_formula(2, 2, "=NA()", None, "#N/A")
        sheet.write_formula(3, 3, "=1/2", None, 0.5)
    rows = list(open_sheets(content.getvalue())[0].rows())
    assert rows[2][1] == "#N/A"
    assert rows[3][2] == 0.5


def test_failed_formulas_are_found_in_every_block_of_a_large_sheet():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for row in range(30_000):
            sheet.write_formula(row, 0, "=NA()", None, "#N/A")
            sheet.write_number(row, 1, row)
    failed = [row[0] for row in open_sheets(content.getvalue())[0].rows()]
    assert failed == ["#N/A"] * 30_000


def test_percent_formats_are_told_where_the_sheet_begins_aside():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write(2, 2, 0.78, book.add_format({"num_format": "0%"}))
        sheet.write(2, 3, 0.78)
        sheet.write(3, 2, 0.78, book.add_format({"num_format": '0.00" %"'}))
        sheet.write(5, 2, 0.78, book.add_format({"num_format": "0.0%"}))
    percents = open_sheets(content.getvalue())[0].percents()
    told = [percents.stands_at(row, column) for row, column in ((3, 0), (3, 1), (4, 0), (6, 0), (6, 1), (9, 0))]
    assert told == [True, False, False, True, False, False]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
def test_a_csv_is_read_in_the_encodings_of_the_region(encoding):
    assert with_semicolon("ФИО;Школа\nАнна;«Ёлка»\n".encode(encoding)) == [("ФИО", "Школа"), ("Анна", "«Ёлка»")]


def test_a_csv_is_offered_with_each_separator():
    rows = [list(sheet.rows()) for sheet in open_sheets(b"a;b,c\td\n")]
    assert rows == [[("a", "b,c\td")], [("a;b", "c\td")], [("a;b,c", "d")]]


def test_quoted_cells_may_hold_line_breaks_and_separators():
    content = 'ФИО;ДПП\r\n"Анна";"Чтение\r\nПисьмо; ""счёт"""\r\n'.encode()
    assert with_semicolon(content)[1] == ("Анна", 'Чтение\r\nПисьмо; "счёт"')


@pytest.mark.parametrize("cell", ["=1+1", "+7 351", "-5", "@имя", "\tx", "\rx"])
def test_the_apostrophe_that_disarms_a_formula_is_taken_off(cell):
    assert with_semicolon(f'"\'{cell}";x\n'.encode()) == [(cell, "x")]


def test_an_apostrophe_that_disarms_nothing_stays():
    assert with_semicolon(b"'a;''b\n") == [("'a", "''b")]


def test_an_unclosed_quote_refuses_the_file_and_says_where():
    assert "строке 3" in reason('ФИО;ДПП\nАнна;Чтение\n"Пётр;Письмо\n'.encode())


@pytest.mark.parametrize("content", [b"", b"  \r\n ", b"\n"])
def test_an_empty_file_is_refused(content):
    assert reason(content) == "файл пуст"


def test_a_file_that_was_cut_off_is_refused():
    content = workbook([["Анна"] * 20] * 200)
    assert "повреждён" in reason(content[: len(content) // 2])


def test_a_workbook_with_a_damaged_sheet_is_refused():
    whole, damaged = zipfile.ZipFile(io.BytesIO(workbook([["Анна"]]))), io.BytesIO()
    with zipfile.ZipFile(damaged, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, b"<broken" if name.endswith("workbook.xml") else whole.read(name))
    assert "повреждён" in reason(damaged.getvalue())


def test_an_archive_that_is_no_workbook_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "это не книга Excel" in reason(content.getvalue())


def test_an_old_workbook_and_a_protected_one_are_told_apart():
    old = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600
    assert "не таблица; откройте его в Excel и сохраните" in reason(old)
    assert "паролем" in reason(old + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 \x00", b"\x89PNG\r\n\x1a\n\x00\x00", b"{\\rtf1 x}", b"<html><table></table></html>"]
)
def test_what_is_no_table_is_refused_with_what_to_do(content):
    assert "сохраните" in reason(content)


def test_an_unknown_encoding_is_refused():
    assert "UTF-8" in reason("ФИО;ДПП".encode("utf-16")[:-1])
    assert "UTF-8" in reason(b"\x98\xff\xfe;a")


def test_a_workbook_that_unpacks_beyond_measure_is_refused(monkeypatch):
    monkeypatch.setattr("ingest.files.workbook._MOST_UNPACKED", 100)
    assert "слишком велик" in reason(workbook([["Анна"]]))


def test_a_workbook_whose_formats_are_broken_is_refused_rather_than_guessed():
    whole, damaged = zipfile.ZipFile(io.BytesIO(workbook([[0.78]]))), io.BytesIO()
    with zipfile.ZipFile(damaged, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, content.replace(b"cellXfs", b"cellXfz") if name.endswith("styles.xml") else content)
    with pytest.raises(UnreadableFileError, match="форматы"):
        open_sheets(damaged.getvalue())
