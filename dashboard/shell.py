"""Header, menu and footer around every page."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html

PRODUCT = "Мониторинг ИОМ"
CONTENT = "content"


def shell(
    content_slot: Component,
    *,
    menu: Sequence[tuple[str, str]],
    account: str,
    role_label: str,
    data_as_of: str,
    hints: Component | None = None,
    search: Component | None = None,
) -> Component:
    """The landmarks of the site: header, navigation, main content and footer."""
    return html.Div(
        [
            html.A("К содержанию", href=f"#{CONTENT}", className="skip-link"),
            _header(menu, _account(account, role_label), search=search),
            html.Main(
                [*([hints] if hints is not None else []), content_slot], id=CONTENT, className="content", tabIndex="-1"
            ),
            _footer(data_as_of),
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


def _account(account: str, role_label: str) -> Component:
    name = html.A(
        [html.Span(account, className="account-name"), html.Span(role_label, className="account-role")],
        href=addresses.PASSWORD,
        className="account",
        title="Сменить пароль",
    )
    # Signing out changes the session, so it is a POST form, not a link.
    leave = html.Form(
        html.Button("Выйти", type="submit", className="leave-button"),
        action=addresses.LOGOUT,
        method="POST",
    )
    return html.Div([name, leave], className="account-box")


def _footer(data_as_of: str) -> Component:
    return html.Footer(
        [
            html.P(data_as_of),
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
