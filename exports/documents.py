"""The documents of a person by form and format."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from exports import appendix1, appendix2
from exports.docx import form_docx
from exports.forms import Form, Stamp, value_text, with_stamp
from exports.pdf import form_pdf
from exports.xlsx import appendix1_xlsx, appendix2_xlsx
from model import wording
from model.dates import Period
from queries.person_records import PersonSheet, RouteRecord


def _appendix1(sheet: PersonSheet, form: Callable[[PersonSheet, RouteRecord], Form]) -> Form | None:
    """The form of the current route; None for a person without one."""
    return form(sheet, sheet.current) if sheet.current else None


def _appendix2(
    sheet: PersonSheet, day: date, period: Period | None, form: Callable[[PersonSheet, date, Period | None], Form]
) -> Form | None:
    """The form of all routes, or of the period; None for a person without a route and a result."""
    return form(sheet, day, period) if sheet.routes or sheet.outside.results else None


FORMS: dict[str, Callable[[PersonSheet, date, Period | None], Form | None]] = {
    "appendix1": lambda sheet, *_: _appendix1(sheet, appendix1.personal_form),
    "appendix1-module": lambda sheet, *_: _appendix1(sheet, appendix1.export_form),
    "appendix2": lambda sheet, day, period: _appendix2(sheet, day, period, appendix2.personal_form),
    "appendix2-module": lambda sheet, day, period: _appendix2(sheet, day, period, appendix2.export_form),
}
# The documents that may be asked for a period; what is recommended is that of the current route.
OF_PERIOD = ("appendix2", "appendix2-module")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": XLSX,
}
_FORM_WRITERS: dict[str, Callable[[Form], bytes]] = {"docx": form_docx, "pdf": form_pdf}
# Only the forms of the module have a sheet of fields for other programs.
SHEETS = ("appendix1-module", "appendix2-module")

Maker = Callable[[PersonSheet, Stamp], bytes | None]
About = Sequence[tuple[str, str]]


def maker(
    form: str, suffix: str, pdf: Callable[[Form], bytes] = form_pdf, period: Period | None = None
) -> Maker | None:
    """The function that makes the document of a person; PDFs are made with `pdf`; None for an unknown document.

    `period`: only results and events of these days.
    """
    if form in SHEETS and suffix == "xlsx":
        return lambda sheet, stamp: _fields_of_one(form, sheet, stamp, period)
    if form not in FORMS or suffix not in _FORM_WRITERS:
        return None
    write = pdf if suffix == "pdf" else _FORM_WRITERS[suffix]
    return lambda sheet, stamp: _form_of_one(FORMS[form](sheet, stamp.day, period), write, stamp)


def _form_of_one(form: Form | None, write: Callable[[Form], bytes], stamp: Stamp) -> bytes | None:
    return write(with_stamp(form, stamp)) if form else None


def _fields_of_one(form: str, sheet: PersonSheet, stamp: Stamp, period: Period | None) -> bytes | None:
    """The sheet of one person; None when it has no rows at all. Of a period it may have none."""
    if not rows_in(form, sheet, stamp.day):
        return None
    return fields_xlsx(form, [sheet], stamp.day, about_one(sheet, stamp, period), period)


def rows_in(form: str, sheet: PersonSheet, day: date) -> int:
    """The number of rows of the person in a sheet of fields."""
    return len(appendix1.rows_of(sheet) if form == "appendix1-module" else appendix2.rows_of(sheet, day))


def fields_xlsx(
    form: str, sheets: Iterable[PersonSheet], day: date, about: About, period: Period | None = None
) -> bytes:
    """The fields of the module as XLSX; the sheets are read one after the other."""
    if form == "appendix1-module":
        return appendix1_xlsx((row for sheet in sheets for row in appendix1.rows_of(sheet)), about)
    return appendix2_xlsx((row for sheet in sheets for row in appendix2.rows_of(sheet, day, period)), about)


def about_one(sheet: PersonSheet, stamp: Stamp, period: Period | None = None) -> About:
    """The lines about the file of one person: name, place, date, moment and author."""
    return (
        ("Работник", sheet.full_name),
        ("Место работы", sheet.organization),
        ("Отчётная дата", value_text(stamp.day)),
        *([("За период", wording.period(period.since, period.until))] if period else []),
        ("Сформировано", value_text(stamp.made_at)),
        ("Кем", stamp.made_by),
    )
