"""The fields of both appendices as XLSX, as the module exports them; they can be imported again."""

import re
from collections.abc import Iterable, Sequence

from xlsxwriter.worksheet import Worksheet

from exports import appendix1, appendix2
from exports.appendix1 import AssessmentRow
from exports.appendix2 import ResultRow
from exports.workbook import LINE_HEIGHT, Book, Cell, merge, write, write_about, write_row
from model.wording import period

# Not fields of the regulation: with them an import finds the person and the day for certain.
_IDENTIFIER = "Идентификатор"
_FORMED_ON = "Дата формирования ИОМ"
_GROUND = "Основание ИОМ"
_GROUNDS = {False: "процедура", True: "потребность"}
_SHEET = "Выгрузка"
_TITLE_WIDTH = 8  # columns
_HEADING_LINES = 4
_LIST_MARK = re.compile(r"\d{1,3}[).]|[-‐‑‒–—―−•·▪*]")

About = Sequence[tuple[str, str]]


def appendix1_xlsx(rows: Iterable[AssessmentRow], about: About = ()) -> bytes:
    """A row for each assessment under the two rows of headings of Appendix 1; `about` fills another sheet."""
    before, after = appendix1.FIELDS_BEFORE_SCORES, (*appendix1.FIELDS_AFTER_SCORES, _IDENTIFIER, _FORMED_ON, _GROUND)
    scores = tuple(appendix1.SCORES.values())
    upper = (*before, appendix1.SCORES_HEADING, *[""] * (len(scores) - 1), *after)
    lower = (*[""] * len(before), *scores, *[""] * len(after))
    widths = (30, 24, 34, 22, 34, 34, 18, 14, *[17] * len(scores), 24, 44, 44, 18, 16, 16)
    return _export(appendix1.TITLE, (upper, lower), widths, map(_assessment_cells, rows), about)


def appendix2_xlsx(rows: Iterable[ResultRow], about: About = ()) -> bytes:
    """A row for each result under the headings of Appendix 2; `about` fills another sheet."""
    widths = (30, 24, 34, 22, 34, 40, 40, 14, 24, 22, 44, 18)
    return _export(appendix2.TITLE, ((*appendix2.FIELDS, _IDENTIFIER), ()), widths, map(_result_cells, rows), about)


def _assessment_cells(row: AssessmentRow) -> Sequence[Cell]:
    return (
        *(row.full_name, row.municipality, row.organization, row.position, row.education),
        *(row.procedure, row.procedure_group, row.passed_on),
        *(row.scores.get(key) for key in appendix1.SCORES),
        *(row.programme_count, _name_lines(row.programmes), _name_lines(row.events)),
        *(row.identifier, row.formed_on, _GROUNDS[row.is_need]),
    )


def _result_cells(row: ResultRow) -> Sequence[Cell]:
    days = row.since if row.since == row.until else period(row.since, row.until)
    return (
        *(row.full_name, row.municipality, row.organization, row.position, row.education),
        *(
            row.programme,
            appendix2.provider_with_address(row.provider, row.address),
            row.hours,
            days,
            row.document_number,
        ),
        *(_name_lines(row.events), row.identifier),
    )


def _name_lines(names: Sequence[str]) -> str:
    """One name a line; numbered when a name begins like a list item, so that an import keeps its beginning."""
    if not any(map(_LIST_MARK.match, names)):
        return "\n".join(names)
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1))


def _export(
    title: str,
    headings: tuple[Sequence[str], Sequence[str]],
    widths: Sequence[float],
    rows: Iterable[Sequence[Cell]],
    about: About,
) -> bytes:
    book = Book(title)
    sheet = book.sheet(_SHEET, widths)
    merge(sheet, (0, 0, 0, _TITLE_WIDTH - 1), title, book.formats["label"])
    sheet.set_row(0, 3 * LINE_HEIGHT)
    first = _write_headings(book, sheet, *headings)
    sheet.freeze_panes(first, 1)
    sheet.repeat_rows(1, first - 1)
    sheet.repeat_columns(0)
    for number, cells in enumerate(rows, start=first):
        write_row(sheet, number, cells, [book.formats[_kind(cell)] for cell in cells], widths)
    if about:
        write_about(book, title, about)
    return book.close()


def _kind(cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return "text"
    return "number" if isinstance(cell, int | float) else "date"


def _write_headings(book: Book, sheet: Worksheet, upper: Sequence[str], lower: Sequence[str]) -> int:
    """Write one or two rows of headings with merged groups; returns the first row of data."""
    cell_format = book.formats["heading"]
    sheet.set_row(1, _HEADING_LINES * LINE_HEIGHT)
    for column, heading in enumerate(upper):
        if lower and not lower[column]:
            # Without a format the merge does not write the row below, which comes later and only once.
            sheet.merge_range(1, column, 2, column, heading, None)
        write(sheet, 1, column, heading, cell_format)
    if not lower:
        return 2
    grouped = [column for column, heading in enumerate(lower) if heading]
    merge(sheet, (1, grouped[0], 1, grouped[-1]), upper[grouped[0]], cell_format)
    sheet.set_row(2, 2 * LINE_HEIGHT)
    for column, heading in enumerate(lower):
        write(sheet, 2, column, heading, cell_format)
    return 3
