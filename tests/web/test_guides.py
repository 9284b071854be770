"""The guide of each role names its pages, and its pictures exist."""

import re
from pathlib import Path

import pytest

from dashboard.components.guide_text import GUIDES, guide_text
from dashboard.pages import PAGES
from model.accounts import ROLE_LABELS, Role
from tests.site import signed_in, stranger
from tests.village import accounts_of, build_village

PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
MOST_BYTES = 250_000


def text_of_guide(role: Role) -> str:
    return (GUIDES / f"{role}.md").read_text(encoding="utf-8")


def pictures_of(role: Role) -> list[Path]:
    return [GUIDES / name for name in PICTURE.findall(text_of_guide(role))]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_guide_that_the_index_names(role: Role):
    assert text_of_guide(role).startswith(f"# Руководство: {ROLE_LABELS[role]}\n")
    index = (GUIDES / "README.md").read_text(encoding="utf-8")
    assert f"| {ROLE_LABELS[role]} | [{role}.md]({role}.md) |" in index


@pytest.mark.parametrize("role", Role)
def test_every_page_of_a_role_is_told(role: Role):
    told = set(re.findall(r"`(/[^`]*)`", text_of_guide(role)))
    places = {re.sub(r"^/(region|municipality/…|organization/…)/", "/place/", address) for address in told}
    # What opens at a narrower place than the role's own is told at that place.
    for page in PAGES:
        if role not in page.roles or (page.address in {"/region", "/municipality/<identity>"} and role is Role.SCHOOL):
            continue
        if page.address == "/region" and role is Role.MUNICIPALITY:
            continue
        address = re.sub(r"^/\{level\}/(<identity>/)?", "/place/", page.address)
        address = re.sub(r"<\w+>|\{\w+\}", "…", address)
        assert address in told | places, address


@pytest.mark.parametrize("role", Role)
def test_every_picture_of_a_guide_is_there_and_of_moderate_size(role: Role):
    assert pictures_of(role)
    for picture in pictures_of(role):
        assert picture.stat().st_size <= MOST_BYTES, picture.name


def test_no_picture_is_left_that_no_guide_shows():
    shown = {picture.name for role in Role for picture in pictures_of(role)}
    assert {picture.name for picture in GUIDES.glob("*.png")} == shown


def test_an_account_reads_the_guide_of_its_role_in_the_app(database: str):
    logins = accounts_of(build_village())
    visitor = signed_in(logins["school"])
    assert "Руководство: руководитель образовательной организации" in visitor.opens("/guide")
    assert "Руководство: технический администратор" not in visitor.opens("/guide")
    assert visitor.client.get("/guide/school-staff.png").mimetype == "image/png"
    assert visitor.client.get("/guide/nothing.png").status_code == 404
    assert stranger().client.get("/guide/school-staff.png").status_code != 200


def test_a_guide_becomes_elements_and_no_markup_of_its_own():
    heading, paragraph, items, table = guide_text(
        "# Заголовок\n\nСлово **важно**, `/guide` и [файл](x.md).\n\n1. Раз\n2. Два,\n   и ещё\n\n"
        "| А | Б |\n|---|---|\n| в | г |\n"
    )
    assert type(heading).__name__ == "H2"
    assert [part if isinstance(part, str) else part.children for part in paragraph.children] == [
        *("Слово ", "важно", ", ", "/guide", " и ", "файл", "."),
    ]
    assert [item.children for item in items.children] == [["Раз"], ["Два, и ещё"]]
    assert "г" in str(table)
    assert "<b>" in str(guide_text("<b>текст</b>")[0])
