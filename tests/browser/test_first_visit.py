"""The hint of a first visit appears once, closes by mouse or keyboard, stays closed and can be reopened."""

from playwright.sync_api import expect

from tests.browser.conftest import Site, Watched
from tests.browser.test_every_page import COUNT_SHIFTS, SHIFT_BOUND
from tests.village import FIRST

HINT = "Подсказка к экрану"


def test_a_hint_is_shown_until_it_is_closed_and_comes_back_when_asked_for(site: Site, watched: Watched):
    page = watched.page
    page.add_init_script(COUNT_SHIFTS)
    watched.sign_in_by_form(site.logins["school"])
    hint = page.get_by_role("region", name=HINT)
    expect(hint).to_contain_text("Требует внимания")
    watched.settle()
    assert page.evaluate("window.shifted") <= SHIFT_BOUND
    hint.get_by_role("button", name="Понятно").press("Enter")
    expect(hint).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "content"
    page.reload()
    watched.wait_until_live()
    expect(hint).to_have_count(0)
    page.get_by_role("button", name="Подсказка").click()
    expect(hint.get_by_role("button", name="Понятно")).to_be_focused()
    page.locator("details.account > summary").click()
    page.get_by_role("banner").get_by_role("link", name="Мои выгрузки").click()
    expect(page.locator("main h1")).to_have_text("Мои выгрузки")
    expect(hint).to_have_count(0)
    expect(page.get_by_role("button", name="Подсказка")).to_have_count(0)


def test_each_account_has_a_first_visit_of_its_own_and_a_way_to_its_guide(site: Site, watched: Watched):
    page = watched.page
    watched.sign_in(site.logins["provider"])
    watched.open("/")
    page.get_by_role("button", name="Понятно").click()
    page.context.clear_cookies()
    watched.sign_in(site.logins["admin"])
    watched.open("/")
    page.get_by_role("region", name=HINT).get_by_role("link", name="Руководство").click()
    expect(page.get_by_role("heading", name="Руководство: технический администратор")).to_be_visible()
    expect(page.locator(".guide img").first).to_be_visible()


def test_the_contents_of_a_screen_lead_to_its_parts_and_leave_the_address(site: Site, watched: Watched):
    page = watched.page
    watched.sign_in(site.logins["school"])
    watched.open("/")
    address = page.url
    page.get_by_text("На этом экране").click()
    page.get_by_role("navigation", name="На этом экране").get_by_role("link", name="Работники").press("Enter")
    assert page.evaluate("document.activeElement.id") == "part-staff"
    expect(page.get_by_role("heading", name="Работники")).to_be_in_viewport()
    assert page.url == address


def test_a_date_is_shown_as_russian_readers_write_it(site: Site, watched: Watched):
    page = watched.page
    watched.sign_in(site.logins["school"])
    watched.open(f"/organization/{site.village.ids[FIRST]}?on=2026-09-30")
    expect(page.locator(".date-shown").first).to_have_text("30.09.2026")
    since = page.locator("[name=since]")
    since.fill("2026-02-20")
    expect(page.locator(".date-box", has=since).locator(".date-shown")).to_have_text("20.02.2026")
