"""Accounts with their grants, and forms that create accounts, for the administrator."""

from enum import StrEnum

from dash.development.base_component import Component

from access.reading import Reading
from dashboard import addresses, dcc, html, words
from dashboard.components.account_forms import button, personal_field, role_field, text_field
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from queries.accounts import AccountRecord, accounts

TITLE = "Учётные записи"
HEADINGS = ("Логин", "ФИО", "Должность", "Роли", "Создана", "Открытых сеансов", "Состояние")
NAME_NOTE = "ФИО и должность указываются рядом с логином в документах, журнале и «Кто смотрел мои данные»."
OBJECT_NOTE = "Название или номер; для министерства, ОГБУ ЧЦОПМКП и администратора — пусто."
PASSWORD_NOTE = "Пустое поле — пароль создаёт система и показывает один раз. При первом входе его меняют."
ROSTER_NOTE = (
    "CSV со столбцами «Логин», «ФИО», «Должность», «Роль», «Объект», «Персональные данные», «Пароль»: одна роль "
    "в строке, создаются все записи или ни одной. Пароли, которых нет в файле, возвращаются файлом — один раз."
)


class Ids(StrEnum):
    """The ids that callbacks name."""

    LIST = "accounts-list"
    TOLD = "accounts-told"
    LOGIN = "accounts-login"
    ROLE = "accounts-role"
    OBJECT = "accounts-object"
    PERSONAL = "accounts-personal"
    PASSWORD = "accounts-password"
    FULL_NAME = "accounts-full-name"
    POST = "accounts-post"
    OPEN = "accounts-open"
    ROSTER = "accounts-roster"
    ROSTER_TOLD = "accounts-roster-told"
    ROSTER_FILE = "accounts-roster-file"
    TEMPLATE = "accounts-template"


def layout(visit: Visit) -> Screen:
    """All accounts with their grants, a form for a new one, and a file for many."""
    searched = visit.view.search
    listed = html.Div(accounts_table(visit.reading, searched), id=Ids.LIST)
    content = page(
        TITLE,
        section("Новая учётная запись", _form()),
        section("Списком из файла", _accounts_file(), note=ROSTER_NOTE),
        section(
            "Все учётные записи",
            search_box(SearchIds.IN_LIST, value=searched, label="Логин, ФИО или должность"),
            listed,
            download_links(visit.path, "accounts", visit.view),
            note="Логин открывает роли, пароль, сеансы и отключение.",
        ),
        lead=sections.short_trail(TITLE),
    )
    return Screen(TITLE, content)


def _form() -> Component:
    fields = [
        text_field(Ids.LOGIN, "Логин"),
        text_field(Ids.FULL_NAME, "ФИО", NAME_NOTE),
        text_field(Ids.POST, "Должность"),
        role_field(Ids.ROLE),
        text_field(Ids.OBJECT, "Область доступа", OBJECT_NOTE),
        text_field(Ids.PASSWORD, "Пароль", PASSWORD_NOTE, is_secret=True),
        personal_field(Ids.PERSONAL),
    ]
    return html.Div([html.Div(fields, className="form-fields"), button(Ids.OPEN, "Создать"), html.Div(id=Ids.TOLD)])


def _accounts_file() -> Component:
    drop = dcc.Upload(
        html.Span(["Выберите файл CSV или перетащите его сюда"]),
        id=Ids.ROSTER,
        className="file-drop",
        accept=".csv,text/csv",
        max_size=700_000,
    )
    template = html.Button("Скачать шаблон", id=Ids.TEMPLATE, type="button", className="btn btn-sm btn-outline-primary")
    return html.Div([drop, template, html.Div(id=Ids.ROSTER_TOLD), dcc.Download(id=Ids.ROSTER_FILE)])


def accounts_table(reading: Reading, search: str) -> Component:
    """A table of the accounts that the search finds, or of all."""
    rows = [_row(one) for one in accounts(reading, search)]
    return still(table_frame(TITLE, HEADINGS, rows, "table-plain rows-table", shows_caption=False))


def _row(one: AccountRecord) -> Component:
    return html.Tr(
        [
            html.Th(dcc.Link(one.login, href=addresses.account(one.id)), scope="row"),
            html.Td(one.full_name or words.ABSENT),
            html.Td(one.post or words.ABSENT),
            html.Td("; ".join(grant.label for grant in one.grants) or words.ABSENT),
            html.Td(words.moment(one.created_at)),
            html.Td(words.number(one.open_sessions)),
            html.Td(state_of(one)),
        ]
    )


def state_of(one: AccountRecord) -> str:
    """Whether the account is active, whether its password must change, and whether it has codes."""
    states = ["работает" if one.is_active else "отключена"]
    states += ["пароль выдан, ещё не сменён"] if one.must_change_password else []
    states += ["с одноразовыми кодами"] if one.has_codes else []
    return ", ".join(states)
