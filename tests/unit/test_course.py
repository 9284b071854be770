"""Changes over time, sparklines and the tile map."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard import words
from dashboard.addresses import View, view_of, with_view
from dashboard.charts.sparkline import HEIGHT, WIDTH, sparkline
from dashboard.components.change import Before, change, rate_difference
from dashboard.components.filters import filter_bar
from dashboard.components.rate_card import Course, rate_cards
from dashboard.dash_internals import Still
from dashboard.pages.breakdown.tile_map import tile_map
from model.indicators import RATE_BY_KEY
from model.places import REGION, Level, Place
from queries.filters import Filters
from queries.records import PlaceCounts
from tests.unit.test_components import TOWN, counts, hrefs, text_of

YEAR = RATE_BY_KEY["coverage_year"]
THEN = date(2026, 1, 31)
few = some.integers(0, 500)


def before(**numbers: int) -> Before:
    return Before(THEN, counts(**numbers))


def json_of(component: Still) -> str:
    """The whole chart as JSON, with titles and labels."""
    return json.dumps(component.tree, ensure_ascii=False)


def part(number: int, name: str, **said: int) -> PlaceCounts:
    return PlaceCounts(Place(Level.MUNICIPALITY, number, name), counts(**said))


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ((100, 400), "▲ +8,3 п. п., 31.01.2026 было 25,0 %"),
        ((200, 400), "▼ −16,8 п. п., 31.01.2026 было 50,0 %"),
        ((133, 400), "без изменений с 31.01.2026"),
        # What moved by less than is shown has not moved for the reader.
        ((13301, 40000), "без изменений с 31.01.2026"),
        ((13299, 40000), "без изменений с 31.01.2026"),
        ((0, 0), "31.01.2026 данных не было"),
    ],
)
def test_a_change_is_told_by_a_sign_and_in_words(then: tuple[int, int], told: str):
    assert (
        text_of(change(YEAR, TOWN.counts, before(assessed_year_due=then[0], staff=then[1], due=then[1]))).strip()
        == told
    )


@given(few, few, few, few)
def test_what_was_before_and_the_change_make_what_is(top, bottom, earlier_top, earlier_bottom):
    now, then = (
        counts(assessed_year_due=top, staff=bottom, due=bottom),
        before(assessed_year_due=earlier_top, staff=earlier_bottom, due=earlier_bottom),
    )
    by = rate_difference(YEAR, now, then)
    assert (by is None) == (bottom == 0 or earlier_bottom == 0)
    if by is not None:
        assert Fraction(earlier_top, earlier_bottom) + by == Fraction(top, bottom)


def test_a_card_tells_its_course_to_eyes_and_ears():
    points = [(date(2025, 12, 31), counts(staff=400, due=400, assessed_year_due=100)), (THEN, TOWN.counts)]
    card = rate_cards(TOWN, [YEAR], view=View(), can_open=False, course=Course(points, Before(*points[0])))
    assert "▲ +8,3 п. п., 31.12.2025 было 25,0 %" in text_of(card)
    assert "С 31.12.2025: от 25,0\u202f% до 33,3\u202f%, сейчас 33,3\u202f%" in json_of(card)


def test_a_month_without_anybody_breaks_the_line_and_draws_no_nought():
    values = [counts(staff=10, due=10, assessed_year_due=5), counts(), counts(staff=10, due=10, assessed_year_due=7)]
    drawn = sparkline(YEAR, [(date(2026, month, 1), one) for month, one in enumerate(values, start=1)])
    lines = [one["props"]["points"] for one in drawn.tree["children"] if one["tag"] == "polyline"]
    assert len(lines) == 2
    assert sparkline(YEAR, [(THEN, counts())] * 3) is None


@given(some.lists(some.tuples(some.integers(0, 50), some.integers(1, 50)), min_size=2, max_size=14))
def test_a_small_line_stays_within_its_frame(shares):
    points = [
        (date(2026, 1, 1), counts(staff=whole, due=whole, assessed_year_due=min(top, whole))) for top, whole in shares
    ]
    for one in sparkline(YEAR, points).tree["children"]:
        for spot in one["props"].get("points", "").split():
            x, y = map(float, spot.split(","))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT


def test_a_tile_says_its_value_opens_its_place_and_nobody_is_not_nought():
    parts = [
        part(1, "Троицкий городской округ", staff=400, due=400, assessed_year_due=134),
        part(2, "Троицкий муниципальный округ", staff=100, due=100, assessed_year_due=1),
        part(3, "Уйский муниципальный округ"),
    ]
    view = View(on=THEN, filters=Filters(category="teaching"))
    drawn = tile_map(parts, {1: (0, 0), 2: (0, 1), 3: (1, 0)}, YEAR, REGION, view)
    said = text_of(drawn)
    assert "Троицкий г. о. 33,5 % ✓ Троицкий м. о. 1,0 % Уйский м. о. —" in said
    assert hrefs(drawn)[0] == "/municipality/1?on=2026-01-31&category=teaching"
    assert "Уйский муниципальный округ: нет данных" in json_of(drawn)
    assert "134 из\u00a0400, 33,5\u202f%" in json_of(drawn)


def test_places_on_one_spot_or_without_any_are_no_map():
    parts = [part(1, "А", staff=1, due=1), part(2, "Б", staff=1, due=1)]
    assert tile_map(parts, {1: (0, 0), 2: (0, 0)}, YEAR, REGION, View()) is None
    assert tile_map(parts, {1: (0, 0)}, YEAR, REGION, View()) is None
    assert tile_map([], {}, YEAR, REGION, View()) is None


def test_the_other_date_and_the_rate_are_held_in_the_address_and_on_the_way_down():
    view = View(on=THEN, against=date(2025, 12, 31), rate="coverage")
    assert view_of(with_view("/region", view).partition("?")[2]) == view
    assert replace(view, page=3, sort="staff", search="х").carried == view


def test_the_comparison_is_a_mark_that_can_be_removed_where_figures_are_compared():
    view = View(on=THEN, against=date(2025, 12, 31))
    shown = filter_bar(view, "/region", {}, compares=True)
    assert "сравнение с 31.12.2025" in text_of(shown)
    assert hrefs(shown) == ["/region?on=2026-01-31", "/region?on=2026-01-31"]
    assert "сравнение" not in text_of(filter_bar(view, "/region/list/staff", {}))


def test_points_are_rounded_half_away_from_nought():
    assert words.points(Fraction(5, 10000)) == "+0,1\u00a0п.\u00a0п."
    assert words.points(Fraction(-5, 10000)) == "−0,1\u00a0п.\u00a0п."
