"""The frame of every page: the header, the menu, the place for the content."""

from enum import StrEnum

from dash.development.base_component import Component

from access.reading import Reading
from access.scope import Viewer
from access.signed_in import viewer_or_none
from dashboard import addresses, dcc, html, words
from dashboard.components.first_visit import first_visits
from dashboard.components.search_box import search_everywhere
from dashboard.home_links import home_links
from dashboard.shell import account_menu, shell
from dashboard.visit import Visit
from model.accounts import ROLE_LABELS
from model.database import read_session
from model.dates import today
from queries.imports import data_as_of
from queries.search import may_search


class Ids(StrEnum):
    """The ids of the frame that callbacks name."""

    ADDRESS = "frame-address"
    CONTENT = "frame-content"
    TITLE = "frame-title"
    TITLE_SHOWN = "frame-title-shown"


# Addresses that stand in the menu of the account, not among the sections.
OF_ACCOUNT = frozenset({addresses.EXPORTS, addresses.VIEWINGS})


def frame() -> Component:
    """The layout of the app, built for each visitor."""
    # Dash calls the layout itself before and during the first request; nobody sees that result.
    viewer = viewer_or_none()
    if viewer is None:
        return html.Div()
    with read_session() as session:
        reading = Reading(session, viewer, today())
        begins = home_links(Visit(reading, addresses.View(), "/"))
        as_of = data_as_of(reading)
        searches = may_search(reading)
    content = html.Div(id=Ids.CONTENT)
    around = shell(
        content,
        menu=[(label, address) for label, address in begins if address not in OF_ACCOUNT],
        hints=first_visits(viewer.login, begins),
        account=_account(viewer, [(label, address) for label, address in begins if address in OF_ACCOUNT]),
        search=search_everywhere() if searches else None,
        data_as_of=words.moment(as_of) if as_of else "",
    )
    return html.Div(
        [
            dcc.Location(id=Ids.ADDRESS, refresh="callback-nav"),
            dcc.Store(id=Ids.TITLE),
            dcc.Store(id=Ids.TITLE_SHOWN),
            around,
        ]
    )


def _account(viewer: Viewer, links: list[tuple[str, str]]) -> Component:
    roles = list(dict.fromkeys(ROLE_LABELS[grant.role] for grant in viewer.grants))
    own = [*links, ("Как считаются показатели", addresses.DEFINITIONS), ("Руководство", addresses.GUIDE)]
    return account_menu(viewer.login, person=[viewer.full_name or "", viewer.post or ""], roles=roles, links=own)
