"""Every role is served each of its pages about its own place, and told of none that has nothing for it."""

import pytest

from dashboard.pages import PAGES
from model.accounts import Role
from tests.own_pages import CLOSED, address_of
from tests.site import signed_in
from tests.village import accounts_of, build_village

MISSING = "'Такой страницы нет или она вам недоступна', 'className': 'page-title'"
# The import of the village belongs to nobody's account.
OF_NOBODY = "/imports/<identity>"


@pytest.mark.usefixtures("sqlite")
def test_every_role_is_served_its_pages_and_no_others():
    village = build_village()
    logins = accounts_of(village)
    for role in Role:
        visitor = signed_in(logins[role])
        own = [page for page in PAGES if role in page.roles]
        shown = {page.address: visitor.opens(f"{address_of(page, village.ids)}?on=2026-09-30") for page in own}
        closed = {address for address, screen in shown.items() if MISSING in screen}
        assert closed - {OF_NOBODY} == CLOSED.get(role, set()) & shown.keys(), role
        assert len(set(shown.values())) > 2, role
