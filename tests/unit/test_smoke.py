"""Smoke test: a village is imported into SQLite, and each role sees its start screen."""

from tests.site import signed_in
from tests.village import FIRST, OUR_PROVIDER, TOWN, accounts_of, build_village

ANNA = "Аннаова Примера"
DAY = "on=2026-09-30"


def test_a_village_is_read_in_and_each_role_opens_its_screen(sqlite: str):
    village = build_village()
    logins, ids = accounts_of(village), village.ids
    screens = {
        "ministry": ("/region", "Челябинская область"),
        "assessor": ("/region", "Челябинская область"),
        "municipality": (f"/municipality/{ids[TOWN]}", TOWN),
        "school": (f"/organization/{ids[FIRST]}", FIRST),
        "provider": (f"/provider/{ids[OUR_PROVIDER]}", OUR_PROVIDER),
        "employee": (f"/person/{ids[ANNA]}", ANNA),
        "admin": ("/accounts", "Учётные записи"),
    }
    for role, (address, heading) in screens.items():
        shown = signed_in(logins[role]).opens(f"{address}?{DAY}")
        assert heading in shown, role
        assert "Такой страницы нет" not in shown, role
