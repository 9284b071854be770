"""Accounts added in bulk by the command line, and their refusals."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from access import accounts, accounts_file, grant_objects
from access.accounts_file import NewAccount
from cli import cli
from model.accounts import Account, Role
from model.database import read_session, write_session
from model.errors import ActionRejectedError
from tests.site import PASSWORD, is_in, signed_in_with, try_to_sign_in
from tests.village import FIRST, Village, build_village

OTHER_PASSWORD = "сине-зелёный жираф"


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def test_a_roster_opens_accounts_with_several_roles(village: Village):
    lines = ("Логин;Роль;Объект;Персональные данные", f"ивлева;school;{FIRST}", "ивлева;employee;Т-Аннаова Примера")
    content = "\n".join([*lines, "мин;ministry;;да"])
    with write_session() as session:
        opened = accounts_file.open_accounts(session, content.encode("cp1251"), by="test")
        assert [one.login for one in opened] == ["ивлева", "мин"]
        first = accounts.account_by_login(session, "ивлева")
        assert {grant.role for grant in first.grants} == {"school", "employee"}
        assert first.must_change_password
        assert accounts.account_by_login(session, "мин").grants[0].personal_data
    handed = accounts_file.passwords_file(opened).decode("utf-8-sig")
    assert handed.splitlines()[0] == "Логин;Пароль"
    assert must_change_password(handed.splitlines()[1].split(";"))


def must_change_password(login_and_password: list[str]) -> bool:
    return try_to_sign_in(*login_and_password).headers["Location"] == "/password"


def test_a_roster_with_a_bad_line_opens_nothing_and_says_why(village: Village):
    content = "Логин;Роль;Объект\nодин;assessor;\nдва;директор;\nтри;school;Нет такой\nодин2;assessor;лишнее\n"
    with pytest.raises(accounts_file.AccountsFileRejectedError) as told, write_session() as session:
        accounts_file.open_accounts(session, content.encode(), by="test")
    assert [reason.partition(":")[0] for reason in told.value.reasons] == ["строка 3", "строка 4", "строка 5"]
    with read_session() as session:
        assert session.scalar(select(func.count(Account.id))) == 0


def test_the_command_line_gives_and_takes_away(village: Village):
    def run(*said: str, told: str = ""):
        return CliRunner().invoke(cli, ["account", *said], input=told)

    assert run("add", "ивлева", "--role", "school", "--object", FIRST, "--password-stdin", told="слаб\n").exit_code == 1
    assert run("add", "ивлева", "--role", "school", "--object", FIRST, "--password-stdin", told=PASSWORD).exit_code == 0
    assert run("grant", "ивлева", "--role", "assessor").exit_code == 0
    visitor = signed_in_with("ивлева", PASSWORD)
    assert is_in(visitor)
    listed = run("list").output
    number = re.search(r"(\d+): специалист ОГБУ", listed)[1]
    assert run("revoke", "ивлева", number).exit_code == 0
    assert not is_in(visitor)
    assert run("password", "ивлева", "--password-stdin", "--is-given", told=OTHER_PASSWORD).exit_code == 0
    assert must_change_password(["ивлева", OTHER_PASSWORD])
    assert run("switch", "ивлева", "off").exit_code == 0
    assert try_to_sign_in("ивлева", OTHER_PASSWORD).status_code == 401
    assert run("forget-codes", "нет такой").exit_code == 1


def test_a_taken_login_an_object_too_many_and_a_missing_one_are_refused(village: Village):
    with write_session() as session:
        accounts.create(session, "ивлева", PASSWORD, by="test")
        with pytest.raises(ActionRejectedError, match="уже есть"):
            accounts.create(session, " ивлева ", PASSWORD, by="test")
        with pytest.raises(ActionRejectedError, match="не указывается"):
            grant_objects.find_object(session, Role.ASSESSOR, FIRST)
        with pytest.raises(ActionRejectedError, match="укажите область доступа"):
            grant_objects.find_object(session, Role.SCHOOL, None)


def test_the_file_of_passwords_is_for_its_owner_alone_even_where_it_was_not(tmp_path: Path):
    file = tmp_path / "пароли.csv"
    file.write_text("прежнее" * 100, encoding="utf-8")
    file.chmod(0o644)
    accounts_file.write_passwords(file, [NewAccount("ивлева", "придуман")])
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="utf-8-sig").split() == ["Логин;Пароль", "ивлева;придуман"]
