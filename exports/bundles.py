"""A document of many people: a ZIP of documents with an inventory, or one sheet with a row for each."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from exports.archive import Document, file_name, zip_stream
from exports.documents import OF_PERIOD, About, Maker, fields_xlsx, maker
from exports.forms import Stamp
from exports.pdf_worker import PdfWorker
from exports.table import Kind, TableSheet, table_xlsx
from model.errors import incident_number
from model.wording import appendix_title
from queries.person_records import PersonSheet

INVENTORY = "00000 Опись.xlsx"
NO_ROUTE = "нет: ИОМ за три года нет"
NO_RESULTS = "нет: ни одного ИОМ и ни одного результата нет"
NOT_MADE = "не сформирован; сообщите администратору номер"
_ALL_FAIL = 20  # documents: where the first so many fail, all would
_COLUMNS = (
    ("№", Kind.NUMBER),
    ("ФИО", Kind.TEXT),
    ("Муниципальное образование", Kind.TEXT),
    ("Место работы", Kind.TEXT),
    ("Документ", Kind.TEXT),
)

# A document's tree has reference cycles, and the garbage collector counts objects, not bytes: without an explicit
# collection a thousand documents took 150 MB.
_COLLECT_EVERY = 50

# Called after each person with the number done; it raises to stop the export.
Advance = Callable[[int], None]


@dataclass(frozen=True)
class Bundle:
    """The document, its format and stamp, and the lines about the whole file."""

    form: str
    suffix: str
    stamp: Stamp
    about: About


def ending_of(suffix: str, *, is_one: bool) -> str:
    """The suffix of the file: that of a sheet or of one document, zip for the documents of many."""
    return suffix if is_one or suffix in ("xlsx", "csv") else "zip"


def write_bundle(bundle: Bundle, sheets: Iterable[PersonSheet], to: BinaryIO, advance: Advance) -> None:
    """Write the file with one person in memory at a time."""
    counted_sheets = _with_progress(sheets, advance)
    if bundle.suffix == "xlsx":
        to.write(fields_xlsx(bundle.form, counted_sheets, bundle.stamp.day, bundle.about))
        return
    with PdfWorker() as pdf_worker:
        make = maker(bundle.form, bundle.suffix, pdf_worker.pdf)
        if make is None:
            raise ValueError(f"no document {bundle.form}.{bundle.suffix}")
        for piece in zip_stream(_documents(bundle, make, counted_sheets), made_at=bundle.stamp.made_at):
            to.write(piece)


def _with_progress(sheets: Iterable[PersonSheet], advance: Advance) -> Iterator[PersonSheet]:
    for done, sheet in enumerate(sheets, start=1):
        yield sheet
        if done % _COLLECT_EVERY == 0:
            gc.collect()
        advance(done)


def _documents(bundle: Bundle, make: Maker, sheets: Iterable[PersonSheet]) -> Iterator[Document]:
    """A document for each person, numbered as in the list; the inventory comes last."""
    inventory: list[tuple[int, str, str, str, str]] = []
    title = appendix_title(bundle.form)
    failed = 0
    for number, sheet in enumerate(sheets, start=1):
        name = file_name(f"{number:05} {sheet.full_name} {title}", f".{bundle.suffix}")
        content = None
        try:
            content = make(sheet, bundle.stamp)
            in_list = name if content else NO_RESULTS if bundle.form in OF_PERIOD else NO_ROUTE
        except Exception as fault:
            failed += 1
            if failed == number >= _ALL_FAIL:  # then it is no person's document that is at fault
                raise
            in_list = f"{NOT_MADE} {incident_number(fault)}"
        inventory.append((number, sheet.full_name, sheet.municipality, sheet.organization, in_list))
        if content:
            yield name, content
    yield INVENTORY, table_xlsx(TableSheet("Опись", _COLUMNS, inventory, tuple(bundle.about)))
