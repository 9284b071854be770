"""A coordinator uploads a register in the browser without errors under the content security policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Watched, site_of_its_own
from tests.village import FIRST
from tests.world import TOWN, World, as_csv


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A village of this module alone, since its facts change."""
    with site_of_its_own(tmp_path_factory) as site:
        yield site


def test_a_file_is_uploaded_checked_and_accepted(site: Site, watched: Watched, tmp_path: Path):
    world = World()
    world.person("Новая", at=FIRST, town=TOWN)
    file = tmp_path / "контингент.csv"
    file.write_bytes(as_csv("staff", world.rows["staff"]))
    watched.sign_in(site.logins["municipality"])
    watched.open("/imports")
    page = watched.page
    page.get_by_label("Выберите файлы реестров").set_input_files(file)
    expect(page.locator(".upload-chosen")).to_have_text("контингент.csv")
    page.get_by_role("button", name="Загрузить и проверить").click()
    expect(page.get_by_role("heading", name="Добавляемые записи")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("cell", name="Новая")).to_be_visible()
    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_text("Принят", exact=True)).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Что изменилось").click()
    expect(page.get_by_role("heading", name="Показатели до и после")).to_be_visible()
    expect(page.get_by_role("cell", name="Работников", exact=True)).to_be_visible()
