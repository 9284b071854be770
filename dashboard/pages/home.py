"""The home page of an account with several grants."""

from dashboard import dcc, html
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.home_links import home_links
from dashboard.visit import Screen, Visit


def layout(visit: Visit) -> Screen:
    """The home links of the account."""
    home = home_links(visit)
    links = html.Ul([html.Li(dcc.Link(label, href=href)) for label, href in home], className="starts")
    nothing = empty_state("Вам пока ничего не открыто", "Обратитесь к администратору: он назначит роль.")
    return Screen("Главная", page("Мониторинг ИОМ", section("Ваша работа", links if home else nothing)))
