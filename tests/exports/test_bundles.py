"""A document of very many people is made in bounded memory: one person is held at a time."""

import gc
import tempfile
import tracemalloc
from collections.abc import Iterator

import pytest
from docx.opc.package import OpcPackage

from exports.bundles import Bundle, write_bundle
from queries.person import PersonSheet
from tests.exports.sheets import STAMP, route, sheet

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


@pytest.mark.parametrize(
    ("form", "suffix", "few", "many"),
    [
        ("appendix1-module", "xlsx", 500, 2500),
        ("appendix2-module", "xlsx", 500, 2500),
        ("appendix2", "pdf", 5, 45),
    ],
)
def test_each_further_person_takes_next_to_no_memory(form, suffix, few, many):
    peak(few, form, suffix)  # what is loaded once and kept
    growth = peak(many, form, suffix) - peak(few, form, suffix)
    assert growth / (many - few) < MOST_BYTES_EACH


def test_documents_that_were_written_are_let_go():
    """Their trees lie outside of what is measured above: they are counted instead, with the collector off."""
    held = []

    def count(done: int) -> None:
        held.append(sum(isinstance(one, OpcPackage) for one in gc.get_objects()))

    gc.collect()
    gc.disable()
    try:
        with tempfile.TemporaryFile() as to:
            write_bundle(Bundle("appendix1", "docx", STAMP, ()), people(120), to, count)
    finally:
        gc.enable()
    assert len(held) == 120
    assert max(held) <= 50
