"""plotly accepts every name and value in the charts, which are plain dicts."""

import inspect
import json
import pkgutil
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from plotly import graph_objects

from dashboard import charts, theme
from dashboard.charts.figure import Figure, figure
from dashboard.charts.rate_over_time import rate_over_time
from dashboard.charts.score_spread import score_spread
from dashboard.components.graph import graph
from model.indicators import RATE_BY_KEY, RATES
from model.places import REGION
from queries.records import PlaceCounts
from tests.unit.test_charts import counts, place
from tests.web.test_competences import partial_scores, scores

YEAR, REALIZED = RATE_BY_KEY["coverage_year"], RATE_BY_KEY["realization"]
NOBODY = PlaceCounts(REGION, counts())
WHOLE = PlaceCounts(REGION, counts(staff=510, assessed_year=183, assessed=300, formed=200, realized=20))
ONE = [place(1, "Троицкий городской округ", staff=400, assessed_year=133, assessed=300, formed=200, realized=20)]
ABSENT = [place(2, "Локомотивный городской округ")]
MANY = [*ONE, *ABSENT, *(place(n, f"Школа № {n}", staff=n, assessed_year=n // 2) for n in range(3, 40))]
POINTS = [(date(2026, month, 28), WHOLE.counts if month != 3 else NOBODY.counts) for month in range(1, 13)]

Chart = Callable[..., Figure]
# Each chart of nobody, of one, of what is absent and of many.
DRAWN: list[tuple[Chart, tuple[Any, ...]]] = [
    *((rate_over_time, (points, RATES)) for points in ([], POINTS[:1], POINTS[2:3], POINTS)),
    (rate_over_time, (POINTS, [])),
    *((score_spread, (told, 60)) for told in (scores(64.25), partial_scores())),
]
every_figure = pytest.mark.parametrize(("chart", "given"), DRAWN, ids=lambda one: getattr(one, "__name__", ""))


@every_figure
def test_plotly_knows_all_that_a_figure_says(chart: Chart, given: tuple[Any, ...]):
    drawn = chart(*given)
    # It leaves out empty lists: no lines, no notes.
    layout = {name: said for name, said in drawn["layout"].items() if said != []}
    assert graph_objects.Figure(drawn).to_dict() == {"data": drawn["data"], "layout": layout}


@every_figure
def test_a_figure_is_what_is_sent(chart: Chart, given: tuple[Any, ...]):
    drawn = chart(*given)
    assert json.loads(json.dumps(drawn)) == drawn


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": [{"type": "bar", "marker": {"colour": "#000000"}}]},
        {"data": [{"type": "bar", "orientation": "across"}]},
        {"data": [{"type": "bars"}]},
        {"layout": {"hight": 360}},
        {"layout": {"xaxis": {"show_grid": False}}},
        {"layout": {"shapes": [{"type": "line", "line": {"dashes": "dot"}}]}},
        {"layout": {"annotations": [{"show_arrow": False}]}},
        {"layout": {"template": {"layout": {"yaxis": {"fixed": True}}}}},
    ],
    ids=str,
)
def test_plotly_refuses_a_name_or_a_value_that_it_does_not_know(wrong: dict[str, Any]):
    with pytest.raises(ValueError, match="Invalid"):
        graph_objects.Figure(wrong)


def test_no_chart_is_left_out():
    modules = [import_module(f"{charts.__name__}.{found.name}") for found in pkgutil.iter_modules(charts.__path__)]
    functions = [one for module in modules for _, one in inspect.getmembers(module, inspect.isfunction)]
    makers = {one for one in functions if inspect.signature(one).return_annotation is Figure}
    assert makers - {figure} == {chart for chart, _ in DRAWN}


def test_drawing_leaves_what_all_charts_have_in_common_as_it_was():
    before = deepcopy(theme.TEMPLATE)
    for chart, given in DRAWN:
        graph(chart(*given), title="Что угодно", table=([], []), height=500)
    assert before == theme.TEMPLATE


def test_a_graph_as_tall_as_its_room_leaves_the_figure_as_it_was():
    drawn = rate_over_time(POINTS, RATES)
    before = deepcopy(drawn)
    shown = graph(drawn, title="По месяцам", table=([], []), height=500).children[1].children.children
    assert shown.figure["layout"]["height"] == 500
    assert shown.style == {"height": "500px"}
    assert drawn == before
