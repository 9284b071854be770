"""The pages of a role's own place, event and person, and those among them that have nothing for the role."""

from collections.abc import Mapping

from dashboard.pages import PAGES, Page
from model.accounts import Role
from tests.groups_of_pages import groups_of
from tests.village import FIRST, OUR_PROVIDER, TOWN

ANNA = "Аннаова Примера"
# By what a page is opened: the first that begins its address.
OWN = {
    "/municipality/": TOWN,
    "/person/": ANNA,
    "/provider/": OUR_PROVIDER,
    # An organization has no parts that could meet targets.
    "/{level}/<identity>/targets": TOWN,
    "/{level}/<identity>": FIRST,
    "/organization/": FIRST,
}
PARTS = {"{count}": "staff", "{issue}": "event_unmarked", "<starts>": "20260401"}
PARTS |= {"{rate}": "coverage", "{standing}": "organization_met", "{flow}": "submitted", "{step}": "came_without"}
# Pages of a role that have nothing to show here: of a wider place than theirs, or of people whom it may not name.
WIDER = {
    page.address
    for page in PAGES
    if page.address == "/region" or (page.address.startswith("/{level}/") and "<identity>" not in page.address)
}
CLOSED = {
    Role.MINISTRY: {
        *("/{level}/list/{count}", "/{level}/<identity>/list/{count}", "/person/<identity>"),
        *("/{level}/quality/{issue}", "/{level}/<identity>/quality/{issue}"),
        *("/{level}/events/<event>/<starts>", "/{level}/<identity>/events/<event>/<starts>"),
        *("/{level}/catalogue/people", "/{level}/<identity>/catalogue/people"),
        *("/{level}/period/{flow}", "/{level}/<identity>/period/{flow}", "/provider/<identity>/registry"),
        *("/{level}/why/{step}", "/{level}/<identity>/why/{step}"),
        *("/{level}/coverage/{group}", "/{level}/<identity>/coverage/{group}"),
        *("/{level}/practices/{group}", "/{level}/<identity>/practices/{group}"),
        *("/{level}/procedures/{group}", "/{level}/<identity>/procedures/{group}"),
        *("/provider/<identity>/trainings/{group}", "/provider/<identity>/groups/{group}"),
    },
    Role.MUNICIPALITY: WIDER | {"/imports/runs/<identity>"},
    Role.SCHOOL: WIDER | {"/municipality/<identity>"},
    Role.PROVIDER: {"/{level}/list/{count}", "/{level}/<identity>/list/{count}"},
    Role.EMPLOYEE: {"/{level}/list/{count}", "/{level}/<identity>/list/{count}"},
}


def address_of(page: Page, ids: Mapping[str, int]) -> str:
    """The page of the role's own place, event, person, by the ids of the village."""
    said = page.address.replace("<event>", str(ids["Событие-Анна"]))
    for part, value in {**PARTS, "{group}": groups_of(page.address)[0]}.items():
        said = said.replace(part, value)
    named = next((ids[name] for start, name in OWN.items() if page.address.startswith(start)), 1)
    said = said.replace("<identity>", str(named))
    if "<identity>" not in page.address:
        return said.replace("{level}", "region")
    return said.replace("{level}", "municipality" if "/targets" in page.address else "organization")
