"""No barrier on any page: axe-core finds nothing, for any role, in light and dark, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site, Watched
from tests.village import FIRST, OUR_PROVIDER, TOWN

# WCAG 2.2 AA, which ГОСТ Р 52872 follows, and what else axe-core holds for good practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = {"desk": ((1440, 900), "light"), "dark": ((1440, 900), "dark"), "phone": ((390, 800), "light")}
DAY = "on=2026-10-31"
# Those who see most on a page come first.
ROLES = ["assessor", "school", "municipality", "provider", "employee", "admin", "ministry"]


def pages_of(site: Site, role: str) -> list[str]:
    """Every kind of page that the role has."""
    ids = site.village.ids
    town, school, anna = (
        f"/municipality/{ids[TOWN]}",
        f"/organization/{ids[FIRST]}",
        f"/person/{ids['Аннаова Примера']}",
    )
    plain = ["/definitions", "/guide", "/password"]
    of_place = ["", "/applications", "/events", "/competences", "/quality"]
    named = ["/exports", "/viewings"]
    return (
        plain
        + {
            "ministry": [f"/region{one}" for one in of_place] + [f"{town}{one}" for one in of_place] + [school],
            "assessor": [
                *(f"/region{one}" for one in [*of_place, "/list/staff", "/list/awaiting_provider", "/list/events_due"]),
                "/quality",
                "/imports",
                "/reference",
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


@pytest.mark.parametrize("role", ROLES)
def test_no_barrier_at_a_desk(site: Site, watched: Watched, role: str):
    found = barriers(site, watched, role, pages_of(site, role), "desk")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("look", ["dark", "phone"])
def test_no_barrier_in_the_dark_nor_on_a_phone(site: Site, watched: Watched, role: str, look: str):
    """Each page once: a look changes colours and widths for all alike; what is a role's own is seen at a desk."""
    earlier = {page for other in ROLES[: ROLES.index(role)] for page in pages_of(site, other)}
    own = [page for page in pages_of(site, role) if page not in earlier]
    # Whoever has no page of their own shows the last one: the menu is theirs.
    found = barriers(site, watched, role, own or pages_of(site, role)[-1:], look)
    assert not found, "\n".join(found)


def barriers(site: Site, watched: Watched, role: str, pages: list[str], look: str) -> list[str]:
    """What axe-core finds on the pages, and what is wider than the screen."""
    (width, height), scheme = LOOKS[look]
    page = watched.page
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    watched.sign_in(site.logins[role])
    found = []
    for address in pages:
        watched.open(f"{address}?{DAY}")
        for folded in page.locator("main details").all():
            folded.evaluate("one => one.open = true")
        for barrier in Axe().run(page, options=RULES).response["violations"]:
            where = [node["target"] for node in barrier["nodes"]][:3]
            found.append(f"{address}: {barrier['id']}: {barrier['help']}: {where}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{address}: {wide} px wide on a screen of {width} px")
    return found
