"""Scripts and styles are packed once and kept by browsers; what is somebody's own never is."""

import re
from pathlib import Path

import brotli
import pytest

import app
from tests.site import signed_in, stranger
from tests.village import accounts_of, build_village

STYLES = "/assets/layout.css"
LOOKS = Path(__file__).parents[2] / "assets"
FULL = (LOOKS / "layout.css").read_bytes()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PACKED_FOLDER", str(tmp_path))
    return tmp_path


def asked(address: str, encoding: str = "br"):
    return stranger().client.get(address, headers={"Accept-Encoding": encoding})


def test_a_file_is_packed_after_it_was_first_asked_for_and_is_the_same_file(database: str, folder: Path):
    assert list(folder.iterdir()) == []
    first = asked(STYLES)
    assert first.status_code == 200
    app.server.extensions["packer"].wait()
    packed = asked(STYLES)
    assert packed.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert brotli.decompress(packed.data) == FULL
    assert len(packed.data) <= len(first.data)
    known = {"Accept-Encoding": "br", "If-None-Match": packed.headers["ETag"]}
    again = stranger().client.get(STYLES, headers=known)
    assert (again.status_code, again.data) == (304, b"")


def test_who_reads_no_brotli_gets_what_can_be_read(database: str):
    asked(STYLES)
    app.server.extensions["packer"].wait()
    plain = asked(STYLES, "identity")
    assert "Content-Encoding" not in plain.headers
    assert plain.data == FULL


def test_an_address_with_the_moment_of_making_is_kept_for_good_and_another_is_not(database: str):
    assert "immutable" in asked(f"{STYLES}?m=1").headers["Cache-Control"]
    assert "immutable" not in asked(STYLES).headers["Cache-Control"]


def test_what_is_somebodys_own_is_neither_packed_nor_kept(database: str, folder: Path):
    visitor = signed_in(accounts_of(build_village())["assessor"])
    for address in ("/region", "/_dash-layout?m=1", "/region/table/places.csv?m=1"):
        answer = visitor.client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    app.server.extensions["packer"].wait()
    assert list(folder.iterdir()) == []


def test_a_folder_that_can_not_be_written_stops_nobody(database: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("access.packing._write", full)
    for _ in range(2):
        assert asked(STYLES, "identity, br").status_code == 200
        app.server.extensions["packer"].wait()


def test_a_page_asks_for_its_fonts_before_it_draws_with_them(database: str):
    """Text that changes its width moves what stands below: layout shift was 0.28 where it folded the menu."""
    visitor = signed_in(accounts_of(build_village())["assessor"])
    page = visitor.client.get("/region").get_data(as_text=True)
    used = re.findall(r'url\("(fonts/[^"]+)"\)', (LOOKS / "tokens.css").read_text(encoding="utf-8"))
    assert len(used) == 2
    assert [f'<link rel="preload" href="/assets/{font}" as="font"' in page for font in used] == [True, True]
