"""The page after an internal error: a number for support, and no details."""

from dash.development.base_component import Component

from dashboard import addresses, dcc, html
from dashboard.components.page import page


def failed(number: str) -> Component:
    """Says that the fault is ours, what to do, and the number of the error in the log."""
    advice = html.P(f"Это ошибка системы, данные не пострадали. Повторите; в поддержке назовите номер {number}.")
    home = dcc.Link("На главную", href=addresses.HOME, className="btn btn-primary")
    return page("Страница не открылась", html.Div([advice, home], className="empty-state"))
