"""Refused rows are returned as a file and can be imported after correction."""

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from ingest.files.reading import read_register
from ingest.files.refusals import Refusal, write_refused
from ingest.registers import APPENDIX2, PARTICIPATION, STAFF
from tests.data.test_hostile_files import with_changed_parts

GOOD = (
    "17",
    "Иванова Анна",
    "Миасский ГО",
    "Школа 1",
    "школа",
    "учитель",
    "педагогический",
    "",
    "01.09.2020",
    *5 * ("",),
)
HEADINGS = tuple(column.heading for column in STAFF.columns)


def row(**cells):
    keys = [column.key for column in STAFF.columns]
    return tuple(cells.get(key, cell) for key, cell in zip(keys, GOOD, strict=True))


def csv_file(*rows, headings=HEADINGS, name="контингент.csv"):
    lines = io.StringIO()
    csv.writer(lines, delimiter=";").writerows([headings, *rows])
    return read_register(STAFF, lines.getvalue().encode(), name)


def xlsx_file(*rows, headings=HEADINGS, register=STAFF):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd.mm.yyyy", "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Лист")
        for number, cells in enumerate([headings, *rows]):
            sheet.write_row(number, 0, cells)
    return read_register(register, content.getvalue(), "контингент.xlsx")


def refused_workbook(file):
    target = io.BytesIO()
    write_refused(target, file, {row.number: list(row.refusals) for row in file.rows() if row.refusals})
    return target.getvalue()


def test_a_refusal_says_file_sheet_row_column_value_and_reason():
    refusal = Refusal("к.xlsx", "Лист", 7, "Принят", "вчера", "это не дата")
    assert str(refusal) == "к.xlsx, лист «Лист», строка 7, столбец «Принят», значение «вчера»: это не дата"


def test_a_refusal_of_an_empty_cell_of_a_csv_names_neither_sheet_nor_value():
    assert str(Refusal("к.csv", "", 7, "Принят", "", "пусто")) == "к.csv, строка 7, столбец «Принят»: пусто"


def test_a_refusal_is_one_line_whatever_the_cell_holds():
    assert "\n" not in str(Refusal("к.csv", "", 7, "ДПП", "Чтение\nПисьмо", "пусто"))


@pytest.mark.parametrize("build", [csv_file, xlsx_file])
def test_only_refused_rows_go_back_with_all_their_reasons(build):
    back = refused_workbook(build(GOOD, row(since="вчера", category="директор"), row(identifier="18")))
    (again,) = read_register(STAFF, back, "снова.csv").rows()
    assert again.raw[: len(GOOD)] == row(since="вчера", category="директор")
    assert "«Принят» — это не дата" in again.raw[len(GOOD)]
    assert "«Категория» — ожидается" in again.raw[len(GOOD)]


@pytest.mark.parametrize("build", [csv_file, xlsx_file])
def test_the_file_that_went_back_comes_in_again_without_a_second_reason(build):
    first = refused_workbook(build(row(since="вчера")))
    once = read_register(STAFF, first, "снова.csv" if build is csv_file else "снова.xlsx")
    assert once.unknown == ()
    twice = read_register(STAFF, refused_workbook(once), "снова.csv")
    assert twice.headings == (*HEADINGS, "Причина отказа")
    assert [again.values for again in twice.rows()] == [refused.values for refused in once.rows()]


@pytest.mark.parametrize("build", [csv_file, xlsx_file])
def test_a_mended_row_is_accepted_though_the_reason_still_stands_in_it(build):
    back = refused_workbook(build(row(category="директор")))
    with_reason = next(read_register(STAFF, back, "к").rows()).raw
    assert "«Категория» — " in with_reason[-1]
    mended = [cell if cell != "директор" else "руководящий" for cell in with_reason]
    (again,) = build(mended, headings=(*HEADINGS, "Причина отказа")).rows()
    assert again.refusals == ()
    assert again.values["category"] == "managing"


DANGEROUS = ["=1+1", "+7", "-5 лет", "@имя", "=HYPERLINK('http://x')", "http://x.example/"]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_nothing_in_a_csv_given_back_is_a_formula(cell):
    back = refused_workbook(csv_file(row(since="вчера", position=cell)))
    assert back.startswith(b"\xef\xbb\xbf")
    written = list(csv.reader(io.StringIO(back.decode("utf-8-sig")), delimiter=";"))[1][5]
    assert not written.startswith(("=", "+", "-", "@"))
    (again,) = read_register(STAFF, back, "к.csv").rows()
    assert again.raw[5] == cell


@pytest.mark.parametrize("cell", DANGEROUS)
def test_nothing_in_a_workbook_given_back_is_a_formula(cell):
    back = refused_workbook(xlsx_file(row(since="вчера", position=cell)))
    written = openpyxl.load_workbook(io.BytesIO(back)).active["F2"]
    assert (written.data_type, written.value, written.hyperlink) == ("s", cell, None)


def test_a_heading_cannot_be_a_formula_either():
    back = refused_workbook(csv_file((*row(since="вчера"), "x"), headings=(*HEADINGS, "=1+1")))
    assert "'=1+1;Причина отказа" in back.decode("utf-8-sig").splitlines()[0]


def test_dates_and_numbers_of_a_workbook_go_back_as_they_were():
    back = refused_workbook(xlsx_file(row(identifier=17, since=date(2020, 9, 1), category="директор")))
    (again,) = read_register(STAFF, back, "к.xlsx").rows()
    assert again.raw[0] == 17.0
    assert again.raw[8] == date(2020, 9, 1)
    assert again.values["identifier"] == "17"


def test_an_offending_cell_is_coloured_and_a_good_one_is_not():
    back = refused_workbook(xlsx_file(row(since="вчера")))
    sheet = openpyxl.load_workbook(io.BytesIO(back)).active
    assert sheet.title == "Лист"
    assert sheet["I2"].fill.fill_type == "solid"
    assert sheet["H2"].fill.fill_type is None


def test_refused_rows_can_be_written_to_a_path(tmp_path):
    file = csv_file(row(since="вчера"))
    write_refused(tmp_path / "отказы.csv", file, {2: [file.refusal(next(file.rows()), "since", "это не дата")]})
    assert (tmp_path / "отказы.csv").read_text("utf-8-sig").count("это не дата") == 1


def test_unknown_columns_go_back_too():
    cells = (
        "Анна",
        "17",
        "Миасский ГО",
        "Школа 1",
        "Слёт",
        "",
        "",
        "",
        "вчера",
        "",
        "01.02.2026",
        "",
        "",
        "моя заметка",
    )
    headings = (*(column.heading for column in PARTICIPATION.columns), "Заметка")
    back = refused_workbook(xlsx_file(cells, headings=headings, register=PARTICIPATION))
    again = read_register(PARTICIPATION, back, "к.xlsx")
    assert again.unknown == ("Заметка",)
    assert next(again.rows()).raw[13] == "моя заметка"


@pytest.mark.parametrize("line", ["<r><t>x</t></r>", "<r></r>", "<r><broken", "<r>&</r>"])
def test_a_cell_that_looks_like_a_part_of_a_workbook_goes_back_as_text(line):
    headings = (*HEADINGS, line)
    file, back = csv_file((*row(since="вчера", full_name=line), line), headings=headings), io.BytesIO()
    write_refused(back, file, {2: next(file.rows()).refusals}, suffix=".xlsx")
    cells = [[cell.value for cell in one] for one in openpyxl.load_workbook(back).active.iter_rows()]
    assert cells[0][-2] == line
    assert (cells[1][1], cells[1][-2]) == (line, line)


@pytest.mark.parametrize("number", ["NaN", "INF", "1e400"])
def test_a_number_that_is_none_is_refused_and_goes_back(number):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        columns = [column.heading for column in APPENDIX2.columns]
        sheet.write_row(0, 0, columns)
        for key, cell in {"identifier": "17", "programme": "Чтение", "realized": "01.03.2026"}.items():
            sheet.write(1, [column.key for column in APPENDIX2.columns].index(key), cell)
        sheet.write(1, columns.index("Трудоемкость ДПП"), 72.25)
    hostile = with_changed_parts(
        content.getvalue(), lambda _, part: part.replace(b"<v>72.25</v>", f"<v>{number}</v>".encode())
    )
    file = read_register(APPENDIX2, hostile, "п2.xlsx")
    (read,) = file.rows()
    assert [refusal.column for refusal in read.refusals] == ["Трудоемкость ДПП"]
    assert openpyxl.load_workbook(io.BytesIO(refused_workbook(file))).active.max_row == 2


def test_a_sheet_of_open_document_may_have_a_name_that_excel_does_not_take():
    file = replace(xlsx_file(row(since="вчера")), sheet="Кадры/2026: [все] и ещё очень длинное название")
    assert len(openpyxl.load_workbook(io.BytesIO(refused_workbook(file))).active.title) <= 31
