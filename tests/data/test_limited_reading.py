"""What a small file would take is found out before it is taken, and by a process that may fail."""

import resource
import time

import pytest

from ingest.files import limited_reading
from ingest.files.import_options import EVERYTHING
from ingest.files.limited_reading import check_readable
from ingest.files.sheets import open_sheets
from ingest.files.unreadable import UnreadableFileError
from ingest.files.workbook import open_workbook
from ingest.imports import Upload
from ingest.uploads import check_upload
from model.database import unscoped_session
from tests.data.test_hostile_files import ANNA, book, with_changed_parts
from tests.registers_as_files import write_csv, write_xlsx

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_texts(text, cells):
    """A workbook whose cells all name one shared text."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells + 1))
    sheet = f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    strings = f'<sst xmlns="{SPACE}"><si><t>{text}</t></si></sst>'.encode()
    parts = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    plain = book(lambda _, sheet: sheet.write(0, 0, "x"))
    return with_changed_parts(plain, lambda name, part: parts.get(name, part))


def with_elements(name, number):
    """A workbook one of whose parts has so many elements that mean nothing."""

    def change(part, content):
        end = content.rfind(b"</")
        return content[:end] + b"<a/>" * number + content[end:] if part == name else content

    return with_changed_parts(write_xlsx("staff", [ANNA]), change)


def reason(content):
    with pytest.raises(UnreadableFileError) as refused:
        open_sheets(content)
    return refused.value.reason


def test_a_text_longer_than_a_cell_of_excel_holds_is_refused():
    assert "больше 32767 знаков" in reason(with_texts("я" * 32_768, 15))
    assert len(list(open_sheets(with_texts("я" * 32_767, 3))[0].rows())) == 3


def test_texts_are_measured_by_the_cells_that_name_them():
    content = with_texts("я" * 32_000, 15_000)
    assert len(content) < 200_000
    assert "слишком много памяти" in reason(content)


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "_rels/.rels"])
def test_a_part_of_millions_of_elements_is_refused_or_read_in_passing(name):
    content = with_elements(name, 5_000_000)
    assert len(content) < 100_000
    began = time.process_time()
    assert "слишком велико" in reason(content)
    assert time.process_time() - began < 5


def test_styles_of_a_book_that_was_edited_for_years_are_read():
    sheets = open_sheets(with_elements("xl/styles.xml", 300_000))
    assert len(list(sheets[0].rows())) == 2


def test_a_good_workbook_is_read_and_a_csv_needs_no_process(tmp_path, monkeypatch):
    workbook, lines = tmp_path / "к.xlsx", tmp_path / "к.csv"
    workbook.write_bytes(write_xlsx("staff", [ANNA]))
    lines.write_bytes(write_csv("staff", [ANNA]))
    check_readable(workbook)
    monkeypatch.setattr(limited_reading.subprocess, "run", lambda *_, **__: pytest.fail("a process was begun"))
    check_readable(lines)


def test_a_reason_of_the_other_process_is_told(tmp_path):
    workbook = tmp_path / "к.xlsx"
    workbook.write_bytes(b"PK\3\4 and nothing more")
    with pytest.raises(UnreadableFileError, match="повреждён"):
        check_readable(workbook)


def test_a_workbook_that_takes_too_much_ends_the_other_process_alone(tmp_path, monkeypatch):
    text = "я" * 9_000
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>' for n in range(1, 3_001))
    sheet = f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    workbook = tmp_path / "к.xlsx"
    workbook.write_bytes(
        with_changed_parts(
            write_xlsx("staff", [ANNA]), lambda name, part: sheet if name.endswith("sheet1.xml") else part
        )
    )
    monkeypatch.setattr(limited_reading, "memory_for", lambda _size: 64 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableFileError, match="слишком много памяти"):
        check_readable(workbook)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_an_upload_is_read_with_little_memory_before_it_is_checked(tmp_path, monkeypatch):
    workbook = tmp_path / "к.xlsx"
    workbook.write_bytes(write_xlsx("staff", [ANNA]))

    def refuse(_source):
        raise UnreadableFileError("много")

    monkeypatch.setattr("ingest.uploads.check_readable", refuse)
    with pytest.raises(UnreadableFileError, match="много"):
        check_upload(None, Upload(workbook, "к.xlsx"), "staff", EVERYTHING)


def test_a_workbook_is_opened_once_to_be_checked(database, tmp_path, monkeypatch):
    workbook = tmp_path / "к.xlsx"
    workbook.write_bytes(write_xlsx("staff", [ANNA]))
    opened = []

    def open_counted(content):
        opened.append(len(content))
        return open_workbook(content)

    monkeypatch.setattr("ingest.files.sheets.open_workbook", open_counted)
    with unscoped_session() as session:
        assert check_upload(session, Upload(workbook, "к.xlsx"), None, EVERYTHING).register == "staff"
    assert len(opened) == 1
