"""Scripts, styles and fonts have one fingerprint, and browsers keep them for good."""

from pathlib import Path

import brotli
import pytest

from tests.site import stranger
from web import packing, release, static_files


def get(address: str):
    return stranger().client.get(address, headers={"Accept-Encoding": "br"})


@pytest.mark.parametrize("name", [release.FIRST, release.SCRIPTS, release.STYLES, "async-graph.js"])
def test_a_file_of_the_release_is_kept_for_good_under_its_fingerprint_alone(database: str, name: str):
    answer = get(release.address_of(name))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    earlier = get(f"/static/0123456789abcdef/{name}")
    assert (earlier.status_code, earlier.headers["Cache-Control"]) == (200, "no-cache")
    assert earlier.data == answer.data


@pytest.mark.parametrize("name", ["other.js", "../app.py", "%2e%2e/app.py", "fonts/../first.js", "settings.py"])
def test_nothing_else_is_sent(database: str, name: str):
    answer = get(f"/static/{release.release().fingerprint}/{name}")
    assert answer.status_code in (302, 401, 404)


def test_every_script_and_style_of_ours_is_in_it_and_the_internals_come_first():
    joined = release.joined_files()
    for path in static_files.ASSETS.glob("*.js"):
        assert path.read_bytes() in joined[release.FIRST]
    for path in static_files.ASSETS.glob("*.css"):
        assert path.read_bytes() in joined[release.STYLES]
    assert joined[release.FIRST].startswith((static_files.ASSETS / "dash-internals.js").read_bytes())


def test_a_changed_file_changes_the_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = release.release().fingerprint
    style = tmp_path / "styles.css"
    style.write_text("p {}")
    monkeypatch.setattr(release, "_styles", lambda: [style])
    monkeypatch.setattr(release, "_sources", lambda: (style,))
    assert release.release().fingerprint != before


def test_the_joined_files_are_sent_as_they_were_packed(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PACKED_FOLDER", str(tmp_path / "packed"))
    own = {release.FIRST: release.joined_files()[release.FIRST]}
    monkeypatch.setattr(packing, "joined_files", lambda: own)
    monkeypatch.setattr(packing, "source_files", dict)
    assert packing.pack() == (1, 1)
    answer = get(release.address_of(release.FIRST))
    assert answer.headers["ETag"].endswith('-br"')
    assert brotli.decompress(answer.data) == own[release.FIRST]
