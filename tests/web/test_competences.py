"""The screen of competences: charts equal tables, small groups are hidden, nobody is ranked."""

import json
import re
from datetime import date

import pytest
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import select

from access.reading import OPERATOR, Reading
from access.scope import GrantValue, Viewer
from dashboard import words
from dashboard.addresses import View
from dashboard.charts.score_spread import score_spread, score_spread_rows
from dashboard.pages import competences
from dashboard.pages.competences.competence_map import MapRow, competence_map
from dashboard.visit import Visit
from model.accounts import Role
from model.database import read_session, unscoped_session
from model.places import Municipality, Organization
from model.routes import COMPETENCES
from queries.score_records import Figures, GroupScores, Quartiles, Spread
from tests.unit.test_components import hrefs, text_of
from tests.world import SCHOOL, TOWN, World

DAY = date(2026, 6, 1)
SECOND = "МБОУ СОШ № 2"


def scores(mean: float, below: int = 1, number: int = 8) -> GroupScores:
    figures = Figures(mean, below, Quartiles(mean - 20, mean - 10, mean + 1, mean + 10, mean + 20))
    return GroupScores(number, dict.fromkeys(COMPETENCES, Spread(number, figures)))


def partial_scores() -> GroupScores:
    """A score in one competence, too few people in another, nobody in the rest."""
    spreads = {
        **dict.fromkeys(COMPETENCES, Spread(0)),
        "subject": Spread(3),
        "methodical": scores(55).spreads["subject"],
    }
    return GroupScores(8, spreads)


def cells_of(*rows: MapRow) -> list[list[dict[str, object]]]:
    """The cells of the map, row by row: the properties and the text of each."""
    drawn = json.loads(json.dumps(competence_map(rows, "Организация", 60, title="Средний балл").tree))
    region = next(one for one in drawn["children"] if one["tag"] == "div")
    body = region["children"]["children"][2]["children"]
    return [[{**cell["props"], "text": text_of(cell), "inside": str(cell)} for cell in row["children"]] for row in body]


def test_a_cell_has_the_mean_the_share_below_the_bound_and_of_how_many():
    ((name, people, cell, *_),) = cells_of(MapRow("Первая", scores(64.25, below=3)))
    assert (name["text"], people["text"], cell["text"]) == ("Первая", "8", "64,3 37,5 %")
    assert re.sub(r"\s", " ", str(cell["title"])) == "ниже 60 %: 3 из 8"


def test_the_fuller_the_colour_the_more_people_are_below_the_bound():
    few, many = cells_of(MapRow("Первая", scores(64, below=1)), MapRow("Вторая", scores(64, below=4)))
    assert [row[2]["className"] for row in (few, many)] == ["heat is-heat-2", "heat is-heat-6"]


def test_a_cell_without_figures_has_no_colour_and_says_why():
    ((_, _, *cells),) = cells_of(MapRow("Вторая", partial_scores()))
    assert [cell["text"] for cell in cells] == ["мало людей", "нет баллов", "нет баллов", "55,0 12,5 %"]
    assert [cell["className"] for cell in cells[:3]] == ["heat is-absent"] * 3


def test_a_name_of_the_map_opens_the_scores_of_its_place_and_twins_have_full_names():
    names = ["ГБПОУ «Аграрный»", "МБОУ «Аграрный»", "Уйский муниципальный округ"]
    rows = cells_of(*(MapRow(name, scores(60), f"/{number}/competences") for number, name in enumerate(names)))
    # Long names have soft hyphens.
    assert [row[0]["text"].replace("\u00a0", " ").replace("\u00ad", "") for row in rows] == [*names[:2], "Уйский м. о."]
    assert "/2/competences" in str(rows[2][0])


def test_the_spread_draws_what_its_table_says():
    figure = score_spread(scores(60), 60)
    box = next(trace for trace in figure["data"] if trace["type"] == "bar")
    _, table = score_spread_rows(scores(60), 60)
    assert table[0][1:] == ["8", "60,0", "40,0", "50,0", "61,0", "70,0", "80,0", "1", f"12,5{words.THIN}%"]
    assert (box["base"][0], box["base"][0] + box["x"][0]) == (50, 70)
    assert any("пороговое значение 60" in note["text"] for note in figure["layout"]["annotations"])


def test_a_competence_without_figures_is_named_and_not_drawn():
    figure = score_spread(partial_scores(), 60)
    assert len([trace for trace in figure["data"] if trace["type"] == "bar"]) == 1
    told = " ".join(note["text"] for note in figure["layout"]["annotations"])
    assert "Предметная: мало людей" in told
    assert "Коммуникативная: нет баллов" in told


def test_no_trace_needs_webgl():
    assert {trace["type"] for trace in score_spread(scores(60), 60)["data"]} == {"scatter", "bar"}


@pytest.fixture
def world(database: str) -> World:
    """A school of three with a mean that appears nowhere else, and one of six."""
    world = World()
    for nth, score in enumerate((31, 32, 33.4)):
        world.person(f"Малая-{nth}", position="логопед").assessed("2026-02-01", subject=f"{score}".replace(".", ","))
    for nth in range(6):
        world.person(f"Большая-{nth}", at=SECOND, position="учитель").assessed("2026-02-01", subject=str(70 + nth))
    world.read_in()
    return world


def ids() -> dict[str, int]:
    with unscoped_session() as session:
        found = [*session.scalars(select(Municipality).where(Municipality.name == TOWN))]
        return {one.name: one.id for one in [*found, *session.scalars(select(Organization))]}


def screen(viewer: Viewer, path: str, view: View = View(on=DAY), **where: object):  # noqa: B008 - frozen
    with read_session() as session:
        found = competences.layout(Visit(Reading(session, viewer, DAY), view, path), **where)
    return found.content if found else None


def json_of(component: object) -> str:
    """Everything sent to the browser, as JSON."""
    return PlotlyJSONEncoder(ensure_ascii=False).encode(component)


def test_the_mean_of_few_is_sent_to_their_head_alone(world: World):
    known = ids()
    town = {"level": "municipality", "identity": known[TOWN]}
    school = {"level": "organization", "identity": known[SCHOOL]}
    for viewer in (OPERATOR, Viewer("town", (GrantValue(Role.MUNICIPALITY, known[TOWN]),))):
        assert "32,1" not in json_of(screen(viewer, "/x", **town))
        assert not {"32,1", "31,0", "33,4"} & set(re.findall(r"\d+,\d", json_of(screen(viewer, "/x", **school))))
    assert "32,1" in json_of(screen(Viewer("head", (GrantValue(Role.SCHOOL, known[SCHOOL]),)), "/x", **school))


def test_a_place_outside_the_scope_is_none_like_one_that_does_not_exist(world: World):
    known = ids()
    head = Viewer("head", (GrantValue(Role.SCHOOL, known[SCHOOL]),))
    assert screen(head, "/x", level="organization", identity=known[SECOND]) is None
    assert screen(head, "/x", level="organization", identity=999_999) is None
    assert screen(head, "/x", level="municipality", identity=known[TOWN]) is None
    assert screen(head, "/x", level="region") is None
    assert screen(head, "/x", level="planet") is None


def test_without_a_level_the_widest_granted_place_is_shown(world: World):
    known = ids()
    assert SCHOOL in text_of(screen(Viewer("head", (GrantValue(Role.SCHOOL, known[SCHOOL]),)), "/competences"))
    assert "Челябинская область" in text_of(screen(OPERATOR, "/competences"))
    assert screen(Viewer("anna", (GrantValue(Role.EMPLOYEE, 1),)), "/competences") is None


def test_places_come_by_the_share_below_the_bound_and_positions_never_do(world: World):
    known = ids()
    by_score = View(on=DAY, sort="subject")
    town = screen(OPERATOR, "/x", by_score, level="municipality", identity=known[TOWN])
    opened = [href for href in hrefs(town) if "/competences?" in href and "/organization/" in href]
    # The school of three has no figures to be put in order by.
    assert opened[0].startswith(f"/organization/{known[SECOND]}/")
    head = Viewer("head", (GrantValue(Role.SCHOOL, known[SCHOOL]),))
    school = screen(head, "/x", level="organization", identity=known[SCHOOL])
    assert hrefs(school)
    assert not any("sort=" in href for href in hrefs(school))


def test_links_keep_the_date_and_the_filters(world: World):
    town = screen(OPERATOR, "/x", View(on=DAY), level="municipality", identity=ids()[TOWN])
    inside = [href for href in hrefs(town) if href.startswith("/organization/")]
    assert inside
    assert all("on=2026-06-01" in href for href in inside)


def test_a_place_without_scores_says_why(world: World):
    with read_session() as session:
        early = Reading(session, OPERATOR, date(2026, 1, 1))
        told = text_of(competences.layout(Visit(early, View(), "/x"), level="region").content)
    assert "Нет данных" in told
