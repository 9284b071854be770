"""Shared texts have one definition and are correct Russian."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.components.list_documents import OFFERED
from exports.documents import FORMS
from ingest.registers import REGISTERS
from model import wording
from queries.filters import Filters

ROOT = Path(__file__).parents[2]
PRODUCT = ("access", "callbacks", "dashboard", "exports", "ingest", "model", "queries")


def test_every_register_has_a_title_and_an_operation_is_no_register():
    assert list(wording.REGISTER_TITLES) == list(REGISTERS)
    assert {key: one.title for key, one in REGISTERS.items()} == wording.REGISTER_TITLES
    assert wording.register_title("staff") == "Кадровый состав"
    assert wording.register_title("merge") == "Справочники"


def test_every_document_has_a_title_and_a_label():
    assert set(wording.DOCUMENT_TITLES) == set(wording.DOCUMENT_LABELS) == set(FORMS) == set(OFFERED)
    assert wording.DOCUMENT_TITLES["appendix2-module"] == "Приложение 2, форма выгрузки"
    assert wording.DOCUMENT_LABELS["appendix1"] == "Приложение 1, рекомендуемый маршрут"
    assert wording.appendix_title("appendix2-module") == wording.appendix_title("appendix2") == "Приложение 2"


def test_filters_are_told_a_line_each_by_their_labels():
    chosen = Filters(category="managing", position="Учитель").chosen()
    assert wording.filter_lines(chosen) == [("Категория", "руководящие работники"), ("Должность", "Учитель")]
    assert wording.filter_lines(Filters().chosen()) == [("Фильтры", "нет")]


def test_every_filter_has_a_label():
    every = Filters(*["x"] * len(wording.FILTER_LABELS))
    assert list(every.chosen()) == list(wording.FILTER_LABELS)


def test_days_and_moments_are_written_as_russian_readers_write_them(monkeypatch: pytest.MonkeyPatch):
    assert wording.day(date(2026, 2, 1)) == "01.02.2026"
    assert wording.day_and_time(datetime(2026, 2, 1, 9, 5)) == "01.02.2026, 09:05"
    at = datetime(2026, 2, 1, 9, 5, tzinfo=UTC)
    assert wording.moment(at) == wording.moment(at.replace(tzinfo=None)) == wording.day_and_time(at.astimezone())


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        (date(2026, 2, 1), date(2026, 2, 15), "01.02.2026 – 15.02.2026"),
        (date(2026, 2, 1), date(2026, 2, 1), "01.02.2026"),
        (date(2026, 2, 1), None, "01.02.2026"),
        (None, None, ""),
    ],
)
def test_a_period_of_a_single_day_is_written_once(since: date | None, until: date | None, text: str):
    assert wording.period(since, until) == text


def test_decimals_are_rounded_half_up_and_have_a_comma():
    assert wording.one_decimal(wording.exact(78.25)) == "78,3"
    assert wording.one_decimal(wording.exact(0.1245) * 100) == "12,5"  # as a float 12.449999…
    assert wording.round_half_up(Decimal("-0.05"), 1) == Decimal("-0.1")
    assert wording.comma("1.5") == "1,5"


# Plotly is given formats of its own in these two.
CHARTS = {"dashboard/theme.py", "dashboard/charts/rate_over_time.py"}
TITLE = re.compile(r'"(staff|appendix[12](-module)?)"[:,]\s*"(Кадровый состав|Приложение [12])')


def modules() -> dict[str, str]:
    """The text of every module of the product by its path."""
    paths = (path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_nobody_else_writes_a_day_a_comma_or_a_title():
    for phrase in ("%d.%m.%Y", '.replace(".", ",")'):
        assert {path for path, text in modules().items() if phrase in text} - CHARTS == {"model/wording.py"}, phrase
    titled = {path for path, text in modules().items() if TITLE.search(text)}
    assert titled == {"model/wording.py"}
