"""No barrier on any page: axe-core finds nothing, for any role, in light and dark, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site, Watched
from tests.village import FIRST, OUR_PROVIDER, TOWN

# WCAG 2.2 AA, which ГОСТ Р 52872 follows, and what else axe-core holds for good practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = {"desk": ((1440, 900), "light"), "dark": ((1440, 900), "dark"), "phone": ((390, 800), "light")}
DAY = "on=2026-10-31"


def pages_of(site: Site, role: str) -> list[str]:
    """Every kind of page that the role has."""
    ids = site.village.ids
    town, school, anna = (
        f"/municipality/{ids[TOWN]}",
        f"/organization/{ids[FIRST]}",
        f"/person/{ids['Аннаова Примера']}",
    )
    plain = ["/definitions", "/password"]
    of_place = ["", "/competences", "/quality"]
    named = ["/exports", "/viewings"]
    return (
        plain
        + {
            "ministry": [f"/region{one}" for one in of_place] + [f"{town}{one}" for one in of_place] + [school],
            "assessor": [
                *(f"/region{one}" for one in [*of_place, "/list/staff", "/list/awaiting_provider", "/list/events_due"]),
                "/quality",
                "/imports",
                anna,
                *named,
            ],
            "municipality": [*(f"{town}{one}" for one in of_place), school, f"{town}/list/staff", "/imports", anna],
            "school": [*(f"{school}{one}" for one in of_place), anna, f"{anna}/appendix1", f"{anna}/appendix2", *named],
            "provider": [f"/provider/{ids[OUR_PROVIDER]}", f"/provider/{ids[OUR_PROVIDER]}/applications", "/exports"],
            "employee": [anna, f"{anna}/appendix1", f"{anna}/appendix2", "/viewings"],
            "admin": ["/accounts", "/accounts/1", "/journal", "/imports"],
        }[role]
    )


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("role", ["ministry", "assessor", "municipality", "school", "provider", "employee", "admin"])
def test_no_barrier(site: Site, watched: Watched, role: str, look: str):
    (width, height), scheme = LOOKS[look]
    page = watched.page
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    watched.sign_in(site.logins[role])
    found = []
    for address in pages_of(site, role):
        watched.open(f"{address}?{DAY}")
        for folded in page.locator("main details").all():
            folded.evaluate("one => one.open = true")
        for barrier in Axe().run(page, options=RULES).response["violations"]:
            where = [node["target"] for node in barrier["nodes"]][:3]
            found.append(f"{address}: {barrier['id']}: {barrier['help']}: {where}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{address}: {wide} px wide on a screen of {width} px")
    assert not found, "\n".join(found)


def test_nothing_is_cut_at_320_pixels(site: Site, watched: Watched):
    """What 200 and 400 % of zoom leave of a screen: п. 1.4.10 of WCAG."""
    watched.page.set_viewport_size({"width": 320, "height": 640})
    for role in ("assessor", "school"):
        watched.sign_in(site.logins[role])
        for address in pages_of(site, role):
            watched.open(f"{address}?{DAY}")
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= 320, address
        watched.page.context.clear_cookies()
