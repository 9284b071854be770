"""From signing in to an export without touching a mouse."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, Watched
from tests.site import PASSWORD
from tests.village import FIRST, TOWN

ANNA = "Аннаова Примера"
MOST_STEPS = 250


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus, and assert that the focus is visible."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            seen = wanted.evaluate("one => getComputedStyle(one).outlineStyle + getComputedStyle(one).boxShadow")
            assert seen != "nonenone", "the focus is not seen"
            return
    raise AssertionError(f"not reached in {MOST_STEPS} steps: {wanted}")


def follow(page: Page, wanted: Locator, heading: str) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_have_text(re.compile(heading))
    # The next Tab begins from the content of the new screen, not from the header.
    assert page.evaluate("document.activeElement.id") == "content"


def test_from_signing_in_to_an_export_by_the_keyboard_alone(site: Site, watched: Watched):
    page = watched.page
    page.goto(f"{site.address}/login?next=/region%3Fon=2026-10-31")
    page.keyboard.type(site.logins["assessor"])
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_have_text("Челябинская область")
    skip = page.get_by_role("link", name="К содержанию")
    tab_to(page, skip)
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    follow(page, page.locator("table").get_by_role("link", name=TOWN).first, TOWN)
    follow(page, page.locator("table").get_by_role("link", name=FIRST).first, FIRST)
    follow(page, page.get_by_role("link", name=ANNA, exact=True).first, ANNA)
    tab_to(page, page.locator("summary", has_text="Скачать документы"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("a[href*='.docx']").first)
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".docx")
