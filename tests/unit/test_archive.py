"""Several documents as one archive."""

import io
import zipfile
from datetime import datetime

import pytest

from exports.archive import file_name, zip_stream

MADE_AT = datetime(2026, 11, 2, 9, 5)


def archive_of(documents):
    return zipfile.ZipFile(io.BytesIO(b"".join(zip_stream(documents, made_at=MADE_AT))))


def test_documents_come_out_as_they_went_in():
    documents = [("Иванова Анна Петровна. Приложение 1.docx", b"one" * 1000), ("Ёлкин Щ. Ю.pdf", b"")]
    archive = archive_of(documents)
    assert archive.testzip() is None
    assert [(name, archive.read(name)) for name in archive.namelist()] == documents
    entry = archive.infolist()[0]
    assert entry.date_time == (2026, 11, 2, 9, 5, 0)
    assert entry.flag_bits & 0x800, "names are marked as UTF-8"


def test_names_that_windows_takes_for_one_are_told_apart():
    names = archive_of([(name, b"") for name in ("Анна.pdf", "анна.pdf", "Анна.pdf", "Анна (2).pdf")]).namelist()
    assert names == ["Анна.pdf", "анна (2).pdf", "Анна (3).pdf", "Анна (2) (2).pdf"]
    assert len({name.casefold() for name in names}) == 4


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc passwd.pdf"),
        ("C:\\Windows\\win", "C Windows win.pdf"),
        ('<img onerror="x">|*?', "img onerror= x.pdf"),
        ("CON", "_CON.pdf"),
        ("  .. ", "Документ.pdf"),
        ("\u202eАнна\x00\n", "Анна.pdf"),
        ("Щ" * 300, f"{'Щ' * 100}.pdf"),
    ],
)
def test_a_name_is_one_that_any_system_keeps(title, name):
    assert file_name(title, ".pdf") == name


def test_an_initial_is_no_ending():
    assert archive_of([("Иванова А. П", b""), ("Иванова А. П", b"")]).namelist() == ["Иванова А. П", "Иванова А. П (2)"]


def test_a_document_is_made_only_when_the_one_before_is_sent():
    made = []

    def documents():
        for place in range(3):
            made.append(place)
            yield f"{place}.bin", bytes(200_000)

    pieces = zip_stream(documents(), made_at=MADE_AT)
    assert next(pieces)
    assert made == [0]
    assert next(pieces)
    assert made == [0, 1]


def test_no_documents_make_an_empty_archive():
    assert archive_of([]).namelist() == []
