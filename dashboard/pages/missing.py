"""The page for what does not exist and for what is not the viewer's."""

from dash.development.base_component import Component

from dashboard import addresses, dcc, html
from dashboard.components.page import page
from dashboard.visit import Screen, Visit


def layout(_visit: Visit) -> Screen:
    """The page for any address that shows nothing to this viewer."""
    return Screen("Страница не найдена", nothing_here())


def nothing_here() -> Component:
    """The page for an address that shows nothing to this account."""
    advice = html.P(
        "Проверьте адрес или перейдите на главную страницу. Если доступ нужен для работы, обратитесь к администратору."
    )
    home = dcc.Link("На главную", href=addresses.HOME, className="btn btn-primary")
    return page("Такой страницы нет или она вам недоступна", html.Div([advice, home], className="empty-state"))
