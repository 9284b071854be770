"""Workbooks of other programs, and those whose parts stand elsewhere than most."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from ingest.files.reading import read_register, recognise_file
from ingest.files.sheets import open_sheets
from ingest.files.unreadable import UnreadableFileError
from ingest.registers import APPENDIX1, STAFF
from tests.data.test_hostile_files import ANNA, with_changed_parts
from tests.registers_as_files import write_xlsx
from tests.unit.test_reading import GOOD, as_csv, as_xlsx, table

BOOKS = Path(__file__).parent / "books"


def renamed(content, names):
    """The archive with its parts under other names, and with what leads to them."""
    whole, made = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in whole.namelist():
            part = whole.read(name)
            for old, new in names.items():
                part = part.replace(old.encode(), new.encode()) if name.endswith((".rels", "Types].xml")) else part
            for old, new in names.items():
                name = name.replace(old, new)
            archive.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize("name", ["staff.xls", "staff.ods"])
def test_a_workbook_of_older_excel_or_of_open_document_is_read(name):
    assert recognise_file(BOOKS / name) is STAFF
    file = read_register(STAFF, BOOKS / name, name)
    rows = list(file.rows())
    assert [row.refusals for row in rows] == [(), ()]
    assert [(row.values["identifier"], row.values["since"]) for row in rows] == [
        ("2001", date(2020, 9, 1)),
        ("2002", date(2020, 9, 1)),
    ]
    assert [sheet.name for sheet in open_sheets(BOOKS / name)] == ["Контингент"]


@pytest.mark.parametrize("name", ["shares.xls", "shares.ods"])
def test_a_number_that_may_be_a_share_is_refused_where_formats_are_not_read(name):
    (row,) = read_register(APPENDIX1, BOOKS / name, name).rows()
    assert row.values["subject"] == 78.5
    assert [(one.column, "доля это или проценты" in one.reason) for one in row.refusals] == [("Методическая (%)", True)]


@pytest.mark.parametrize("name", ["failed.xls", "failed.ods"])
def test_a_formula_that_failed_is_never_an_absent_score(name):
    with pytest.raises(UnreadableFileError, match=r"ошибк.* формулы"):
        open_sheets(BOOKS / name)


@pytest.mark.parametrize("name", ["staff.xls", "staff.ods", "failed.xls"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_workbook_cut_short_is_refused(name, kept):
    content = (BOOKS / name).read_bytes()
    with pytest.raises(UnreadableFileError):
        read_register(STAFF, content[: int(len(content) * kept)], name)


@pytest.mark.parametrize(
    "names",
    [
        {"xl/workbook.xml": "xl/book.xml", "xl/_rels/workbook.xml": "xl/_rels/book.xml"},
        {"worksheets/sheet1.xml": "Worksheets/Sheet1.XML"},
        {"xl/sharedStrings.xml": "xl/SharedStrings.xml", "sharedStrings.xml": "SharedStrings.xml"},
        {"sheet1.xml": "таблица.xml"},
        {"xl/": "book/"},
    ],
    ids=["main", "case", "strings", "cyrillic", "folder"],
)
def test_the_parts_of_a_workbook_are_found_by_their_relations(names):
    rows = table(STAFF, GOOD["staff"])
    (row,) = read_register(STAFF, renamed(as_xlsx(rows), names), "к.xlsx").rows()
    assert row.values["identifier"] == "17"


def test_a_part_that_only_case_tells_from_another_is_no_workbook():
    content = io.BytesIO(write_xlsx("staff", [ANNA]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/worksheets/SHEET1.xml", b"<x/>")
    with pytest.raises(UnreadableFileError, match="повреждён"):
        open_sheets(content.getvalue())


def test_a_binary_workbook_is_told():
    content = renamed(
        write_xlsx("staff", [ANNA]), {"xl/workbook.xml": "xl/workbook.bin", "_rels/workbook.xml": "_rels/workbook.bin"}
    )
    with pytest.raises(UnreadableFileError, match="xlsb"):
        open_sheets(content)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", ["\t", ";"])
def test_unicode_text_of_excel_is_read(encoding, separator):
    content = as_csv(table(STAFF, GOOD["staff"]), separator=separator, encoding="utf-8").decode()
    mark = "" if encoding == "utf-16" else "\ufeff"
    (row,) = read_register(STAFF, f"{mark}{content}".encode(encoding), "к.txt").rows()
    assert row.values["full_name"] == "Иванова Анна"


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "mac-cyrillic", "iso8859-5"])
def test_a_file_in_an_encoding_of_old_is_told_what_to_do(encoding):
    content = as_csv(table(STAFF, GOOD["staff"]), encoding=encoding)
    with pytest.raises(UnreadableFileError, match=r"не та кодировка.*сохраните как «CSV UTF-8»"):
        recognise_file(content)


@pytest.mark.parametrize("encoding", ["windows-1251", "latin-1"])
def test_utf8_that_was_saved_twice_is_told(encoding):
    content = as_csv(table(STAFF, GOOD["staff"])).decode(encoding, "replace").encode()
    with pytest.raises(UnreadableFileError, match="сохранённый дважды"):
        recognise_file(content)


def test_letters_that_became_question_marks_are_told():
    content = as_csv(table(STAFF, GOOD["staff"])).decode().encode("ascii", "replace")
    with pytest.raises(UnreadableFileError, match="вопросительные знаки"):
        recognise_file(content)


@pytest.mark.parametrize("separator", ["|", "  ", " | "])
def test_columns_that_are_not_separated_are_told(separator):
    rows = table(STAFF, GOOD["staff"])
    content = "\n".join(separator.join(map(str, row)) for row in rows).encode()
    for open_it in (recognise_file, lambda content: read_register(STAFF, content, "к.csv")):
        with pytest.raises(UnreadableFileError, match="столбцы файла не разделены"):
            open_it(content)
    in_a_book = as_xlsx([(separator.join(map(str, row)),) for row in rows])
    with pytest.raises(UnreadableFileError, match="столбцы файла не разделены"):
        recognise_file(in_a_book)


def merged_and_hidden(merge, hidden=()):
    """Two good rows of staff with cells shown as one, and rows that are hidden."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table(STAFF, GOOD["staff"], GOOD["staff"] | {"identifier": "18"})):
            sheet.write_row(number, 0, row)
        for place, line in merge.items():
            sheet.merge_range(place, line)
        for number in hidden:
            sheet.set_row(number, options={"hidden": True})
    return read_register(STAFF, content.getvalue(), "к.xlsx")


@pytest.mark.parametrize("place", ["B2:B3", "J2:J3", "C2:D3", "H2:J3"])
def test_a_cell_that_another_covers_is_never_taken_for_an_empty_one(place):
    rows = list(merged_and_hidden({place: "x"}).rows())
    reasons = [one.reason for one in rows[1].refusals]
    assert len(reasons) == 1
    assert "впишите значение в каждую строку" in reasons[0]


def test_merged_titles_and_headings_refuse_nothing():
    rows = [("Выгрузка", "", ""), *table(STAFF, GOOD["staff"])]
    content = with_changed_parts(
        as_xlsx(rows),
        lambda name, part: (
            part.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:J1"/></mergeCells>')
            if name.endswith("sheet1.xml")
            else part
        ),
    )
    (row,) = read_register(STAFF, content, "к.xlsx").rows()
    assert row.refusals == ()


def test_hidden_rows_are_counted_only_where_they_are_accepted():
    file = merged_and_hidden({}, hidden=(1, 2))
    list(file.rows())
    assert file.remarks == ("Скрытых строк принято: 2 (строки 2, 3).",)
    list(file.rows())
    assert file.remarks == ("Скрытых строк принято: 2 (строки 2, 3).",)
