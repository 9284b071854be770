"""The report of a place for a period, as a form to sign and as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter.worksheet import Worksheet

from exports.forms import Column, Form, Section, Stamp, Table, text, value_text
from exports.reports import ReportHead
from exports.workbook import LINE_HEIGHT, Book, Cell, write, write_about, write_row
from model.places import Level
from model.wording import period

TITLE = "Отчёт о реализации индивидуальных образовательных маршрутов за период"
SIGNATURES = {
    Level.REGION: ("Руководитель",),
    Level.MUNICIPALITY: ("Руководитель органа управления образованием",),
    Level.ORGANIZATION: ("Руководитель образовательной организации",),
}
_SIGNING = "________________ / ________________ /        «___» ____________ 20___ г."
_FIRST_WIDTH, _NUMBER_WIDTH = 40, 12
_SHEET_WIDTHS = (44.0, 16.0)


@dataclass(frozen=True)
class PeriodTable:
    """A table of the report: its title, its headings, and rows that begin with a name."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class PeriodDocument:
    """The head of the report, its level and days, its tables, and notes below them."""

    head: ReportHead
    level: Level
    since: date
    until: date
    tables: Sequence[PeriodTable]
    notes: Sequence[str] = ()

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The place, the days, the filters, the author and the moment."""
        return (
            ("Территория или организация", text(self.head.place)),
            ("Отчётный период", period(self.since, self.until)),
            ("По состоянию на", value_text(self.head.day)),
            *((text(label), text(value)) for label, value in self.head.filters),
            ("Сформировал", text(self.head.made_by)),
            ("Сформировано", value_text(self.head.made_at)),
        )


def period_report(document: PeriodDocument) -> Form:
    """The report as a document with a place for the signature."""
    head = document.head
    return Form(
        title=TITLE,
        lines=document.lines,
        sections=tuple(map(_section, document.tables)),
        notes=tuple(document.notes),
        signatures=SIGNATURES[document.level],
        stamp=Stamp(head.day, head.made_at, head.made_by),
        is_landscape=True,
    )


def _section(table: PeriodTable) -> Section:
    first, *others = table.headings
    columns = (Column(first, _FIRST_WIDTH), *(Column(one, _NUMBER_WIDTH, is_centred=True) for one in others))
    rows = tuple(tuple(value_text(cell) for cell in row) for row in table.rows)
    return Section(text(table.title), Table(columns, rows))


def period_xlsx(document: PeriodDocument) -> bytes:
    """The report as a workbook: a sheet for each table, the place for the signature under the first."""
    book = Book(TITLE)
    for number, table in enumerate(document.tables):
        sheet = book.sheet(table.title[:31], [_SHEET_WIDTHS[0], *[_SHEET_WIDTHS[1]] * (len(table.headings) - 1)])
        _write_table(book, sheet, table)
        if number == 0:
            for place, who in enumerate(SIGNATURES[document.level], start=len(table.rows) + 3):
                sheet.set_row(place, 2 * LINE_HEIGHT)
                write(sheet, place, 0, who, book.formats["title"])
                write(sheet, place, 1, _SIGNING, book.formats["signature"])
    write_about(book, TITLE, document.lines)
    return book.close()


def _write_table(book: Book, sheet: Worksheet, table: PeriodTable) -> None:
    widths = [_SHEET_WIDTHS[0], *[_SHEET_WIDTHS[1]] * (len(table.headings) - 1)]
    write_row(sheet, 0, table.headings, [book.formats["heading"]] * len(widths), widths)
    for number, row in enumerate(table.rows, start=1):
        kinds = [book.formats["text" if isinstance(cell, str) else "number"] for cell in row]
        write_row(sheet, number, row, kinds, widths)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
