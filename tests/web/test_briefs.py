"""The document of a place for a meeting: the same sentence as the screen, its day in the name, nothing of others."""

import io
from urllib.parse import unquote

import docx
import pypdf
import pytest

from tests.site import signed_in
from tests.village import FIRST, THIRD, TOWN, Village, accounts_of, build_village
from tests.world import CITY

DAY = "on=2026-09-30"


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def pdf_text(content: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def test_a_coordinator_takes_the_document_of_the_town_in_both_formats(village: Village):
    visitor = signed_in(accounts_of(village)["municipality"])
    town = f"/municipality/{village.ids[TOWN]}"
    shown = visitor.opens(f"{town}?{DAY}&category=teaching")
    assert f"{town}/brief.pdf?{DAY}&category=teaching" in shown
    answer = visitor.client.get(f"{town}/brief.pdf?{DAY}&category=teaching")
    told = pdf_text(answer.data)
    assert f"{TOWN}: охват оценкой за год" in told
    assert "педагогические работники" in told
    assert "Руководитель органа управления образованием" in told
    assert f"Справка {TOWN} 30.09.2026.pdf" in unquote(answer.headers["Content-Disposition"])
    written = docx.Document(io.BytesIO(visitor.client.get(f"{town}/brief.docx?{DAY}").data))
    assert any(f"{TOWN}: охват оценкой за год" in line.text for line in written.paragraphs)
    assert CITY not in told
    assert THIRD not in told


def test_a_comparison_stands_in_the_table_and_in_the_name(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    answer = visitor.client.get(f"/region/brief.pdf?{DAY}&against=2026-03-31")
    assert "30.09.2026" in unquote(answer.headers["Content-Disposition"])
    assert "31.03.2026" in unquote(answer.headers["Content-Disposition"])
    assert "Изменение, п. п." in pdf_text(answer.data).replace("\xa0", " ")


def test_nobody_takes_what_is_not_theirs_or_may_not_be_told(village: Village):
    logins = accounts_of(village)
    head, ministry = signed_in(logins["school"]), signed_in(logins["ministry"])
    assert head.client.get(f"/organization/{village.ids[FIRST]}/brief.docx?{DAY}").status_code == 200
    for address in ("/region/brief.docx", f"/municipality/{village.ids[TOWN]}/brief.docx"):
        assert head.client.get(f"{address}?{DAY}").status_code == 404, address
    assert head.client.get(f"/organization/{village.ids[FIRST]}/brief.docx?on=2100-01-01").status_code == 404
    assert ministry.client.get(f"/region/brief.docx?{DAY}&position=должность-Анна").status_code == 404
    assert ministry.client.get(f"/region/brief.xlsx?{DAY}").status_code == 404
