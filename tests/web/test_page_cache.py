"""The page cache sends a screen again to the same grants, on the same day, with the same data."""

from datetime import date
from pathlib import Path

import brotli
import pytest
from sqlalchemy import delete, select

import app
from access import accounts
from access.scope import GrantValue, Viewer
from dashboard import pages
from dashboard.pages import PAGES, screen_at
from ingest import undo
from model.accounts import Account, Grant, Role
from model.database import write_session
from model.journal import ImportRun
from queries import quality_sums
from tests.addresses_of_pages import addresses_of, one_of_each_level, things_of
from tests.site import PAGE, open_account, signed_in
from tests.sizes import SIZES
from tests.village import FIRST, SECOND, TOWN, Village, accounts_of, build_village
from tests.web.test_journal import about, lines
from web import page_cache, page_cache_files

ON = "?on=2026-09-30"


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def composed_addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The address of each screen that was composed."""
    paths: list[str] = []

    def recording(viewer: Viewer, path: str, query: str):
        paths.append(path)
        return screen_at(viewer, path, query)

    monkeypatch.setattr(pages, "screen_at", recording)
    return paths


def cached_files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_second_look_composes_nothing_and_shows_the_same(village: Village, composed_addresses: list[str]):
    login = accounts_of(village)["assessor"]
    first = signed_in(login).opens(f"/region{ON}")
    assert signed_in(login).opens(f"/region{ON}") == first
    assert composed_addresses == ["/region"]
    assert signed_in(login).opens("/region?on=2026-09-29") != first
    assert composed_addresses == ["/region", "/region"]


def test_the_same_grants_share_a_screen_and_other_grants_never(village: Village, composed_addresses: list[str]):
    first, second = open_account(Role.SCHOOL, village.ids[FIRST]), open_account(Role.SCHOOL, village.ids[SECOND])
    with write_session() as session:
        twin = accounts.create(session, "twin", "Проверка-2026", by="test")
        accounts.grant(session, twin, Role.SCHOOL, village.ids[FIRST], personal_data=False, by="test")
    address = f"/organization/{village.ids[FIRST]}{ON}"
    shown = signed_in(first).opens(address)
    assert signed_in("twin").opens(address) == shown
    assert len(composed_addresses) == 1
    assert "Аннаова" in shown
    assert "Аннаова" not in signed_in(second).opens(address)
    assert "Аннаова" not in signed_in(open_account(Role.MINISTRY)).opens(address)
    assert len(composed_addresses) == 3


def test_a_grant_for_personal_data_makes_another_screen(village: Village):
    address = f"/organization/{village.ids[FIRST]}/list/staff{ON}"
    assert "Аннаова" in signed_in(open_account(Role.MINISTRY, personal_data=True)).opens(address)
    assert "Аннаова" not in signed_in(open_account(Role.MINISTRY)).opens(address)


def test_a_revoked_grant_takes_the_screen_away_at_once(village: Village):
    login = open_account(Role.SCHOOL, village.ids[FIRST])
    visitor, address = signed_in(login), f"/organization/{village.ids[FIRST]}{ON}"
    assert "Аннаова" in visitor.opens(address)
    with write_session() as session:
        account = session.scalar(select(Account.id).where(Account.login == login))
        session.execute(delete(Grant).where(Grant.account_id == account))
    assert "Аннаова" not in visitor.opens(address)


def test_an_account_that_is_switched_off_is_sent_nothing(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    visitor.opens(f"/region{ON}")
    with write_session() as session:
        session.execute(delete(Grant))
        session.execute(delete(Account))
    answer = visitor.call(PAGE, {"frame-address.pathname": "/region", "frame-address.search": ON})
    assert answer.status_code == 401


def test_an_import_and_its_undoing_show_at_once(village: Village):
    visitor, address = signed_in(accounts_of(village)["assessor"]), f"/region/list/staff{ON}"
    before = visitor.opens(address)
    assert "Зояова" not in before
    village.world.rows.clear()
    village.world.person("Зояова Примера", at=FIRST, town=TOWN, position="учитель")
    village.world.read_in()
    assert "Зояова" in visitor.opens(address)
    with write_session() as session:
        last = session.scalar(select(ImportRun.id).order_by(ImportRun.id.desc()).limit(1))
        undo.undo(session, last or 0, by="test", rewrite=quality_sums.rewriting(date(2026, 9, 30)))
    assert visitor.opens(address) == before


def test_another_day_and_another_setting_make_another_screen(
    village: Village, composed_addresses: list[str], monkeypatch: pytest.MonkeyPatch
):
    visitor = signed_in(accounts_of(village)["assessor"])
    address = f"/municipality/{village.ids[TOWN]}/competences{ON}"
    shown = visitor.opens(address)
    monkeypatch.setenv("SMALL_GROUP", "2")
    assert visitor.opens(address) != shown
    monkeypatch.setenv("SCORE_BOUND", "53")
    visitor.opens(address)
    monkeypatch.setattr(page_cache, "today", lambda: date(2030, 1, 1))
    visitor.opens(address)
    assert len(composed_addresses) == 4


def test_every_look_is_written_down_about_all_whom_it_names(village: Village, composed_addresses: list[str]):
    login = accounts_of(village)["school"]
    for _ in range(2):
        signed_in(login).opens(f"/organization/{village.ids[FIRST]}/list/staff{ON}")
    first, second = lines("opened")
    assert len(composed_addresses) == 1
    assert about(first) == about(second) == {village.ids[f"{one}ова Примера"] for one in ("Анна", "Борис", "Вера")}
    assert (second.login, second.subject, second.origin) == (first.login, first.subject, first.origin)


def test_what_is_kept_is_what_whoever_reads_no_brotli_gets_too(village: Village, folder: Path):
    visitor = signed_in(accounts_of(village)["assessor"])
    asked = {"frame-address.pathname": "/region", "frame-address.search": ON}
    plain = visitor.call(PAGE, asked)
    (file,) = cached_files(folder)
    assert "Content-Encoding" not in plain.headers
    assert brotli.decompress(file.read_bytes().partition(b"\n")[2]) == plain.data
    visitor.client.environ_base["HTTP_ACCEPT_ENCODING"] = "br, gzip"
    packed = visitor.call(PAGE, asked)
    assert (packed.headers["Content-Encoding"], brotli.decompress(packed.data)) == ("br", plain.data)
    assert (packed.headers["Cache-Control"], packed.mimetype) == ("no-store", plain.mimetype)
    visitor.client.environ_base["HTTP_ACCEPT_ENCODING"] = "gzip"
    assert visitor.call(PAGE, asked).headers["Content-Encoding"] == "gzip"


def test_nobody_else_on_the_machine_may_read_what_is_kept(village: Village, folder: Path):
    signed_in(accounts_of(village)["assessor"]).opens(f"/region/list/staff{ON}")
    (file,) = cached_files(folder)
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert "region" not in file.name


def test_a_screen_that_is_kept_knows_of_no_session_and_no_account(village: Village):
    # Outside of a request nobody has a token, and the login of whoever asks appears nowhere.
    viewer = Viewer("безымянный", (GrantValue(Role.ASSESSOR), GrantValue(Role.ADMIN)))
    is_cacheable = {page.address for page in PAGES if page.is_cacheable}
    private = ("/imports", "/accounts", "/journal", "/exports", "/viewings")
    assert not any(one.startswith(private) for one in is_cacheable)
    things = things_of(accounts_of(village))
    cached: set[str] = set()
    for page in PAGES:
        addresses = addresses_of if SIZES.is_night else one_of_each_level
        for address in addresses(page, things) if page.is_cacheable else ():
            opened = pages.page_at(viewer, address)
            assert opened
            assert opened[0] is page
            screen = screen_at(viewer, address, ON)
            if screen.is_cacheable:
                cached.add(page.address)
            assert viewer.login not in str(screen.content)
    assert cached == is_cacheable


def test_who_comes_back_to_what_was_searched_for_gets_it_as_it_was(village: Village, folder: Path):
    visitor = signed_in(accounts_of(village)["assessor"])
    found, other = (f"/region/list/staff{ON}&search={name}" for name in ("аннаова", "борисова"))
    first = visitor.opens(found)
    assert "Борисова Примера" in visitor.opens(other)
    assert visitor.opens(found) == first
    assert len(cached_files(folder)) == 2
    assert not any("ова" in one.name for one in cached_files(folder))


def test_faults_and_what_is_not_there_are_not_kept(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    visitor = signed_in(accounts_of(village)["assessor"])
    for address in ("/nowhere", "/organization/999999", "/imports", "/exports"):
        visitor.opens(address)
    monkeypatch.setattr(pages, "screen_at", lambda *_: 1 / 0)
    visitor.opens(f"/region{ON}")
    assert cached_files(folder) == []


def test_before_anything_was_brought_in_nothing_is_kept(database: str, folder: Path):
    signed_in(open_account(Role.ASSESSOR)).opens("/region")
    assert cached_files(folder) == []


def test_an_installation_may_keep_nothing(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CACHE_MB", "0")
    signed_in(accounts_of(village)["assessor"]).opens(f"/region{ON}")
    assert cached_files(folder) == []


def test_what_is_kept_stays_within_bounds_and_goes_with_its_edition(
    village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(page_cache_files, "_CHECK_EVERY", 1)
    monkeypatch.setenv("CACHE_MB", "1")
    spot = page_cache_files.CacheKey
    for number in range(5):
        page_cache_files.store(spot("old", str(number)), page_cache_files.CachedPage(frozenset(), b"x" * 300_000))
    assert 0 < len(cached_files(folder)) <= 3
    signed_in(accounts_of(village)["assessor"]).opens(f"/region{ON}")
    (only,) = cached_files(folder)
    assert not only.name.startswith("old")


def test_a_folder_that_can_not_be_written_or_read_stops_nobody(
    village: Village, tmp_path: Path, composed_addresses: list[str], monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "file"))
    visitor = signed_in(accounts_of(village)["assessor"])
    assert visitor.opens(f"/region{ON}") == visitor.opens(f"/region{ON}")
    assert composed_addresses == ["/region"] * 2


def test_a_stranger_and_another_site_get_nothing_of_what_is_kept(village: Village):
    asked = {"frame-address.pathname": "/region", "frame-address.search": ON}
    visitor = signed_in(accounts_of(village)["assessor"])
    visitor.opens(f"/region{ON}")
    visitor.client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert visitor.call(PAGE, asked).status_code == 403
    visitor.client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    visitor.leaves()
    assert visitor.call(PAGE, asked).status_code == 401
    assert app.server.config["MAX_CONTENT_LENGTH"]
