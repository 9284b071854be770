"""The names of accounts in the database: set, found, looked up, written down."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from access import accounts, accounts_file
from access.account_names import account_titles
from access.journal import verify, write_down
from access.reading import Reading
from access.scope import GrantValue, Viewer
from access.sessions import open_session, viewer_of
from cli import cli
from demo import accounts as demo_accounts
from model.accounts import Account, Role
from model.database import read_session, unscoped_session, write_session
from model.dates import today
from model.errors import ActionRejectedError
from model.journal import JournalEntry
from queries.accounts import accounts as account_records
from queries.journal import journal, viewings
from tests.village import FIRST, Village, build_village

PASSWORD = "Проверка-2026"
ADMIN = Viewer("admin", (GrantValue(Role.ADMIN),))
NAME, POST = "Ёлкина Анна Петровна", "методист"
TITLE = "Ёлкина А. П., методист (elkina)"

pytestmark = pytest.mark.both_databases


@pytest.fixture
def elkina(database: str) -> None:
    """An account with a name, and one without."""
    with write_session() as session:
        account = accounts.create(session, "elkina", PASSWORD, by="test")
        accounts.set_name(session, account, f"  {NAME.replace(' ', '  ')} ", POST, by="test")
        accounts.create(session, "noname", PASSWORD, by="test")


def named(login: str) -> tuple[str | None, str | None]:
    with unscoped_session() as session:
        account = accounts.require_account(session, login)
        return account.full_name, account.post


def set_name(full_name: str | None, post: str | None) -> None:
    with write_session() as session:
        accounts.set_name(session, accounts.require_account(session, "elkina"), full_name, post, by="test")


def lines(action: str) -> list[str | None]:
    with unscoped_session() as session:
        query = select(JournalEntry.subject).where(JournalEntry.action == action).order_by(JournalEntry.id)
        return list(session.scalars(query))


@pytest.mark.usefixtures("elkina")
def test_a_name_is_kept_without_stray_spaces_and_is_the_persons_who_signs_in():
    assert named("elkina") == (NAME, POST)
    with unscoped_session() as session:
        token = open_session(accounts.require_account(session, "elkina"))
    with unscoped_session() as session:
        viewer = viewer_of(session, token)
    assert viewer is not None
    assert viewer.title == TITLE


@pytest.mark.usefixtures("elkina")
def test_what_is_not_said_stays_and_what_is_emptied_goes():
    set_name(None, "старший методист")
    assert named("elkina") == (NAME, "старший методист")
    set_name("", None)
    assert named("elkina") == (None, "старший методист")


@pytest.mark.usefixtures("elkina")
@pytest.mark.parametrize("text", ["Я" * 201, "2026", "Анна\u2028\x07"])
def test_a_text_that_is_no_name_is_refused(text: str):
    with pytest.raises(ActionRejectedError, match="ФИО"):
        set_name(text, None)
    assert named("elkina") == (NAME, POST)


@pytest.mark.usefixtures("elkina")
def test_each_change_of_a_name_is_a_line_of_the_journal_and_no_change_is_none():
    set_name(NAME, POST)
    set_name("Дубова Анна Петровна", POST)
    assert lines("account named") == [f"elkina: {NAME}, {POST}", f"elkina: Дубова Анна Петровна, {POST}"]


@pytest.mark.usefixtures("elkina")
def test_a_name_shows_on_lines_written_before_it_and_their_seals_hold():
    with write_session() as session:
        write_down(session, "opened", "/region", by="elkina")
        write_down(session, "import", "staff", by="operator")
    set_name("Дубова Анна Петровна", POST)
    with read_session() as session:
        shown = {line.action: line.who for line in journal(Reading(session, ADMIN, today()), "", [], 1).rows}
    assert shown["opened"] == "Дубова А. П., методист (elkina)"
    assert shown["import"] == "operator"
    with unscoped_session() as session:
        assert verify(session).broken_at is None


@pytest.mark.usefixtures("elkina")
def test_logins_are_called_by_their_names_and_unknown_ones_by_themselves():
    with read_session() as session:
        titles = account_titles(session, ["elkina", "noname", "operator", None])
    assert titles == {"elkina": TITLE, "noname": "noname", "operator": "operator"}


@pytest.mark.usefixtures("elkina")
def test_more_logins_than_one_statement_takes_are_all_looked_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("access.account_names._MOST_LOGINS_A_STATEMENT", 1)
    with read_session() as session:
        assert account_titles(session, ["noname", "elkina"])["elkina"] == TITLE


@pytest.mark.usefixtures("elkina")
@pytest.mark.parametrize("search", ["елкина", "Ёлкина Анна", "ЁЛКИНА", "лкин", "методист", "elki"])
def test_an_account_is_found_by_login_name_and_post(search: str):
    with read_session() as session:
        reading = Reading(session, ADMIN, today())
        assert [one.login for one in account_records(reading, search)] == ["elkina"]


@pytest.mark.usefixtures("elkina")
def test_signs_of_patterns_are_letters_in_a_search():
    with read_session() as session:
        assert account_records(Reading(session, ADMIN, today()), "%") == []


@pytest.mark.usefixtures("elkina")
def test_lines_of_the_journal_are_found_by_the_name():
    with write_session() as session:
        write_down(session, "opened", "/region", by="elkina")
        write_down(session, "opened", "/region", by="noname")
    with read_session() as session:
        found = journal(Reading(session, ADMIN, today()), "ёлкина", [], 1)
    assert [(line.login, line.who) for line in found.rows] == [("elkina", TITLE)]


@pytest.mark.usefixtures("elkina")
def test_nobody_but_an_administrator_sees_the_names_of_accounts_or_of_the_journal():
    with read_session() as session:
        for role in set(Role) - {Role.ADMIN}:
            reading = Reading(session, Viewer("other", (GrantValue(role),)), today())
            assert account_records(reading, "Ёлкина") == []
            assert journal(reading, "Ёлкина", [], 1).rows == []


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def test_a_person_sees_who_looked_by_name_and_post(village: Village):
    anna = village.ids["Аннаова Примера"]
    with write_session() as session:
        account = accounts.create(session, "elkina", PASSWORD, by="test")
        accounts.set_name(session, account, NAME, POST, by="test")
        write_down(session, "opened", f"/person/{anna}", by="elkina", about=[anna])
    with read_session() as session:
        rows, _ = viewings(Reading(session, Viewer("anna", (GrantValue(Role.EMPLOYEE, anna),)), today()), 1)
    assert [one.who for one in rows] == [TITLE]


def open_file(content: str) -> None:
    with write_session() as session:
        accounts_file.open_accounts(session, content.encode(), by="test")


def test_a_file_of_accounts_may_say_whose_they_are(village: Village):
    open_file(
        f"Логин;Должность;Роль;Объект;ФИО\nelkina;{POST};school;{FIRST};{NAME}\nelkina;;assessor;;\nother;;admin;;\n"
    )
    assert named("elkina") == (NAME, POST)
    assert named("other") == (None, None)


def test_a_file_without_names_and_with_the_earlier_label_of_a_role_is_taken(village: Village):
    open_file(f"Логин;Роль;Объект\nelkina;Руководитель образовательной организации;{FIRST}\n")
    assert named("elkina") == (None, None)


def test_a_file_that_calls_one_login_by_two_names_is_refused(village: Village):
    with pytest.raises(accounts_file.AccountsFileRejectedError, match="строка 3: «ФИО»"):
        open_file(f"Логин;ФИО;Роль\nelkina;{NAME};admin\nelkina;Дубова Анна Петровна;assessor\n")


def test_the_template_has_the_columns_of_the_name():
    assert accounts_file.template().decode("utf-8-sig").strip().split(";")[:3] == ["Логин", "ФИО", "Должность"]


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["account", *words], input=f"{PASSWORD}\n")


@pytest.mark.usefixtures("database")
def test_the_command_line_names_accounts_at_once_or_later_or_never():
    assert (
        run("add", "elkina", "--role", "admin", "--full-name", NAME, "--post", POST, "--password-stdin").exit_code == 0
    )
    assert run("add", "noname", "--role", "admin", "--password-stdin").exit_code == 0
    assert run("list").output.splitlines()[::2] == [f"elkina: {NAME}, {POST}", "noname"]
    assert run("name", "noname", "--post", "инженер").exit_code == 0
    assert run("name", "noname", "--full-name", "Дубов Иван").exit_code == 0
    assert named("noname") == ("Дубов Иван", "инженер")
    refused = run("name", "noname", "--full-name", "1")
    assert (refused.exit_code, "ФИО" in refused.output) == (1, True)


def test_the_accounts_of_the_demo_have_plainly_invented_names(village: Village):
    with write_session() as session:
        demo_accounts.open_accounts(session)
        held = {one.login: one.full_name for one in session.scalars(select(Account))}
    people = {name for name in village.ids if name.endswith("ова Примера")}
    assert held.pop("employee") in people
    assert set(held) == set(Role) - {Role.EMPLOYEE}
    assert all(name and name.startswith("Демо-") for name in held.values())
