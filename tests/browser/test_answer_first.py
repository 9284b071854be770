"""A start screen answers in its first lines: one sentence under one line of controls, then what has to be done."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Watched
from tests.village import FIRST

SMALL_SCREEN = {"width": 1366, "height": 768}
MOST = 170  # pixels above the first number


@pytest.mark.parametrize("role", ["ministry", "assessor", "municipality", "school"])
def test_the_first_number_stands_near_the_top_of_a_small_screen(site: Site, watched: Watched, role: str):
    page = watched.page
    page.set_viewport_size(SMALL_SCREEN)
    watched.sign_in(site.logins[role])
    watched.open("/")
    page.get_by_role("button", name="Понятно").click()
    box = page.locator("main .answer a").first.bounding_box()
    assert box
    assert box["y"] <= MOST
    if role in ("municipality", "school"):
        expect(page.get_by_role("heading", name="Требует внимания")).to_be_in_viewport()
        expect(page.locator(".concern").first).to_be_in_viewport(ratio=1)


def test_the_head_of_a_screen_stays_while_one_reads_on(site: Site, watched: Watched):
    page = watched.page
    page.set_viewport_size(SMALL_SCREEN)
    watched.sign_in(site.logins["assessor"])
    watched.open("/")
    page.get_by_role("heading", name="По месяцам").scroll_into_view_if_needed()
    expect(page.locator("#date-filter-day")).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_a_folded_part_closes_on_escape_and_on_a_click_elsewhere(site: Site, watched: Watched):
    page = watched.page
    watched.sign_in(site.logins["municipality"])
    watched.open("/")
    opener = page.locator("summary", has_text="Сравнить")
    opener.click()
    preset = page.get_by_role("link", name="1 сентября")
    expect(preset).to_be_visible()
    page.keyboard.press("Escape")
    expect(preset).not_to_be_visible()
    opener.click()
    page.get_by_role("heading", level=1).click()
    expect(preset).not_to_be_visible()
    opener.click()
    preset.click()
    expect(page.locator("summary", has_text="Сравнение с")).to_be_focused()
    expect(preset).not_to_be_visible()


def test_the_address_of_a_screen_is_copied(site: Site, watched: Watched):
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.sign_in(site.logins["school"])
    watched.open(f"/organization/{site.village.ids[FIRST]}?on=2026-09-30")
    page.get_by_role("button", name="Поделиться").click()
    expect(page.get_by_text("Адрес скопирован")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_day_that_is_not_today_is_told_in_a_strip_and_in_the_title(site: Site, watched: Watched):
    page = watched.page
    watched.sign_in(site.logins["school"])
    watched.open(f"/organization/{site.village.ids[FIRST]}?on=2026-09-30")
    expect(page.get_by_text("Состояние на 30.09.2026")).to_be_visible()
    assert page.title().startswith(f"{FIRST} — на 30.09.2026")
    page.get_by_role("link", name="вернуться к сегодня").click()
    expect(page.get_by_text("Состояние на")).to_have_count(0)
    assert "on=" not in page.url
