"""Charts draw the values of their tables, and absent values are not zero."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from access.reading import Reading
from dashboard import theme, words
from dashboard.addresses import By, View
from dashboard.charts.bars import Bars
from dashboard.charts.changes_by_place import changes_by_place
from dashboard.charts.funnel import funnel
from dashboard.charts.missing_by_place import missing_by_place
from dashboard.charts.rate_over_time import LABEL_STEP, TOP, rate_over_time, rate_over_time_rows, spread_apart
from dashboard.charts.rates_by_place import rates_by_place
from dashboard.charts.shades import shades
from dashboard.components.change import Before
from dashboard.components.graph import CONFIG, without_foreign_tags
from dashboard.pages.breakdown import day_before
from dashboard.place_words import short_name
from dashboard.visit import Visit
from model.indicators import COUNT_KEYS, RATE_BY_KEY, STAGES
from model.places import REGION, Level, Place
from model.targets import REGULATION, Targets, TargetValue
from queries.records import PlaceCounts

ASSETS = Path(__file__).parents[2] / "assets"
COVERAGE_YEAR = RATE_BY_KEY["coverage_year"]


def counts(**said: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNT_KEYS, 0), **said}


def place(number: int, name: str, **said: int) -> PlaceCounts:
    return PlaceCounts(Place(Level.MUNICIPALITY, number, name), counts(**said))


@pytest.fixture
def parts() -> list[PlaceCounts]:
    return [
        place(1, "Троицкий городской округ", staff=400, due=400, assessed_year_due=133),
        place(2, "Троицкий муниципальный округ", staff=100, due=100, assessed_year_due=50),
        place(3, "Локомотивный городской округ"),
        place(4, "Ашинский муниципальный округ", staff=10, due=10),
    ]


@pytest.fixture
def whole() -> PlaceCounts:
    return PlaceCounts(REGION, counts(staff=510, due=510, assessed_year_due=183))


def name_of(part: PlaceCounts) -> str:
    return part.place.name


def names(bars: Bars) -> list[str]:
    return [str(bar.name).split()[0] for bar in bars.rows]


def written(bars: Bars) -> list[list[str]]:
    """The numbers and the cells of the rows, with ordinary spaces."""
    return [[re.sub(r"\s", " ", str(text)) for text in (bar.number, *bar.cells)] for bar in bars.rows]


def test_bars_stand_from_the_furthest_behind_and_nobody_stands_last(parts, whole):
    bars = rates_by_place(parts, COVERAGE_YEAR, whole, name_of)
    assert names(bars) == ["Ашинский", "Троицкий", "Троицкий", "Локомотивный"]
    # The axis ends a little beyond the longest bar, which is a half.
    assert [bar.length for bar in bars.rows] == [0.0, 133 / 400 / 0.525, 0.5 / 0.525, None]


def test_a_row_has_the_share_and_of_how_many_and_a_place_without_people_has_neither(parts, whole):
    bars = rates_by_place(parts, COVERAGE_YEAR, whole, name_of)
    assert [len(row) + 1 for row in written(bars)] == [len(bars.headings)] * 4
    assert written(bars) == [
        ["0,0 %", "0 из 10"],
        ["33,3 %", "133 из 400"],
        ["✓ 50,0 %", "50 из 100"],
        ["—", "нет данных"],
    ]


def test_133_of_400_is_not_marked_as_meeting_33_3_percent(parts, whole):
    rows = rates_by_place(parts, COVERAGE_YEAR, whole, name_of).rows
    assert [row.kind for row in rows] == ["", "", "is-met", ""]


def test_the_value_of_the_whole_and_the_target_are_lines_with_words(parts, whole):
    lines = rates_by_place(parts, COVERAGE_YEAR, whole, name_of).lines
    assert [(line.kind, round(line.at * 0.525, 4)) for line in lines] == [("goal", 0.333), ("whole", 0.3588)]
    assert [line.text.replace(words.THIN, " ") for line in lines] == ["цель 33,3 %", "Челябинская область 35,9 %"]


def test_no_bar_where_nobody_is_at_all(whole):
    nobody = PlaceCounts(REGION, counts())
    bars = rates_by_place([place(1, "Ашинский муниципальный округ")], COVERAGE_YEAR, nobody, name_of)
    assert [bar.length for bar in bars.rows] == [None]
    assert [line.kind for line in bars.lines] == ["goal"], "there is no value of the whole"


def test_where_some_have_a_row_all_stand_in_the_strip_on_the_same_axis(parts, whole):
    some = rates_by_place(parts[:1], COVERAGE_YEAR, whole, name_of, everyone=parts)
    assert some.everyone == [133 / 400 / 0.525, 0.5 / 0.525, 0.0]
    assert some.rows[0].length == some.everyone[0]
    assert rates_by_place(parts, COVERAGE_YEAR, whole, name_of, everyone=parts).everyone == ()


def test_a_target_of_a_place_is_marked_on_its_own_bar(parts, whole):
    targets = Targets(2026, {(1, "coverage_year"): TargetValue((1, 5), "1", date(2026, 1, 1))})
    rows = rates_by_place(parts, COVERAGE_YEAR, whole, name_of, targets).rows
    assert [row.goal and round(row.goal * 0.525, 4) for row in rows] == [None, 0.2, None, None]
    assert rows[1].kind == "is-met"


def test_the_earlier_day_stands_beside_the_bars_and_on_them(parts, whole):
    def before_of(part: PlaceCounts) -> Before:
        return Before(date(2026, 9, 1), {**part.counts, "assessed_year_due": part.counts["due"] // 10})

    bars = rates_by_place(parts, COVERAGE_YEAR, whole, name_of, before_of=before_of)
    assert bars.headings[-1] == "На 01.09.2026"
    assert [row[-1] for row in written(bars)] == ["10,0 %", "10,0 %", "10,0 %", "—"]
    assert [bar.was and round(bar.was * 0.525, 4) for bar in bars.rows] == [0.1, 0.1, 0.1, None]
    lacked = missing_by_place(parts, COVERAGE_YEAR, "Организация", name_of, before_of=before_of)
    assert [row[-1] for row in written(lacked)] == ["3", "94", "24", "нет данных"]


def test_what_fell_most_comes_first_and_small_places_after_the_others():
    def before_of(part: PlaceCounts) -> Before:
        return Before(date(2026, 9, 1), {**part.counts, "assessed_year_due": 5})

    of_many = {"staff": 100, "due": 100}
    parts = [
        place(1, "Рост", **of_many, assessed_year_due=25),
        place(2, "Падение", **of_many),
        place(3, "Малая", staff=5, due=5),
        place(4, "Прежняя", **of_many, assessed_year_due=5),
        place(5, "Пустая"),
    ]
    bars = changes_by_place(parts, COVERAGE_YEAR, "Организация", name_of, before_of)
    assert names(bars) == ["Падение", "Прежняя", "Рост", "Малая", "Пустая"]
    assert written(bars)[0] == ["−5,0 п. п.", "5,0 % → 0,0 %"]
    assert [bar.kind for bar in bars.rows[:3]] == ["is-down", "is-up", "is-up"]


def shade_of(parts: list[PlaceCounts], by: By, targets: Targets = REGULATION) -> dict[str, str]:
    found = shades(parts, COVERAGE_YEAR, by, targets)
    return {one.part.place.name: one.shade + ("!" if one.is_worst else "") for one in found.places}


def test_the_map_shades_by_the_distance_to_the_target_in_classes_of_as_many_places():
    behind = [place(n, f"{n}", staff=100, due=100, assessed_year_due=n) for n in range(8)]
    met = place(9, "цель", staff=100, due=100, assessed_year_due=34)
    almost = place(10, "почти", staff=400, due=400, assessed_year_due=133)
    found = shade_of([*behind, met, almost, place(11, "пусто")], By.SHARE)
    assert found["цель"] == "is-met"
    assert found["почти"] == "is-behind-1", "a little behind is behind, and the palest"
    assert found["пусто"] == "is-absent"
    assert [name for name, shade in found.items() if "!" in shade] == ["0", "1", "2", "3", "4"]
    assert [found[f"{n}"][:11] for n in (0, 3, 5, 7)] == ["is-behind-4", "is-behind-3", "is-behind-2", "is-behind-1"]


def test_the_map_of_missing_people_outlines_the_large_and_the_map_of_shares_no_small_place():
    large = [place(n, f"большая {n}", staff=1000, due=1000, assessed_year_due=300) for n in range(1, 7)]
    small = [place(n, f"малая {n}", staff=5, due=5) for n in range(11, 17)]
    by_people, by_share = shade_of([*large, *small], By.PEOPLE), shade_of([*large, *small], By.SHARE)
    assert all(name.startswith("большая") for name, shade in by_people.items() if "!" in shade)
    assert all(name.startswith("большая") for name, shade in by_share.items() if "!" in shade)
    assert by_people["большая 1"].startswith("is-behind-4")
    assert by_share["малая 11"].startswith("is-behind-4")


def test_two_places_of_one_adjective_keep_different_names():
    short = {short_name("Троицкий городской округ"), short_name("Троицкий муниципальный округ")}
    assert short == {"Троицкий г.\u00a0о.", "Троицкий м.\u00a0о."}
    assert short_name('МБОУ "Средняя общеобразовательная школа № 2"') == "СОШ № 2"
    college = "ГБПОУ «Челябинский аграрный колледж имени первого директора»"
    assert short_name(college).endswith("директора"), "a name is never cut: a twin may begin alike"


def test_the_funnel_has_a_bar_for_each_stage_and_the_share_of_the_stage_before():
    said = counts(staff=400, due=400, assessed=200, recommended=0)
    bars = funnel(said)
    assert len(bars.rows) == len(STAGES)
    assert [bar.length for bar in bars.rows[:3]] == [1, 0.5, 0]
    # The first stage has none before it; nobody of nobody is absent.
    assert [row[1] for row in written(bars)[:4]] == ["—", "50,0 %", "0,0 %", "—"]


def test_the_funnel_of_nobody_has_no_length():
    assert {bar.length for bar in funnel(counts()).rows} == {0}


def test_the_funnel_of_two_days_shares_an_axis():
    bars = funnel(counts(staff=400, assessed=200), before=counts(staff=800, assessed=100))
    assert [(bar.length, bar.was) for bar in bars.rows[:2]] == [(0.5, 1), (0.25, 0.125)]
    assert written(bars)[0][-1] == "800"


def test_a_line_breaks_where_there_was_nobody_to_count_from():
    rate = RATE_BY_KEY["formation"]
    points = [
        (date(2026, 1, 31), counts(assessed=10, formed=5)),
        (date(2026, 2, 28), counts()),
        (date(2026, 3, 31), counts(assessed=10, formed=8)),
    ]
    line = rate_over_time(points, [rate])["data"][0]
    _, rows = rate_over_time_rows(points, [rate])
    assert line["y"] == [0.5, None, 0.8]
    assert line["connectgaps"] is False
    assert [row[1] for row in rows] == [words.percent(value) for value in line["y"]]
    assert rows[1] == ["28.02.2026", "—"]


def test_each_line_differs_in_more_than_its_colour():
    rates = list(RATE_BY_KEY.values())
    point = (date(2026, 1, 31), counts(staff=4, due=4, assessed=3, assessed_year_due=1, formed=2, events_due=1))
    lines = rate_over_time([point], rates)["data"]
    assert len({line["marker"]["symbol"] for line in lines}) == len(rates)


def test_names_of_lines_that_end_together_are_moved_apart():
    heights = spread_apart([1.0, 0.99, 0.98, 0.02])
    ordered = sorted(heights)
    assert all(upper - lower >= LABEL_STEP - 1e-9 for lower, upper in pairwise(ordered))
    assert heights[0] > heights[1] > heights[2] > heights[3]
    assert max(heights) <= TOP


def test_the_colours_of_charts_are_those_of_the_style_sheet():
    sheet = (ASSETS / "tokens.css").read_text(encoding="utf-8")
    said = dict(re.findall(r"--(chart-[\w-]+): (#[0-9a-f]{6});", sheet))
    assert said == theme.CHART_COLOURS


def test_chart_colours_stand_out_from_light_and_dark_alike():
    surfaces = ("#ffffff", "#182029")
    drawn = {name: colour for name, colour in theme.CHART_COLOURS.items() if name != "chart-ink"}
    faint = [name for name, colour in drawn.items() for surface in surfaces if contrast(colour, surface) < 3]
    assert faint == []


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_graph_offers_to_send_its_figure_to_another_site():
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["plotlyServerURL"] == ""
    assert CONFIG["displayModeBar"] is False


def test_a_small_school_is_not_ranked_by_a_share_that_one_person_moves():
    small, big = place(1, "Малая", staff=6, due=6), place(2, "Большая", staff=60, due=60, assessed_year_due=15)
    bars = rates_by_place([small, big], COVERAGE_YEAR, big, name_of)
    assert names(bars) == ["Большая", "Малая"]
    assert [bar.kind for bar in bars.rows] == ["", "is-small"]
    assert written(bars) == [["25,0 %", "15 из 60"], ["0,0 %", "0 из 6"]]


def test_places_stand_by_how_many_people_they_lack(parts):
    bars = missing_by_place(parts, COVERAGE_YEAR, "Организация", name_of)
    assert bars.headings == ["Организация", "Не хватает", "Есть из скольких"]
    # 33,3 % of 10 and of 400 are 4 and 134 people; who is at the target lacks nobody, of nobody nothing is known.
    assert written(bars) == [["4", "0 из 10"], ["1", "133 из 400"], ["✓", "50 из 100"], ["—", "нет данных"]]
    assert [bar.length for bar in bars.rows] == [1, 0.25, 0, None]


LINK = "<a href='//e.example'>Школа</a>"


def test_a_tag_that_came_with_the_data_leaves_no_graph():
    texts = ["<b>12</b> человек<br>из 13", LINK, "<script>", "<span style='x'>"]
    assert without_foreign_tags({"text": texts}) == {
        "text": [texts[0], "&lt;a href='//e.example'>Школа&lt;/a>", "&lt;script>", "&lt;span style='x'>"]
    }


def test_the_tags_that_charts_write_reach_the_graph(whole):
    """The marks beside the lines of the trend are coloured."""
    months = [(date(2026, month, 28), whole.counts) for month in (9, 10, 11)]
    figure = rate_over_time(months, [COVERAGE_YEAR])
    labels = str(figure["layout"].get("annotations"))
    assert '<span style="color:' in labels
    assert without_foreign_tags(figure["layout"]["annotations"]) == figure["layout"]["annotations"]


def test_a_change_is_since_the_end_of_the_last_month_as_on_the_cards():
    def since(on: date, **query: date) -> date:
        return day_before(Visit(cast(Reading, SimpleNamespace(day=on)), View(**query), "/region"))

    assert since(date(2026, 11, 28)) == since(date(2026, 11, 30)) == date(2026, 10, 31)
    assert since(date(2026, 11, 28), against=date(2026, 9, 1)) == date(2026, 9, 1)
