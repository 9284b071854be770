"""The reports of п. 3.12 and п. 3.13."""

import io
from datetime import date, datetime

import docx
import openpyxl
import pypdf

from exports.docx import form_docx
from exports.pdf import form_pdf
from exports.reports import (
    ReportHead,
    completion_report,
    completion_table,
    participation_report,
    participation_table,
)
from exports.table import table_xlsx
from queries.reports import Completion, EventParticipation

SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)
TOWN, SCHOOL = "Еманжелинский муниципальный округ", "МБОУ СОШ № 1"
PROVIDER = ReportHead(
    "Петрова М. И.", datetime(2026, 7, 1, 10, 0), "ГБУ ДПО «ЧИРО»", date(2026, 6, 30), (("Должность", "учитель"),)
)
HEAD = ReportHead("Сидоров П. П.", datetime(2026, 7, 1, 10, 0), SCHOOL, date(2026, 6, 30))


def completion(person: int, name: str, programme: str = "Инклюзия", document: str | None = "ДЕМО-1") -> Completion:
    days = (date(2026, 3, 2), date(2026, 3, 20))
    return Completion(person, name, TOWN, SCHOOL, "учитель", programme, 72.0, *days, document)


def participation(
    person: int, name: str, event: str = "Форум", day: int = 1, confirmed: bool = True
) -> EventParticipation:
    on, reason = (date(2026, 4, 9), None) if confirmed else (None, "болезнь")
    days = (date(2026, 4, day), date(2026, 4, day))
    return EventParticipation(person, name, "учитель", event, "Челябинск", "очная", *days, on, reason)


COMPLETIONS = [
    completion(2, "Яковлев Ян", "Функциональная грамотность"),
    completion(1, "Борисова Анна"),
    completion(3, "Андреев Лев", "Инклюзия", document=None),
    completion(1, "Борисова Анна", "Функциональная грамотность", document="ДЕМО-2"),
]
PARTICIPATIONS = [
    participation(1, "Борисова Анна"),
    participation(2, "Андреев Лев", confirmed=False),
    participation(1, "Борисова Анна", "Чтения", day=5),
]


def test_the_report_of_a_provider_lists_people_and_documents_by_programme():  # п. 3.12
    form = completion_report(PROVIDER, SINCE, UNTIL, COMPLETIONS)
    assert [(one.title, one.lines) for one in form.sections] == [
        ("Инклюзия", ("Завершили обучение: 1 из 2",)),
        ("Функциональная грамотность", ("Завершили обучение: 2 из 2",)),
    ]
    period = "02.03.2026 – 20.03.2026"
    assert form.sections[0].table.rows == (
        ("1.", "Андреев Лев", TOWN, SCHOOL, "учитель", "72", period, ""),
        ("2.", "Борисова Анна", TOWN, SCHOOL, "учитель", "72", period, "ДЕМО-1"),
    )
    assert [row[1] for row in form.sections[1].table.rows] == ["Борисова Анна", "Яковлев Ян"]


def test_a_person_of_two_programmes_is_one_person_with_two_documents():
    lines = dict(completion_report(PROVIDER, SINCE, UNTIL, COMPLETIONS).lines)
    assert lines["Программ"] == "2"
    assert lines["Завершили обучение, человек"] == "2"
    assert lines["Выдано документов"] == "3"


def test_a_report_says_for_whom_when_and_by_which_filters():
    form = completion_report(PROVIDER, SINCE, UNTIL, COMPLETIONS)
    assert form.lines[:5] == (
        ("Организация ДПО", "ГБУ ДПО «ЧИРО»"),
        ("Отчётный период", "01.01.2026 – 30.06.2026"),
        ("По состоянию на", "30.06.2026"),
        ("Должность", "учитель"),
        ("Основание", "п. 3.12 Положения (приказ от 09.02.2023 № 01/312)"),
    )
    assert form.lines[5:7] == (("Сформировал", "Петрова М. И."), ("Сформировано", "01.07.2026, 10:00"))
    assert str(form.stamp) == "По состоянию на 30.06.2026. Сформировано 01.07.2026, 10:00, Петрова М. И."


def test_the_report_of_a_head_lists_participation_by_event():  # п. 3.13
    form = participation_report(HEAD, SINCE, UNTIL, PARTICIPATIONS)
    assert [(one.title, one.lines) for one in form.sections] == [
        ("Форум", ("Участие подтверждено: 1 из 2",)),
        ("Чтения", ("Участие подтверждено: 1 из 1",)),
    ]
    assert form.sections[0].table.rows == (
        ("1.", "Андреев Лев", "учитель", "Челябинск", "очная", "01.04.2026", "", "болезнь"),
        ("2.", "Борисова Анна", "учитель", "Челябинск", "очная", "01.04.2026", "09.04.2026", ""),
    )
    assert form.lines[-3:] == (
        ("Событий", "2"),
        ("Участвовали, человек", "1"),
        ("Подтверждённых фактов участия", "2 из 3"),
    )


def test_the_same_event_on_other_days_is_reported_apart():
    again = [participation(1, "Борисова Анна"), participation(2, "Андреев Лев", day=20)]
    form = participation_report(HEAD, SINCE, UNTIL, again)
    assert [one.title for one in form.sections] == ["Форум", "Форум"]
    assert dict(form.lines)["Событий"] == "2"


def test_a_report_of_nothing_is_still_a_document():
    for form in (completion_report(PROVIDER, SINCE, UNTIL, []), participation_report(HEAD, SINCE, UNTIL, [])):
        document = docx.Document(io.BytesIO(form_docx(form)))
        assert document.tables[1].rows[1].cells[0].text == "Записей нет"
        written = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(form_pdf(form))).pages)
        assert "Записей нет" in written
        assert "None" not in written


def test_reports_go_into_documents_with_every_person():
    for form in (
        completion_report(PROVIDER, SINCE, UNTIL, COMPLETIONS),
        participation_report(HEAD, SINCE, UNTIL, PARTICIPATIONS),
    ):
        document = docx.Document(io.BytesIO(form_docx(form)))
        rows = [row for section in form.sections for row in section.table.rows]
        found = [tuple(cell.text for cell in row.cells) for table in document.tables[1:] for row in table.rows[1:]]
        assert found == rows
        written = "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(form_pdf(form))).pages))
        assert all(name in " ".join(written.split()) for name in ("Борисова Анна", "Андреев Лев"))
        assert form.signatures[0] in written


def test_reports_go_into_tables_with_real_dates_and_the_same_rows():
    book = openpyxl.load_workbook(io.BytesIO(table_xlsx(completion_table(PROVIDER, SINCE, UNTIL, COMPLETIONS))))
    headings, first, *rest = book.worksheets[0].iter_rows(values_only=True)
    assert headings[-1] == "Номер документа установленного образца"
    assert len(rest) == 3
    assert (first[0], first[1], first[5], first[6].date()) == (
        "Функциональная грамотность",
        "Яковлев Ян",
        72,
        date(2026, 3, 2),
    )
    about = dict(book["Об отчёте"].iter_rows(min_row=2, values_only=True))
    assert about["Сформировал"] == "Петрова М. И."
    assert about["Сформировано"] == "01.07.2026, 10:00"
    sheet = openpyxl.load_workbook(
        io.BytesIO(table_xlsx(participation_table(HEAD, SINCE, UNTIL, PARTICIPATIONS)))
    ).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Форум", "Форум", "Чтения"]
