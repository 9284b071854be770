"""«Руководство»: the guide of each role of the account, from docs/guide."""

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
    """The guides in the order of the roles."""
    roles = [role for role in Role if visit.reading.viewer.holds(role)]
    guides = [still(html.Article(guide_text(guide_of_role(role)), className="guide")) for role in roles]
    return Screen(TITLE, page(TITLE, *guides, lead=sections.short_trail(TITLE)))


@cache
def guide_of_role(role: Role) -> str:
    """The text of the role's guide."""
    return (GUIDES / f"{role}.md").read_text(encoding="utf-8")
