"""Every count and rate of places as a table for other programs: CSV or JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from model.indicators import COUNT_KEYS, RATES
from model.places import Level
from queries.records import PlaceCounts

Row = Mapping[str, object]
HEADINGS = ("level", "municipality", "organization", *COUNT_KEYS, *(rate.key for rate in RATES))


def summary_rows(counts: Iterable[PlaceCounts]) -> list[Row]:
    """A row for each place; a rate is a fraction with six digits, None when its bottom count is 0."""
    return [_row(place_counts) for place_counts in counts]


def _row(place_counts: PlaceCounts) -> Row:
    place, counts = place_counts.place, place_counts.counts
    municipality = {Level.REGION: "", Level.MUNICIPALITY: place.name}.get(place.level, place.municipality_name)
    return {
        "level": place.level.value,
        "municipality": municipality,
        "organization": place.name if place.level is Level.ORGANIZATION else "",
        **{key: counts[key] for key in COUNT_KEYS},
        **{rate.key: _fraction(counts[rate.top], counts[rate.bottom]) for rate in RATES},
    }


def _fraction(top: int, bottom: int) -> float | None:
    """The rate with six digits, half up; None when the bottom count is 0."""
    return (2 * top * 10**6 + bottom) // (2 * bottom) / 10**6 if bottom else None


def summary_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV with a heading; an absent rate is an empty cell."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, HEADINGS, lineterminator="\n")
    table.writeheader()
    table.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    return f"{value:.6f}" if isinstance(value, float) else value


def summary_json(rows: Sequence[Row]) -> str:
    """The rows as a JSON list of objects; an absent rate is null."""
    return json.dumps(rows, ensure_ascii=False, indent=1)


SUMMARY_WRITERS: Mapping[str, Callable[[Sequence[Row]], str]] = {"csv": summary_csv, "json": summary_json}
