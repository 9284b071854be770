"""One account for the administrator: its roles, its password, its codes, and whether it is active."""

from enum import StrEnum

from dash.development.base_component import Component

from access.reading import Reading
from dashboard import addresses, html, words
from dashboard.components.account_forms import button, personal_field, role_field, text_field
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.page import page, section
from dashboard.pages.accounts import NAME_NOTE, OBJECT_NOTE, TITLE, state_of
from dashboard.visit import Screen, Visit
from queries.accounts import AccountRecord, account


class Ids(StrEnum):
    """The ids that callbacks name."""

    CARD = "account-card"
    TOLD = "account-told"
    ROLE = "account-role"
    OBJECT = "account-object"
    PERSONAL = "account-personal"
    GRANT = "account-grant"
    FULL_NAME = "account-full-name"
    POST = "account-post"
    NAME = "account-name"


class AccountAction(StrEnum):
    """An action on an account by one button."""

    PASSWORD = "password"
    CODES = "codes"
    SESSIONS = "sessions"
    OFF = "off"
    ON = "on"


def action_id(deed: AccountAction | str) -> dict[str, str]:
    """The id of an action's button; one callback listens to all of them."""
    return {"account-deed": deed}


def revoke_id(grant_id: int | str) -> dict[str, int | str]:
    """The id of the button that revokes a grant."""
    return {"account-revoke": grant_id}


def layout(visit: Visit, identity: int) -> Screen | None:
    """The account and the forms that change it."""
    one = account(visit.reading, identity)
    if one is None:
        return None
    lead = breadcrumbs([("Главная", addresses.HOME), (TITLE, addresses.ACCOUNTS), (one.login, None)])
    content = page(
        one.login,
        html.Div(id=Ids.TOLD),
        html.Div(_card(one), id=Ids.CARD),
        section("ФИО и должность", _name_form(one), note=NAME_NOTE),
        section("Назначить роль", _grant_form()),
        lead=lead,
    )
    return Screen(one.login, content)


def card(reading: Reading, identity: int) -> Component | None:
    """The account's current state; None where it is not the viewer's."""
    one = account(reading, identity)
    return _card(one) if one else None


def _card(one: AccountRecord) -> Component:
    name = one.name or "ФИО и должность не указаны"
    facts = f"Создана {words.moment(one.created_at)}, {state_of(one)}. Открытых сеансов: {one.open_sessions}."
    return html.Div(
        [
            section("Состояние", html.P(f"{name}."), html.P(facts), html.Div(_actions(one), className="form-buttons")),
            section("Роли", _grants(one), note="При отзыве роли закрываются все сеансы учётной записи."),
        ],
        className="page",
    )


def _actions(one: AccountRecord) -> list[Component]:
    switch = (AccountAction.OFF, "Отключить") if one.is_active else (AccountAction.ON, "Включить")
    offered = [(AccountAction.PASSWORD, "Выдать временный пароль"), (AccountAction.SESSIONS, "Закрыть сеансы")]
    offered += [(AccountAction.CODES, "Сбросить одноразовые коды")] if one.has_codes else []
    return [button(action_id(deed), label, is_grave=deed is AccountAction.OFF) for deed, label in [*offered, switch]]


def _grants(one: AccountRecord) -> Component:
    if not one.grants:
        return html.P("Ролей нет: учётная запись ничего не видит.", className="nothing")
    return html.Ul(
        [
            html.Li([html.Span(grant.label), button(revoke_id(grant.id), "Отозвать", is_grave=True)])
            for grant in one.grants
        ],
        className="grants",
    )


def _name_form(one: AccountRecord) -> Component:
    fields = [
        text_field(Ids.FULL_NAME, "ФИО", value=one.full_name),
        text_field(Ids.POST, "Должность", value=one.post),
    ]
    return html.Div([html.Div(fields, className="form-fields"), button(Ids.NAME, "Записать")])


def _grant_form() -> Component:
    fields = [
        role_field(Ids.ROLE),
        text_field(Ids.OBJECT, "Область доступа", OBJECT_NOTE),
        personal_field(Ids.PERSONAL),
    ]
    return html.Div([html.Div(fields, className="form-fields"), button(Ids.GRANT, "Назначить роль")])
