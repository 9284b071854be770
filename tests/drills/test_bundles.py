"""A document of many people needs bounded memory, one person at a time."""

import gc
import io
import json
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest
from docx.opc.package import OpcPackage
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from exports import appendix2, pdf_worker
from exports.bundles import Bundle, write_bundle
from exports.forms import Form
from exports.pdf import UnprintableError, typst_args
from queries.person_records import PersonSheet
from tests.sheets import STAMP, route, sheet
from tests.sizes import SIZES

# The names in the list of what is in the archive, and its own table of contents: with 10,000 people under 50 MB.
MOST_BYTES_EACH = 5_000


def people(number: int) -> Iterator[PersonSheet]:
    for place in range(number):
        yield sheet(full_name=f"Иванова Анна {place}", routes=(route(),))


def peak(number: int, form: str, suffix: str) -> int:
    bundle = Bundle(form, suffix, STAMP, (("Список", "Все"),))
    with tempfile.TemporaryFile() as to:
        gc.collect()
        tracemalloc.start()
        try:
            write_bundle(bundle, people(number), to, lambda done: None)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("form", ["appendix1-module", "appendix2-module"])
def test_each_further_person_takes_next_to_no_memory(form: str):
    many = SIZES.people_of_an_archive
    few = many // 5
    peak(few, form, "xlsx")  # what is loaded once and kept
    growth = peak(many, form, "xlsx") - peak(few, form, "xlsx")
    assert growth / (many - few) < MOST_BYTES_EACH


def test_documents_that_were_written_are_let_go():
    """Their trees lie outside of what is measured above: they are counted instead, with the collector off."""
    held = []

    def count(done: int) -> None:
        # Going through everything that is held takes longer than writing: every tenth time tells enough.
        if done % 10 == 0:
            held.append(sum(isinstance(one, OpcPackage) for one in gc.get_objects()))

    gc.collect()
    gc.disable()
    try:
        with tempfile.TemporaryFile() as to:
            write_bundle(Bundle("appendix1", "docx", STAMP, ()), people(70), to, count)
    finally:
        gc.enable()
    assert len(held) == 7
    assert max(held) <= 50


def test_pdfs_of_many_people_are_printed_by_one_process_after_the_other(monkeypatch):
    """What one of them keeps, the next has not: and each document is the one that was asked for."""
    monkeypatch.setattr(pdf_worker, "DOCUMENTS_PER_PROCESS", 2)
    begun = []
    begin = pdf_worker.PdfWorker._begin
    monkeypatch.setattr(pdf_worker.PdfWorker, "_begin", lambda self: begun.append(begin(self)) or begun[-1])
    archive = io.BytesIO()
    write_bundle(Bundle("appendix2", "pdf", STAMP, ()), people(5), archive, lambda done: None)
    assert len(begun) == 3
    assert all(process.returncode == 0 for process in begun)
    with zipfile.ZipFile(archive) as opened:
        for place, name in enumerate(sorted(opened.namelist())[1:]):
            typst_args = PdfReader(io.BytesIO(opened.read(name))).pages[0].extract_text()
            assert f"Анна {place}" in " ".join(typst_args.split())


def test_a_process_that_breaks_down_is_a_fault_and_leaves_none_behind():
    form = appendix2.personal_form(sheet(routes=(route(),)), STAMP.day)
    with pdf_worker.PdfWorker() as one:
        assert one.pdf(form).startswith(b"%PDF")
        one._process.kill()
        one._process.wait()
        with pytest.raises(BrokenPipeError):
            one.pdf(form)
    assert one._process is None


def test_a_person_whose_document_fails_is_named_in_the_list_and_the_others_have_theirs(monkeypatch):
    """Whatever it is that cannot be printed, the other documents are there."""

    def pdf(self, form):
        if "Анна 1" in str(form):
            raise UnprintableError("a character")
        return b"%PDF"

    monkeypatch.setattr(pdf_worker.PdfWorker, "pdf", pdf)
    archive = io.BytesIO()
    write_bundle(Bundle("appendix1", "pdf", STAMP, ()), people(3), archive, lambda done: None)
    with zipfile.ZipFile(archive) as opened:
        names = sorted(opened.namelist())
        assert [name[:5] for name in names] == ["00000", "00001", "00003"]
        rows = CalamineWorkbook.from_filelike(io.BytesIO(opened.read(names[0]))).get_sheet_by_index(0).to_python()
    (failed,) = [row for row in rows if "Иванова Анна 1" in row]
    assert "не сформирован; сообщите администратору номер" in failed[-1]


def test_where_every_document_fails_the_whole_is_a_fault(monkeypatch):
    monkeypatch.setattr(pdf_worker.PdfWorker, "pdf", lambda self, form: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_bundle(Bundle("appendix1", "pdf", STAMP, ()), people(30), io.BytesIO(), lambda done: None)


def test_the_bullets_of_word_do_not_end_a_bundle():
    sheets = [sheet(full_name=f"Анна \uf0b7 {char}", routes=(route(),)) for char in "😀\x9f漢"]
    archive = io.BytesIO()
    write_bundle(Bundle("appendix2", "pdf", STAMP, ()), sheets, archive, lambda done: None)
    with zipfile.ZipFile(archive) as opened:
        assert len(opened.namelist()) == 4


def test_a_form_that_cannot_be_printed_leaves_the_process_to_the_next(monkeypatch):
    answer = io.BytesIO()
    lines = [json.dumps(typst_args(Form(title))) + "\n" for title in ("Первая", "Вторая")]
    monkeypatch.setattr(pdf_worker, "render_pdf", lambda about, _: _printed_or_not(about))
    pdf_worker.serve(io.BytesIO("".join(lines).encode()), answer)
    assert answer.getvalue() == bytes(8) + (4).to_bytes(8, "big") + b"%PDF"


def _printed_or_not(about):
    if "Первая" in about:
        raise UnprintableError("a character")
    return b"%PDF"
