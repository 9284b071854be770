"""The messages while a screen loads, after the session has ended, and without a server."""

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import Site, Watched
from tests.site import PASSWORD
from tests.village import TOWN
from web import packing


def test_a_session_that_ended_asks_to_sign_in_and_returns_to_the_same_screen(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    watched.open("/region?on=2026-10-31")
    page = watched.page
    # An answer that is still under way would bring the session back.
    watched.settle()
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    page.get_by_role("table").get_by_role("link", name=TOWN).first.click()
    # The screen that is left has other elements of the role.
    expect(page.get_by_label("Логин")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Сеанс завершён")
    # The browser itself tells of the refused answer.
    assert [told for told in watched.complaints if "401" not in told] == []
    watched.complaints.clear()
    page.get_by_label("Логин").fill(site.logins["assessor"])
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.locator("main h1")).to_have_text(TOWN)
    assert page.url.endswith("?on=2026-10-31")


def test_a_lost_connection_is_said_and_can_be_tried_again(site: Site, watched: Watched):
    watched.sign_in(site.logins["school"])
    watched.open("/")
    page = watched.page
    # A graph that comes into view asks for its scripts: here the screen alone is asked for.
    page.locator(".later").last.scroll_into_view_if_needed()
    page.locator(".js-plotly-plot").first.wait_for()
    watched.settle()
    page.context.set_offline(True)
    page.get_by_role("link", name="Компетенции").click()
    expect(page.get_by_role("alert")).to_contain_text("Нет связи с сервером")
    page.context.set_offline(False)
    page.get_by_role("button", name="Повторить").click()
    expect(page.locator("main h1")).to_have_text(re.compile("Компетенции"))
    expect(page.get_by_role("alert")).to_have_count(0)
    by_itself = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "the server did not respond")
    assert [told for told in watched.complaints if not any(one in told for one in by_itself)] == []
    watched.complaints.clear()


def test_a_screen_that_takes_long_says_that_it_comes(site: Site, watched: Watched):
    watched.sign_in(site.logins["school"])
    watched.open("/")
    page = watched.page

    held: list[Route] = []
    released = False

    def hold(route: Route) -> None:
        if released:
            route.continue_()
        else:
            held.append(route)

    page.route("**/_dash-update-component*", hold)
    page.get_by_role("link", name="Компетенции").click()
    expect(page.locator("#content")).to_have_attribute("aria-busy", "true")
    released = True
    for route in held:
        route.continue_()
    expect(page.locator("main h1")).to_have_text(re.compile("Компетенции"))
    expect(page.locator("#content")).to_have_attribute("aria-busy", "false")


def test_what_was_loaded_once_is_not_loaded_again_and_nothing_jumps(site: Site, watched_anew: Watched):
    """The first load stays within 700 KiB compressed; a second one asks for the page alone."""
    watched, loaded = watched_anew, []
    page = watched.page
    packing.pack()  # as `make setup` has done: only what has changed since is packed anew
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda told: loaded.append(told["encodedDataLength"]))
    watched.sign_in_by_form(site.logins["assessor"])
    page.wait_for_load_state("networkidle")
    assert sum(loaded) < 700 * 1024
    loaded.clear()
    watched.open("/region?on=2026-10-31")
    page.wait_for_load_state("networkidle")
    assert sum(loaded) < 60 * 1024
    assert sum(one > 0 for one in loaded) <= 6
    moved = page.evaluate("""() => new Promise(done => {
        let moved = 0;
        new PerformanceObserver(list => { for (const one of list.getEntries()) moved += one.value; })
            .observe({type: "layout-shift", buffered: true});
        setTimeout(() => done(moved), 500);
    })""")
    assert moved <= 0.05


def test_charts_are_loaded_only_where_there_are_charts(site: Site, watched: Watched):
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.sign_in(site.logins["employee"])
    watched.open("/")
    watched.open("/definitions")
    assert not any("plotly" in url for url in asked)
