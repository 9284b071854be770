"""The names of accounts on the screens of the administrator, on documents, in histories and journals."""

import base64
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

import app
from access import accounts
from dashboard.components import download_links
from dashboard.pages import account as account_page
from dashboard.pages import accounts as accounts_page
from ingest.reference.organizations import Rename
from model.accounts import Account, Role
from model.database import unscoped_session, write_session
from tests import request_matrix
from tests.orders import job_file, orders, run_export
from tests.reference import perform
from tests.site import PASSWORD, Visitor, open_account, signed_in
from tests.uploads import accepts, assessor, check_upload, folder, last, newcomer, run_import, village
from tests.village import FIRST, OUR_PROVIDER, SECOND, Village, accounts_of
from tests.world import as_csv

__all__ = ["folder", "village"]

DAY = "on=2026-09-30"
NAME, POST = "Ёлкина Анна Петровна", "заместитель директора"
ROLE = "руководитель образовательной организации, заместитель"


def title(login: str) -> str:
    return f"Ёлкина А. П., {POST} ({login})"


def name_account(login: str, full_name: str = NAME, post: str = POST) -> str:
    """Give the account a name; return the login."""
    with write_session() as session:
        accounts.set_name(session, accounts.require_account(session, login), full_name, post, by="test")
    return login


def head(village: Village) -> str:
    """The login of the head of the first school, who has a name."""
    return name_account(accounts_of(village)["school"])


def account_of(login: str) -> Account:
    with unscoped_session() as session:
        return accounts.require_account(session, login)


def press(visitor: Visitor, pressed: str, **form: object) -> str:
    """Call the callback of the element; `form` has its states by their ids, with «_» for «-»."""
    visitor.client.get("/_dash-dependencies")
    specs = {key: spec for key, spec in app.app.callback_map.items() if spec["inputs"][0]["id"] == pressed}
    ((output, spec),) = specs.items()
    values = {name.replace("_", "-"): value for name, value in form.items()}
    states = [(one, values.get(f"{one['id']}-{one['property']}", values.get(one["id"]))) for one in spec["state"]]
    chosen = [(spec["inputs"][0], values.get(pressed, 1)), *states]
    status, _, answer = request_matrix._call(visitor, output, chosen, 1).partition(" ")
    assert status == "200"
    return json.dumps(json.loads(answer), ensure_ascii=False) if answer else ""


# The administrator's screens


def test_an_administrator_opens_an_account_with_a_name_and_finds_it(village: Village):
    admin = signed_in(open_account(Role.ADMIN))
    form = {"accounts_login": "elkina", "accounts_role": "school", "accounts_object": FIRST}
    told = press(
        admin, accounts_page.Ids.OPEN, **form, accounts_full_name=f" {NAME} ", accounts_post=POST, frame_address=""
    )
    assert "Учётная запись «elkina» создана" in told
    assert (account_of("elkina").full_name, account_of("elkina").post) == (NAME, POST)
    listed = admin.opens("/accounts")
    assert NAME in listed
    assert f"{ROLE}: {FIRST}" in listed
    found = admin.opens("/accounts?search=елкина")
    assert NAME in found
    assert "/accounts/1'" in listed
    assert "/accounts/1'" not in found


def test_an_account_without_a_name_is_opened_as_before(village: Village):
    admin = signed_in(open_account(Role.ADMIN))
    told = press(admin, accounts_page.Ids.OPEN, accounts_login="elkina", accounts_role="assessor")
    assert "создана" in told
    assert account_of("elkina").full_name is None


def test_after_an_account_is_opened_the_list_keeps_the_search_of_the_address(village: Village):
    name_account(open_account(Role.ASSESSOR))
    admin = signed_in(open_account(Role.ADMIN))
    form = {"accounts_login": "sosnina", "accounts_role": "ministry", "accounts_full_name": "Соснина Ольга"}
    told = press(admin, accounts_page.Ids.OPEN, **form, frame_address="?search=Ёлкина")
    assert NAME in told
    assert "Соснина" not in told


def test_a_text_that_is_no_name_opens_no_account(village: Village):
    admin = signed_in(open_account(Role.ADMIN))
    form = {"accounts_login": "elkina", "accounts_role": "assessor", "accounts_full_name": "12"}
    assert "Не создана: ФИО" in press(admin, accounts_page.Ids.OPEN, **form)
    assert "elkina" not in admin.opens("/accounts")


def test_an_administrator_changes_the_name_of_an_account_and_takes_it_away(village: Village):
    login = head(village)
    admin = signed_in(open_account(Role.ADMIN))
    number = account_of(login).id
    page = admin.opens(f"/accounts/{number}")
    assert f"{NAME}, {POST}." in page
    form = {"frame_address_pathname": f"/accounts/{number}", "account_post": "директор"}
    told = press(admin, account_page.Ids.NAME, **form, account_full_name="Дубова Анна Петровна")
    assert "ФИО и должность записаны" in told
    assert "Дубова Анна Петровна, директор." in told
    press(admin, account_page.Ids.NAME, **{**form, "account_post": ""}, account_full_name="")
    assert (account_of(login).full_name, account_of(login).post) == (None, None)
    assert "ФИО и должность не указаны" in admin.opens(f"/accounts/{number}")


def test_nobody_else_names_an_account(village: Village):
    login = head(village)
    number = account_of(login).id
    ((output, _),) = [
        (key, spec) for key, spec in app.app.callback_map.items() if spec["inputs"][0]["id"] == account_page.Ids.NAME
    ]
    states = {"account-full-name.value": "Дубова Анна", "account-post.value": ""}
    states["frame-address.pathname"] = f"/accounts/{number}"
    request = (dict.fromkeys(output.strip(".").split("...")), {"account-name.n_clicks": 1}, states)
    for other in {*accounts_of(village).values()} - {open_account(Role.ADMIN)}:
        assert signed_in(other).call(*request).status_code == 404, other
    assert account_of(login).full_name == NAME
    # The control: the same request of an administrator.
    assert signed_in(open_account(Role.ADMIN)).call(*request).status_code == 200
    assert account_of(login).full_name == "Дубова Анна"


def test_a_file_of_accounts_brings_names_in(village: Village):
    admin = signed_in(open_account(Role.ADMIN))
    content = f"Логин;ФИО;Должность;Роль\nelkina;{NAME};{POST};assessor\n".encode()
    told = press(admin, accounts_page.Ids.ROSTER, accounts_roster=f"data:;base64,{base64.b64encode(content).decode()}")
    assert "Создано учётных записей: 1" in told
    assert account_of("elkina").full_name == NAME


def test_the_table_of_accounts_has_their_names(village: Village):
    name_account(open_account(Role.ASSESSOR))
    admin = signed_in(open_account(Role.ADMIN))
    lines = csv_lines(admin, "/accounts/table/accounts.csv?search=ёлкина")
    assert [line[:3] for line in lines] == [["Логин", "ФИО", "Должность"], ["assessor-all", NAME, POST]]


def csv_lines(visitor: Visitor, address: str) -> list[list[str]]:
    answer = visitor.client.get(address)
    assert answer.status_code == 200
    return [line.split(";") for line in answer.data.decode("utf-8-sig").splitlines()]


# Documents


def about_sheet(content: bytes) -> dict[str, object]:
    return dict(load_workbook(io.BytesIO(content))["Об отчёте"].iter_rows(min_col=1, max_col=2, values_only=True))


def footer_of(content: bytes) -> str:
    return Document(io.BytesIO(content)).sections[0].footer.paragraphs[0].text


def test_an_appendix_carries_the_name_and_post_of_who_made_it(village: Village):
    login = head(village)
    visitor, person = signed_in(login), village.ids["Аннаова Примера"]
    assert f", {title(login)}\t" in footer_of(visitor.client.get(f"/person/{person}/appendix1.docx?{DAY}").data)
    fields = visitor.client.get(f"/person/{person}/appendix1-module.xlsx?{DAY}").data
    assert about_sheet(fields)["Кем"] == title(login)


def test_a_report_and_a_table_carry_it_too(village: Village):
    login = head(village)
    visitor, place = signed_in(login), f"/organization/{village.ids[FIRST]}"
    assert about_sheet(visitor.client.get(f"{place}/report.xlsx?{DAY}").data)["Сформировал"] == title(login)
    assert title(login) in footer_of(visitor.client.get(f"{place}/report.docx?{DAY}").data)
    assert about_sheet(visitor.client.get(f"{place}/list/staff/table/rows.xlsx?{DAY}").data)["Кем"] == title(login)
    provider = name_account(accounts_of(village)["provider"])
    report = f"/provider/{village.ids[OUR_PROVIDER]}/report.xlsx?{DAY}"
    assert about_sheet(signed_in(provider).client.get(report).data)["Сформировал"] == title(provider)


def test_documents_that_were_ordered_carry_the_name_of_who_ordered_them(village: Village, folder: Path):
    login = head(village)
    visitor = signed_in(login)
    orders(visitor, f"/organization/{village.ids[FIRST]}/list/staff?{DAY}")
    assert run_export()
    archive = zipfile.ZipFile(io.BytesIO(job_file(visitor)))
    document, inventory = archive.namelist()[0], archive.namelist()[-1]
    assert title(login) in footer_of(archive.read(document))
    assert about_sheet(archive.read(inventory))["Кем"] == title(login)


def test_a_document_of_an_account_without_a_name_carries_the_login(village: Village):
    login = accounts_of(village)["school"]
    person = village.ids["Аннаова Примера"]
    assert f", {login}\t" in footer_of(signed_in(login).client.get(f"/person/{person}/appendix1.docx?{DAY}").data)


# Journals and histories


def test_a_teacher_sees_who_looked_by_name_post_and_role(village: Village):
    login = head(village)
    signed_in(login).opens(f"/person/{village.ids['Аннаова Примера']}?{DAY}")
    name_account(accounts_of(village)["assessor"], "Соснина Ольга")
    teacher = signed_in(accounts_of(village)["employee"])
    shown = teacher.opens("/viewings")
    assert title(login) in shown
    assert ROLE in shown
    # Who did not look is not named.
    assert "Соснина" not in shown
    assert title(login) in {line[1] for line in csv_lines(teacher, "/viewings/table/looks.csv")}


def test_a_file_of_more_viewings_than_it_may_have_keeps_the_latest_and_says_so(
    village: Village, monkeypatch: pytest.MonkeyPatch
):
    teacher = signed_in(accounts_of(village)["employee"])
    signed_in(head(village)).opens(f"/person/{village.ids['Аннаова Примера']}?{DAY}")
    _headings, *lines = csv_lines(teacher, "/viewings/table/looks.csv")
    assert len(lines) > 1
    assert "В файле — последние" not in teacher.opens("/viewings")
    monkeypatch.setattr(download_links, "MOST_ROWS", 1)
    assert csv_lines(teacher, "/viewings/table/looks.csv")[1:] == lines[:1]
    assert f"В файле — последние 1 из {len(lines)}." in teacher.opens("/viewings")


def test_the_journal_tells_names_and_is_searched_by_them(village: Village):
    login = head(village)
    signed_in(login).opens("/region")
    admin = signed_in(open_account(Role.ADMIN))
    assert title(login) in admin.opens("/journal")
    found = admin.opens("/journal?search=Ёлкина")
    assert title(login) in found
    assert "admin-all" not in found
    (_, line) = csv_lines(admin, "/journal/table/lines.csv?search=Ёлкина")
    assert line[1:3] == [title(login), "вход"]


def run_address() -> str:
    return f"/imports/runs/{last().result['import_id']}"


def test_the_history_of_imports_says_who_accepted_and_undid(village: Village):
    login = name_account(accounts_of(village)["assessor"])
    visitor = signed_in(login)
    check_upload(visitor, "staff", newcomer(village), "сентябрь.csv")
    accepts(visitor)
    assert title(login) in visitor.opens("/imports")
    assert title(login) in visitor.opens(run_address())
    assert csv_lines(visitor, "/imports/table/files.csv")[1][3] == title(login)
    admin = signed_in(open_account(Role.ADMIN))
    assert title(login) in admin.opens("/imports")
    undoes = signed_in(name_account(open_account(Role.ASSESSOR, personal_data=True), "Соснина Ольга", ""))
    address = run_address()
    assert undoes.posts(f"{address}/undo").status_code == 303
    assert run_import()
    assert "Соснина О. (assessor-all-personal)" in visitor.opens(address)


def test_a_coordinator_sees_no_name_of_who_imports_for_all(village: Village):
    visitor = signed_in(name_account(accounts_of(village)["assessor"]))
    check_upload(visitor, "staff", newcomer(village))
    accepts(visitor)
    own = signed_in(name_account(accounts_of(village)["municipality"], "Соснина Ольга", ""))
    check_upload(own, "staff", newcomer(village, "Другая"))
    accepts(own)
    shown = own.opens("/imports")
    assert "Соснина О." in shown
    assert "Ёлкина" not in shown


def test_operations_on_the_reference_lists_say_who_performed_them(village: Village):
    with write_session() as session:
        accounts.create(session, "test", PASSWORD, by="test")
    name_account("test")
    perform(Rename(village.ids[SECOND], "Гимназия", date(2026, 9, 1)))
    visitor = signed_in(accounts_of(village)["assessor"])
    assert title("test") in visitor.opens("/reference")
    assert csv_lines(visitor, "/reference/table/operations.csv")[1][2] == title("test")


def test_an_import_says_who_brought_the_person_in(village: Village):
    login = name_account(accounts_of(village)["municipality"])
    visitor = signed_in(login)
    check_upload(visitor, "staff", newcomer(village, "Подставной Иван"))
    accepts(visitor)
    row = {"identifier": "Т-Подставной Иван", "procedure": "Оценка", "passed_on": "2026-02-01"}
    told = check_upload(assessor(village), "appendix1", as_csv("appendix1", [row]))
    assert f"работника внёс координатор: {title(login)}, " in told
