"""A walk through the product for each role, in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Site, Watched
from tests.sizes import SIZES
from tests.village import FIRST, OUR_PROVIDER, THIRD, TOWN

ANNA = "Аннаова Примера"


def test_assessor_goes_from_the_region_down_to_a_person(site: Site, watched: Watched):
    watched.sign_in_by_form(site.logins["assessor"])
    page = watched.page
    expect(page.locator("main h1")).to_have_text("Челябинская область")
    page.get_by_role("table").get_by_role("link", name=TOWN).first.click()
    expect(page.locator("main h1")).to_have_text(TOWN)
    page.get_by_role("table").get_by_role("link", name=FIRST).first.click()
    expect(page.locator("main h1")).to_have_text(FIRST)
    page.get_by_role("link", name=ANNA, exact=True).click()
    expect(page.locator("main h1")).to_have_text(ANNA)
    expect(page.locator("main")).to_contain_text("Ждёт решения организации ДПО")
    expect(page).to_have_title(re.compile(ANNA))


def test_each_number_opens_as_many_rows(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    watched.open("/region?on=2026-10-31")
    page = watched.page
    # Of those who are missing to a target the list has everyone from whom they may come.
    links = page.locator("main a[href*='/region/list/']:not(.missing-link, .answer a)")
    # The same list may be opened from several numbers of the screen, a folded table's among them: all say the same.
    opened = {(link.get_attribute("href"), link.text_content()) for link in links.all()}
    assert len(opened) >= 10
    # By day every third: tests/data/test_counts_are_lists.py has every list.
    for address, shown in sorted(opened)[:: 1 if SIZES.is_night else 3]:
        watched.open(str(address))
        count = int(re.sub(r"\D", "", shown))
        expect(page.locator("main table tbody tr")).to_have_count(count)


def test_back_forward_and_reload_give_the_same_screen(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    page = watched.page
    watched.open("/region?on=2026-10-31")
    page.get_by_role("table").get_by_role("link", name=TOWN).first.click()
    expect(page.locator("main h1")).to_have_text(TOWN)
    assert page.url.endswith("?on=2026-10-31")
    page.go_back()
    expect(page.locator("main h1")).to_have_text("Челябинская область")
    page.go_forward()
    expect(page.locator("main h1")).to_have_text(TOWN)
    page.reload()
    expect(page.locator("main h1")).to_have_text(TOWN)


def test_another_date_is_held_in_the_address(site: Site, watched: Watched):
    watched.sign_in(site.logins["school"])
    watched.open("/")
    page = watched.page
    expect(page.locator("main h1")).to_have_text(FIRST)
    page.locator("#date-filter-day").fill("2026-09-30")
    expect(page).to_have_url(re.compile(r"on=2026-09-30"))
    expect(page.get_by_role("link", name="Вераова Примера")).to_be_visible()


def test_a_filter_is_held_in_the_address_and_can_be_reset(site: Site, watched: Watched):
    watched.sign_in(site.logins["municipality"])
    watched.open("/")
    page = watched.page
    page.get_by_text("Фильтры (0)").click()
    page.get_by_label("Должность").select_option("должность-Анна")
    expect(page).to_have_url(re.compile("position="))
    expect(page.get_by_text("Фильтры (1)")).to_be_visible()
    page.get_by_role("link", name="сбросить").click()
    expect(page).not_to_have_url(re.compile("position="))


def test_the_name_of_a_bar_opens_its_place(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    watched.open("/")
    page = watched.page
    page.locator("#breakdown-bars").get_by_role("rowheader").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/municipality/\d+"))


def test_ministry_counts_and_names_nobody(site: Site, watched: Watched):
    watched.sign_in(site.logins["ministry"])
    watched.open(f"/organization/{site.village.ids[FIRST]}")
    page = watched.page
    expect(page.locator("main")).to_contain_text("Показатели и целевые значения")
    expect(page.get_by_role("link", name=ANNA, exact=True)).to_have_count(0)
    expect(page.locator("main a[href*='/list/']")).to_have_count(0)


def test_coordinator_sees_the_own_municipality_only(site: Site, watched: Watched):
    watched.sign_in(site.logins["municipality"])
    watched.open("/")
    assert watched.heading() == TOWN
    watched.open(f"/organization/{site.village.ids[THIRD]}")
    assert watched.heading() == "Такой страницы нет или она вам недоступна"


def test_head_opens_the_queue(site: Site, watched: Watched):
    watched.sign_in(site.logins["school"])
    watched.open("/")
    assert watched.heading() == FIRST
    watched.open(f"/organization/{site.village.ids[FIRST]}/list/awaiting_provider")
    expect(watched.page.locator("main table")).to_contain_text("дн")


def test_provider_sees_the_own_applications(site: Site, watched: Watched):
    watched.sign_in(site.logins["provider"])
    watched.open("/")
    assert watched.heading() == OUR_PROVIDER
    watched.page.get_by_role("link", name=ANNA, exact=True).click()
    expect(watched.page.locator("main h1")).to_have_text(ANNA)


def test_teacher_sees_both_tables_of_appendix_2(site: Site, watched: Watched):
    watched.sign_in(site.logins["employee"])
    watched.open("/")
    assert watched.heading() == ANNA
    for heading in ("Формальный маршрут", "Неформальный маршрут"):
        expect(watched.page.get_by_role("heading", name=re.compile(heading))).to_be_visible()
    expect(watched.page.locator("main")).to_contain_text("Событие-Анна")


def test_administrator_sees_accounts_and_no_person(site: Site, watched: Watched):
    watched.sign_in(site.logins["admin"])
    watched.open("/")
    assert watched.heading() == "Учётные записи"
    watched.open("/imports")
    expect(watched.page.locator("main table")).to_contain_text("Кадровый состав")
    watched.open(f"/person/{site.village.ids[ANNA]}")
    assert watched.heading() == "Такой страницы нет или она вам недоступна"


def test_leaving_ends_the_session(site: Site, watched: Watched):
    watched.sign_in_by_form(site.logins["school"])
    watched.sign_out()
    expect(watched.page.get_by_role("button", name="Войти")).to_be_visible()
    watched.page.goto(f"{site.address}/region")
    expect(watched.page.get_by_role("button", name="Войти")).to_be_visible()


def test_a_person_is_found_from_anywhere_by_the_keyboard(site: Site, watched: Watched):
    watched.sign_in(site.logins["school"])
    page = watched.page
    watched.open("/definitions")
    page.keyboard.press("Control+k")
    page.keyboard.type("анаова")
    expect(page.locator(".found-link")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_have_text(re.compile(ANNA))
    expect(page.locator(".found-link")).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.locator(".header-search input")).to_be_focused()
    page.keyboard.press("Escape")
