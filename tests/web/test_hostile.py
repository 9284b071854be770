"""Injection strings in registers, filters, addresses and forms come out as plain text."""

import csv
import html
import io
import re
from collections.abc import Mapping

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import func, select

from access import accounts
from dashboard import pages
from dashboard.addresses import View, view_of, with_view
from exports.table import Kind, TableSheet, table_csv, table_xlsx
from model.accounts import Role
from model.database import unscoped_session, write_session
from model.errors import ActionRejectedError
from model.names import tidy
from model.people import Employment, Person
from queries.filters import Filters
from tests.db_templates import from_template
from tests.injection_strings import hostile_strings, names
from tests.site import PAGE, Visitor, open_account, signed_in, stranger
from tests.sizes import SIZES
from tests.world import World, as_csv, take

HOSTILE = hostile_strings()
LIST = "/region/list/staff"
# Of 50 people each.
PAGES = len(HOSTILE) // 50
HOSTILE_TABLE = TableSheet(
    "Таблица", (("Слова", Kind.TEXT),), [(said,) for said in HOSTILE], (("Фильтры", HOSTILE[0]),)
)


def registers() -> World:
    """Registers in which all names are injection strings."""
    world = World()
    for number, name in enumerate(names()):
        said = HOSTILE[number]
        person = world.person(name, at=f"Школа {number % 20}", position=said, since="2015-09-01")
        person.identifier = f"Т-{number}"
        world.rows["staff"][-1]["identifier"] = person.identifier
        if number % 10 == 0:
            # Numbers without a letter are refused as names.
            name = said if re.search(r"[^\W\d_]", said) else f"{said} я"
            person.assessed("2026-02-01", procedure=name, subject="70")
            person.applied("2026-03-01", name, provider_name=name)
            person.chose("2026-03-02", name, "2026-04-01", venue=said)
    return world


@pytest.fixture(scope="module")
def read_in() -> dict[str, bytes]:
    world = registers()
    return {register: as_csv(register, world.rows[register]) for register in world.rows}


def take_registers(files: Mapping[str, bytes]) -> None:
    for register in ("staff", "appendix1", "applications", "participation"):
        take(register, files[register])


@pytest.fixture
def assessor(database: str, read_in: dict[str, bytes]) -> str:
    from_template("hostile registers", lambda: take_registers(read_in))
    return open_account(Role.ASSESSOR)


def test_there_are_as_many_as_the_size_says():
    assert len(HOSTILE) == len(set(HOSTILE)) == SIZES.hostile_strings >= 100


def test_registers_keep_them_as_they_are_and_screens_show_them_inert(assessor: str):
    with unscoped_session() as session:
        kept = set(session.scalars(select(Person.full_name)))
        positions = {one for one in session.scalars(select(Employment.position)) if one}
    assert kept == {tidy(name) for name in names()}
    assert len(positions) > len(HOSTILE) * 0.8
    visitor = signed_in(assessor)
    shown = "".join(visitor.opens(f"{LIST}?page={page}") for page in range(1, PAGES + 1))
    # Dash sends text as JSON and React writes it as text: nothing here may arrive as a tag of its own.
    for name in kept:
        assert repr(name)[1:-1] in shown or name in shown
    assert "dangerously_allow_html': True" not in shown
    assert "DangerouslySetInnerHTML" not in shown


def title_of(visitor: Visitor, address: str) -> str:
    """The title of the screen, which differs for an error."""
    path, _, query = address.partition("?")
    answer = visitor.call(PAGE, {"frame-address.pathname": path, "frame-address.search": f"?{query}" if query else ""})
    return answer.json["response"]["frame-title"]["data"]


def test_filters_and_searches_take_them_for_text(assessor: str):
    visitor = signed_in(assessor)
    title = title_of(visitor, LIST)
    assert title.startswith("Работник")
    for said in HOSTILE if SIZES.is_night else HOSTILE[::4]:
        asked = with_view(LIST, View(filters=Filters(position=said, procedure=said), search=said))
        assert title_of(visitor, asked) == title, said
    with unscoped_session() as session:
        assert session.scalar(select(func.count(Person.id))) == len(names())


def test_a_fault_has_another_title(assessor: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "screen_at", lambda *_: 1 / 0)
    assert title_of(signed_in(assessor), f"{LIST}?find=x") == "Ошибка"


def test_a_search_finds_the_very_one(assessor: str):
    visitor = signed_in(assessor)
    for name in map(tidy, names()[:: len(HOSTILE) // 20]):
        shown = visitor.opens(with_view(LIST, View(search=name[:100])))
        assert repr(name)[1:-1] in shown or name in shown
        assert "1–1 из 1" in shown, name


def test_addresses_and_queries_of_any_kind_are_understood_or_passed_over(assessor: str):
    visitor = signed_in(assessor)
    for said in HOSTILE[::5]:
        for address in (
            f"/person/{said}",
            f"/{said}/list/staff",
            f"/region/list/{said}",
            f"/region?on={said}&page={said}",
        ):
            visitor.opens(address)
        view_of(f"on={said}&sort={said}&order={said}&page={said}")
        answer = visitor.client.get("/person/1/appendix1.docx", query_string={"on": said, "page": said})
        assert answer.status_code in {200, 404}


def test_the_door_repeats_them_only_as_text(assessor: str):
    for said in HOSTILE[::5]:
        answer = stranger().client.post("/login", data={"login": said, "password": said, "next": said})
        assert answer.status_code in {401, 429}
        written = re.search(r'name="login" value="([^"]*)"', answer.text)
        assert written is not None
        assert html.unescape(written[1]) == "".join(filter(str.isprintable, said))[: accounts.MAX_LOGIN]
        assert "onerror=alert" not in re.sub(r'"[^"]*"', "", answer.text)


def test_as_logins_they_sign_in_or_are_refused_in_words(database: str):
    for said in HOSTILE[:: len(HOSTILE) // 20]:
        try:
            with write_session() as session:
                made = accounts.create(session, said, "сине-зелёный жираф", by="test")
        except ActionRejectedError:
            assert not tidy(said)[:1].isalnum() or not tidy(said).isprintable()
            continue
        answer = stranger().client.post("/login", data={"login": made.login, "password": "сине-зелёный жираф"})
        assert answer.status_code == 302


def words_of(content: bytes) -> str:
    """The texts of a DOCX."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def test_documents_hold_them_as_text(assessor: str):
    visitor = signed_in(assessor)
    with unscoped_session() as session:
        people = {one.id: one.full_name for one in session.scalars(select(Person).order_by(Person.id).limit(40))}
    for identity, name in list(people.items())[::10]:
        answer = visitor.client.get(f"/person/{identity}/appendix1.docx")
        assert name in words_of(answer.data)
        assert visitor.client.get(f"/person/{identity}/appendix1.pdf").data.startswith(b"%PDF")


def test_tables_are_inert_in_spreadsheets():
    book = load_workbook(io.BytesIO(table_xlsx(HOSTILE_TABLE)))
    cells = [row[0] for row in book.worksheets[0].iter_rows() if row[0].value is not None]
    assert len(cells) >= len(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_tables_are_inert_in_csv():
    rows = list(csv.reader(io.StringIO(table_csv(HOSTILE_TABLE).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) >= len(HOSTILE)
    for row in rows:
        assert not row or not re.match(r"\s*[=+\-@\t\r]", row[0]), row
