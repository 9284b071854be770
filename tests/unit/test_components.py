"""Components show targets in whole numbers, absent values as «—» and nothing by colour alone."""

import ast
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard import addresses, html, theme, words
from dashboard.addresses import View
from dashboard.charts.funnel import funnel
from dashboard.charts.rate_over_time import rate_over_time, rate_over_time_rows
from dashboard.components.attention import QueueContext, attention
from dashboard.components.bar_chart import bar_chart
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.change import Before
from dashboard.components.counts_table import Compared, counts_table, in_order, ways_of_order
from dashboard.components.date_filter import date_filter, days_to_compare, quick_days
from dashboard.components.definition import definition
from dashboard.components.filters import filter_bar
from dashboard.components.graph import graph
from dashboard.components.headings import NAME
from dashboard.components.paged_table import TableColumn, pager, rows_table
from dashboard.components.rate_card import GROUPS, count_strip, rate_cards
from dashboard.dash_internals import Still
from dashboard.pages.missing import nothing_here
from dashboard.shell import shell
from model.indicators import COUNT_KEYS, COUNTS, RATE_BY_KEY, RATES, STAGES
from model.places import REGION, Level, Place
from queries.filters import Filters
from queries.records import PlaceCounts

ROOT = Path(__file__).parents[2]
YEAR = RATE_BY_KEY["coverage_year"]


class TreeEncoder(PlotlyJSONEncoder):
    """A static tree as its elements; the browser gets it as HTML."""

    def default(self, obj: object) -> object:
        return {"type": "Still", "props": {"tree": obj.tree}} if isinstance(obj, Still) else super().default(obj)


def encoded(component: object) -> str:
    """The component with all its elements as JSON."""
    return TreeEncoder(ensure_ascii=False).encode(component)


def text_of(component: object) -> str:
    """The visible text, with ordinary spaces."""
    return re.sub(r"\s+", " ", " ".join(_texts(json.loads(encoded(component)))))


def _texts(node: object) -> list[str]:
    if isinstance(node, list):
        return [text for one in node for text in _texts(one)]
    if isinstance(node, dict):
        inner = node.get("props", {})
        return _texts(inner.get("tree")) + _texts(inner.get("children")) + _texts(node.get("children"))
    return [] if node is None else [str(node)]


def hrefs(component: object) -> list[str]:
    return re.findall(r'"href": "([^"]*)"', encoded(component))


def counts(**said: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNT_KEYS, 0), **said}


def place(number: int, name: str, **said: int) -> PlaceCounts:
    return PlaceCounts(Place(Level.ORGANIZATION, number, name), counts(**said))


TOWN = PlaceCounts(
    Place(Level.MUNICIPALITY, 7, "Троицкий городской округ"),
    counts(staff=400, due=400, assessed_year_due=133, assessed=400, assessed_due=400),
)


def table(parts: list[PlaceCounts], view: View = View(), can_open: bool = True, before: Compared | None = None):  # noqa: B008 - frozen
    return counts_table(
        parts,
        TOWN,
        view=view,
        opens=lambda one: addresses.place(one, view),
        can_open_lists=lambda _: can_open,
        path="/municipality/7",
        before=before,
    )


def test_many_rows_are_dense_with_short_names_and_few_rows_are_not():
    towns = [
        PlaceCounts(Place(Level.MUNICIPALITY, number, f"Пример-{number} муниципальный округ"), TOWN.counts)
        for number in range(11)
    ]
    few, many = encoded(table(towns[:10])), encoded(table(towns))
    assert "is-dense" in many
    assert text_of(table(towns)).count("м. о.") == 11
    # The full name and the numbers are a pointer away.
    assert many.count('муниципальный округ"') == 11
    assert many.count(': 133 из 400"') == 12, "and of the total"
    assert "is-dense" not in few
    assert "м. о." not in few


def test_133_of_400_misses_the_target_though_the_percent_reads_the_same():
    said = text_of(rate_cards(TOWN, [YEAR], view=View(), can_open=False))
    assert "33,3 %" in said
    assert "133 из 400" in said
    assert "! цель 33,3 % · не хватает 1 чел." in said


def test_134_of_400_meets_the_target():
    enough = replace(TOWN, counts={**TOWN.counts, "assessed_year_due": 134})
    assert "✓ цель 33,3 % · достигнута" in text_of(rate_cards(enough, [YEAR], view=View(), can_open=False))


def test_a_card_without_people_shows_a_dash_and_says_so():
    nobody = PlaceCounts(REGION, counts())
    said = text_of(rate_cards(nobody, [YEAR], view=View(), can_open=True))
    assert "— нет данных" in said
    assert "0,0" not in said
    assert "не хватает" not in said


def test_numbers_of_a_card_open_their_lists_only_where_they_may():
    view = View(on=date(2026, 1, 31), sort="staff")
    opened = hrefs(rate_cards(TOWN, [YEAR], view=view, can_open=True))
    assert "/municipality/7/list/assessed_year_due?on=2026-01-31" in opened
    cards = rate_cards(TOWN, [YEAR], view=view, can_open=False)
    closed = hrefs(cards)
    assert text_of(cards)
    assert not any("/list/" in href for href in closed)


def test_every_count_is_in_the_strip_once():
    listed = [key for _, keys in GROUPS for key in keys]
    assert sorted(listed) == sorted(COUNT_KEYS)
    said = text_of(count_strip(TOWN, view=View(), can_open=True))
    assert all(words.sentence(count.label) in said for count in COUNTS)


def test_a_count_of_nobody_opens_nothing():
    opened = hrefs(count_strip(TOWN, view=View(), can_open=True))
    assert opened
    assert not any("awaiting_head" in href for href in opened)


def test_places_come_by_name_with_numbers_in_their_natural_order():
    parts = [place(1, "Школа № 10"), place(2, "Школа № 2"), place(3, "Ёлочка")]
    assert [one.place.name for one in in_order(parts, View(sort=NAME))] == ["Ёлочка", "Школа № 2", "Школа № 10"]
    assert in_order(parts, View()) == parts, "the worst first, as they come"


@pytest.mark.parametrize(("is_descending", "order"), [(True, [1, 2, 3]), (False, [2, 1, 3])])
def test_places_without_people_come_last_whichever_way_a_rate_is_sorted(is_descending, order):
    parts = [
        place(3, "Пустая"),
        place(2, "Б", staff=10, due=10, assessed_year_due=1),
        place(1, "А", staff=10, due=10, assessed_year_due=9),
    ]
    view = View(sort="coverage_year", descending=is_descending)
    assert [one.place.id for one in in_order(parts, view)] == order


def test_a_table_of_places_tells_nobody_from_nought():
    said = text_of(table([place(1, "Пустая"), place(2, "Отстающая", staff=5, due=5)]))
    assert "Пустая 0 — нет данных" in said
    assert "Отстающая 5 0,0 % 0 из 5" in said


def test_the_whole_stands_in_the_first_row():
    said = text_of(table([place(1, "А", staff=5, due=5)]))
    assert said.index("Троицкий городской округ 400") < said.index("А 5")


def test_a_heading_sorts_by_address_and_says_its_order():
    drawn = encoded(table([place(1, "А", staff=5, due=5)], View(sort="coverage", descending=True)))
    assert drawn.count('"aria-sort": "descending"') == 1
    assert "/municipality/7?sort=coverage&order=asc" in hrefs(
        table([place(1, "А")], View(sort="coverage", descending=True))
    )
    assert "/municipality/7?sort=staff&order=desc" in drawn


def test_rows_of_a_table_have_headings_for_screen_readers():
    drawn = encoded(table([place(1, "А", staff=5, due=5)]))
    assert drawn.count('"scope": "row"') == 2
    assert drawn.count('"scope": "col"') == 2 + len(RATES) + 3
    assert '"tag": "caption"' in drawn


def test_a_pager_says_which_rows_and_leads_to_the_others():
    said = pager(View(page=2), "/region/list/staff", total=1234, page_size=50)
    assert "51–100 из 1 234" in text_of(said)
    assert hrefs(said) == [f"/region/list/staff{query}" for query in ("", "", "?page=3", "?page=25")]


def test_the_last_page_ends_with_the_last_row():
    assert "1 201–1 234 из 1 234" in text_of(pager(View(page=25), "/x", total=1234, page_size=50))


def test_an_empty_list_says_what_to_do():
    column = TableColumn("full_name", "ФИО", True, lambda row: row["full_name"])
    asked = View(filters=Filters(category="teaching"))
    nothing = rows_table([column], [], view=asked, path="/x", total=0, page_size=50, caption="Список")
    assert "Уберите фильтр" in text_of(nothing)


def test_a_filter_is_taken_away_by_its_mark():
    view = View(filters=Filters(category="teaching", position="учитель"), page=3)
    bar = filter_bar(view, "/region", {"category": [("teaching", "педагогические работники")]})
    assert "категория: педагогические работники" in text_of(bar)
    assert "/region?category=teaching" in hrefs(bar)
    assert "/region" in hrefs(bar)


def test_quick_days_are_the_ends_of_what_is_over():
    days = dict(quick_days(date(2026, 2, 20)))
    assert days["конец прошлого месяца"] == date(2026, 1, 31)
    assert days["конец прошлого квартала"] == date(2025, 12, 31)
    assert days["конец прошлого года"] == date(2025, 12, 31)
    assert dict(quick_days(date(2026, 8, 1)))["конец прошлого квартала"] == date(2026, 6, 30)


def test_the_link_to_today_leaves_the_date_out_of_the_address():
    day = date(2026, 1, 31)
    links = hrefs(date_filter(day, today=date(2026, 2, 20), path="/region", view=View(on=day)))
    assert links[0] == "/region"


def test_a_definition_gives_formula_and_clause():
    said = text_of(definition(YEAR))
    assert "из подлежащих оценке прошли в отчётном году ÷ подлежат оценке" in said
    assert "Основание: п. 3.3.3 Положения (приказ от 09.02.2023 № 01/312)." in said


def test_not_yours_and_not_there_are_the_same_words():
    assert "Такой страницы нет или она вам недоступна" in text_of(nothing_here())


def test_the_last_step_of_the_trail_is_no_link():
    assert hrefs(breadcrumbs([("Область", "/region"), ("Здесь", "/here")])) == ["/region"]


def test_a_graph_has_a_text_alternative_and_its_table():
    months = [(date(2026, month, 28), TOWN.counts) for month in (9, 10)]
    drawn = graph(rate_over_time(months, RATES), title="По месяцам", table=rate_over_time_rows(months, RATES))
    said = encoded(drawn)
    assert '"role": "img"' in said
    assert "показать таблицей" in said
    assert "28.10.2026" in text_of(drawn)


def test_a_chart_of_bars_is_a_table_whose_bars_no_reader_meets():
    drawn = bar_chart(funnel(TOWN.counts), title="Этапы", id="stages")
    said = json.loads(encoded(drawn))["props"]["tree"]
    table = next(one for one in said["children"] if one["tag"] == "table")
    rows = table["children"][2]["children"]
    assert {(row["children"][0]["tag"], row["children"][0]["props"]["scope"]) for row in rows} == {("th", "row")}
    bars = [cell for row in rows for cell in row["children"][1]["children"] if cell["tag"] == "div"]
    assert len(bars) == len(STAGES)
    assert {bar["props"]["aria-hidden"] for bar in bars} == {"true"}
    assert bars[0]["props"]["style"] == {"--at": "100.00%"}


def test_the_frame_has_its_landmarks_and_a_way_to_the_content():
    drawn = shell(
        html.Div(),
        menu=[("Область", "/region")],
        account=html.Div("anna"),
        data_as_of="",
    )
    kinds = {type(one).__name__ for one in drawn._traverse()}
    assert {"Header", "Nav", "Main", "Footer"} <= kinds
    assert "К содержанию" in text_of(drawn)


def test_graphs_are_made_in_one_place_only():
    makers = [path for path in (ROOT / "dashboard").rglob("*.py") if _makes_graphs(path)]
    assert [path.name for path in makers] == ["graph.py"]


def _makes_graphs(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in ast.walk(tree))
    imported = (one.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for one in node.names)
    return "Graph" in {*named, *imported}


def test_both_blocks_of_the_dark_theme_say_the_same():
    sheet = (ROOT / "assets" / "tokens.css").read_text(encoding="utf-8")
    chosen = re.search(r'\[data-bs-theme="dark"\] \{(.*?)\}', sheet, re.DOTALL)
    by_system = re.search(r":root:not\(\[data-bs-theme\]\) \{(.*?)\}", sheet, re.DOTALL)
    assert chosen
    assert by_system
    assert chosen.group(1).split() == by_system.group(1).split()


def test_nothing_is_fetched_from_outside():
    files = [
        *(ROOT / "assets").glob("*.css"),
        *(ROOT / "assets").glob("*.js"),
        *(ROOT / "access" / "forms").glob("*.html"),
    ]
    outside = [
        file.name for file in files if re.search(r"""(?:src|href|url|import)\W{1,3}(?:https?:)?//""", file.read_text())
    ]
    assert files
    assert outside == []
    assert sum(font.stat().st_size for font in (ROOT / "assets" / "fonts").glob("*.woff2")) < 150_000


def test_months_and_days_of_charts_are_russian():
    said = theme.RUSSIAN_LOCALE["format"]
    assert said["months"][1] == "февраль"
    assert said["decimal"] == ","


def test_a_municipality_is_compared_with_itself_and_not_with_an_organization_of_the_same_id():
    then = {
        (Level.MUNICIPALITY, 7): counts(staff=400, due=400, assessed_year_due=100),
        (Level.ORGANIZATION, 7): counts(staff=10, due=10),
    }
    before = Compared(date(2026, 9, 1), then)
    assert before.before(TOWN).counts["assessed_year_due"] == 100
    assert before.before(place(7, "Школа")).counts["staff"] == 10


def test_places_can_be_put_in_order_by_how_much_they_have_fallen():
    now = [place(number, f"Школа {number}", due=10, assessed_due=done) for number, done in ((1, 9), (2, 5), (3, 5))]
    then = {
        (Level.ORGANIZATION, 1): counts(due=10, assessed_due=8),
        (Level.ORGANIZATION, 2): counts(due=10, assessed_due=9),
    }
    before = Compared(date(2026, 9, 1), then)
    # The third had nobody then: there is nothing to compare.
    assert [one.place.id for one in in_order(now, View(sort="fall"), before)] == [2, 1, 3]
    view = View(sort="fall", against=before.day)
    assert "▼ было 90,0 %" in text_of(table(now, view, before=before))
    ways = ways_of_order(view, "с наименьшей долей", is_compared=True)
    fall = "с наибольшим снижением показателя «Охват оценкой за три года»"
    assert [label for _, label in ways] == ["с наименьшей долей", fall, "по названию"]


def test_those_who_are_missing_are_the_main_link_of_a_card_and_the_others_stay_reachable():
    missing = rate_cards(TOWN, [YEAR], view=View(), can_open=True)
    assert "/municipality/7/list/not_assessed_year" in hrefs(missing)
    enough = replace(TOWN, counts={**TOWN.counts, "assessed_year_due": 134})
    met = rate_cards(enough, [YEAR], view=View(), can_open=True)
    assert "достигнута · остальные 266" in text_of(met)
    assert "/municipality/7/list/not_assessed_year" in hrefs(met)


def test_the_module_is_linked_where_an_action_is_asked_for_and_only_if_it_has_an_address(monkeypatch):
    waiting = replace(TOWN, counts={**TOWN.counts, "awaiting_head": 2})
    look = QueueContext(date(2026, 11, 28), View(), "/municipality/7", lambda _: True)
    assert "Открыть модуль" not in text_of(attention(waiting, look))
    monkeypatch.setenv("MODULE_URL", "https://module.example.org/")
    assert "https://module.example.org/" in hrefs(attention(waiting, look))
    monkeypatch.setenv("MODULE_URL", "javascript:alert(1)")
    with pytest.raises(ValueError, match="MODULE_URL"):
        attention(waiting, look)


def test_the_number_of_the_queue_is_told_on_the_day_to_compare_with():
    waiting = replace(TOWN, counts={**TOWN.counts, "awaiting_head": 2})
    then = Before(date(2026, 9, 1), counts(staff=400, due=400, awaiting_head=5))
    look = QueueContext(date(2026, 11, 28), View(), "/municipality/7", lambda _: True, before=then)
    assert "01.09.2026 было 5" in text_of(attention(waiting, look))


def test_presets_to_compare_with_lie_before_the_reporting_date():
    assert [day.isoformat() for _, day in days_to_compare(date(2026, 11, 28))] == [
        *("2026-10-28", "2026-09-01", "2026-01-01", "2025-11-28"),
    ]
    assert dict(days_to_compare(date(2026, 9, 1)))["1 сентября"] == date(2025, 9, 1)
    assert "начало года" not in dict(days_to_compare(date(2026, 1, 1)))
