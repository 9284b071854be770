"""Charts draw the values of their tables, and absent values are not zero."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from dashboard import theme, words
from dashboard.charts.funnel import funnel, funnel_rows
from dashboard.charts.missing_by_place import missing_by_place, missing_by_place_rows
from dashboard.charts.rate_over_time import LABEL_STEP, TOP, rate_over_time, rate_over_time_rows, spread_apart
from dashboard.charts.rates_by_place import rates_by_place, rates_by_place_rows, short_name
from dashboard.components.graph import CONFIG, without_foreign_tags
from model.indicators import COUNT_KEYS, RATE_BY_KEY, STAGES
from model.places import REGION, Level, Place
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


def test_bars_stand_from_the_furthest_behind_and_nobody_stands_last(parts, whole):
    bars = rates_by_place(parts, COVERAGE_YEAR, whole)["data"][0]
    assert bars["customdata"] == [4, 1, 2, 3]
    assert bars["x"] == [0.0, 133 / 400, 0.5, None]


def test_the_table_behind_the_bars_says_what_the_bars_say(parts, whole):
    bars = rates_by_place(parts, COVERAGE_YEAR, whole)["data"][0]
    _, rows = rates_by_place_rows(parts, COVERAGE_YEAR, whole)
    assert [row[1] for row in rows[:-1]] == [words.percent(value) for value in bars["x"]]
    assert rows[-1][:2] == ["Челябинская область", words.percent_of(183, 510)]


def test_a_place_without_people_has_no_value_in_chart_and_table(parts, whole):
    written = rates_by_place(parts, COVERAGE_YEAR, whole)["data"][1]["text"]
    _, rows = rates_by_place_rows(parts, COVERAGE_YEAR, whole)
    assert "нет данных" in written[-1]
    assert rows[3] == ["Локомотивный городской округ", "—", "нет данных", "—"]
    assert "нет данных" not in written[0], "a place at 0 % is told apart from one without people"


def test_hover_tells_the_whole_name_numerator_and_denominator(parts, whole):
    bars = rates_by_place(parts, COVERAGE_YEAR, whole)["data"][0]
    said = bars["hovertext"][1].replace(words.THIN, " ").replace(words.FIXED, " ")
    assert said == "Троицкий городской округ: 133 из 400, 33,3 %"


def test_133_of_400_is_not_marked_as_meeting_33_3_percent(parts, whole):
    written = rates_by_place(parts, COVERAGE_YEAR, whole)["data"][1]["text"]
    assert "✓" not in written[1]
    assert "✓" in written[2]


def test_the_value_of_the_whole_and_the_target_are_lines_with_words(parts, whole):
    figure = rates_by_place(parts, COVERAGE_YEAR, whole)
    assert sorted(line["x0"] for line in figure["layout"]["shapes"]) == [0.333, 183 / 510]
    said = [note["text"].replace(words.THIN, " ") for note in figure["layout"]["annotations"]]
    assert said == ["Челябинская область 35,9 %", "цель 33,3 %"]


def test_no_bar_where_nobody_is_at_all(whole):
    nobody = PlaceCounts(REGION, counts())
    figure = rates_by_place([place(1, "Ашинский муниципальный округ")], COVERAGE_YEAR, nobody)
    assert figure["data"][0]["x"] == [None]
    assert len(figure["layout"]["shapes"]) == 1, "only the target: there is no value of the whole"


def test_two_places_of_one_adjective_keep_different_names():
    names = {short_name("Троицкий городской округ"), short_name("Троицкий муниципальный округ")}
    assert names == {"Троицкий г.\u00a0о.", "Троицкий м.\u00a0о."}
    assert short_name('МБОУ "Средняя общеобразовательная школа № 2"') == "СОШ № 2"


def test_the_funnel_draws_what_its_table_says():
    said = counts(staff=400, due=400, assessed=200, recommended=150, chosen=0)
    figure, (_, rows) = funnel(said), funnel_rows(said)
    assert [words.number(value) for value in figure["data"][0]["x"]] == [row[1] for row in rows]
    assert len(rows) == len(STAGES)


def test_the_share_of_a_stage_nobody_came_to_is_absent():
    _, rows = funnel_rows(counts(staff=400, due=400, assessed=200))
    assert rows[0][2] == "—", "the first stage has none before it"
    assert rows[1][2] == words.percent_of(1, 2)
    assert rows[2][2] == words.percent_of(0, 200)
    assert rows[3][2] == "—", "nobody of nobody is absent"


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
    bars = rates_by_place([small, big], COVERAGE_YEAR, big)["data"][0]
    assert bars["customdata"] == [2, 1]
    assert bars["marker"]["opacity"] == [1, 0.45]
    drawn = rates_by_place([small, big], COVERAGE_YEAR, big)["data"][1]["text"]
    written = [text.replace("\u202f", " ").replace("\u00a0", " ").strip() for text in drawn]
    assert written == ["25,0 % · 15 из 60", "0,0 % · 0 из 6"]


def test_places_stand_by_how_many_people_they_lack_and_the_table_says_the_same(parts):
    bars = missing_by_place(parts, COVERAGE_YEAR)["data"][0]
    assert bars["customdata"] == [4, 1, 2, 3]
    # 33,3 % of 10 and of 400 are 4 and 134 people; who is at the target lacks nobody, of nobody nothing is known.
    assert bars["x"] == [4, 1, 0, None]
    headings, rows = missing_by_place_rows(parts, COVERAGE_YEAR, "Организация")
    assert headings[0] == "Организация"
    assert [row[1] for row in rows] == ["4", "1", "0", words.ABSENT]
    told = [text.replace("\u00a0", " ").strip() for text in missing_by_place(parts, COVERAGE_YEAR)["data"][1]["text"]]
    assert told == ["4 · 0 из 10", "1 · 133 из 400", "✓ 50 из 100", "нет данных"]


LINK = "<a href='//e.example'>Школа</a>"


@pytest.mark.parametrize("name", [LINK, "<b>Школа</b>", "Школа<br>№ 1", "<img src=x>"])
def test_a_name_is_no_markup_in_a_chart(whole, name: str):
    parts = [place(1, name, staff=10, due=10, assessed_year_due=1)]
    for figure in (rates_by_place(parts, COVERAGE_YEAR, whole), missing_by_place(parts, COVERAGE_YEAR)):
        texts = str([figure["data"], figure["layout"]["yaxis"]])
        assert name not in texts
        assert "&lt;" in texts


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
