"""Exported sheets of people, on any date, can be imported again without any change."""

import pytest

from ingest import imports
from ingest.imports import Upload
from model.database import unscoped_session
from tests.site import signed_in
from tests.village import Village, accounts_of, build_village
from web.documents import FORMS

DAYS = ("2026-02-03", "2026-02-20", "2026-05-10", "2026-11-01")
REGISTERS = {"appendix1-module": "appendix1", "appendix2-module": "appendix2"}


@pytest.fixture
def village(database: str) -> Village:
    """Edge cases: late routes, counts unequal to lists, numbered lists, unfinished training."""
    village = build_village()
    anna, boris, galina = (village.people[name] for name in ("Анна", "Борис", "Галина"))
    anna.assessed(
        "2026-02-04",
        procedure="Вторая оценка",
        formed_on="2026-02-10",
        programme_count="7",
        programmes="1. Программа 1\n2. 1) Особая программа",
        events="- Событие; Форум «Школа, 1»",
        subject="78,5",
    )
    anna.finished("02.03.2026 - 20.03.2026", "Программа 1", document="000123")
    anna.finished("05.05.2026 - 20.05.2026", "1) Особая программа", document="=1+1")
    boris.finished("15.03.2026", "Программа 2", document=None)
    galina.finished("02.04.2026 - 03.04.2026", "Другая «программа»; часть 2", document="ДЕМО-7")
    village.world.read_in()
    return village


def plan_counts(register: str, content: bytes) -> tuple[int, int, int, int]:
    with unscoped_session() as session:
        plan = imports.check(session, register, Upload(content, "back.xlsx"))
        return len(plan.added), len(plan.changed), plan.refused, plan.unchanged


@pytest.mark.parametrize("day", DAYS)
def test_the_sheet_of_one_person_changes_nothing(village: Village, day: str):
    visitor = signed_in(accounts_of(village)["assessor"])
    found = []
    for (form, register), name in ((pair, name) for pair in REGISTERS.items() for name in village.people):
        answer = visitor.client.get(f"/person/{village.ids[f'{name}ова Примера']}/{form}.xlsx?on={day}")
        if answer.status_code == 404:
            continue
        added, changed, refused, unchanged = plan_counts(register, answer.data)
        assert (added, changed, refused) == (0, 0, 0), (form, name)
        found.append((register, name, unchanged))
    # Before a route is formed it has no row; a training that goes on has no outcome.
    expected = {
        "2026-02-03": {"Анна": 0, "Борис": 0},
        "2026-02-20": {"Анна": 0, "Борис": 0},
        "2026-05-10": {"Анна": 1, "Борис": 1},
        "2026-11-01": {"Анна": 2, "Борис": 1},
    }[day]
    told = {(register, name): unchanged for register, name, unchanged in found}
    assert {name: told.get(("appendix2", name), 0) for name in expected} == expected
    # The second procedure, passed and formed in February, joins the route of the first.
    assert told.get(("appendix1", "Анна"), 0) == (1 if day == "2026-02-03" else 2)


def test_only_the_modules_view_is_a_sheet(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    answers = {form: visitor.client.get(f"/person/{village.ids['Аннаова Примера']}/{form}.xlsx") for form in FORMS}
    assert {form for form, answer in answers.items() if answer.status_code == 200} == set(REGISTERS)
