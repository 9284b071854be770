"""axe-core finds no barrier on any page, for any role, in both themes, zoomed and on a phone.

By day each page is checked once and one page in each other look; by night every role's pages in every look.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site, Watched
from tests.sizes import SIZES
from tests.village import FIRST, OUR_PROVIDER, TOWN

# WCAG 2.2 AA, which ГОСТ Р 52872 follows, and what else axe-core holds for good practice.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Describing every element that passes takes most of the time of a large page.
    "resultTypes": ["violations"],
}
UNFOLD = "folded => document.querySelectorAll(folded).forEach(one => { one.open = true; })"
# A person opens one definition at a time. All at once, on a small screen, cover each other's links.
FOLDED = {"zoom": "main details:not(.definition)"}
# Zoom at 200 % leaves half of the width of a desk.
LOOKS = {
    "desk": ((1440, 900), "light"),
    "dark": ((1440, 900), "dark"),
    "phone": ((390, 800), "light"),
    "zoom": ((720, 450), "light"),
}
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
                *(f"/region/{one}" for one in ("coverage", "coverage/owed", "procedures", "procedures/new")),
                *(f"/region/{one}" for one in ("providers", "practices", "practices/examples", "list/below_subject")),
                "/quality",
                "/imports",
                "/reference",
                "/bounds",
                anna,
                *named,
            ],
            "municipality": [*(f"{town}{one}" for one in of_place), school, f"{town}/list/staff", "/imports", anna],
            "school": [*(f"{school}{one}" for one in of_place), anna, f"{anna}/appendix1", f"{anna}/appendix2", *named],
            "provider": [
                *(f"/provider/{ids[OUR_PROVIDER]}{one}" for one in ("", "/applications", "/figures", "/groups")),
                f"/provider/{ids[OUR_PROVIDER]}/trainings/attested",
                "/exports",
            ],
            "employee": [anna, f"{anna}/appendix1", f"{anna}/appendix2", "/viewings"],
            "admin": ["/accounts", "/accounts/1", "/journal", "/imports"],
        }[role]
    )


def pages_first_seen_by(site: Site, role: str) -> list[str]:
    """The pages of a role that no earlier role has; else its last page, because the menu differs.

    By day a page of one place stands for that of the others.
    """
    same = str if SIZES.is_night else without_place
    earlier = {same(page) for other in ROLES[: ROLES.index(role)] for page in pages_of(site, other)}
    return [page for page in pages_of(site, role) if same(page) not in earlier] or pages_of(site, role)[-1:]


def without_place(page: str) -> str:
    """The page without the place that it is of; a start screen keeps its own."""
    return re.sub(r"^/(region|municipality/\d+|organization/\d+)(?=/)", "", page)


@pytest.mark.parametrize("role", ROLES)
def test_no_barrier_at_a_desk(site: Site, watched: Watched, role: str):
    pages = pages_of(site, role) if SIZES.is_night else pages_first_seen_by(site, role)
    found = barriers(site, watched, role, pages, "desk")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ROLES if SIZES.is_night else ROLES[:1])
@pytest.mark.parametrize("look", ["dark", "phone", "zoom"])
def test_no_barrier_in_another_look(site: Site, watched: Watched, role: str, look: str):
    """Each page once: a look changes colours and widths for all alike; what is a role's own is seen at a desk."""
    pages = pages_first_seen_by(site, role) if SIZES.is_night else ["/region"]
    found = barriers(site, watched, role, pages, look)
    assert not found, "\n".join(found)


def test_axe_finds_a_barrier_where_there_is_one(site: Site, watched: Watched):
    """Rules that found nothing anywhere would prove nothing."""
    watched.sign_in(site.logins["employee"])
    watched.open("/")
    watched.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    found = Axe().run(watched.page, options=RULES).response["violations"]
    assert [one["id"] for one in found] == ["button-name"]


def barriers(site: Site, watched: Watched, role: str, pages: list[str], look: str) -> list[str]:
    """The findings of axe-core on the pages, and elements wider than the screen."""
    (width, height), scheme = LOOKS[look]
    page = watched.page
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    watched.sign_in(site.logins[role])
    found = []
    for address in pages:
        watched.open(f"{address}?{DAY}")
        page.evaluate(UNFOLD, FOLDED.get(look, "main details"))
        for barrier in Axe().run(page, options=RULES).response["violations"]:
            where = [node["target"] for node in barrier["nodes"]][:3]
            found.append(f"{address}: {barrier['id']}: {barrier['help']}: {where}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{address}: {wide} px wide on a screen of {width} px")
    return found
