"""All metrics as the text that Prometheus reads; `METRICS` is the list of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from upkeep.gauges import GAUGES, gauge_values
from web.metric_store import Key, Labels
from web.metrics import BUCKETS, store

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
COUNTERS = {
    "iom_requests_total": "Answers by page and class of status.",
    "iom_page_cache_total": "Screens that the page cache had (hit) or that were made (miss).",
    "iom_standby_readings_total": "Screens read at a standby, or at the primary: it was behind or unreachable.",
}
LATENCY = "iom_request_seconds"
# The kind and the help of each metric by its name.
METRICS: Mapping[str, tuple[str, str]] = {
    **{name: ("counter", text) for name, text in COUNTERS.items()},
    LATENCY: ("histogram", "Seconds from a request to its answer, by page."),
    **{name: ("gauge", text) for name, text in GAUGES.items()},
}
Samples = Sequence[tuple[str, Labels, float]]


def metric_text() -> str:
    """Counters of all workers of this machine, and gauges of this moment."""
    totals = store.totals()
    samples: dict[str, Samples] = {name: _counter(name, totals) for name in COUNTERS}
    samples[LATENCY] = [*_latency(totals)]
    for name, values in gauge_values().items():
        samples[name] = [(name, tuple(labels.items()), value) for labels, value in values]
    return "".join(_lines(name, samples.get(name, [])) for name in METRICS)


def _counter(name: str, totals: Mapping[Key, float]) -> Samples:
    return sorted((one, labels, value) for (one, labels), value in totals.items() if one == name)


def _latency(totals: Mapping[Key, float]) -> Iterator[tuple[str, Labels, float]]:
    """Buckets as Prometheus has them: each holds those of the smaller ones too."""
    sums = {labels: value for (name, labels), value in totals.items() if name == f"{LATENCY}_sum"}
    within: dict[Labels, dict[str, float]] = defaultdict(dict)
    for (name, labels), value in totals.items():
        if name == f"{LATENCY}_bucket":
            others = tuple(one for one in labels if one[0] != "le")
            within[others][dict(labels)["le"]] = value
    for labels in sorted(within):
        number = 0.0
        for bound in (*map(str, BUCKETS), "+Inf"):
            number += within[labels].get(bound, 0)
            yield f"{LATENCY}_bucket", (*labels, ("le", bound)), number
        yield f"{LATENCY}_sum", labels, sums.get(labels, 0)
        yield f"{LATENCY}_count", labels, number


def _lines(name: str, samples: Samples) -> str:
    kind, text = METRICS[name]
    head = f"# HELP {name} {text}\n# TYPE {name} {kind}\n"
    return head + "".join(f"{one}{_braced(labels)} {value:.10g}\n" for one, labels, value in samples)


def _braced(labels: Labels) -> str:
    return "{" + ",".join(f'{key}="{_escaped(value)}"' for key, value in labels) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
