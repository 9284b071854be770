"""The documents of a person by form and format."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from exports import appendix1, appendix2
from exports.docx import form_docx
from exports.forms import Form, Stamp, value_text, with_stamp
from exports.pdf import form_pdf
from exports.xlsx import appendix1_xlsx, appendix2_xlsx
from queries.person import PersonSheet, RouteRecord

FORMS: dict[str, Callable[[PersonSheet, RouteRecord], Form]] = {
    "appendix1": appendix1.personal_form,
    "appendix1-module": appendix1.export_form,
    "appendix2": appendix2.personal_form,
    "appendix2-module": appendix2.export_form,
}
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


def maker(form: str, suffix: str, pdf: Callable[[Form], bytes] = form_pdf) -> Maker | None:
    """The function that makes the document of a person; PDFs are made with `pdf`; None for an unknown document."""
    if form in SHEETS and suffix == "xlsx":
        return lambda sheet, stamp: _fields_of_one(form, sheet, stamp)
    if form not in FORMS or suffix not in _FORM_WRITERS:
        return None
    write = pdf if suffix == "pdf" else _FORM_WRITERS[suffix]
    return lambda sheet, stamp: _form_of_one(FORMS[form], write, sheet, stamp)


def _form_of_one(
    form: Callable[[PersonSheet, RouteRecord], Form], write: Callable[[Form], bytes], sheet: PersonSheet, stamp: Stamp
) -> bytes | None:
    """The form of the current route; None for a person without one."""
    return write(with_stamp(form(sheet, sheet.current), stamp)) if sheet.current else None


def _fields_of_one(form: str, sheet: PersonSheet, stamp: Stamp) -> bytes | None:
    """The sheet of one person; None when it has no rows."""
    return fields_xlsx(form, [sheet], stamp.day, about_one(sheet, stamp)) if rows_in(form, sheet, stamp.day) else None


def rows_in(form: str, sheet: PersonSheet, day: date) -> int:
    """The number of rows of the person in a sheet of fields."""
    return len(appendix1.rows_of(sheet) if form == "appendix1-module" else appendix2.rows_of(sheet, day))


def fields_xlsx(form: str, sheets: Iterable[PersonSheet], day: date, about: About) -> bytes:
    """The fields of the module as XLSX; the sheets are read one after the other."""
    if form == "appendix1-module":
        return appendix1_xlsx((row for sheet in sheets for row in appendix1.rows_of(sheet)), about)
    return appendix2_xlsx((row for sheet in sheets for row in appendix2.rows_of(sheet, day)), about)


def about_one(sheet: PersonSheet, stamp: Stamp) -> About:
    """The lines about the file of one person: name, place, date, moment and author."""
    return (
        ("Работник", sheet.full_name),
        ("Место работы", sheet.organization),
        ("Отчётная дата", value_text(stamp.day)),
        ("Сформировано", value_text(stamp.made_at)),
        ("Кем", stamp.made_by),
    )
