"""What is shown when a page could not be made: a number for those who help, and nothing else."""

from dash.development.base_component import Component

from dashboard import addresses, dcc, html
from dashboard.components.page import page


def failed(number: str) -> Component:
    """Says that the fault is ours, what to do, and the number under which it was written down."""
    advice = html.P(f"Это наша ошибка, данные не пострадали. Попробуйте ещё раз; в поддержке назовите номер {number}.")
    home = dcc.Link("На главную", href=addresses.HOME, className="btn btn-primary")
    return page("Не получилось показать страницу", html.Div([advice, home], className="empty-state"))
