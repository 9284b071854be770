"""The administrator's forms → accounts and grants."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from dash import ALL, Input, NoUpdate, Output, State, callback, ctx, no_update
from dash.development.base_component import Component

from access import accounts, accounts_file, grant_objects, passwords
from access.reading import Reading
from access.signed_in import current_reading, login_holding
from dashboard import dcc
from dashboard.addresses import account_at, view_of
from dashboard.components.account_forms import BAD, GOOD, outcome_message
from dashboard.frame import Ids as FrameIds
from dashboard.pages import account as account_page
from dashboard.pages import accounts as accounts_page
from dashboard.pages.account import AccountAction, action_id, revoke_id
from model.accounts import Account, Role
from model.database import write_session
from model.errors import ActionRejectedError
from web.clean_text import clean_text

_Answer = tuple[Component, Component | NoUpdate]


def _current_component(show: Callable[[Reading], Component | None]) -> Component | NoUpdate:
    with current_reading() as reading:
        component = show(reading)
    # A component without children is falsy.
    return no_update if component is None else component


@callback(
    Output(accounts_page.Ids.TOLD, "children"),
    Output(accounts_page.Ids.LIST, "children", allow_duplicate=True),
    Input(accounts_page.Ids.OPEN, "n_clicks"),
    State(accounts_page.Ids.LOGIN, "value"),
    State(accounts_page.Ids.ROLE, "value"),
    State(accounts_page.Ids.OBJECT, "value"),
    State(accounts_page.Ids.PERSONAL, "value"),
    State(accounts_page.Ids.PASSWORD, "value"),
    State(accounts_page.Ids.FULL_NAME, "value"),
    State(accounts_page.Ids.POST, "value"),
    State(FrameIds.ADDRESS, "search"),
    prevent_initial_call=True,
)
def open_account(
    clicks: int | None,
    login: Any,
    role: Any,
    object_name: Any,
    personal: Any,
    password: Any,
    full_name: Any,
    post: Any,
    address: Any,
) -> tuple[Component | NoUpdate, Component | NoUpdate]:
    """Create an account with its first role; a generated password is shown once."""
    by = login_holding(Role.ADMIN)
    if not clicks:
        return no_update, no_update
    password_text = clean_text(password) or passwords.new_password()
    try:
        with write_session() as session:
            new_role, target = _role_and_object(session, role, object_name)
            account = accounts.create(session, clean_text(login), password_text, is_given=True, by=by)
            accounts.set_name(session, account, clean_text(full_name), clean_text(post), by=by)
            accounts.grant(session, account, new_role, target, personal_data=bool(personal), by=by)
    except ActionRejectedError as error:
        return outcome_message([f"Не создана: {error}."], BAD), no_update
    lines = [f"Учётная запись «{account.login}» создана."]
    lines += [] if clean_text(password) else [f"Временный пароль: {password_text} — больше он не будет показан."]
    return outcome_message(lines, GOOD), _listed_accounts(address)


def _listed_accounts(address: Any) -> Component | NoUpdate:
    """The list of accounts under the search of the address."""
    searched = view_of(clean_text(address)).search
    return _current_component(lambda reading: accounts_page.accounts_table(reading, searched))


def _role_and_object(session: Any, role: Any, object_name: Any) -> tuple[Role, int | None]:
    if clean_text(role) not in set(Role):
        raise ActionRejectedError("выберите роль")
    new_role = Role(clean_text(role))
    return new_role, grant_objects.find_object(session, new_role, clean_text(object_name) or None)


@callback(
    Output(accounts_page.Ids.ROSTER_TOLD, "children"),
    Output(accounts_page.Ids.ROSTER_FILE, "data"),
    Output(accounts_page.Ids.LIST, "children", allow_duplicate=True),
    Input(accounts_page.Ids.ROSTER, "contents"),
    State(FrameIds.ADDRESS, "search"),
    prevent_initial_call=True,
)
def take_roster(contents: Any, address: Any) -> tuple[Component | NoUpdate, Any, Component | NoUpdate]:
    """Create the accounts of a file; the generated passwords are downloaded as a file."""
    by = login_holding(Role.ADMIN)
    if not contents:
        return no_update, no_update, no_update
    try:
        with write_session() as session:
            most = accounts_file.MOST_LINES_AT_ONCE
            new_accounts = accounts_file.open_accounts(session, _bytes(contents), by=by, most=most)
    except accounts_file.AccountsFileRejectedError as error:
        return outcome_message(["Ни одна учётная запись не создана.", *error.reasons[:50]], BAD), no_update, no_update
    has_passwords = any(account.password for account in new_accounts)
    file = dcc.send_bytes(accounts_file.passwords_file(new_accounts), "пароли.csv") if has_passwords else no_update
    return (
        outcome_message([f"Создано учётных записей: {len(new_accounts)}."], GOOD),
        file,
        _listed_accounts(address),
    )


def _bytes(contents: Any) -> bytes:
    try:
        return base64.b64decode(str(contents).partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise accounts_file.AccountsFileRejectedError(["файл не прочитан: выберите его ещё раз"]) from None


@callback(
    Output(accounts_page.Ids.ROSTER_FILE, "data", allow_duplicate=True),
    Input(accounts_page.Ids.TEMPLATE, "n_clicks"),
    prevent_initial_call=True,
)
def take_template(clicks: int | None) -> Any:
    """Download the file of accounts with its headings alone."""
    login_holding(Role.ADMIN)
    return dcc.send_bytes(accounts_file.template(), "учётные-записи.csv") if clicks else no_update


@callback(
    Output(account_page.Ids.TOLD, "children", allow_duplicate=True),
    Output(account_page.Ids.CARD, "children", allow_duplicate=True),
    Input(action_id(ALL), "n_clicks"),
    State(FrameIds.ADDRESS, "pathname"),
    prevent_initial_call=True,
)
def run_account_action(clicks: list[int | None], pathname: Any) -> tuple[Component | NoUpdate, Component | NoUpdate]:
    """Run the action of the pressed button: password, sessions, codes, on or off."""
    by = login_holding(Role.ADMIN)
    pressed = (ctx.triggered_id or {}).get("account-deed")
    if not any(clicks) or pressed not in set(AccountAction):
        return no_update, no_update
    return _apply_change(pathname, lambda session, account: _ACTIONS[AccountAction(pressed)](session, account, by))


def _give_password(session: Any, account: Account, by: str) -> str:
    password_text = passwords.new_password()
    accounts.set_password(session, account, password_text, is_given=True, by=by)
    return f"Временный пароль: {password_text} — больше он не будет показан."


def _close_sessions(session: Any, account: Account, by: str) -> str:
    accounts.close_sessions(session, account, by=by)
    return "Сеансы закрыты."


def _forget_codes(session: Any, account: Account, by: str) -> str:
    accounts.set_codes(session, account, None, by=by)
    return "Коды сброшены: при следующем входе их настроят заново."


def _switch(session: Any, account: Account, by: str, *, is_active: bool) -> str:
    if account.login == by:
        raise ActionRejectedError("себя отключить нельзя: попросите другого администратора")
    accounts.switch(session, account, is_active=is_active, by=by)
    return "Включена." if is_active else "Отключена, сеансы закрыты."


_ACTIONS: dict[AccountAction, Callable[[Any, Account, str], str]] = {
    AccountAction.PASSWORD: _give_password,
    AccountAction.SESSIONS: _close_sessions,
    AccountAction.CODES: _forget_codes,
    AccountAction.OFF: lambda session, account, by: _switch(session, account, by, is_active=False),
    AccountAction.ON: lambda session, account, by: _switch(session, account, by, is_active=True),
}


@callback(
    Output(account_page.Ids.TOLD, "children", allow_duplicate=True),
    Output(account_page.Ids.CARD, "children", allow_duplicate=True),
    Input(account_page.Ids.GRANT, "n_clicks"),
    State(account_page.Ids.ROLE, "value"),
    State(account_page.Ids.OBJECT, "value"),
    State(account_page.Ids.PERSONAL, "value"),
    State(FrameIds.ADDRESS, "pathname"),
    prevent_initial_call=True,
)
def give_role(
    clicks: int | None, role: Any, object_name: Any, personal: Any, pathname: Any
) -> tuple[Component | NoUpdate, Component | NoUpdate]:
    """Give the account one more role."""
    by = login_holding(Role.ADMIN)
    if not clicks:
        return no_update, no_update

    def give(session: Any, account: Account) -> str:
        new_role, target = _role_and_object(session, role, object_name)
        accounts.grant(session, account, new_role, target, personal_data=bool(personal), by=by)
        return "Роль назначена."

    return _apply_change(pathname, give)


@callback(
    Output(account_page.Ids.TOLD, "children", allow_duplicate=True),
    Output(account_page.Ids.CARD, "children", allow_duplicate=True),
    Input(revoke_id(ALL), "n_clicks"),
    State(FrameIds.ADDRESS, "pathname"),
    prevent_initial_call=True,
)
def revoke_role(clicks: list[int | None], pathname: Any) -> tuple[Component | NoUpdate, Component | NoUpdate]:
    """Revoke a role of the account."""
    by = login_holding(Role.ADMIN)
    pressed = (ctx.triggered_id or {}).get("account-revoke")
    if not any(clicks) or not isinstance(pressed, int):
        return no_update, no_update

    def take(session: Any, account: Account) -> str:
        accounts.revoke(session, account, pressed, by=by)
        return "Роль отозвана, сеансы закрыты."

    return _apply_change(pathname, take)


@callback(
    Output(account_page.Ids.TOLD, "children", allow_duplicate=True),
    Output(account_page.Ids.CARD, "children", allow_duplicate=True),
    Input(account_page.Ids.NAME, "n_clicks"),
    State(account_page.Ids.FULL_NAME, "value"),
    State(account_page.Ids.POST, "value"),
    State(FrameIds.ADDRESS, "pathname"),
    prevent_initial_call=True,
)
def set_account_name(
    clicks: int | None, full_name: Any, post: Any, pathname: Any
) -> tuple[Component | NoUpdate, Component | NoUpdate]:
    """Set the full name and the post of the account; empty fields take them away."""
    by = login_holding(Role.ADMIN)
    if not clicks:
        return no_update, no_update

    def name(session: Any, account: Account) -> str:
        accounts.set_name(session, account, clean_text(full_name), clean_text(post), by=by)
        return "ФИО и должность записаны."

    return _apply_change(pathname, name)


def _apply_change(pathname: Any, change: Callable[[Any, Account], str]) -> _Answer:
    """Make the change; returns its message and the account's card after it."""
    identity = account_at(clean_text(pathname))
    try:
        with write_session() as session:
            account = accounts.account_by_id(session, identity or 0)
            if account is None:
                raise ActionRejectedError("такой учётной записи нет")
            message = change(session, account)
    except ActionRejectedError as error:
        return outcome_message([f"Не выполнено: {error}."], BAD), no_update
    return outcome_message([message], GOOD), _current_component(lambda read: account_page.card(read, identity or 0))
