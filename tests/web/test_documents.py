"""Documents of a person by address: scope and journal."""

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from docx import Document
from sqlalchemy import select

from model.database import unscoped_session
from model.journal import JournalAbout, JournalEntry
from tests.site import signed_in, stranger
from tests.village import Village, accounts_of, build_village
from web.documents import FORMS, WRITERS

ANNA, ELENA = "Аннаова Примера", "Еленаова Примера"
MAY_HAVE_ANNAS = {"assessor", "ministry personal", "municipality", "school", "provider", "employee"}


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def text_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("form", FORMS)
def test_each_form_tells_of_the_person_and_is_written_down(village: Village, form: str):
    visitor = signed_in(accounts_of(village)["school"])
    answer = visitor.client.get(f"/person/{village.ids[ANNA]}/{form}.docx?on=2026-05-01")
    assert answer.status_code == 200
    text = text_of(answer.data)
    assert ANNA in text
    assert "None" not in text
    with unscoped_session() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == f"document {form}.docx")).one()
        about = session.scalars(select(JournalAbout.person_id).where(JournalAbout.entry_id == entry.id)).all()
    assert (entry.login, entry.subject) == (accounts_login(village), f"person {village.ids[ANNA]}")
    assert about == [village.ids[ANNA]]


def accounts_login(village: Village) -> str:
    return f"school-{village.ids['МБОУ СОШ № 1']}"


def test_pdf_is_a_pdf(village: Village):
    visitor = signed_in(accounts_of(village)["employee"])
    answer = visitor.client.get(f"/person/{village.ids[ANNA]}/appendix2.pdf")
    assert answer.data.startswith(b"%PDF-")


def test_a_document_outside_the_scope_is_as_one_that_does_not_exist(village: Village):
    for role, login in accounts_of(village).items():
        visitor = signed_in(login)
        nowhere = visitor.client.get("/person/999999/appendix1.docx")
        assert nowhere.status_code == 404
        for name, may_have in {ANNA: role in MAY_HAVE_ANNAS, ELENA: role in {"assessor", "ministry personal"}}.items():
            for suffix in WRITERS:
                answer = visitor.client.get(f"/person/{village.ids[name]}/appendix1-module.{suffix}?on=2026-05-01")
                assert answer.status_code == (200 if may_have else 404), (role, name)
                assert may_have or answer.data == nowhere.data


def test_a_stranger_gets_no_document(village: Village):
    answer = stranger().client.get(f"/person/{village.ids[ANNA]}/appendix1.docx")
    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["appendix3.docx", "appendix1.exe"])
def test_an_unknown_form_does_not_exist(village: Village, path: str):
    visitor = signed_in(accounts_of(village)["assessor"])
    assert visitor.client.get(f"/person/{village.ids[ANNA]}/{path}").status_code == 404


def test_appendix_2_is_of_all_routes_and_of_a_period_when_asked(village: Village):  # приложение 2
    anna = village.people["Анна"]
    anna.finished("02.03.2026 - 20.03.2026", "Программа 1", document="ДЕМО-1")
    anna.finished("05.05.2026 - 20.05.2026", "Особая", document="ДЕМО-2")
    village.world.read_in()
    visitor = signed_in(accounts_of(village)["employee"])
    whole = visitor.client.get(f"/person/{village.ids[ANNA]}/appendix2.docx")
    assert [number in text_of(whole.data) for number in ("ДЕМО-1", "ДЕМО-2")] == [True, True]
    days = "since=2026-05-20&until=2026-05-31"
    part = visitor.client.get(f"/person/{village.ids[ANNA]}/appendix2.docx?{days}")
    assert [number in text_of(part.data) for number in ("ДЕМО-1", "ДЕМО-2")] == [False, True]
    assert "20.05.2026 – 31.05.2026" in text_of(part.data)
    name = unquote(part.headers["Content-Disposition"])
    assert f"Приложение 2 {ANNA} 20.05.2026 – 31.05.2026.docx" in name


@pytest.mark.parametrize(
    "days",
    [
        *("since=2026-05-20", "until=2026-05-20", "since=2026-05-21&until=2026-05-20"),
        *(
            "since=20.05.2026&until=31.05.2026",
            "since=2026-02-30&until=2026-05-20",
            "since=0001-01-01&until=2026-05-20",
        ),
    ],
)
def test_a_period_that_is_none_is_refused_in_words(village: Village, days: str):
    visitor = signed_in(accounts_of(village)["employee"])
    for form in ("appendix2.pdf", "appendix2-module.xlsx"):
        answer = visitor.client.get(f"/person/{village.ids[ANNA]}/{form}?{days}", headers={"Accept": "text/html"})
        assert answer.status_code == 400
        assert "Период задан неверно: нужны два дня, второй не раньше первого" in answer.text


def test_an_empty_period_is_all_time_and_appendix_1_has_none(village: Village):
    visitor = signed_in(accounts_of(village)["employee"])
    for address in ("appendix2.docx?since=&until=", "appendix1.docx?since=2030-01-01&until=2020-01-01"):
        assert visitor.client.get(f"/person/{village.ids[ANNA]}/{address}").status_code == 200


@pytest.mark.parametrize(("day", "number"), [("2026-03-19", 2), ("2026-03-20", 3)])
def test_every_button_of_the_period_opens_a_document(village: Village, day: str, number: int):  # приложение 2
    # The form of the export as a sheet is there once there is a result to stand in it.
    village.people["Анна"].finished("02.03.2026 - 20.03.2026", "Программа 1")
    village.world.read_in()
    visitor = signed_in(accounts_of(village)["assessor"])
    screen = visitor.opens(f"/person/{village.ids[ANNA]}?on={day}")
    buttons = set(re.findall(r"'formaction': '([^']+)'", screen))
    assert len(buttons) == number
    for address in buttons:
        answer = visitor.client.get(f"{address}?on={day}&since=2026-01-01&until={day}")
        assert answer.status_code == 200, address


def test_a_period_without_results_is_a_document_that_says_so(village: Village):
    village.people["Анна"].finished("02.03.2026 - 20.03.2026", "Программа 1")
    village.world.read_in()
    visitor = signed_in(accounts_of(village)["employee"])
    path = f"/person/{village.ids[ANNA]}/appendix2"
    assert "Записей нет" in text_of(visitor.client.get(f"{path}.docx?since=2026-05-01&until=2026-05-31").data)
    assert visitor.client.get(f"{path}-module.xlsx?since=2026-05-01&until=2026-05-31").status_code == 200


def test_the_results_of_an_earlier_route_are_had_without_a_current_one(village: Village):
    village.people["Анна"].finished("02.03.2026 - 20.03.2026", "Программа 1", document="ДЕМО-1")
    village.world.read_in()
    visitor = signed_in(accounts_of(village)["employee"])
    later = "on=2030-01-01"
    assert visitor.client.get(f"/person/{village.ids[ANNA]}/appendix1.docx?{later}").status_code == 404
    answer = visitor.client.get(f"/person/{village.ids[ANNA]}/appendix2.docx?{later}")
    assert "ДЕМО-1" in text_of(answer.data)
