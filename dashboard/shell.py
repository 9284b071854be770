"""Header, menu and footer around every page."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html

PRODUCT = "Мониторинг ИОМ"
CONTENT = "content"
SHOWN_NOW = "shown-now"


def shell(
    content_slot: Component,
    *,
    menu: Sequence[tuple[str, str]],
    account: Component,
    data_as_of: str,
    hints: Component | None = None,
    search: Component | None = None,
) -> Component:
    """The landmarks of the site: header, navigation, main content and footer.

    `data_as_of` is the moment when data were loaded, empty before the first: assets/data-state.js renews it.
    """
    return html.Div(
        [
            html.A("К содержанию", href=f"#{CONTENT}", className="skip-link"),
            _header(menu, account, search=search),
            html.Main(
                [*([hints] if hints is not None else []), content_slot], id=CONTENT, className="content", tabIndex="-1"
            ),
            _footer(data_as_of),
            # assets/swaps.js says here what a new content shows.
            html.P(id=SHOWN_NOW, role="status", className="visually-hidden"),
        ],
        className="shell",
    )


def _header(menu: Sequence[tuple[str, str]], account: Component, *, search: Component | None) -> Component:
    logo = html.Img(src="/assets/logo.svg", alt="", className="brand-logo", width="28", height="28")
    brand = dcc.Link([logo, html.Span(PRODUCT)], href=addresses.HOME, className="brand", title="На главную")
    # assets/chrome.js opens the menu on a narrow screen, switches the theme and marks the current page.
    opener = html.Button(
        "Меню", className="menu-button", type="button", **{"aria-expanded": "false", "aria-controls": "menu"}
    )
    links = html.Ul([html.Li(dcc.Link(label, href=href, className="menu-link")) for label, href in menu])
    nav = html.Nav(links, id="menu", className="menu", **{"aria-label": "Разделы"})
    search_box = [html.Div(search, className="header-search", role="search")] if search is not None else []
    row = [brand, opener, nav, *search_box, _theme_switch(), account]
    return html.Header(html.Div(row, className="header-row"), className="header")


def _theme_switch() -> Component:
    return html.Button(
        html.Span(className="theme-sign", **{"aria-hidden": "true"}),
        className="theme-switch",
        type="button",
        title="Светлая или тёмная тема",
        **{"aria-label": "Тёмная тема", "aria-pressed": "false"},
    )


def account_menu(
    login: str, *, person: Sequence[str], roles: Sequence[str], links: Sequence[tuple[str, str]]
) -> Component:
    """Who is signed in, and a menu of what concerns the account; assets/chrome.js closes it."""
    name = html.Summary(
        [html.Span(login, className="account-name"), html.Span("; ".join(roles), className="account-role")],
        title="Учётная запись",
    )
    # The post of a person is often the name of the role.
    lines = [html.P(line) for line in dict.fromkeys((*filter(None, person), f"Логин: {login}", *roles))]
    ways = [dcc.Link(label, href=href) for label, href in links]
    # Outside Dash: a form of the server.
    ways.append(html.A("Пароль и сеансы", href=addresses.PASSWORD))
    # Signing out changes the session, so it is a POST form, not a link.
    leave = html.Form(
        html.Button("Выйти", type="submit", className="leave-button"), action=addresses.LOGOUT, method="POST"
    )
    menu = [html.Div(lines, className="account-who"), html.Ul([html.Li(way) for way in ways]), leave]
    return html.Details(
        [name, html.Div(menu, className="account-menu")], className="account", **{"data-account": login}
    )


def _footer(data_as_of: str) -> Component:
    return html.Footer(
        [
            html.P(
                ["Данные загружены ", html.Span(data_as_of, className="data-as-of")] if data_as_of else "Данных ещё нет"
            ),
            html.Ul(
                [
                    # assets/first-visit.js shows it on pages that have a hint.
                    html.Li(html.Button("Подсказка", type="button", className="hint-opener", hidden=True)),
                    html.Li(dcc.Link("Руководство", href=addresses.GUIDE)),
                    html.Li(dcc.Link("Как считаются показатели", href=addresses.DEFINITIONS)),
                ],
                className="footer-ways",
            ),
        ],
        className="footer",
    )
