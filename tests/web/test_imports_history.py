"""Filled templates are imported, the history shows them, the last import is undone."""

import io
import re
from datetime import datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from ingest.files.templates import write_template
from ingest.registers import REGISTERS
from model.database import unscoped_session
from model.jobs import ImportTask
from model.journal import ImportRun
from model.people import Employment, Person
from tests.site import Visitor, signed_in
from tests.uploads import (
    accepts,
    assessor,
    check_upload,
    coordinator,
    count,
    folder,
    last,
    newcomer,
    run_import,
    upload_page,
    village,
)
from tests.village import FIRST, THIRD, TOWN, Village, accounts_of
from tests.world import CITY, take

__all__ = ["folder", "village"]


@pytest.mark.parametrize("register", REGISTERS)
def test_a_filled_template_goes_in(village: Village, register: str):
    visitor = assessor(village)
    book = load_workbook(io.BytesIO(visitor.client.get(f"/imports/template/{register}.xlsx").data))
    sheet = book.worksheets[0]
    columns = {column.heading: column.key for column in REGISTERS[register].columns}
    row = {**_EXAMPLE, **_EXAMPLES[register]}
    sheet.append([row.get(columns[cell.value]) for cell in sheet[1]])
    filled = io.BytesIO()
    book.save(filled)
    told = check_upload(visitor, register, filled.getvalue(), "шаблон.xlsx")
    assert last().payload["register"] == register
    assert "'whole'" in told


_EXAMPLE = {
    "identifier": "Т-Аннаова Примера",
    "full_name": "Аннаова Примера",
    "municipality": TOWN,
    "organization": FIRST,
}
_EXAMPLES = {
    "staff": {"identifier": "Т-9", "category": "педагогический", "since": datetime(2020, 9, 1)},
    "appendix1": {"procedure": "Новая", "passed_on": "01.05.2026", "subject": 78.5, "programmes": "А\nБ"},
    "applications": {
        "number": "9",
        "kind": "ДПП",
        "name": "А",
        "submitted_on": "01.05.2026",
        "submitted_by": "работник",
    },
    "appendix2": {"programme": "А", "realized": "01.05.2026 - 05.05.2026", "hours": 16, "document_number": "ДЕМО-9"},
    "participation": {"event": "Событие", "starts_on": "01.05.2026", "chosen_on": "01.04.2026"},
    "catalogue": {
        "offer_kind": "ДПП",
        "name": "А",
        "starts_on": datetime(2026, 5, 1),
        "seats": 25,
        "is_cancelled": "да",
    },
}


def test_a_template_has_notes_and_lists_to_choose_from():
    book = load_workbook(io.BytesIO(write_template(REGISTERS["applications"], ["Миасский округ"])))
    sheet = book.worksheets[0]
    headings = {cell.value: cell for cell in sheet[1]}
    assert "31.12.2026" in headings["Дата подачи"].comment.text
    lists = {str(one.sqref)[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert '"процедура,ДПП,событие"' in lists.values()
    assert "Списки!$A$1:$A$1" in lists.values()
    assert book["Списки"].sheet_state == "hidden"


def test_a_coordinators_template_offers_their_own_places(village: Village):
    book = load_workbook(io.BytesIO(coordinator(village).client.get("/imports/template/staff.xlsx").data))
    assert [row[0].value for row in book["Списки"].iter_rows()] == [TOWN]


def run_page(visitor: Visitor) -> str:
    with unscoped_session() as session:
        number = session.scalar(select(func.max(ImportRun.id)))
    return visitor.opens(f"/imports/runs/{number}")


def test_the_history_tells_who_which_file_and_what_it_changed_where(village: Village):
    visitor = assessor(village)
    check_upload(visitor, "staff", newcomer(village), "сентябрь.csv")
    accepts(visitor)
    told = run_page(visitor)
    assert "сентябрь.csv" in told
    assert "assessor-all" in told
    assert re.search(r"\b[0-9a-f]{64}\b", told)
    assert re.search(rf"{TOWN}.{{1,200}}Работников", told)
    assert "Отменить загрузку" in told


def test_a_coordinator_sees_their_own_imports_alone_and_undoes_them_alone(village: Village):
    visitor = coordinator(village)
    assert "Принятых файлов ещё нет" in visitor.opens("/imports")
    assert "appendix1.csv" not in run_page(visitor)
    check_upload(visitor, "staff", newcomer(village), "наш.csv")
    accepts(visitor)
    assert "наш.csv" in visitor.opens("/imports")
    assert "Отменить загрузку" in run_page(visitor)
    take("staff", newcomer(village, "Чужая", at=THIRD, town=CITY))
    assert "Отменить загрузку" not in run_page(visitor)
    with unscoped_session() as session:
        number = session.scalar(select(func.max(ImportRun.id)))
    assert visitor.posts(f"/imports/runs/{number}/undo").status_code == 404


def test_the_last_import_is_undone_in_the_background(village: Village):
    visitor = assessor(village)
    people, spells = count(Person), count(Employment)
    check_upload(visitor, "staff", newcomer(village))
    accepts(visitor)
    number = last().result["import_id"]
    assert visitor.posts(f"/imports/runs/{number}/undo").status_code == 303
    assert last().payload["task"] == ImportTask.UNDO
    assert run_import()
    assert "Загрузка отменена" in upload_page(visitor)
    assert count(Employment) == spells
    # The journal tells about nobody new here: the person goes too.
    assert count(Person) == people
    assert "Отменить загрузку" not in visitor.opens(f"/imports/runs/{number}")
    assert visitor.posts(f"/imports/runs/{number}/undo").status_code == 404


def test_the_administrator_sees_the_history_and_no_figures(village: Village):
    visitor = assessor(village)
    check_upload(visitor, "staff", newcomer(village))
    accepts(visitor)
    admin = signed_in(accounts_of(village)["admin"])
    assert "staff.csv" in admin.opens("/imports")
    told = run_page(admin)
    assert TOWN not in told
    assert "Отменить загрузку" not in told
