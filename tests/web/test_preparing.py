"""After an import or midnight start screens are made ahead, without a view in the journal."""

import fcntl
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from dashboard import pages
from model.accounts import Role
from model.database import unscoped_session
from model.dates import today
from model.quality_sums import QualityDay
from tests.site import open_account, signed_in
from tests.village import FIRST, TOWN, Village, accounts_of, build_village
from tests.web.test_journal import lines
from tests.web.test_page_cache import composed_addresses, folder
from web import page_cache_files, page_warmup

__all__ = ["composed_addresses", "folder"]


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


@pytest.fixture(autouse=True)
def few_and_without_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limit the work: forty-three municipalities for each account take a minute."""
    monkeypatch.setattr(page_warmup, "_REST", 0)
    # Every test's village has the same data version, so it would seem prepared by the test before.
    monkeypatch.setattr(page_warmup, "_prepared", [])
    monkeypatch.setattr(pages, "region_parts", lambda _reading: [])


def prepare() -> None:
    assert not page_warmup.warm_pages(Event())


def test_a_prepared_screen_is_the_very_one_that_would_be_composed(
    village: Village, composed_addresses: list[str], monkeypatch: pytest.MonkeyPatch
):
    logins = accounts_of(village)
    prepare()
    places = {"assessor": "/region", "municipality": f"/municipality/{village.ids[TOWN]}"}
    places |= {"school": f"/organization/{village.ids[FIRST]}", "ministry": "/region"}
    shown = {role: signed_in(logins[role]).opens(address) for role, address in places.items()}
    assert composed_addresses == []
    monkeypatch.setenv("CACHE_MB", "0")
    assert {role: signed_in(logins[role]).opens(address) for role, address in places.items()} == shown
    assert len(composed_addresses) == len(places)


def test_nobody_has_looked_before_somebody_looks(village: Village):
    logins = accounts_of(village)
    prepare()
    assert lines("opened") == []
    signed_in(logins["school"]).opens(f"/organization/{village.ids[FIRST]}")
    assert len(lines("opened")) == 1


def test_it_is_done_once_and_again_after_the_next_import(village: Village, monkeypatch: pytest.MonkeyPatch):
    open_account(Role.ASSESSOR)
    made: list[str] = []
    monkeypatch.setattr(page_warmup, "_make_screen", lambda _viewer, path: made.append(path))
    prepare()
    first = list(made)
    assert "/region" in first
    prepare()
    assert made == first
    village.world.rows.clear()
    village.world.person("Зояова Примера")
    village.world.read_in()
    prepare()
    assert made == [*first, *first]


def test_while_another_worker_is_at_it_this_one_rests(village: Village, folder: Path):
    open_account(Role.ASSESSOR)
    with (page_cache_files.make_folder() / ".turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        prepare()
        assert [file.name for file in folder.iterdir()] == [".turn"]
    prepare()
    assert len(list(folder.iterdir())) == 14  # the region's thirteen screens beside it


def test_where_the_work_of_all_begins_comes_before_what_is_a_click_away(
    village: Village, monkeypatch: pytest.MonkeyPatch
):
    for role, target in ((Role.ASSESSOR, None), (Role.MUNICIPALITY, TOWN), (Role.SCHOOL, FIRST)):
        open_account(role, village.ids[target] if target else None)
    made: list[str] = []
    monkeypatch.setattr(page_warmup, "_make_screen", lambda _viewer, path: made.append(path))
    prepare()
    begun = ["/region", f"/municipality/{village.ids[TOWN]}", f"/organization/{village.ids[FIRST]}"]
    assert made[:3] == begun
    beside = ("coverage", "registry", "period", "procedures", "applications", "events", "catalogue", "competences")
    beside += ("practices", "quality")
    # An organization has no parts that could meet targets, and providers are the region's.
    compared = {begun[0]: ("targets", *beside[:5], "providers", *beside[5:]), begun[1]: ("targets", *beside)}
    assert made[3:] == [f"{place}/{one}" for place in begun for one in compared.get(place, beside)]


def test_after_midnight_the_new_day_is_stored_and_a_list_is_the_same(village: Village, monkeypatch: pytest.MonkeyPatch):
    tomorrow = date(today().year + 1, 1, 15)
    login = open_account(Role.ASSESSOR)
    monkeypatch.setattr(page_warmup, "today", lambda: tomorrow)
    monkeypatch.setattr(pages, "today", lambda: tomorrow)
    counted = signed_in(login).opens(f"/region/list/assessed?on={tomorrow}")
    prepare()
    with unscoped_session() as session:
        assert session.get(QualityDay, tomorrow) is not None
    monkeypatch.setenv("CACHE_MB", "0")
    assert "Аннаова" in counted
    assert signed_in(login).opens(f"/region/list/assessed?on={tomorrow}").replace(f"?on={tomorrow}", "") == (
        counted.replace(f"?on={tomorrow}", "")
    )
