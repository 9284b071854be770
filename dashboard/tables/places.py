"""The tables of a place: its children, its stages, its months."""

from collections.abc import Mapping, Sequence

from dashboard import place_words, words
from dashboard.components import attention as queue
from dashboard.components.change import rate_difference
from dashboard.components.counts_table import Compared, in_order
from dashboard.components.definition import formula
from dashboard.components.place_pages import within_view
from dashboard.pages.breakdown import counts_to_compare, ranked_parts, staffed_parts
from dashboard.places_address import STAFF, WAITING
from dashboard.tables.plain import PlainTable
from dashboard.visit import Visit
from model import wording
from model.attention import CONCERNS
from model.indicators import COUNT_BY_KEY, PARTS_OF_RATES, RATES, STAGES, rate_of
from model.places import Level, Place
from queries import places
from queries.counts import counts_by_place, counts_of
from queries.heads import Head, heads_of
from queries.records import PlaceCounts
from queries.targets import rates_of, targets_on
from queries.trends import counts_by_month

_HEAD = "Руководитель"


def _formulas(visit: Visit, place: Place) -> list[tuple[str, str]]:
    return [
        (words.sentence(rate.label), f"{formula(rate)}; цель: {rate.target_note}; {wording.clause(rate.clause)}")
        for rate in rates_of(visit.reading, place)
    ]


def place_of(visit: Visit, level: str, identity: int | None) -> Place | None:
    """The place of a path; None where it is not the viewer's."""
    return places.named(visit.reading, level, identity)


def parts_of_region(visit: Visit) -> PlainTable | None:
    """The municipalities, the region first."""
    return _parts(visit, Level.REGION, None)


def parts_of_municipality(visit: Visit, identity: int) -> PlainTable | None:
    """The organizations of a municipality, the municipality first."""
    return _parts(visit, Level.MUNICIPALITY, identity)


def _parts(visit: Visit, level: Level, identity: int | None) -> PlainTable | None:
    place = place_of(visit, level, identity)
    if place is None:
        return None
    breakdown = counts_by_place(visit.reading, place, visit.view.filters)
    made_of = [key for key in PARTS_OF_RATES if key != STAFF]
    headings = [rate.label for rate in RATES] + [COUNT_BY_KEY[key].label for key in (*WAITING, *made_of)]
    then = counts_to_compare(visit, place)
    ranked, _ = ranked_parts(visit, breakdown, then)
    shown_counts = (breakdown.whole, *in_order(within_view(ranked, visit.view), visit.view, then))
    heads = heads_of(visit.reading, place, [part.place for part in shown_counts])
    rows = [[*_numbers(part, made_of), *_changes(part, then), *_head(part, heads)] for part in shown_counts]
    if then:
        headings += [f"{rate.label}: изменение с {words.day(then.day)}" for rate in RATES]
    columns = [place_words.part_of(place), words.sentence(COUNT_BY_KEY[STAFF].label), *map(words.sentence, headings)]
    fractions = [place for place, _ in enumerate(RATES, start=2)]
    fractions += range(len(columns) - len(RATES), len(columns)) if then else []
    columns += [_HEAD] if heads else []
    return PlainTable("Показатели", place.name, columns, rows, frozenset(fractions), _formulas(visit, place))


def _head(part: PlaceCounts, heads: Mapping[int, Head]) -> list[object]:
    """The name of the head of an organization, in a table that names any."""
    head = heads.get(part.place.id or 0)
    return [head.full_name if head else None] if heads else []


def _numbers(part: PlaceCounts, made_of: Sequence[str]) -> list[object]:
    rates = [rate_of(rate, part.counts) for rate in RATES]
    return [part.place.name, part.counts[STAFF], *rates, *(part.counts[key] for key in (*WAITING, *made_of))]


def _changes(part: PlaceCounts, then: Compared | None) -> list[object]:
    """The change of each rate since the other day, as fractions; empty where either value is absent."""
    if then is None:
        return []
    by = [rate_difference(rate, part.counts, then.before(part)) for rate in RATES]
    return [None if one is None else float(one) for one in by]


def attention(visit: Visit, identity: int | None = None) -> PlainTable | None:
    """The queue of each part, the total first."""
    place = _place_at(visit, identity)
    if place is None:
        return None
    breakdown = counts_by_place(visit.reading, place, visit.view.filters)
    columns, targets = queue.headings(), targets_on(visit.reading)
    ordered = (breakdown.whole, *queue.in_order(within_view(staffed_parts(breakdown), visit.view), visit.view, targets))
    heads = heads_of(visit.reading, place, [part.place for part in ordered])
    rows = [[part.place.name, *queue.values_of(part, targets).values(), *_head(part, heads)] for part in ordered]
    meanings = [(words.sentence(one.label), f"{one.meaning}; {wording.clause(one.clause)}") for one in CONCERNS]
    headings = [
        place_words.part_of(place),
        *(words.sentence(label) for _, label in columns),
        *([_HEAD] if heads else []),
    ]
    return PlainTable("Требует внимания", place.name, headings, rows, meanings=meanings)


def stages(visit: Visit, identity: int | None = None) -> PlainTable | None:
    """The number of people at each stage, and the share of the stage before."""
    place = _place_at(visit, identity)
    if place is None:
        return None
    counts = counts_of(visit.reading, place, visit.view.filters).counts
    before = [None, *STAGES]
    rows = [
        [words.sentence(COUNT_BY_KEY[key].label), counts[key], _share(counts[key], counts[earlier] if earlier else 0)]
        for earlier, key in zip(before, STAGES, strict=False)
    ]
    headings = ["Этап", "Человек", "Доля от предыдущего этапа"]
    meanings = [(words.sentence(COUNT_BY_KEY[key].label), COUNT_BY_KEY[key].meaning) for key in STAGES]
    return PlainTable("Этапы маршрута", place.name, headings, rows, frozenset({2}), meanings)


def _share(top: int, bottom: int) -> float | None:
    return top / bottom if bottom else None


def months(visit: Visit, identity: int | None = None) -> PlainTable | None:
    """Every rate with its two counts at the end of each month of the last year."""
    place = _place_at(visit, identity)
    if place is None:
        return None
    rows = [
        [day, *(rate_of(rate, counts) for rate in RATES), *(counts[key] for key in PARTS_OF_RATES)]
        for day, counts in counts_by_month(visit.reading, place, visit.view.filters)
    ]
    headings = [rate.label for rate in RATES] + [COUNT_BY_KEY[key].label for key in PARTS_OF_RATES]
    rates = frozenset(range(1, 1 + len(RATES)))
    return PlainTable(
        "По месяцам",
        place.name,
        ["Отчётная дата", *map(words.sentence, headings)],
        rows,
        rates,
        _formulas(visit, place),
    )


def _place_at(visit: Visit, identity: int | None) -> Place | None:
    """The place whose screen is at the visit's path."""
    return place_of(visit, visit.path.split("/")[1], identity)
