"""A form as an editable DOCX: A4, Times New Roman, heading styles, table headings on every page."""

import io
import textwrap
from collections.abc import Iterator
from datetime import UTC

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section as Pages
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from exports.forms import AUTHOR, NO_ROWS, SAME_AS_ABOVE, ChartBar, Column, Form, Row, Section, Signature, Table

FONT = "Times New Roman"
LANGUAGE = "ru-RU"
_A4 = (210, 297)
_MARGINS = {"left": 25, "right": 15, "top": 20, "bottom": 20}
_LABEL_SHARE = 0.42  # of the width, for the labels above the sections
_TABLE_SIZE = Pt(11)
_HEADING_SIZE = Pt(10.5)
_PADDING = Mm(0.8)
_LONGEST_PROPERTY = 255
# The name, the number and the bar; the edges of the cell are left free.
_BAR_SHARES, _BAR_EDGE, _BAR_COLOUR = (0.48, 0.09, 0.43), Mm(2), "737373"


def form_docx(form: Form) -> bytes:
    """The form as the bytes of a DOCX file."""
    document = docx.Document()
    _describe(document, form)
    _set_styles(document)
    width = _set_pages(document, form)
    document.add_paragraph(form.title, style="Title")
    if form.lines:
        _add_lines(document, form.lines, width)
    for section in form.sections:
        _add_section(document, section, width)
    for post in form.signatures:
        _add_signature(document, Signature(post), width)
    for signer in form.signers:
        _add_signature(document, signer, width)
    for note in form.notes:
        _add_note(document, note)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _describe(document: Document, form: Form) -> None:
    properties = document.core_properties
    properties.title = textwrap.shorten(form.name, _LONGEST_PROPERTY, placeholder="…")
    properties.author = properties.last_modified_by = AUTHOR
    properties.language, properties.comments = LANGUAGE, ""
    if form.stamp:
        # The properties of the file are in UTC without a zone.
        moment = form.stamp.made_at
        properties.created = properties.modified = moment.astimezone(UTC) if moment.tzinfo else moment
        return
    # The template has its own dates.
    core = next(part for part in document.part.package.iter_parts() if part.partname == "/docProps/core.xml")
    for moment in core.element.xpath("dcterms:created | dcterms:modified"):
        core.element.remove(moment)


def _set_styles(document: Document) -> None:
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
    spacing = {"Normal": (12, 0, 0), "Title": (14, 0, 12), "Heading 1": (13, 14, 6), "Heading 2": (12, 10, 4)}
    for name, (size, before, after) in spacing.items():
        _set_style(styles[name], size, before, after, is_bold=name != "Normal")
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in list(styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    _hyphenate(document)


def _set_style(style: ParagraphStyle, size: int, before: int, after: int, *, is_bold: bool) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), is_bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    # A font of the theme would override the named one.
    for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[theme]
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for spaced in list(style.element.rPr.iter(qn("w:spacing"), qn("w:kern"))):
        style.element.rPr.remove(spaced)


def _hyphenate(document: Document) -> None:
    """Hyphenate long words in narrow columns; the schema requires the element before defaultTabStop."""
    stop = document.settings.element.find(qn("w:defaultTabStop"))
    if stop is not None:
        stop.addprevious(_element("w:autoHyphenation", val="true"))


def _set_pages(document: Document, form: Form) -> Mm:
    """Set A4 pages with margins and a footer; returns the width of the text."""
    pages = document.sections[0]
    width, height = _A4[::-1] if form.is_landscape else _A4
    pages.orientation = WD_ORIENT.LANDSCAPE if form.is_landscape else WD_ORIENT.PORTRAIT
    pages.page_width, pages.page_height = Mm(width), Mm(height)
    for side, margin in _MARGINS.items():
        setattr(pages, f"{side}_margin", Mm(margin))
    text_width = Mm(width - _MARGINS["left"] - _MARGINS["right"])
    _add_footer(pages, form, text_width)
    return text_width


def _add_footer(pages: Pages, form: Form, width: Mm) -> None:
    line = pages.footer.paragraphs[0]
    line.style.paragraph_format.tab_stops.clear_all()  # the template has those of US Letter
    line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{form.stamp or ''}\tстр. ")
    _add_field(line, "PAGE")
    line.add_run(" из ")
    _add_field(line, "NUMPAGES")
    for run in line.runs:
        run.font.size = Pt(9)


def _add_field(line: Paragraph, name: str) -> None:
    """Add a field that the word processor computes, between three marks, as Word writes it."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = line.add_run("1" if kind == "1" else "")
        if kind is None:
            instruction = _element("w:instrText")
            instruction.text = name
            run._r.append(instruction)
        elif kind != "1":
            run._r.append(_element("w:fldChar", fldCharType=kind))


def _add_lines(document: Document, lines: tuple[tuple[str, str], ...], width: Mm) -> None:
    """Add a table of labels and values; each label is the heading of its row."""
    grid = _grid(document, rows=len(lines), shares=(_LABEL_SHARE, 1 - _LABEL_SHARE), width=width)
    for row, (label, value) in zip(grid.rows, lines, strict=True):
        _keep_whole(row._tr)
        _write(row.cells[0], label, is_centred=False)
        _write(row.cells[1], value, is_centred=False)
    _mark_headings(grid, rows=False)


def _add_section(document: Document, section: Section, width: Mm) -> None:
    document.add_heading(section.title, level=section.level)
    for line in section.lines:
        paragraph_format = document.add_paragraph(line).paragraph_format
        paragraph_format.keep_with_next, paragraph_format.space_after = True, Pt(4)
    if section.table:
        _add_table(document, section.title, section.table, width)
    if section.bars:
        _add_bars(document, section.bars, width)


def _add_table(document: Document, title: str, table: Table, width: Mm) -> None:
    total = sum(column.width for column in table.columns)
    shares = tuple(column.width / total for column in table.columns)
    grid = _grid(document, rows=1 + max(len(table.rows), 1), shares=shares, width=width)
    properties = grid._tbl.tblPr
    properties.append(_element("w:tblCaption", val=title))
    _mark_headings(grid, rows=True)
    cells = grid._cells  # all at once: row by row the time grows with the square of the rows
    across = len(table.columns)
    for cell, column in zip(cells, table.columns, strict=False):
        _write(cell, column.heading, is_centred=True, is_bold=True)
    for tr in grid._tbl.tr_lst:
        _keep_whole(tr)
    grid._tbl.tr_lst[0].get_or_add_trPr().append(_element("w:tblHeader"))
    if not table.rows:
        _write(cells[across].merge(cells[2 * across - 1]), NO_ROWS, is_centred=True)
    for place, row in enumerate(table.rows, start=1):
        _write_row(cells[place * across : (place + 1) * across], table.columns, row)
    for first, last, place in _spans(table):
        cells[(first + 1) * across + place].merge(cells[(last + 1) * across + place])


def _add_bars(document: Document, bars: tuple[ChartBar, ...], width: Mm) -> None:
    """Add a row for each bar: its name, its number, and a shaded paragraph as long as the bar."""
    grid = _grid(document, rows=len(bars), shares=_BAR_SHARES, width=width)
    grid.style = document.styles["Normal Table"]
    longest = round(width * _BAR_SHARES[-1] - 2 * _BAR_EDGE)
    for row, bar in zip(grid.rows, bars, strict=True):
        _keep_whole(row._tr)
        _write(row.cells[0], bar.name, is_centred=False)
        _write(row.cells[1], bar.number, is_centred=False)
        row.cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line = row.cells[2].paragraphs[0]
        line.paragraph_format.right_indent = round(longest * (1 - bar.share))
        line.paragraph_format.keep_with_next = True
        # A bar of no length has no paragraph to shade.
        if bar.share:
            line._p.get_or_add_pPr().append(_element("w:shd", val="clear", color="auto", fill=_BAR_COLOUR))
    _mark_headings(grid, rows=False)


def _write_row(cells: list[Cell], columns: tuple[Column, ...], row: Row) -> None:
    for cell, column, value in zip(cells, columns, row, strict=True):
        if value is not SAME_AS_ABOVE:
            _write(cell, value, is_centred=column.is_centred)


def _spans(table: Table) -> Iterator[tuple[int, int, int]]:
    """The cells that reach over several rows: the first row, the last row, the column."""
    for place in range(len(table.columns)):
        first = 0
        for number, row in enumerate((*table.rows, ("",) * len(table.columns))):
            if row[place] is not SAME_AS_ABOVE:
                if number - first > 1:
                    yield first, number - 1, place
                first = number


def _grid(document: Document, *, rows: int, shares: tuple[float, ...], width: Mm) -> Grid:
    """Add an empty table with fixed widths."""
    grid = document.add_table(rows=rows, cols=len(shares), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = _element("w:tblCellMar")
    for side in ("top", "bottom"):
        margins.append(_element(f"w:{side}", w=str(_PADDING.twips), type="dxa"))
    grid._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = round(width * share)
    for place, cell in enumerate(grid._cells):
        cell.width = round(width * shares[place % len(shares)])
    return grid


def _mark_headings(grid: Grid, *, rows: bool) -> None:
    """Tell screen readers whether the first row or the first column holds the headings."""
    for table_look in list(grid._tbl.tblPr.iter(qn("w:tblLook"))):
        for key in list(table_look.attrib):
            del table_look.attrib[key]
        table_look.set(qn("w:val"), "0620" if rows else "0680")
        for name, is_on in {"firstRow": rows, "firstColumn": not rows, "noHBand": True, "noVBand": True}.items():
            table_look.set(qn(f"w:{name}"), "1" if is_on else "0")


def _keep_whole(tr: BaseOxmlElement) -> None:
    tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _write(cell: Cell, value: str, *, is_centred: bool, is_bold: bool = False) -> None:
    line = cell.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_centred else WD_ALIGN_PARAGRAPH.LEFT
    run = line.add_run(value)
    run.font.size, run.font.bold = (_HEADING_SIZE, True) if is_bold else (_TABLE_SIZE, None)


def _add_signature(document: Document, signer: Signature, width: Mm) -> None:
    line = document.add_paragraph(f"{signer.post}\t____________ / {signer.name or '________________________'}")
    line.paragraph_format.space_before = Pt(24)
    line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)


def _add_note(document: Document, note: str) -> None:
    line = document.add_paragraph()
    line.paragraph_format.space_before = Pt(8)
    run = line.add_run(note)
    run.font.size, run.font.italic = Pt(10), True


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
