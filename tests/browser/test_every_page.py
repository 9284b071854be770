"""On every page of every role nothing fails, no request leaves the site, nothing moves, nothing is cut off."""

import re

import pytest

from dashboard.pages import PAGES, Page
from model.accounts import Role
from tests.browser.conftest import Site, Watched, new_context
from tests.own_pages import CLOSED, address_of
from tests.sizes import SIZES

DAY = "on=2026-09-30"
SHIFT_BOUND = 0.05
# What 200 % of zoom leave of a small desk, and 400 % of it: п. 1.4.10 of WCAG.
NARROW = (640, 320)
# Added up from its first pixel on by a script of the test, which the policy does not bind.
COUNT_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({type: "layout-shift", buffered: true});
"""
HAS_CHARTS_LIBRARY = 'performance.getEntriesByType("resource").some(one => one.name.includes("plotly"))'
WIDTH = "document.documentElement.scrollWidth"
# The widest thing that sticks out, so that a failure names it.
STICKS_OUT = """width => {
    for (const one of document.querySelectorAll("main *, header *, footer *")) {
        if (one.checkVisibility() && !one.closest(".table-scroll") && one.getBoundingClientRect().right > width + 1) {
            return one.tagName + "." + one.className;
        }
    }
}"""


def wrongs_of(watched: Watched, address: str) -> list[str]:
    """The rules that the page at the address breaks."""
    page = watched.page
    page.set_viewport_size({"width": 1440, "height": 900})
    watched.open(address)
    watched.settle()
    found = [*watched.complaints]
    watched.complaints.clear()
    shifted = page.evaluate("window.shifted")
    if shifted > SHIFT_BOUND:
        found.append(f"its layout shifts by {shifted:.3f}")
    if page.evaluate(HAS_CHARTS_LIBRARY) and not page.locator("main .js-plotly-plot").count():
        found.append("it loads the library of charts and has none")
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 640})
        if page.evaluate(WIDTH) > width:
            found.append(f"it is cut at {width} px by {page.evaluate(STICKS_OUT, width)}")
    return [f"{address}: {one}" for one in found]


def pages_opened_by(role: Role) -> list[Page]:
    """By night every page of the role; by day its share, so that each page is opened by one of its roles in turn."""
    if SIZES.is_night:
        return [page for page in PAGES if role in page.roles]
    readers = [[one for one in Role if one in page.roles and page.address not in CLOSED.get(one, ())] for page in PAGES]
    return [page for turn, page in enumerate(PAGES) if readers[turn][turn % len(readers[turn])] is role]


@pytest.mark.parametrize("role", Role)
def test_every_page_keeps_the_laws(site: Site, watched: Watched, role: Role):
    """That every role is served each of its pages is proved by tests/web/test_own_pages.py."""
    watched.page.add_init_script(COUNT_SHIFTS)
    watched.sign_in(site.logins[role])
    is_asked = SIZES.is_night or role is Role.EMPLOYEE
    wrongs = wrongs_of(watched, "/nowhere") if is_asked else []
    for page in pages_opened_by(role):
        wrongs += wrongs_of(watched, f"{address_of(page, site.village.ids)}?{DAY}")
    assert not wrongs, "\n".join(wrongs)


FULL = (
    f"/region?{DAY}&category=teaching&against=2026-03-31&rate=formation&sort=formation&queue=1&bars=1",
    f"/region/list/staff?{DAY}&position=%D0%B4%D0%BE%D0%BB%D0%B6%D0%BD%D0%BE%D1%81%D1%82%D1%8C-%D0%90%D0%BD%D0%BD%D0%B0",
    f"/region/list/staff?{DAY}&sort=full_name&order=desc",
    f"/region/applications?{DAY}&category=teaching",
)


@pytest.mark.parametrize("address", FULL if SIZES.is_night else FULL[:1])
def test_back_reload_and_a_copied_address_give_the_same_screen(site: Site, watched: Watched, address: str):
    page = watched.page
    page.add_init_script(COUNT_SHIFTS)
    watched.sign_in(site.logins["assessor"])
    seen = screen(watched, address)
    page.get_by_role("contentinfo").get_by_role("link", name="Как считаются показатели").click()
    page.get_by_role("heading", name="Как считаются показатели", level=1).wait_for()
    page.go_back()
    page.get_by_role("heading", name=seen[0], level=1).wait_for()
    assert screen(watched) == seen, "back"
    page.reload()
    assert screen(watched) == seen, "reload"
    context = new_context(page.context.browser)
    copied = Watched(context.new_page(), site.address)
    copied.sign_in(site.logins["assessor"])
    assert screen(copied, page.url.removeprefix(site.address)) == seen, "a copied address"
    context.close()


# Graphs are drawn when they come near the window.
TEXT = """main => {
    const copy = main.cloneNode(true);
    copy.querySelectorAll('.later').forEach(graph => graph.remove());
    return copy.textContent;
}"""


def screen(watched: Watched, address: str | None = None) -> tuple[str, str, list[str]]:
    """What identifies a screen: heading, text, values of fields."""
    if address is not None:
        watched.open(address)
    watched.settle()
    fields = watched.page.locator("main input:not([type=hidden]), main select").evaluate_all(
        "all => all.map(one => one.value)"
    )
    return watched.heading(), re.sub(r"\s+", " ", watched.page.locator("main").evaluate(TEXT)), fields
