"""Elements that are quick to make are what Dash makes; what Dash refuses is refused in every test."""

import json

import pytest
from dash import dcc as dash_dcc
from dash import html as dash_html
from plotly.utils import PlotlyJSONEncoder

from dashboard import dcc, html

PROPERTIES = {"id": "it", "className": "plain", "aria-label": "имя", "data-x": "1"}


def told(component: object) -> object:
    return json.loads(PlotlyJSONEncoder().encode(component))


@pytest.mark.parametrize("name", dash_html.__all__)
def test_an_element_is_told_to_the_browser_as_dash_tells_it(name: str):
    quick, slow = getattr(html, name), getattr(dash_html, name)
    assert told(quick(["текст"], **PROPERTIES)) == told(slow(["текст"], **PROPERTIES))
    assert told(quick()) == told(slow())
    assert isinstance(quick(), slow)


def test_a_link_is_told_as_dash_tells_it():
    assert told(dcc.Link("место", href="/region")) == told(dash_dcc.Link("место", href="/region"))


def test_a_property_that_dash_does_not_know_fails_every_test_that_meets_it():
    with pytest.raises(TypeError, match="classname"):
        html.Div("текст", classname="plain")
    with pytest.raises(TypeError, match="href"):
        dcc.Link("место")


def test_a_name_that_is_no_element_is_refused():
    with pytest.raises(AttributeError, match="Dvi"):
        html.Dvi  # noqa: B018
