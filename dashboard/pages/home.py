"""Where the work begins for an account that holds several grants."""

from dashboard import dcc, html
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.home_links import home_links
from dashboard.visit import Screen, Visit


def layout(visit: Visit) -> Screen:
    """Links to all that the account's grants name."""
    found = home_links(visit)
    links = html.Ul([html.Li(dcc.Link(label, href=href)) for label, href in found], className="starts")
    nothing = empty_state("Вам пока ничего не открыто", "Обратитесь к администратору: он назначит роль.")
    return Screen("Начало", page("Мониторинг ИОМ", section("Ваша работа", links if found else nothing)))
