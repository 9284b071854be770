"""A document under the headings of the module can be imported again and changes nothing."""

from dataclasses import replace
from datetime import date

import pytest

from access.reading import Reading
from access.scope import GrantValue, Viewer
from exports.appendix1 import AssessmentRow
from exports.appendix1 import rows_of as appendix1_rows
from exports.appendix2 import ResultRow, result_row
from exports.appendix2 import rows_of as appendix2_rows
from exports.xlsx import appendix1_xlsx, appendix2_xlsx
from ingest import imports
from ingest.imports import Upload
from model.accounts import Role
from model.database import read_session, write_session
from queries.person import person_sheet
from tests.sheets import FORUM, MATHS

TOWN, SCHOOL = "Еманжелинский муниципальный округ", "МБОУ «СОШ № 1», корпус 2"
STAFF = (
    "Идентификатор;ФИО;Муниципальное образование;Организация;Тип организации;Должность;Категория;Образование;"
    "Принят;Уволен\n"
    f'Т-001;=Ёлкина Анна <b>;{TOWN};"{SCHOOL.replace(chr(34), chr(34) * 2)}";школа;учитель;педагогический;'
    "2005, ЧГПУ;01.09.2010;\n"
).encode()
ASSESSED = AssessmentRow(
    full_name="=Ёлкина Анна <b>",
    municipality=TOWN,
    organization=SCHOOL,
    position="учитель",
    education="2005, ЧГПУ",
    procedure="Диагностика учителей математики",
    procedure_group="0012",
    passed_on=date(2026, 2, 1),
    scores={"subject": 78.1, "communicative": 0.9, "psych_pedagogical": None, "methodical": 100.0},
    programme_count=2,
    programmes=(MATHS, "<r>#let</r>"),
    events=(FORUM, "@Чтения, часть 1"),
    identifier="Т-001",
    formed_on=date(2026, 2, 3),
)
COMPLETED = ResultRow(
    full_name="=Ёлкина Анна <b>",
    municipality=TOWN,
    organization=SCHOOL,
    position="учитель",
    education="2005, ЧГПУ",
    programme=MATHS,
    provider="ГБУ ДПО «ЧИРО»",
    address="г. Челябинск, ул. Красноармейская, д. 88",
    hours=36.5,
    since=date(2026, 3, 2),
    until=date(2026, 3, 20),
    document_number="000123",
    events=(FORUM,),
    identifier="Т-001",
)


def take(register: str, content: bytes):
    with write_session() as session:
        upload = Upload(content, f"{register}.{'csv' if register == 'staff' else 'xlsx'}")
        plan, _ = imports.accept(session, register, upload, by="test", take_good=False, rewrite=lambda *_: None)
        return len(plan.added), len(plan.changed), plan.unchanged


def sheet_of_anna():
    viewer = Viewer("assessor", (GrantValue(Role.ASSESSOR),))
    with read_session() as session:
        return person_sheet(Reading(session, viewer, date(2026, 11, 1)), 1)


@pytest.fixture
def village(sqlite):
    take("staff", STAFF)


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("identifier", ["Т-001", None])
def test_both_appendices_come_back_as_they_went_out(identifier):
    assert take("appendix1", appendix1_xlsx([ASSESSED])) == (1, 0, 0)
    once = ResultRow(
        **vars(COMPLETED) | {"programme": "<r>#let</r>", "since": date(2026, 5, 4), "until": date(2026, 5, 4)}
    )
    assert take("appendix2", appendix2_xlsx([COMPLETED, once])) == (2, 0, 0)
    sheet = sheet_of_anna()
    route = sheet.current
    [assessed] = appendix1_rows(sheet)
    assert assessed == ASSESSED
    results = [result_row(sheet, one) for one in route.results]
    assert results == [COMPLETED, once]
    again = replace(assessed, identifier=identifier)
    assert take("appendix1", appendix1_xlsx([again])) == (0, 0, 1)
    results = [replace(result_row(sheet, one), identifier=identifier) for one in route.results]
    assert take("appendix2", appendix2_xlsx(results)) == (0, 0, 2)
    assert sheet_of_anna() == sheet


NEED = replace(
    ASSESSED,
    procedure="Работа с одарёнными детьми",
    procedure_group=None,
    passed_on=date(2026, 3, 1),
    scores={"subject": None, "communicative": "базовый уровень", "psych_pedagogical": None, "methodical": 0.5},
    programme_count=1,
    programmes=("Олимпиады",),
    events=(),
    formed_on=None,
    is_need=True,
)


@pytest.mark.usefixtures("village")
def test_all_procedures_of_a_route_come_back_with_their_grounds_and_levels():
    """П. 1.4: a need feeds the route of the procedure before it."""
    assert take("appendix1", appendix1_xlsx([ASSESSED, NEED])) == (2, 0, 0)
    sheet = sheet_of_anna()
    assert appendix1_rows(sheet) == [ASSESSED, NEED]
    assert take("appendix1", appendix1_xlsx(appendix1_rows(sheet))) == (0, 0, 2)
    assert sheet_of_anna() == sheet


@pytest.mark.usefixtures("village")
def test_the_results_of_all_routes_come_back():
    later = replace(ASSESSED, passed_on=date(2026, 5, 1), formed_on=None)
    before = replace(COMPLETED, since=date(2025, 3, 2), until=date(2025, 3, 20), document_number="000122")
    assert take("appendix1", appendix1_xlsx([ASSESSED, later])) == (2, 0, 0)
    assert take("appendix2", appendix2_xlsx([COMPLETED, before])) == (2, 0, 0)
    sheet = sheet_of_anna()
    assert [len(route.results) for route in sheet.routes] == [0, 1]
    rows = appendix2_rows(sheet, date(2026, 11, 1))
    assert rows == [before, COMPLETED]
    assert take("appendix2", appendix2_xlsx(rows)) == (0, 0, 2)
