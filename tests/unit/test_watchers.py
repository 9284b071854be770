"""The rules of alerts and the dashboard name only metrics that exist, and every alert is explained."""

import json
import re
from pathlib import Path

import pytest
import yaml

from web.metric_text import LATENCY, METRICS

ROOT = Path(__file__).parents[2]
RULES = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
PANELS = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))["panels"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [one["expr"] for panel in PANELS for one in panel["targets"]]
SERIES = {*METRICS, *(f"{LATENCY}_{part}" for part in ("bucket", "sum", "count"))}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_that_is_named_exists(expression: str):
    named = re.findall(r"\biom_\w+", expression)
    assert named or "up{" in expression
    assert set(named) <= SERIES


def test_every_metric_is_watched_by_somebody():
    watched = set(re.findall(r"\biom_\w+", " ".join(EXPRESSIONS)))
    assert {name for name in METRICS if not any(one.startswith(name) for one in watched)} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_is_explained_to_who_is_woken_by_it(rule: dict):
    assert f"| `{rule['alert']}` |" in (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def test_panels_do_not_lie_upon_each_other():
    cells = [
        (x, y)
        for panel in PANELS
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
