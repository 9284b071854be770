"""The screen «Каталог» of places, what a provider offers, and the upload of the register."""

import pytest

from tests.site import signed_in
from tests.uploads import check_upload, folder, last
from tests.village import FIRST, OUR_PROVIDER, TOWN, Village, accounts_of, build_village
from tests.world import as_csv, take

__all__ = ["folder"]

DAY = "on=2026-09-30"
ROWS = [
    {"offer_kind": "событие", "name": "Ярмарка идей", "starts_on": "10.10.2026", "venue": "Дом учителя", "seats": 40},
    {"offer_kind": "ДПП", "name": "Музейная педагогика", "organization": OUR_PROVIDER, "starts_on": "01.11.2026"},
    {"offer_kind": "ДПП", "name": "Программа 1", "organization": OUR_PROVIDER, "starts_on": "02.11.2026"},
]


@pytest.fixture
def village(database: str) -> Village:
    village = build_village()
    take("catalogue", as_csv("catalogue", ROWS))
    return village


def test_each_level_shows_what_nobody_has_chosen_and_the_files_hold_it(village: Village):
    logins, ids = accounts_of(village), village.ids
    for login, place in (
        ("ministry", "/region"),
        ("municipality", f"/municipality/{ids[TOWN]}"),
        ("school", f"/organization/{ids[FIRST]}"),
    ):
        visitor = signed_in(logins[login])
        told = visitor.opens(f"{place}/catalogue?{DAY}")
        assert "Ярмарка идей" in told
        assert "Музейная педагогика" in told
        assert "Программа 1" not in told
        assert "Дом учителя" in visitor.client.get(f"{place}/catalogue/table/events.csv?{DAY}").text
        assert "Музейная педагогика" in visitor.client.get(f"{place}/catalogue/table/programmes.csv?{DAY}").text


def test_people_with_an_empty_list_are_named_to_who_may_name_them(village: Village):
    logins, school = accounts_of(village), f"/organization/{village.ids[FIRST]}"
    people = f"{school}/catalogue/people"
    head = signed_in(logins["school"])
    assert f"{people}?{DAY}" in head.opens(f"{school}/catalogue?{DAY}")
    assert "Аннаова Примера" in head.opens(f"{people}?{DAY}")
    ministry = signed_in(logins["ministry"])
    told = ministry.opens(f"{school}/catalogue?{DAY}")
    assert "Рекомендуемый перечень ДПП пуст" in told
    assert "/catalogue/people" not in told
    assert "Аннаова" not in ministry.opens(f"{people}?{DAY}")
    assert ministry.client.get(f"{people.replace('/people', '')}/people/table/people.csv?{DAY}").status_code == 404


def test_a_provider_sees_its_own_offers_beside_their_applications(village: Village):
    visitor = signed_in(accounts_of(village)["provider"])
    address = f"/provider/{village.ids[OUR_PROVIDER]}"
    assert "Музейная педагогика" in visitor.opens(f"{address}?{DAY}")
    lines = visitor.client.get(f"{address}/table/catalogue.csv?{DAY}").text.splitlines()
    applications = {line.split(";")[0].strip('"'): line.split(";")[-1] for line in lines}
    assert (applications["Музейная педагогика"], applications["Программа 1"]) == ("0", "1")
    assert "Ярмарка идей" not in applications


def test_without_a_catalogue_the_screen_says_who_brings_it(database: str):
    village = build_village()
    visitor = signed_in(accounts_of(village)["municipality"])
    assert "Каталог не загружен" in visitor.opens(f"/municipality/{village.ids[TOWN]}/catalogue?{DAY}")


def test_an_upload_is_recognised_and_a_coordinator_is_not_offered_the_template(village: Village):
    logins = accounts_of(village)
    assessor = signed_in(logins["assessor"])
    told = check_upload(assessor, "catalogue", as_csv("catalogue", [{**ROWS[0], "seats": 55}]), "каталог.csv")
    assert last().payload["register"] == "catalogue"
    assert "Реестр «Каталог»" in told
    assert "catalogue.xlsx" in assessor.opens("/imports")
    assert "catalogue.xlsx" not in signed_in(logins["municipality"]).opens("/imports")
