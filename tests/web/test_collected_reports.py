"""The reports of п. 3.12 of all providers and of п. 3.13 of all organizations of a municipality, each in one file."""

import io
import re
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from jobs import collected_reports
from model.jobs import JobState
from tests.orders import folders_of_jobs, job_file, jobs, orders, run_export
from tests.site import Visitor, signed_in
from tests.village import FIRST, OTHER_PROVIDER, OUR_PROVIDER, SECOND, THIRD, TOWN, Village, accounts_of, build_village

DAYS = "on=2026-10-31&since=2026-01-01&until=2026-10-31"
Order = tuple[Visitor, str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders_of_jobs(tmp_path, monkeypatch)


@pytest.fixture
def village(database: str) -> Village:
    """Анна and Борис of the first school have completed programmes of two providers; Галина of the second went out."""
    built = build_village()
    taught = {"head": "2026-03-10", "provider": "2026-03-11", "training_since": "2026-05-10"}
    for name, programme, provider, document in (
        ("Анна", "Программа 1", OUR_PROVIDER, "ДЕМО-71"),
        ("Борис", "Программа 2", OTHER_PROVIDER, "ДЕМО-72"),
    ):
        built.people[name].applied("2026-03-02", programme, provider_name=provider, **taught)
        built.people[name].finished("2026-05-10 - 2026-05-20", programme, document=document)
    built.people["Галина"].chose("2026-03-01", "Выезд", "2026-04-10", confirmed="2026-04-11")
    built.world.read_in()
    return built


def ordered(visitor: Visitor, where: str, form: str, suffix: str) -> bytes:
    """The file of the reports, when the job is done."""
    answer = orders(visitor, f"{where}?{DAYS}", form, suffix)
    assert (answer.status_code, answer.location) == (303, "/exports")
    assert run_export()
    return job_file(visitor)


def texts_of(content: bytes) -> list[tuple[str, str]]:
    """Paragraphs of a document with the name of their style."""
    return [(one.text, one.style.name) for one in Document(io.BytesIO(content)).paragraphs if one.text]


def cells_of(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in Document(io.BytesIO(content)).tables for row in table.rows]


def text_of_pdf(content: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def test_the_region_has_the_report_of_each_provider_in_one_document(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    content = ordered(visitor, "/region/period", "completions", "docx")
    texts = texts_of(content)
    styles = dict(texts)
    assert styles[OUR_PROVIDER] == styles[OTHER_PROVIDER]
    assert styles["Программа 1"] == styles["Программа 2"] != styles[OUR_PROVIDER]
    order = [text for text, _ in texts if text in (OUR_PROVIDER, OTHER_PROVIDER, "Программа 1", "Программа 2")]
    assert order.index("Программа 1") == order.index(OUR_PROVIDER) + 1
    assert order.index("Программа 2") == order.index(OTHER_PROVIDER) + 1
    rows = cells_of(content)
    assert [row[-1] for row in rows if row[-1].startswith("ДЕМО-")].count("ДЕМО-71") == 1
    told = " ".join(text for text, _ in texts) + " ".join(" ".join(row) for row in rows)
    assert "п. 3.12" in told
    assert "01.01.2026" in told
    assert "ДЕМО-72" in told


def test_a_municipality_has_the_report_of_each_organization_in_one_document(village: Village):
    visitor = signed_in(accounts_of(village)["municipality"])
    where = f"/municipality/{village.ids[TOWN]}/period"
    text = text_of_pdf(ordered(visitor, where, "participations", "pdf"))
    assert "п. 3.13" in text
    assert "Галинаова" in text
    assert text.index(FIRST) < text.index(SECOND)
    assert THIRD not in text, "of another municipality"
    assert "Руководитель органа управления образованием" in text
    job = jobs()[-1]
    assert job.total == 2, "organizations"
    listed = visitor.opens("/exports")
    assert "Отчёты об участии в событиях всех организаций, PDF" in listed


def test_who_reported_nothing_is_named(village: Village):
    visitor = signed_in(accounts_of(village)["municipality"])
    orders(
        visitor,
        f"/municipality/{village.ids[TOWN]}/period?on=2026-10-31&since=2026-04-10&until=2026-04-12",
        "participations",
        "docx",
    )
    run_export()
    texts = [text for text, _ in texts_of(job_file(visitor))]
    assert texts.index("Нет данных за отчётный период") < texts.index(FIRST)
    assert texts.index(SECOND) < texts.index("Нет данных за отчётный период")


@pytest.mark.parametrize(
    ("login", "where", "form"),
    [
        ("ministry", "/region/period", "completions"),  # may not name people
        ("municipality", "/region/period", "completions"),
        ("municipality", "/municipality/{town}/period", "completions"),
        ("assessor", "/region/period", "participations"),
        ("school", "/organization/{first}/period", "participations"),
        ("school", "/municipality/{town}/period", "participations"),
        ("provider", "/region/period", "completions"),
        ("assessor", "/region", "completions"),
    ],
)
def test_what_is_not_yours_is_not_made(village: Village, login: str, where: str, form: str):
    visitor = signed_in(accounts_of(village)[login])
    where = where.format(town=village.ids[TOWN], first=village.ids[FIRST])
    assert orders(visitor, f"{where}?{DAYS}", form, "docx").status_code == 404
    assert orders(visitor, f"{where}?{DAYS}", form, "xlsx").status_code == 404
    assert f"value': '{form}'" not in visitor.opens(f"{where}?{DAYS}")


def test_the_screen_offers_what_is_there(village: Village):
    logins = accounts_of(village)
    assert "Отчёты всех организаций ДПО одним файлом" in signed_in(logins["assessor"]).opens(f"/region/period?{DAYS}")
    town = signed_in(logins["municipality"]).opens(f"/municipality/{village.ids[TOWN]}/period?{DAYS}")
    assert "Отчёты всех образовательных организаций одним файлом" in town


def test_too_many_rows_are_refused_with_what_to_do(village: Village, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(collected_reports, "MOST_ROWS", 1)
    visitor = signed_in(accounts_of(village)["municipality"])
    orders(visitor, f"/municipality/{village.ids[TOWN]}/period?{DAYS}", "participations", "docx")
    run_export()
    assert jobs()[-1].state == JobState.FAILED
    assert "выберите период короче" in visitor.opens("/exports")
