"""«Руководство»: the guide of each role that the account holds, from docs/guide."""

from functools import cache

from dashboard import html
from dashboard.components.guide_text import GUIDES, guide_text
from dashboard.components.page import page
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model.accounts import Role

TITLE = "Руководство"


def layout(visit: Visit) -> Screen:
    """One guide after another, in the order of the roles."""
    held = [role for role in Role if visit.reading.viewer.holds(role)]
    told = [still(html.Article(guide_text(written(role)), className="guide")) for role in held]
    return Screen(TITLE, page(TITLE, *told, lead=sections.short_trail(TITLE)))


@cache
def written(role: Role) -> str:
    """The guide of the role as it is kept."""
    return (GUIDES / f"{role}.md").read_text(encoding="utf-8")
