"""Every kind of exported file opens in an office program with its text."""

import io
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypdf
import pytest

from exports.documents import SHEETS
from tests.office import office_program
from tests.site import signed_in
from tests.village import FIRST, OUR_PROVIDER, accounts_of, build_village
from web.documents import FORMS

ANNA = "Аннаова Примера"
DAY = "on=2026-09-30"
# A sheet is opened as such; a document is laid out on pages.
TARGETS = {"xlsx": "pdf:calc_pdf_Export", "docx": "pdf:writer_pdf_Export"}


@pytest.fixture
def office() -> str:
    """The office program; skips the test where there is none."""
    found = office_program()
    if found is None:
        pytest.skip("LibreOffice can't be had here")
    return found


def convert(office: str, folder: Path, files: Mapping[str, bytes], target: str) -> dict[str, bytes]:
    """The files as the program saves them, without those that it can't open."""
    sources_folder, target_folder = folder / "in", folder / "out"
    sources_folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (sources_folder / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    sources = [str(sources_folder / name) for name in files]
    subprocess.run(
        [office, profile, "--headless", "--convert-to", target, "--outdir", str(target_folder), *sources],
        env={**os.environ, "HOME": str(folder)},
        check=False,
        capture_output=True,
        timeout=240,
    )
    kept = {Path(name).stem: name for name in files}
    return {kept[file.stem]: file.read_bytes() for file in target_folder.glob("*")} if target_folder.exists() else {}


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def sample_files() -> dict[str, bytes]:
    """One file of each kind: appendices, reports, a list and the table of places."""
    village = build_village()
    village.people["Анна"].finished("02.03.2026 - 20.03.2026", "Программа 1", document="ДЕМО-10")
    village.world.read_in()
    visitor = signed_in(accounts_of(village)["assessor"])
    person, provider = village.ids[ANNA], village.ids[OUR_PROVIDER]
    addresses = {f"{form}.docx": f"/person/{person}/{form}.docx?{DAY}" for form in FORMS}
    addresses |= {f"{form}.xlsx": f"/person/{person}/{form}.xlsx?{DAY}" for form in SHEETS}
    period = f"{DAY}&since=2026-01-01&until=2026-09-30"
    for suffix in ("docx", "xlsx"):
        addresses[f"formal.{suffix}"] = f"/provider/{provider}/report.{suffix}?{period}"
        addresses[f"events.{suffix}"] = f"/organization/{village.ids[FIRST]}/report.{suffix}?{period}"
    addresses["list.xlsx"] = f"/region/list/staff/table/rows.xlsx?{DAY}"
    addresses["places.xlsx"] = f"/region/table/places.xlsx?{DAY}"
    answers = {name: visitor.client.get(address) for name, address in addresses.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(addresses, 200)
    return {name: answer.data for name, answer in answers.items()}


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_every_file_opens_in_an_office_program(office: str, suffix: str, tmp_path: Path):
    some = {name: content for name, content in sample_files().items() if name.endswith(suffix)}
    opened = convert(office, tmp_path, some, TARGETS[suffix])
    assert sorted(opened) == sorted(some)
    for name, pdf in opened.items():
        told = text_of(pdf)
        assert ("Челябинская область" if name == "places.xlsx" else "Аннаова") in told, name
        assert "Err:" not in told, name


@pytest.mark.usefixtures("sqlite")
def test_the_program_does_refuse_what_is_broken(office: str, tmp_path: Path):
    whole = sample_files()["appendix1.docx"]
    assert convert(office, tmp_path, {"broken.docx": whole[: len(whole) // 2]}, TARGETS["docx"]) == {}
