"""A provider's page by role: counts for the ministry, names with the grant, links for who may open it."""

import pytest

from model.accounts import Role
from model.catalogue import Provider
from model.database import unscoped_session
from tests.site import open_account, signed_in
from tests.village import FIRST, OUR_PROVIDER, Village, accounts_of, build_village
from tests.world import World

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


def test_an_expelled_person_is_not_listed_as_confirmed(sqlite: str):  # п. 3.6; domain: applications
    world = World()
    confirmed = {"head": "2026-02-11", "provider": "2026-02-12", "provider_name": OUR_PROVIDER}
    world.person().assessed("2026-02-01").applied("2026-02-10", **confirmed, expelled_on="2026-05-20")
    world.read_in()
    with unscoped_session() as session:
        identity = session.query(Provider.id).scalar()
    visitor = signed_in(open_account(Role.PROVIDER, identity))
    for day, state in (("2026-05-19", "подтверждена"), ("2026-05-20", "отчислен(а) 20.05.2026")):
        file = visitor.client.get(f"/provider/{identity}/table/applications.csv?on={day}").text
        assert f";{state};" in file.splitlines()[1]


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
