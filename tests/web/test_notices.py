"""The notice of new results by address: its people, its scope, its line in the journal."""

import pytest
from sqlalchemy import select

from model.database import unscoped_session
from model.journal import JournalAbout, JournalEntry
from tests.request_matrix import read_back
from tests.site import signed_in
from tests.village import FIRST, THIRD, Village, accounts_of, build_village

PERIOD = "on=2026-09-30&since=2026-02-01&until=2026-02-02"


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def test_the_notice_names_those_of_the_period_and_is_written_down(village: Village):  # п. 3.5
    head = signed_in(accounts_of(village)["school"])
    answer = head.client.get(f"/organization/{village.ids[FIRST]}/procedures/notice.docx?{PERIOD}")
    content = read_back(answer.data)
    assert "Аннаова Примера" in content
    assert "Вераова Примера" not in content
    with unscoped_session() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "report docx")).one()
        about = set(session.scalars(select(JournalAbout.person_id).where(JournalAbout.entry_id == entry.id)))
    assert about == {village.ids["Аннаова Примера"], village.ids["Борисова Примера"]}


def test_a_notice_is_for_who_may_name_the_people(village: Village):
    logins = accounts_of(village)
    elsewhere = f"/organization/{village.ids[THIRD]}/procedures/notice.docx?{PERIOD}"
    assert signed_in(logins["school"]).client.get(elsewhere).status_code == 404
    assert signed_in(logins["ministry"]).client.get(f"/region/procedures/notice.docx?{PERIOD}").status_code == 404
    assert signed_in(logins["assessor"]).client.get(elsewhere).status_code == 200
