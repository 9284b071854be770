"""The first screen comes with the page; a new content leaves the focus, the place and what is typed as they were."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Request, Route, expect

from dashboard.pages import PAGES
from model.accounts import Role
from tests.browser.conftest import Site, Watched
from tests.own_pages import address_of
from tests.site import PASSWORD
from tests.sizes import SIZES
from tests.village import FIRST, TOWN

DRAWN = "window.drawn = 0; document.addEventListener('screen:drawn', () => window.drawn++)"
# When a key was pressed last, and when the address changed last.
MOMENTS = """window.addEventListener('keydown', () => window.typed = performance.now(), true);
const push = history.pushState;
history.pushState = function () { window.moved = performance.now(); return push.apply(this, arguments); };"""
# Every text and its place. What a chart draws comes later.
OUTLINE = """() => [...document.querySelectorAll('.shell *')].filter(
    one => !one.children.length && one.textContent.trim() && !one.closest('svg, .graph-picture, option')).map(one => {
    const place = one.getBoundingClientRect();
    return [one.tagName, one.textContent.trim(), place.x, place.y, place.width, place.height].join(' ');
})"""
# Until they have come, another font has other widths.
FONTS = "() => document.fonts.ready.then(() => true)"
IN_FOCUS = "() => document.activeElement.id || document.activeElement.textContent.trim()"


def wait_for_fonts(route: Route) -> None:
    """The stylesheet with fonts that are waited for: a late one is left out, and other widths are no other screen."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
    style, number = re.subn(r"font-display:\s*optional", "font-display: block", answer.text())
    assert number == 2
    route.fulfill(status=answer.status, headers=headers, content_type="text/css", body=style)


def wait_for_new(watched: Watched, act: Callable[[], object]) -> None:
    """Do something and wait until another content is drawn."""
    before = watched.page.evaluate("window.drawn")
    act()
    watched.page.wait_for_function("(before) => window.drawn > before", arg=before)


def announcement(watched: Watched) -> str:
    return watched.page.locator("#shown-now").text_content()


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.SCHOOL, Role.ADMIN] if SIZES.is_night else [Role.SCHOOL])
def test_what_is_painted_first_is_what_dash_draws(site: Site, watched: Watched, role: Role):
    watched.sign_in(site.logins[role])
    page, seen = watched.page, 0
    page.route("**/styles.css", wait_for_fonts)
    own = [one for one in PAGES if role in one.roles and "{standing}" not in one.address]
    # By day every seventh page, each of another folder of the address.
    for address in [address_of(one, site.village.ids) for one in own][:: 1 if SIZES.is_night else 7]:
        page.route("**/dash_renderer.js", lambda route: route.abort())
        page.goto(f"{site.address}{address}")
        page.wait_for_load_state("load")
        page.evaluate(FONTS)
        first = page.evaluate(OUTLINE)
        page.unroute("**/dash_renderer.js")
        watched.complaints.clear()
        watched.open(address)
        # The script of a field for files comes a moment later.
        for _ in range(50):
            if (drawn := page.evaluate(OUTLINE)) == first:
                break
            page.wait_for_timeout(200)
        assert drawn == first, address
        seen += len(first)
    assert seen > (200 if SIZES.is_night else 100)


def test_a_page_asks_for_no_data_after_it_has_come_and_for_nothing_twice(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    asked: list[Request] = []
    watched.page.on("request", lambda request: asked.append(request))
    watched.open("/region")
    watched.settle()
    assert [one.url for one in asked if "/_dash-" in one.url] == []
    watched.page.get_by_role("link", name="Заявки", exact=True).click()
    expect(watched.page.locator("main h1")).to_contain_text("Заявки")
    watched.settle()
    assert len([one for one in asked if "/_dash-" in one.url]) == 1


def test_a_control_keeps_the_focus_and_the_result_is_said(site: Site, watched: Watched):
    page = watched.page
    page.add_init_script(DRAWN)
    watched.sign_in(site.logins["municipality"])
    watched.open("/")
    heading = page.locator("main thead th a").first
    label = heading.inner_text().strip(" ▲▼\n")
    heading.focus()
    wait_for_new(watched, lambda: page.keyboard.press("Enter"))
    assert label in page.evaluate(IN_FOCUS)
    assert TOWN in announcement(watched)
    page.locator("summary.popup-name", has_text="Фильтры").click()
    field = page.locator("main select").first
    identity = field.get_attribute("id")
    field.focus()
    wait_for_new(watched, lambda: field.select_option(index=2))
    assert page.evaluate(IN_FOCUS) == identity
    assert "фильтры: " in announcement(watched)


def test_a_typed_day_waits_until_it_is_whole(site: Site, watched: Watched):
    page = watched.page
    page.add_init_script(DRAWN + ";" + MOMENTS)
    watched.sign_in(site.logins["municipality"])
    # Of a day that every month has, since a month is typed.
    watched.open(f"/municipality/{site.village.ids[TOWN]}?on=2026-06-15")
    field = page.locator("#date-filter-day")
    field.focus()
    wait_for_new(watched, lambda: [field.press(key) for key in "03"])
    assert page.evaluate("window.moved - window.typed") >= 1500, "the next key may come later"
    assert "on=2026-03-15" in page.url
    # In a new field the typing begins anew: April, and not the fourth of March.
    field.press("4")
    wait_for_new(watched, lambda: field.press("Enter"))
    assert page.evaluate("window.moved - window.typed") < 1500
    assert "on=2026-04-15" in page.url
    expect(page.locator("#date-filter-day")).to_be_focused()


def test_another_page_begins_at_its_top_and_back_returns_to_the_place(site: Site, watched: Watched):
    page = watched.page
    page.set_viewport_size({"width": 1000, "height": 400})
    page.add_init_script(DRAWN)
    watched.sign_in(site.logins["municipality"])
    watched.open("/")
    link = page.get_by_role("link", name=FIRST).last
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    place = page.evaluate("window.scrollY")
    assert place > 100
    wait_for_new(watched, link.click)
    assert page.evaluate("window.scrollY") == 0
    wait_for_new(watched, page.go_back)
    page.wait_for_function("(place) => Math.abs(window.scrollY - place) < 3", arg=place)
    page.reload()
    watched.wait_until_live()
    page.wait_for_function("(place) => Math.abs(window.scrollY - place) < 3", arg=place)


def test_another_account_in_another_tab_is_noticed_and_its_screen_not_drawn(site: Site, watched: Watched):
    page = watched.page
    watched.sign_in(site.logins["municipality"])
    watched.open("/")
    form = {"login": site.logins["school"], "password": PASSWORD}
    page.context.request.post(f"{site.address}/login", form=form, max_redirects=0)
    page.get_by_role("link", name="Заявки", exact=True).click()
    expect(page.locator(".state-notice")).to_contain_text(f"Вы вошли как «{site.logins['school']}» в другой вкладке")
    assert watched.heading() == TOWN
    page.locator(".state-notice").get_by_role("button", name="Обновить").click()
    expect(page.locator("main h1")).to_have_text(FIRST)


def test_newer_data_are_offered_when_the_window_is_looked_at_again(site: Site, watched: Watched):
    page = watched.page
    page.add_init_script("const began = Date.now; Date.now = () => began() + (window.later || 0)")
    watched.sign_in(site.logins["municipality"])
    watched.open("/")
    page.evaluate("document.querySelector('.data-as-of').textContent = '01.01.2020, 00:00'; window.later = 120000")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".state-notice")).to_contain_text("Есть новые данные")
    page.get_by_role("link", name="Заявки", exact=True).click()
    expect(page.locator(".state-notice")).to_have_count(0)
    expect(page.locator(".data-as-of")).not_to_have_text("01.01.2020, 00:00")


def test_the_header_leaves_a_low_window_and_what_sticks_lies_below_it(site: Site, watched: Watched):
    page = watched.page
    watched.sign_in(site.logins["municipality"])
    # On the screens of places the line of the title sticks in its place.
    watched.open("/definitions")
    height = "getComputedStyle(document.documentElement).getPropertyValue('--header-height')"
    assert page.evaluate(height) == f"{page.locator('.header').bounding_box()['height']:.0f}px"
    page.set_viewport_size({"width": 1000, "height": 500})
    page.wait_for_function(f"() => {height} === '0px'")
