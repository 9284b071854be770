"""A provider's page by role: counts for the ministry, names with the grant, links for who may open it."""

import pytest

from tests.site import signed_in
from tests.village import FIRST, OUR_PROVIDER, Village, accounts_of, build_village

ON = "?on=2026-09-30"
NAMES = {"ministry": False, "ministry personal": True, "assessor": True, "provider": True}
LISTS = ("table/applications.csv", "report.xlsx")


@pytest.fixture
def village(sqlite: str) -> Village:
    return build_village()


@pytest.mark.parametrize("role", NAMES)
def test_the_page_has_counts_for_all_and_people_for_who_may_name_them(village: Village, role: str):
    visitor = signed_in(accounts_of(village)[role])
    here = f"/provider/{village.ids[OUR_PROVIDER]}"
    screen = visitor.opens(f"{here}{ON}")
    assert "Программа 1" in screen
    assert "По муниципальным образованиям" in screen
    assert ("Аннаова Примера" in screen) == NAMES[role]
    assert ("Отчёт о формальной части" in screen) == NAMES[role]
    assert (f"{here}/applications" in screen) == NAMES[role]
    assert visitor.client.get(f"{here}/table/programmes.csv{ON}").status_code == 200
    for file in LISTS:
        assert visitor.client.get(f"{here}/{file}{ON}").status_code == (200 if NAMES[role] else 404), file


@pytest.mark.parametrize("role", ["municipality", "school", "employee", "admin"])
def test_others_have_no_page_of_a_provider(village: Village, role: str):
    visitor = signed_in(accounts_of(village)[role])
    assert OUR_PROVIDER not in visitor.opens(f"/provider/{village.ids[OUR_PROVIDER]}{ON}")


@pytest.mark.parametrize(
    ("role", "address"),
    [
        *((role, "/region/applications") for role in ("ministry", "ministry personal", "assessor")),
        *((role, "/region/list/awaiting_provider") for role in ("ministry personal", "assessor")),
        *((role, "/person/{Аннаова Примера}") for role in ("ministry personal", "assessor", "provider")),
    ],
)
def test_the_name_of_a_provider_opens_its_page(village: Village, role: str, address: str):
    visitor = signed_in(accounts_of(village)[role])
    screen = visitor.opens(address.format_map(village.ids) + ON)
    assert f"/provider/{village.ids[OUR_PROVIDER]}{ON}" in screen


@pytest.mark.parametrize("role", ["municipality", "school"])
def test_who_may_not_open_it_reads_the_name_without_a_link(village: Village, role: str):
    visitor = signed_in(accounts_of(village)[role])
    screen = visitor.opens(f"/organization/{village.ids[FIRST]}/applications{ON}")
    assert OUR_PROVIDER in screen
    assert "/provider/" not in screen
