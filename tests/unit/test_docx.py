"""A form as DOCX, read back."""

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from exports import appendix1, appendix2
from exports.docx import form_docx
from exports.forms import Column, Form, Section, Table, with_stamp
from tests.sheets import HOSTILE, STAMP, bare_route, bare_sheet, participation, result, route, sheet

FORMS = {
    "appendix1, personal": appendix1.personal_form(sheet(), route()),
    "appendix1, fields": appendix1.export_form(sheet(), route()),
    "appendix2, personal": appendix2.personal_form(sheet(routes=(route(),)), STAMP.day),
    "appendix2, fields": appendix2.export_form(sheet(routes=(route(),)), STAMP.day),
    "appendix1, bare": appendix1.personal_form(bare_sheet(), bare_route()),
    "appendix2, bare": appendix2.personal_form(bare_sheet(routes=(bare_route(),)), STAMP.day),
}


def document_of(form):
    return docx.Document(io.BytesIO(form_docx(form)))


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def filled_down(rows):
    """The rows with the text of the cell above where a cell goes on."""
    filled = []
    for row in rows:
        above = filled[-1] if filled else row
        filled.append([above[place] if cell is None else cell for place, cell in enumerate(row)])
    return filled


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_document_says_what_its_form_says(form):
    document = document_of(form)
    lines, *tables = document.tables
    assert cells(lines) == [list(pair) for pair in form.lines]
    expected = [section.table for section in form.sections if section.table]
    assert len(tables) == len(expected)
    for written, table in zip(tables, expected, strict=True):
        headings, *rows = cells(written)
        assert headings == [column.heading for column in table.columns]
        assert rows == (filled_down(table.rows) or [["Записей нет"] * len(headings)])
    paragraphs = [line.text for line in document.paragraphs if line.text]
    assert paragraphs == [form.title, *(section.title for section in form.sections), *form.notes]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_of_the_machine_shows(form):
    document = document_of(form)
    shown = "\n".join(cell for table in document.tables for row in cells(table) for cell in row)
    assert "None" not in shown
    assert "nan" not in shown


def test_an_empty_table_says_that_it_is_empty():
    table = document_of(FORMS["appendix2, bare"]).tables[1]
    assert cells(table)[1:] == [["Записей нет"] * 6]


def test_a_procedure_is_one_cell_over_the_lines_of_its_competences():
    results = document_of(FORMS["appendix1, personal"]).tables[1]
    starts = [[tc.vMerge for tc in row.tc_lst] for row in results._tbl.tr_lst]
    assert starts == [
        [None] * 5,
        ["restart", "restart", None, "restart", None],
        *[["continue", "continue", None, "continue", None]] * 2,
    ]
    # Words of a cell that goes on stand once: nothing is left in the cells below.
    texts = [[tc.xpath("string()") for tc in row.tc_lst] for row in results._tbl.tr_lst]
    assert [row[1] for row in texts[2:]] == ["", ""]


def test_headings_are_real_ones_and_repeat_on_every_page():
    document = document_of(FORMS["appendix1, personal"])
    styles = {line.text: line.style.name for line in document.paragraphs}
    assert styles["Рекомендуемый индивидуальный образовательный маршрут"] == "Title"
    assert styles["Рекомендации"] == "Heading 1"
    assert styles["Формальный маршрут (повышение квалификации)"] == "Heading 2"
    for table in document.tables[1:]:
        first, *rest = table._tbl.tr_lst
        assert rest
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rest)
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *rest))


def test_the_page_is_a4_in_times_and_russian():
    document = document_of(FORMS["appendix1, personal"])
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
        assert not [key for key in fonts.attrib if "Theme" in key]
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert {language.get(qn("w:val")) for language in defaults.iter(qn("w:lang"))} == {"ru-RU"}


def test_a_wide_form_lies_across():
    page = document_of(Form("Отчёт", is_landscape=True)).sections[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)


def test_properties_name_the_document_and_the_product():
    about = document_of(with_stamp(FORMS["appendix2, personal"], STAMP)).core_properties
    assert about.title == "Итоги реализации индивидуального образовательного маршрута"
    assert about.author == "Мониторинг ИОМ"
    assert about.language == "ru-RU"
    assert about.comments == ""
    assert f"{about.created:%d.%m.%Y %H:%M}" == "02.11.2026 09:05"
    assert document_of(FORMS["appendix2, personal"]).core_properties.created is None


def test_the_foot_of_the_page_tells_the_date_the_maker_and_the_page():
    footer = document_of(with_stamp(FORMS["appendix1, personal"], STAMP)).sections[0].footer.paragraphs[0]
    said = "По состоянию на 01.11.2026. Сформировано 02.11.2026, 09:05, Петрова М. И."
    assert footer.text == f"{said}\tстр. 1 из 1"
    assert [code.text for code in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_shown_as_it_is(text):
    routed = route(results=(result(text, document_number=text),), participations=(participation(text, venue=text),))
    whole = sheet(full_name=text, education=text, routes=(routed,))
    document = document_of(appendix2.personal_form(whole, STAMP.day))
    lines, formal, informal = map(cells, document.tables)
    assert lines[0][1] == lines[4][1] == text
    assert (formal[1][2], formal[1][5]) == (text, text)
    assert informal[1][1:3] == [text, text]


def test_a_name_no_document_can_hold_does_not_stop_it():
    form = appendix1.personal_form(sheet(full_name="Анна\x00\x0cИванова\ud800"), route())
    assert document_of(form).tables[0].rows[0].cells[1].text == "Анна\nИванова"


def test_signatures_stand_below():
    form = Form("Отчёт", sections=(Section("События", Table((Column("Событие", 1),), ())),), signatures=("Директор",))
    assert document_of(form).paragraphs[-1].text.startswith("Директор\t____")
