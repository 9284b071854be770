"""Everything that depends on internals of Dash behaves as Dash does."""

import json
import re
from pathlib import Path

import dash
import pytest
from dash import dcc as dash_dcc
from dash import html as dash_html
from plotly.utils import PlotlyJSONEncoder

import app
from access import accounts
from dashboard import dash_internals, dcc, html
from dashboard.dash_internals import Later, Still, callback_answer, plain_tree
from dashboard.frame import Ids
from dashboard.pages import screen_at
from model.database import write_session
from tests.site import PAGE, REGION, signed_in
from tests.village import accounts_of, build_village

ROOT = Path(app.__file__).parent
ASSETS = ROOT / "assets"
SOURCES = re.compile(r'<script src="([^"]+)"')

PROPERTIES = {"id": "it", "className": "plain", "aria-label": "имя", "data-x": "1"}


def decoded_json(component: object) -> object:
    return json.loads(PlotlyJSONEncoder().encode(component))


@pytest.mark.parametrize("name", dash_html.__all__)
def test_an_element_is_told_to_the_browser_as_dash_tells_it(name: str):
    quick, slow = getattr(html, name), getattr(dash_html, name)
    assert decoded_json(quick(["текст"], **PROPERTIES)) == decoded_json(slow(["текст"], **PROPERTIES))
    assert decoded_json(quick()) == decoded_json(slow())
    assert isinstance(quick(), slow)


def test_a_link_is_told_as_dash_tells_it():
    assert decoded_json(dcc.Link("место", href="/region")) == decoded_json(dash_dcc.Link("место", href="/region"))


def test_a_property_that_dash_does_not_know_fails_every_test_that_meets_it():
    with pytest.raises(TypeError, match="classname"):
        html.Div("текст", classname="plain")
    with pytest.raises(TypeError, match="href"):
        dcc.Link("место")


def test_a_name_that_is_no_element_is_refused():
    with pytest.raises(AttributeError, match="Dvi"):
        html.Dvi  # noqa: B018


def test_a_static_tree_has_the_properties_that_dash_would_have_sent():
    of_link = {"href": "/region", "title": None}
    of_cell = {"className": "number", "rowSpan": 2, "hidden": False, "aria-label": "сколько", "data-key": "staff"}
    cell = plain_tree(html.Tr(html.Td(dcc.Link("x", **of_link), **of_cell)))["children"]
    expected = [one.to_plotly_json()["props"] for one in (dash_html.Td(**of_cell), dash_dcc.Link("x", **of_link))]
    assert [cell["props"], cell["children"]["props"]] == [
        {name: value for name, value in props.items() if name != "children"} for props in expected
    ]


def test_a_static_tree_is_sent_as_a_component_of_the_script():
    assert decoded_json(Still(tree=plain_tree(html.P("x")))) == {
        "namespace": "dashboard",
        "type": "Still",
        "props": {"tree": {"tag": "p", "props": {}, "children": "x"}},
    }
    assert "window.dashboard = " in script()


def test_what_is_drawn_later_is_sent_as_a_component_of_the_script():
    sent = decoded_json(Later(html.P("x")))
    assert (sent["namespace"], sent["type"], sent["props"]["children"]["type"]) == ("dashboard", "Later", "P")
    assert "Later: Later" in script()


def test_no_callback_names_what_is_drawn_later():
    """Dash would wait until it is drawn before it answers anything."""
    listened = {one["property"] for callback in app.app.callback_map.values() for one in callback["inputs"]}
    assert listened
    assert not listened & {"clickData", "hoverData", "selectedData", "relayoutData", "figure"}


def test_what_a_callback_could_listen_to_is_refused_in_a_static_tree():
    with pytest.raises(TypeError, match="Input"):
        plain_tree(html.Div(dcc.Input(id="x")))


def page_of(login: str) -> tuple[str, str]:
    """The page and the nonce of its policy."""
    answer = signed_in(login).client.get("/region")
    return answer.get_data(as_text=True), re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]


def test_the_page_carries_the_nonce_of_its_own_answer(sqlite: str):
    login = accounts_of(build_village())["assessor"]
    (page, nonce), (_, other) = page_of(login), page_of(login)
    assert f'<script src="/assets/{dash_internals.SCRIPT}" nonce="{nonce}">' in page
    assert dash_internals.NONCE not in page
    assert nonce != other


def test_the_script_is_loaded_once_and_before_all_others(sqlite: str):
    page, _ = page_of(accounts_of(build_village())["assessor"])
    sources = SOURCES.findall(page)
    assert sources[0] == f"/assets/{dash_internals.SCRIPT}"
    assert sum(dash_internals.SCRIPT in one for one in sources) == 1
    assert len(sources) > 10


def test_the_inline_script_of_dash_is_the_one_whose_hash_the_policy_names(sqlite: str):
    answer = signed_in(accounts_of(build_village())["assessor"]).client.get("/region")
    hashes = [one.strip("'") for one in app.app.csp_hashes()]
    assert hashes
    assert all(one in answer.headers["Content-Security-Policy"] for one in hashes)


def test_the_grid_of_dash_is_not_sent(sqlite: str):
    page, _ = page_of(accounts_of(build_village())["assessor"])
    sources = SOURCES.findall(page)
    assert any("dash_core_components" in one for one in sources)
    assert not any("table" in one for one in sources)


def test_a_finished_answer_is_the_one_that_dash_sends(sqlite: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CACHE_MB", "0")
    login = accounts_of(build_village())["assessor"]
    visitor = signed_in(login)
    sent = visitor.call(PAGE, REGION).get_data(as_text=True)
    with write_session() as session:
        viewer = accounts.viewer_of(accounts.account_by_login(session, login))
    screen = screen_at(viewer, "/region", "")
    assert callback_answer({Ids.CONTENT: {"children": screen.content}, Ids.TITLE: {"data": screen.title}}) == sent


def script() -> str:
    return (ASSETS / dash_internals.SCRIPT).read_text(encoding="utf-8")


@pytest.mark.parametrize("event", ["_dashprivate_pushstate", "_dashprivate_historychange"])
def test_the_events_that_the_script_listens_to_are_those_of_the_installed_dash(event: str):
    bundles = Path(dash.__file__).parent.rglob("*.js")
    assert any(event in one.read_text(encoding="utf-8", errors="replace") for one in bundles)
    assert event in script()


# What only dashboard/dash_internals.py and its script may name.
INSIDES = re.compile(
    r"_dashprivate|window\.fetch\b|\bReact\.|\.prototype\.createElement|dash\._|_js_dist|interpolate_index"
)


def test_nothing_else_leans_on_the_insides_of_dash():
    product = [*ASSETS.glob("*.js"), ROOT / "app.py", ROOT / "cli.py"]
    for folder in ("access", "callbacks", "dashboard", "exports", "ingest", "model", "queries"):
        product += (ROOT / folder).rglob("*.py")
    leaning = {path.name for path in product if INSIDES.search(path.read_text(encoding="utf-8"))}
    assert leaning == {"dash_internals.py", dash_internals.SCRIPT}
