"""Scripts and styles are packed and cached by browsers; private answers never are."""

import gzip
import logging
import os
import re
import shutil
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner
from dash import Dash
from dash.fingerprint import check_fingerprint

import app
from cli import cli
from tests.site import signed_in, stranger
from tests.village import accounts_of, build_village
from web import packing, release, static_files

STYLES = "/assets/layout.css"
LOOKS = Path(__file__).parents[2] / "assets"
FULL = (LOOKS / "layout.css").read_bytes()
READ = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder; only the product's assets are packed, since libraries take seconds."""
    own = {address: path for address, path in static_files.source_files().items() if path.is_relative_to(LOOKS)}
    monkeypatch.setattr(static_files, "source_files", lambda: own)
    monkeypatch.setattr(packing, "source_files", lambda: own)
    monkeypatch.setattr(packing, "joined_files", dict)
    monkeypatch.setenv("PACKED_FOLDER", str(tmp_path / "packed"))
    static_files._warn.cache_clear()
    return tmp_path / "packed"


def get_packed(address: str, encoding: str = "br", **headers: str):
    return stranger().client.get(address, headers={"Accept-Encoding": encoding, **headers})


@pytest.mark.parametrize(("accepted", "encoding"), [("br", "br"), ("gzip, br", "br"), ("gzip", "gzip")])
def test_a_packed_file_is_the_same_file(database: str, accepted: str, encoding: str):
    on_the_fly = get_packed(STYLES, accepted)
    assert on_the_fly.status_code == 200
    packing.pack()
    packed = get_packed(STYLES, accepted)
    assert packed.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.mimetype == "text/css"
    assert READ[encoding](packed.data) == FULL
    assert len(packed.data) < len(FULL)
    if accepted == "br":
        assert len(packed.data) <= len(on_the_fly.data)
    again = get_packed(STYLES, accepted, **{"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_nothing_is_packed_while_a_request_is_answered(database: str, folder: Path):
    for _ in range(2):
        assert READ["br"](get_packed(STYLES).data) == FULL
    assert not folder.exists()


def test_who_reads_no_packed_file_gets_what_can_be_read(database: str):
    packing.pack()
    plain = get_packed(STYLES, "identity")
    assert "Content-Encoding" not in plain.headers
    assert plain.data == FULL


def test_an_address_with_the_moment_of_making_is_kept_for_good_and_another_is_not(database: str):
    for _ in range(2):  # before it is packed and after it
        assert "immutable" in get_packed(f"{STYLES}?m=1").headers["Cache-Control"]
        assert "immutable" not in get_packed(STYLES).headers["Cache-Control"]
        packing.pack()


def test_what_is_somebodys_own_is_neither_packed_nor_kept(database: str, folder: Path):
    packing.pack()
    before = sorted(folder.iterdir())
    visitor = signed_in(accounts_of(build_village())["assessor"])
    for address in ("/region", "/_dash-layout?m=1", "/region/table/places.csv?m=1"):
        answer = visitor.client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    assert sorted(folder.iterdir()) == before


def change_packed_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the styles by a file that changes after it was packed."""
    path.write_bytes(FULL)
    monkeypatch.setattr(static_files, "source_files", lambda: {STYLES: path})
    monkeypatch.setattr(packing, "source_files", lambda: {STYLES: path})
    packing.pack()
    state = path.stat()
    os.utime(path, (state.st_atime, state.st_mtime + 5))


@pytest.mark.parametrize("state", ["no folder", "no file", "changed", "no list"])
def test_what_is_not_packed_or_has_changed_is_sent_as_it_is_and_the_log_says_so_once(
    database: str, folder: Path, state: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    change_packed_file(folder.parent / "layout.css", monkeypatch)
    if state != "changed":
        packing.pack()
    if state == "no folder":
        shutil.rmtree(folder)
    if state == "no file":
        next(folder.glob("*.br")).unlink()
    if state == "no list":
        (folder / static_files.MANIFEST).write_text("{")
    with caplog.at_level(logging.WARNING, logger="web.static_files"):
        for _ in range(3):
            answer = get_packed(STYLES)
            assert (answer.status_code, READ["br"](answer.data)) == (200, FULL)
    assert [one.levelname for one in caplog.records] == ["WARNING"]
    assert "cli.py pack" in caplog.text


def test_what_was_packed_anew_is_sent_without_a_restart(database: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    change_packed_file(folder.parent / "layout.css", monkeypatch)
    assert not get_packed(STYLES).headers["ETag"].endswith('-br"')
    packing.pack()
    assert get_packed(STYLES).headers["ETag"].endswith('-br"')


def test_packing_again_packs_what_is_new_and_forgets_what_is_gone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    files = {f"/assets/{name}.css": tmp_path / f"{name}.css" for name in "ab"}
    for number, path in enumerate(files.values()):
        path.write_bytes(FULL + bytes(str(number), "ascii"))
    monkeypatch.setattr(packing, "source_files", lambda: files)
    assert packing.pack() == (2, 2)
    assert packing.pack() == (2, 0)
    files["/assets/a.css"].write_bytes(FULL)
    assert packing.pack() == (2, 1)
    assert len(list(folder.glob("*.br"))) == len(list(folder.glob("*.gz"))) == 2


def test_the_command_says_how_many_files_it_packed(folder: Path):
    answer = CliRunner().invoke(cli, ["pack"])
    assert answer.exit_code == 0, answer.output
    number = len(list(folder.glob("*.br")))
    assert f"Сжато файлов: {number}" in answer.output


def test_every_script_that_dash_sends_can_be_packed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.undo()
    addresses = {
        f"{static_files.SUITES}{package}/{path}"
        for package, paths in app.app.registered_paths.items()
        for path in paths
        if path.endswith(".js") and not path.endswith(tuple(static_files.UNUSED))
    }
    assert addresses
    assert addresses <= set(static_files.source_files())
    assert "/static/bootstrap.min.css" in static_files.source_files()
    assert all(path.is_file() for path in static_files.source_files().values())


def test_a_fingerprint_is_taken_from_an_address_as_dash_takes_it():
    addresses = re.findall(rf'src="({static_files.SUITES}[^"]+)"', Dash._generate_scripts_html(app.app))
    assert len(addresses) > 5
    for address in addresses:
        plain, is_fingerprinted = check_fingerprint(address)
        assert is_fingerprinted
        assert static_files._FINGERPRINT.sub("", address) == plain


def test_a_page_asks_for_its_fonts_before_it_draws_with_them(database: str):
    """Text that changes its width moves what stands below: layout shift was 0.28 where it folded the menu."""
    visitor = signed_in(accounts_of(build_village())["assessor"])
    page = visitor.client.get("/region").get_data(as_text=True)
    used = re.findall(r'url\("(fonts/[^"]+)"\)', (LOOKS / "tokens.css").read_text(encoding="utf-8"))
    assert len(used) == 2
    wanted = [f'<link rel="preload" as="font" crossorigin href="{release.address_of(font)}">' for font in used]
    assert [one in page for one in wanted] == [True, True]
