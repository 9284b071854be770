"""The links to the screens of a provider, as those of a place stand."""

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, report_addresses
from dashboard.components.still import still
from dashboard.visit import Visit
from queries.applications import ProviderRecord


def provider_tabs(visit: Visit, here: ProviderRecord, *, can_list: bool) -> Component:
    """The screens of a provider; the one in sight is marked, the registry is for who may name its people."""
    view = visit.view
    registry = [("Реестр ИОМ", report_addresses.provider_registry(here.id, view))]
    ways = [
        ("Заявки", addresses.provider(here.id, view)),
        ("Итоги обучения", report_addresses.provider_figures(here.id, view)),
        ("Группы", report_addresses.provider_groups(here.id, view)),
        *(registry if can_list else []),
    ]
    items = [_way(label, href, is_here=href.partition("?")[0] == visit.path) for label, href in ways]
    return still(html.Nav(html.Ul(items), className="ways", **{"aria-label": "Вкладки"}))


def _way(label: str, href: str, *, is_here: bool) -> Component:
    return html.Li(html.Span(label, **{"aria-current": "page"}) if is_here else dcc.Link(label, href=href))
