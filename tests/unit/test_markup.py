"""Trees of plain elements as HTML: what React would draw, with nothing that data could break out of."""

import pytest

from dashboard import dcc, html
from dashboard.dash_internals import plain_tree
from dashboard.markup import markup, style_rules


@pytest.mark.parametrize(
    ("component", "text"),
    [
        (html.P(["a < b & ", None, 5.0, True, 7]), "<p>a &lt; b &amp; 57</p>"),
        (html.Td("x", className="n", rowSpan=2, hidden=False), '<td class="n" rowspan="2">x</td>'),
        (html.Details("x", open=True, tabIndex="0"), '<details open="" tabindex="0">x</details>'),
        (html.Div(**{"aria-hidden": True, "data-key": 'a"<'}), '<div aria-hidden="true" data-key="a&quot;&lt;"></div>'),
        (html.Img(src="/x.svg", alt=""), '<img src="/x.svg" alt="">'),
        (html.Button("x", n_clicks=0, id="it"), '<button id="it">x</button>'),
        (html.Label("x", htmlFor="it"), '<label for="it">x</label>'),
        (dcc.Link("место", href="/region?a=1&b=2"), '<a href="/region?a=1&amp;b=2" data-link>место</a>'),
    ],
)
def test_an_element_is_written_as_react_draws_it(component: object, text: str):
    assert markup(plain_tree(component)) == text


def test_a_drawing_keeps_the_names_of_its_attributes():
    line = {"tag": "line", "props": {"strokeWidth": 2, "x1": "0"}}
    drawing = {"tag": "svg", "props": {"viewBox": "0 0 9 9", "className": "spark"}, "children": [line]}
    assert markup(drawing) == '<svg viewBox="0 0 9 9" class="spark"><line stroke-width="2" x1="0"></line></svg>'


def test_the_chosen_option_of_a_list_is_selected():
    options = [{"tag": "option", "props": {"value": one, "key": one}, "children": one} for one in "ab"]
    chosen = {"tag": "select", "props": {"name": "n", "defaultValue": "b"}, "children": options}
    assert '<option value="b" selected="">b</option>' in markup(chosen)
    assert markup(chosen).count("selected") == 1


def test_a_style_becomes_a_rule_since_the_policy_forbids_it_in_the_element():
    bar = html.Div([html.Div(style={"width": "33.30%"}), html.Div(style={"minHeight": 20, "gridRow": 3})])
    written = markup(plain_tree(bar))
    assert "style=" not in written.replace("data-style=", "")
    assert style_rules(written) == (
        '[data-style="width:33.30%"]{width:33.30%}[data-style="min-height:20px;grid-row:3"]{min-height:20px;grid-row:3}'
    )


@pytest.mark.parametrize("value", ["1px}body{display:none", "</style><script>", 'url("https://x")', "\\7d"])
def test_a_style_that_would_end_its_rule_is_left_out(value: str):
    assert style_rules(markup(plain_tree(html.Div(style={"width": value})))) == ""
