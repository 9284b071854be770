"""Everything that depends on internals of Dash behaves as Dash does."""

import json
import re
from html import escape
from pathlib import Path

import dash
import dash_bootstrap_components as dbc
import pytest
from dash import dcc as dash_dcc
from dash import html as dash_html
from plotly.utils import PlotlyJSONEncoder

import app
from access import accounts
from dashboard import dash_internals, dcc, html, pages
from dashboard.dash_internals import Later, Still, callback_answer, first_tree, folded, plain_tree
from dashboard.frame import Ids
from dashboard.markup import markup
from dashboard.pages import screen_at
from dashboard.visit import Screen
from model.database import write_session
from tests.injection_strings import hostile_strings
from tests.site import PAGE, REGION, ElementReader, element, signed_in, unfolded
from tests.village import accounts_of, build_village
from web import release, static_files

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
        "props": {"tag": "p", "props": {}, "html": ["x"], "slots": []},
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


def test_a_screen_is_one_component_around_what_callbacks_name():
    told, field = html.P("x", id="accounts-told"), dbc.Input(id="x", value="1")
    screen = html.Div(
        [html.H1("a < b"), html.Label(["Имя", [html.B("!"), field]]), html.Div([told]), html.P(id="part")]
    )
    sent = decoded_json(folded(screen))["props"]
    assert sent["html"] == [
        '<h1>a &lt; b</h1><label data-slot="0">',
        '</label><div data-slot="1">',
        '</div><p id="part"></p>',
    ]
    assert sent["slots"] == [3, 1]
    name, sign, drawn, place = sent["children"]
    assert (name, sign["props"]["tag"], sign["props"]["html"]) == ("Имя", "b", ["!"])
    assert (drawn["type"], drawn["props"]["id"]) == ("Input", "x")
    assert (place["type"], place["props"]["id"], place["props"]["children"]) == ("P", "accounts-told", ["x"])


def test_what_dash_will_draw_stands_in_its_place_in_the_first_screen():
    screen = html.Div([html.P("before"), html.Label(["Имя", dbc.Input(id="x", value="1")]), "after"], className="page")
    assert markup(first_tree(decoded_json(folded(screen)))) == (
        '<div class="page"><p>before</p><label data-slot="0">Имя<input value="1" id="x" class="form-control"></label>'
        "after</div>"
    )
    alone = folded(html.Label(["Имя", html.B("!"), dbc.Input(id="x")]))
    assert markup(first_tree(decoded_json(alone))) == ('<label>Имя<b>!</b><input id="x" class="form-control"></label>')


@pytest.mark.parametrize("text", hostile_strings())
def test_no_text_of_a_screen_becomes_an_element(text: str):
    """The browser takes the HTML of an answer as it is."""
    field = dbc.Input(id="x", value=text)
    screen = html.Div([html.P(text, title=text), dcc.Link(text, href=text), html.Label([text, field, html.B(text)])])
    answer = decoded_json(folded(screen))
    assert unfolded(answer)["props"]["children"] == [
        element("p", {"title": text}, [text]),
        element("a", {"href": text}, [text]),
        element("label", {}, [text, decoded_json(field), element("b", {}, [text])]),
    ]
    reader = ElementReader()
    reader.feed(markup(first_tree(answer)))
    _, _, label = reader.open[0][2][0]["props"]["children"]
    assert [one["type"] for one in label["props"]["children"] if one != text] == ["input", "b"]


def page_of(login: str) -> tuple[str, str]:
    """The page and the nonce of its policy."""
    answer = signed_in(login).client.get("/region")
    return answer.get_data(as_text=True), re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]


def test_the_page_carries_the_nonce_of_its_own_answer(sqlite: str):
    login = accounts_of(build_village())["assessor"]
    (page, nonce), (_, other) = page_of(login), page_of(login)
    assert f'<script src="{release.address_of(release.FIRST)}" nonce="{nonce}">' in page
    assert f'<style nonce="{nonce}">' in page
    assert dash_internals.NONCE not in page
    assert nonce != other


def test_the_page_runs_one_script_and_none_of_its_own_text(sqlite: str):
    page, _ = page_of(accounts_of(build_village())["assessor"])
    assert SOURCES.findall(page) == [release.address_of(release.FIRST)]
    inline = re.findall(r"<script(?! src=)([^>]*)>", page)
    assert [one for one in inline if 'type="application/json"' not in one and 'type="text/plain"' not in one] == []
    assert 'rel="preload" as="script" href="' + release.address_of(release.SCRIPTS) in page


def test_the_scripts_come_in_the_order_in_which_dash_sends_them():
    sent = SOURCES.findall(dash.Dash._generate_scripts_html(app.app))
    plain = [static_files._FINGERPRINT.sub("", one) for one in sent]
    assert [static_files.source_files()[one] for one in plain] == release._suites()
    assert not any("table" in one for one in sent), "the grid of Dash"


def test_the_scripts_find_what_they_load_later_beside_them():
    assert "async-graph.js" in release._single()
    assert "_dashPlotlyJSURL" in script()
    renderer = next(path for path in release._suites() if "renderer" in path.name)
    assert "window._dashPlotlyJSURL=" in renderer.read_text(encoding="utf-8")


@pytest.mark.parametrize("told", ["react-entry-point", "_dash-layout", "_dash-dependencies", "_dash-config"])
def test_the_renderer_of_dash_asks_for_what_the_page_carries(told: str):
    renderer = next(path for path in release._suites() if "renderer" in path.name).read_text(encoding="utf-8")
    assert told in renderer
    assert "DashRenderer" in renderer


def test_a_field_of_the_first_screen_looks_like_the_one_that_dash_draws():
    field = dbc.Input(id="login", type="text", size="sm", value="x", className="field", debounce=200)
    choice = dbc.Select(
        id={"filter": "kind"}, options=[{"label": "все", "value": ""}, {"label": "да", "value": "1"}], value="1"
    )
    tick = dbc.Switch(id="follow", value=True, label="Следить")
    drawn = markup(first_tree(decoded_json(html.Div([field, choice, tick, dash_dcc.Store(id="hidden")]))))
    assert 'class="field form-control form-control-sm">' in drawn
    assert {"value", "type", "id"} <= set(re.findall(r" (\w+)=", drawn.split(">")[1]))
    assert '<select id="{&quot;filter&quot;:&quot;kind&quot;}" class="form-select">' in drawn
    assert '<option value="1" selected="">да</option>' in drawn
    assert (
        'class="form-check form-switch"><input type="checkbox" class="form-check-input" checked="" id="follow">'
        in drawn
    )
    assert "hidden" not in drawn


def test_what_a_screen_holds_is_never_read_for_placeholders(sqlite: str, monkeypatch: pytest.MonkeyPatch):
    login = accounts_of(build_village())["assessor"]
    odd = "{%style_nonce%}{%config%}{%release:first.js%}</script><b>"
    monkeypatch.setattr(pages, "screen_at", lambda *_: Screen(odd, html.H1(odd)))
    page, nonce = page_of(login)
    assert f"<h1>{escape(odd, quote=False)}</h1>" in page
    assert f"<title>{escape(odd)} — Мониторинг ИОМ</title>" in page
    assert "<b>" not in page
    assert page.count(nonce) == 2


def test_a_finished_answer_is_the_one_that_dash_sends(sqlite: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CACHE_MB", "0")
    login = accounts_of(build_village())["assessor"]
    visitor = signed_in(login)
    sent = visitor.call(PAGE, REGION).get_data(as_text=True)
    with write_session() as session:
        viewer = accounts.viewer_of(accounts.account_by_login(session, login))
    screen = screen_at(viewer, "/region", "")
    assert (
        callback_answer({Ids.CONTENT: {"children": folded(screen.content)}, Ids.TITLE: {"data": screen.title}}) == sent
    )


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
