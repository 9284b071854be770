"""The notice of new results: a section for each organization, no scores (п. 3.5)."""

from datetime import UTC, date, datetime

from exports.notices import NewResult, results_notice
from exports.reports import ReportHead

HEAD = ReportHead("Иванова И. И.", datetime(2026, 11, 28, tzinfo=UTC), "Примерный округ", date(2026, 11, 28), ())


def result(name: str, organization: str) -> NewResult:
    return NewResult("Округ", organization, name, "учитель", "Оценка", date(2026, 11, 20), date(2026, 11, 25))


def test_each_organization_has_its_own_people_by_name():
    rows = [result("Яшина", "Школа 1"), result("Белова", "Школа 2"), result("Аннина", "Школа 1")]
    form = results_notice(HEAD, date(2026, 11, 22), date(2026, 11, 28), rows)
    assert [section.title for section in form.sections] == ["Школа 1, Округ", "Школа 2, Округ"]
    tables = [section.table for section in form.sections if section.table]
    assert [[row[1] for row in table.rows] for table in tables] == [["Аннина", "Яшина"], ["Белова"]]
    assert tables[0].rows[0] == ("1.", "Аннина", "учитель", "Оценка", "20.11.2026", "25.11.2026")
