"""Malformed and malicious files are refused with a reason or read correctly."""

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from sqlalchemy import select

from ingest.cells.parsers import CellError, count, hours, names, text
from ingest.files.reading import read_register
from ingest.files.sheets import open_sheets
from ingest.files.unreadable import UnreadableFileError
from ingest.imports import Upload, accept
from ingest.registers import REGISTERS
from model.database import unscoped_session, write_session
from model.journal import ImportRun
from tests.registers_as_files import headings_of, write_csv, write_xlsx
from tests.world import as_csv

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ANNA = {
    "identifier": "Т-1",
    "full_name": "Анна",
    "municipality": "Еманжелинский муниципальный округ",
    "organization": "Школа",
    "category": "педагогический",
    "since": "01.09.2015",
}
ASSESSED = {**ANNA, "procedure": "Оценка", "passed_on": "01.02.2026"}


def book(write, **options):
    """A workbook whose only sheet `write` fills."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options) as made:
        write(made, made.add_worksheet())
    return content.getvalue()


def with_changed_parts(content, change):
    """The archive with each part replaced by `change(name, bytes)`; None removes the part."""
    whole, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            part = change(name, whole.read(name))
            if part is not None:
                archive.writestr(name, part)
    return target.getvalue()


def with_sheet(xml):
    """A workbook whose only sheet is these bytes."""
    plain = book(lambda _, sheet: sheet.write(0, 0, "x"))
    return with_changed_parts(plain, lambda name, part: xml if name.endswith("sheet1.xml") else part)


def rows_of(content):
    return list(open_sheets(content)[0].rows())


def reason(content, register="staff"):
    with pytest.raises(UnreadableFileError) as refused:
        read_register(REGISTERS[register], content, "файл")
    return refused.value.reason


def rows_read(register, content):
    return list(read_register(REGISTERS[register], content, "файл").rows())


# Too much


def test_a_file_above_the_bound_is_refused_before_it_is_read(monkeypatch, tmp_path):
    monkeypatch.setenv("MAX_UPLOAD_MB", "1")
    path = tmp_path / "register.csv"
    path.write_bytes(b"x" * (1 << 20) + b"\n")
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    assert reason(path) == "файл больше 1 МБ; разделите его на несколько"


def test_more_rows_than_the_bound_are_refused_in_either_format(monkeypatch):
    monkeypatch.setenv("MAX_ROWS", "2000")
    monkeypatch.setattr("ingest.files.sheets.SPARE_ROWS", 1)
    monkeypatch.setattr("ingest.files.workbook.SPARE_ROWS", 1)
    full, beyond = [ANNA] * 2000, [ANNA] * 2001
    assert len(rows_read("staff", write_csv("staff", full))) == 2000
    assert len(rows_read("staff", write_xlsx("staff", full))) == 2000
    assert "больше 2000 строк; разделите" in reason(write_csv("staff", beyond))
    assert "до строки 2002, а принимается до 2000 строк" in reason(write_xlsx("staff", beyond))


def test_a_workbook_has_fewer_rows_than_a_csv_and_the_refusal_tells_the_way(monkeypatch):
    monkeypatch.setenv("MAX_WORKBOOK_ROWS", "20")
    monkeypatch.setattr("ingest.files.workbook.SPARE_ROWS", 1)
    rows = [ANNA] * 3000
    told = reason(write_xlsx("staff", rows))
    assert "до строки 3001, а принимается до 20 строк" in told
    assert "разделите файл (например, по муниципальным образованиям) или сохраните его как «CSV UTF-8»" in told
    assert len(rows_read("staff", write_csv("staff", rows))) == 3000


def test_one_cell_in_the_last_corner_of_a_sheet_is_told_and_takes_no_memory():
    assert "тянется до строки 1048576" in reason(book(lambda _, sheet: sheet.write(1_048_575, 0, "x")))
    assert "тянется на 16384 столбцов" in reason(book(lambda _, sheet: sheet.write(0, 16_383, "x")))


def test_sheets_that_are_large_only_together_are_refused():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        for _ in range(210):
            made.add_worksheet().write(50_000, 0, "x")
    assert "слишком велик" in reason(content.getvalue())


def test_a_row_of_a_million_columns_is_refused():
    line = ";".join(["x"] * 1_000_000)
    assert "больше 1000 столбцов" in reason(f"{line}\n{line}\n".encode())


def test_a_record_that_never_ends_is_refused_before_it_fills_the_memory():
    headings = ";".join(headings_of("staff").values())
    assert "слишком длинна" in reason(f"{headings}\n".encode() + b'"a\n";' * 1_000_000)
    assert "слишком длинна" in reason(b"x;" * 3_000_000)


def test_a_cell_as_long_as_a_book_is_refused():
    headings = ";".join(headings_of("staff").values())
    assert "слишком длинная ячейка" in reason(f"{headings}\n{'я' * 200_000};\n".encode())


def test_an_archive_that_inflates_beyond_measure_is_refused(monkeypatch):
    monkeypatch.setattr("ingest.files.workbook._MOST_UNPACKED", 8 << 20)
    bomb = with_changed_parts(
        write_xlsx("staff", [ANNA]), lambda name, part: part + b" " * (9 << 20) if "sheet1" in name else part
    )
    assert len(bomb) < 100_000
    assert "слишком велик" in reason(bomb)


def test_an_archive_that_lies_of_its_size_is_refused():
    content = bytearray(with_changed_parts(write_xlsx("staff", [ANNA]), lambda _, part: part))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    lied = bytes(content).replace(size, (100).to_bytes(4, "little"))
    assert lied != bytes(content)
    assert "повреждён" in reason(lied)


def test_an_archive_of_thousands_of_parts_is_refused():
    content = io.BytesIO(write_xlsx("staff", [ANNA]))
    with zipfile.ZipFile(content, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/{number}", b"")
    assert "слишком велик" in reason(content.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_two_parts_of_one_name_is_refused():
    content = io.BytesIO(write_xlsx("staff", [ANNA]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<x/>")
    assert "повреждён" in reason(content.getvalue())


def test_entities_that_multiply_are_not_expanded():
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + step, (b"&%c;" % (97 + step)) * 10) for step in range(12)
    )
    workbook = with_changed_parts(
        write_xlsx("staff", [ANNA]),
        lambda name, part: entities + b"]><styleSheet>&m;</styleSheet>" if name == "xl/styles.xml" else part,
    )
    assert "повреждён" in reason(workbook)


def test_a_broken_sheet_takes_no_longer_than_a_whole_one():
    for torn in (b"<c <f ", b'<c r="A1"><f>', b"<row ", b"<row r=", b"<c r='A", b'<c t="e" '):
        with pytest.raises(UnreadableFileError):
            rows_read("staff", with_sheet(b"<worksheet " + MAIN + b"><sheetData>" + torn * 500_000))


# Not a table


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.4 text only", "это не книга Excel"),
        (b"\xff\xd8\xff\xe0 JFIF", "это не книга Excel"),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "веб-страница"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "веб-страница"),
        (b"<?xml version='1.0'?><Workbook/>", "веб-страница"),
        ("ФИО;Принят\0\n".encode(), "это не книга Excel"),
        ("ФИО;Принят".encode("utf-16-le"), "это не книга Excel"),
        (b"PK\x03\x04 and nothing more", "повреждён"),
        ("просто текст\nбез таблицы\n".encode(), "не найдена строка заголовков"),
        (b"\xef\xbb\xbf", "не найдена строка заголовков"),
    ],
    ids=["pdf", "jpg", "html", "mht", "xml", "nul", "utf-16", "pk", "text", "mark"],
)
def test_what_is_no_register_is_refused_in_words(content, told):
    assert told in reason(content)


def test_an_archive_under_a_password_is_told():
    content = bytearray(with_changed_parts(write_xlsx("staff", [ANNA]), lambda _, part: part))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(sign, at + 1)) >= 0:
            content[at + place] |= 1
    assert "паролем" in reason(bytes(content))


def test_macros_are_passed_over_and_never_run():
    content = io.BytesIO(write_xlsx("staff", [ANNA]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert len(rows_read("staff", content.getvalue())) == 1


def test_a_workbook_without_cells_is_told():
    assert "не найдена строка заголовков" in reason(book(lambda _made, _sheet: None))


def test_a_workbook_of_hidden_sheets_alone_is_told():
    def hidden(content):
        return content.replace(b'state="visible"', b'state="hidden"')

    content = write_xlsx("staff", [ANNA])
    assert "ни одного видимого листа" in reason(
        with_changed_parts(content, lambda name, part: hidden(part) if name == "xl/workbook.xml" else part)
    )


# Formulas


def test_the_value_of_a_formula_is_taken():
    def write(_, sheet):
        sheet.write_formula(0, 0, '=A2&"x"', None, "Анна")
        sheet.write_formula(0, 1, "=1/2", None, 0.5)

    assert rows_of(book(write)) == [("Анна", 0.5)]


def test_a_formula_may_come_to_an_empty_text():
    cells = b'<c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
    sheet = b"<worksheet " + MAIN + b'><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"
    assert rows_of(with_sheet(sheet))[0][0] == 1.0
    assert rows_of(with_sheet(sheet))[0][1:] in {(), ("",)}


def test_a_formula_that_nobody_computed_is_refused_in_its_cell():
    made = openpyxl.Workbook()
    headings = headings_of("staff")
    made.active.append(list(headings.values()))
    made.active.append([ANNA.get(key) for key in headings])
    made.active["J2"] = "=I2+1"
    made.active["A2"] = "=1+1"
    content = io.BytesIO()
    made.save(content)
    (row,) = rows_read("staff", content.getvalue())
    assert [(refusal.column, "не вычислена" in refusal.reason) for refusal in row.refusals] == [
        ("Идентификатор", True),
        ("Уволен", True),
    ]


def test_failed_formulas_are_told_even_beyond_all_other_cells():
    def write(_, sheet):
        sheet.write(1, 1, "x")
        sheet.write_formula(0, 0, "=NA()", None, "#N/A")
        sheet.write_formula(3, 3, "=NA()", None, "#N/A")

    rows = rows_of(book(write))
    assert rows[0][0] == "#N/A"
    assert rows[1][:2] == ("", "x")
    assert rows[3][3] == "#N/A"


# What other programs write


def test_sheets_with_a_prefix_before_every_name_are_read():
    def prefixed(part):
        return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=")

    def write(made, sheet):
        sheet.write_number(0, 0, 0.78, made.add_format({"num_format": "0%"}))
        sheet.write_formula(0, 1, "=NA()", None, "#N/A")

    content = with_changed_parts(book(write), lambda name, part: prefixed(part) if "sheet1" in name else part)
    (sheet,) = open_sheets(content)
    assert list(sheet.rows()) == [(0.78, "#N/A")]
    assert sheet.percents().stands_at(1, 0)


def test_cells_without_a_place_stand_one_after_another():
    sheet = b"<worksheet " + MAIN + b"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>"
    assert rows_of(with_sheet(sheet)) == [(1.0, 2.0)]


def test_a_failed_formula_without_a_place_refuses_the_file():
    cells = b'<c><v>1</v></c><c t="e"><v>#N/A</v></c>'
    sheet = b"<worksheet " + MAIN + b"><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    assert "не указано, где стоят ячейки" in reason(with_sheet(sheet))


def test_days_counted_from_1904_are_the_same_days():
    def write(made, sheet):
        sheet.write_datetime(0, 0, datetime(2026, 2, 1), made.add_format({"num_format": "dd.mm.yyyy"}))

    assert rows_of(book(write, date_1904=True)) == rows_of(book(write)) == [(date(2026, 2, 1),)]


def test_numbers_days_and_percents_kept_as_text_are_read():
    said = {**ASSESSED, "passed_on": "\xa001.02.2026\xa0", "subject": "78,5\xa0%", "programme_count": " 2 "}
    (row,) = rows_read("appendix1", write_xlsx("appendix1", [said]))
    assert row.refusals == ()
    assert (row.values["passed_on"], row.values["subject"], row.values["programme_count"]) == (
        date(2026, 2, 1),
        78.5,
        2,
    )


def test_a_byte_order_mark_in_the_middle_is_nothing():
    whole = write_csv("staff", [ANNA]).decode()
    headings, anna = whole.splitlines(keepends=True)
    twice = f'\ufeff{headings}\ufeff{anna}\ufeff"Т-2";{anna.partition(";")[2]}'
    assert [row.values["identifier"] for row in rows_read("staff", twice.encode())] == ["Т-1", "Т-2"]


def test_a_broken_sign_in_a_file_of_utf8_is_told_with_its_line():
    content = write_csv("staff", [ANNA, ANNA, ANNA]).splitlines(keepends=True)
    content[2] = content[2].replace("Анна".encode(), b"\xed\xa0\x80")
    assert "в строке 3 файла испорчены знаки" in reason(b"".join(content))
    assert "в строке 1 файла" in reason(b"\xef\xbb\xbf\xff;\xfe\n")


@pytest.mark.parametrize("sign", ["\0", "\ud800"], ids=["nul", "surrogate"])
def test_what_no_database_takes_is_refused_in_its_cell(sign):
    with pytest.raises(CellError, match="которого не бывает"):
        text(f"Ан{sign}на")


def test_a_name_longer_than_an_index_takes_is_refused_in_its_cell():
    assert text("я" * 1_000) == "я" * 1_000
    with pytest.raises(CellError, match="длиннее 1000 знаков"):
        text("я" * 1_001)


def test_numbers_beyond_all_measure_are_refused_in_their_cells():
    for parse in (count, hours):
        assert parse("100000") == 100_000
        for cell in ("100001", "9" * 25, 2.0**80):
            with pytest.raises(CellError):
                parse(cell)


def test_quotes_around_nothing_are_no_name():
    row = {**ANNA, "event": "«»", "starts_on": "01.02.2026", "chosen_on": "01.01.2026"}
    (read,) = rows_read("participation", write_csv("participation", [row]))
    assert [(refusal.column, refusal.reason) for refusal in read.refusals] == [("Событие", "ячейка не заполнена")]
    assert names("«»; Форум; ''") == ("Форум",)


def test_a_file_whose_name_no_database_takes_goes_in_under_a_name_it_takes(database):
    upload = Upload(as_csv("staff", [ANNA]), "кон\udcd0\0тингент.csv")
    with write_session() as session:
        accept(session, "staff", upload, by="test", take_good=False, rewrite=lambda *_: None)
    with unscoped_session() as session:
        assert session.scalars(select(ImportRun.file_name)).all() == ["кон??тингент.csv"]
