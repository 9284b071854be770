"""The list of addresses fills all placeholders, and some role may open each address."""

import pytest

from dashboard.pages import ALL_ROLES, PAGES, Page, missing
from tests.addresses_of_pages import (
    DAYS,
    MISSING,
    addresses_of,
    guesses,
    one_of_each_level,
    table_addresses_of,
    things_of,
)
from tests.site import Visitor, signed_in
from tests.sizes import SIZES
from tests.village import accounts_of, build_village

# The widest first: most addresses need one look.
ROLES = ("assessor", "admin", "provider", "employee", "ministry")


def is_real(visitor: Visitor, address: str) -> bool:
    return MISSING not in visitor.opens(address)


def test_the_page_for_what_does_not_exist_says_so():
    assert MISSING in str(missing.layout(None))


@pytest.mark.usefixtures("sqlite")
def test_every_address_opens_a_page_for_someone():
    logins = accounts_of(build_village())
    visitors = [signed_in(logins[role]) for role in ROLES]
    things = things_of(logins)
    addresses = [address for page in PAGES for address in addresses_of(page, things)]
    assert len(addresses) == len(set(addresses)) > 120
    # By day those of each kind of place: the others differ from them in their ids alone.
    opened = addresses if SIZES.is_night else [one for page in PAGES for one in one_of_each_level(page, things)]
    assert not [
        address
        for address in opened
        if not any(is_real(visitor, f"{address}?on={day}") for visitor in visitors for day in DAYS)
    ]
    assert not is_real(visitors[0], "/organization/999999")


@pytest.mark.usefixtures("sqlite")
def test_every_page_and_every_table_has_an_address():
    things = things_of(accounts_of(build_village()))
    for page in PAGES:
        assert addresses_of(page, things), page.address
        assert all(page.pattern.fullmatch(address) for address in addresses_of(page, things)), page.address
        assert all(page.pattern.fullmatch(address) for address in addresses_of(page, guesses([1], [20260401])))
    assert len({name for page in PAGES for _, name in table_addresses_of(page, things)}) > 20


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize(
    "address", ["/region/<day>", "/{colour}", "/{level}/<identity>/list/{shade}", "/wishes/<identity>"]
)
def test_a_placeholder_that_nobody_fills_is_an_error(address: str):
    page = Page(address, ALL_ROLES, missing.layout)
    with pytest.raises(AssertionError, match="no filling for"):
        addresses_of(page, things_of(accounts_of(build_village())))
