"""A form as PDF, read back."""

import io
import re

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import appendix1, appendix2
from exports.forms import Column, Form, Section, Table, text, with_stamp
from exports.pdf import form_pdf
from tests.sheets import HOSTILE, STAMP, bare_route, bare_sheet, participation, result, route, sheet
from tests.unit.test_docx import FORMS


def reader_of(form):
    return pypdf.PdfReader(io.BytesIO(form_pdf(form)))


def bare(line):
    """The text without what depends on where lines end."""
    return re.sub(r"[\s\u200b]+", "", line)


def text_of(reader):
    return bare("".join(page.extract_text() for page in reader.pages))


def fonts(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def cells_of(table):
    """The cells that reach over several lines, and the others in their order."""
    over, single = [], []
    for number, row in enumerate(table.rows):
        below = table.rows[number + 1] if number + 1 < len(table.rows) else row
        for place, cell in enumerate(row):
            if cell is not None:
                (over if below[place] is None else single).append(cell)
    return over, single


def tags_of(reader, kind):
    """The tags of one kind in the order in which screen readers meet them."""
    left, found = [reader.trailer["/Root"]["/StructTreeRoot"]], []
    while left:
        node = left.pop(0)
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            left = [*node, *left]
        elif isinstance(node, dict):
            found += [node] if node.get("/S") == kind else []
            left = [node.get("/K", []), *left]
    return found


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_document_says_what_its_form_says_in_its_order(form):
    written, place = text_of(reader_of(form)), 0
    expected = [form.title, *(part for line in form.lines for part in line)]
    for section in form.sections:
        expected.append(section.title)
        if section.table:
            expected += [column.heading for column in section.table.columns]
            over, single = cells_of(section.table)
            # What reaches over several lines is drawn among them; screen readers go by the tags.
            assert all(bare(cell) in written[place:] for cell in over)
            expected += single or ["Записей нет"]
    for part in (*expected, *form.notes):
        found = written.find(bare(part), place)
        assert found >= 0, part
        place = found + len(bare(part))
    assert "None" not in written
    assert "nan" not in written


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_screen_reader_can_read_it(form):
    reader = reader_of(form)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "ru-RU"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == form.name
    assert reader.metadata.author == "Мониторинг ИОМ"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()
    assert "/StructTreeRoot" in root


def test_every_font_is_inside_the_file():
    for page in reader_of(FORMS["appendix1, personal"]).pages:
        for font in fonts(page):
            described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "LibertinusSerif" in font["/BaseFont"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
            assert "/ToUnicode" in font


def test_headings_of_a_long_table_repeat_and_pages_are_counted():
    table = Table((Column("№ п/п", 1), Column("Событие", 9)), tuple((f"{n}.", f"Событие {n}") for n in range(1, 121)))
    reader = reader_of(with_stamp(Form("Отчёт", sections=(Section("События", table),), is_landscape=True), STAMP))
    total = len(reader.pages)
    assert total > 3
    for number, page in enumerate(reader.pages, start=1):
        written = bare(page.extract_text())
        assert f"стр.{number}из{total}" in written
        assert "№п/пСобытие" in written
        assert bare(str(STAMP)) in written
        assert page.mediabox.width > page.mediabox.height
    assert f"{reader.metadata.creation_date:%d.%m.%Y}" == "02.11.2026"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_shown_as_it_is_and_links_nowhere(text):
    routed = route(results=(result(text, document_number=text),), participations=(participation(text, venue=text),))
    whole = sheet(full_name=text, education=text, routes=(routed,))
    form = with_stamp(appendix2.personal_form(whole, STAMP.day), STAMP)
    reader = reader_of(form)
    assert text_of(reader).count(bare(text)) >= 6
    assert reader.pages
    assert all("/Annots" not in page for page in reader.pages)


def test_a_procedure_is_one_cell_over_the_lines_of_its_competences():
    results = tags_of(reader_of(FORMS["appendix1, personal"]), "/Table")[1]
    rows = [row.get_object() for row in results["/K"][1].get_object()["/K"]]
    spans = [[cell.get_object()["/A"][0].get("/RowSpan", 1) for cell in row["/K"]] for row in rows]
    assert spans == [[3, 3, 1, 3, 1], [1, 1], [1, 1]]


def test_a_word_longer_than_its_column_stays_inside_the_page():
    long = route(results=(result(document_number="9" * 120),))
    form = appendix2.personal_form(sheet(full_name="Щ" * 300, routes=(long,)), STAMP.day)
    right = []

    def look(line, _, matrix, *rest):
        if line.strip():
            right.append(matrix[4])

    page = reader_of(form).pages[0]
    assert bare(page.extract_text()).count("Щ") == 300
    assert bare(page.extract_text(visitor_text=look)).count("9") >= 120
    assert max(right) < float(page.mediabox.width)


def test_a_name_no_document_can_hold_does_not_stop_it():
    form = appendix1.personal_form(sheet(full_name="Анна\x00\x0cИванова\ud800"), route())
    assert "АннаИванова" in text_of(reader_of(form))


def test_the_same_form_is_the_same_file():
    form = with_stamp(appendix1.personal_form(bare_sheet(), bare_route()), STAMP)
    assert form_pdf(form) == form_pdf(form)


@pytest.mark.parametrize(
    "char", ["😀", "漢", "\uf0b7", "\x81", "\u1820", "\U0001f468\u200d\U0001f469", "\u0300", "\U000e0041"]
)
def test_a_character_that_no_font_has_never_fails_a_document(char):
    form = Form(f"Сведения {char}", lines=(("ФИО", f"Анна {char} Ёлкина"),), notes=(char,))
    written = text_of(reader_of(form))
    assert "Анна" in written
    assert "Ёлкина" in written


def test_what_a_font_has_stays_beside_what_none_has():
    written = text_of(reader_of(Form("Сведения", lines=(("ФИО", "漢 Ա א Я"),))))
    assert "□" in written
    assert "Ա" in written
    assert "漢" not in written


@given(st.text(max_size=40))
def test_no_text_whatever_fails_a_document(line):
    assert form_pdf(Form("Сведения", lines=(("ФИО", text(line)),))).startswith(b"%PDF")
