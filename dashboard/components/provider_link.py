"""The name of a provider, as a link to its page where the viewer may open it."""

from dash.development.base_component import Component

from dashboard import addresses, dcc
from dashboard.visit import Visit
from queries.applications import may_open_provider


def provider_link(visit: Visit, name: str, identity: int | None) -> Component | str:
    """The name, linked for who counts the region and for the provider's own account."""
    if identity is None or not may_open_provider(visit.reading, identity):
        return name
    return dcc.Link(name, href=addresses.provider(identity, visit.view))
