"""Issue 18, "tables of places: find, worst first, chips by type": the rows are chosen by the address, at the server."""

from datetime import date

import pytest

from dashboard.addresses import View, view_of
from dashboard.components.attention import QueueContext, attention_by_part
from dashboard.components.figures_table import FigureColumn, Figures, figures_table, plain_rows
from dashboard.components.place_choice import MOST_KINDS, WITHOUT_KIND
from dashboard.components.place_pages import part_choice, within_view
from dashboard.place_words import kind_of
from dashboard.places_address import LONGEST_KIND, PlacesView
from model.places import Level, Place
from queries.records import PlaceCounts
from tests.unit.test_components import TOWN, counts, encoded, hrefs, text_of

PATH = "/municipality/7"
DAY = date(2026, 9, 30)


def school(number: int, kind: str | None, name: str = "СОШ", **numbers: int) -> PlaceCounts:
    organization = Place(Level.ORGANIZATION, number, f"{name} № {number}", 7, "Троицкий городской округ", kind)
    return PlaceCounts(organization, counts(staff=10, due=10, **numbers))


PARTS = [school(1, "Школа"), school(2, "школа"), school(3, "Школа"), school(4, "Детский сад", "Сад"), school(5, None)]


def of_kind(kind: str | None, search: str = "") -> View:
    return View(search=search, places=PlacesView(kind=kind))


def choice(view: View, parts: list[PlaceCounts] = PARTS) -> object:
    return part_choice(parts, TOWN.place, view, PATH)


def test_the_address_names_a_type_of_rows_and_another_place_does_not_keep_it():
    view = view_of("?type=Детский сад")
    assert view.places.kind == "Детский сад"
    assert view_of(view.query) == view
    assert view.carried.places.kind is None
    assert view_of(f"?type={'я' * (LONGEST_KIND + 1)}").places.kind is None


def test_a_type_has_a_chip_with_its_number_of_rows_however_it_is_spelled():
    assert text_of(choice(View())) == "Найти организацию Все 5 Школа 3 Детский сад 1 Вид не указан 1"
    assert len(hrefs(choice(View()))) == 3, "that of all is no link"
    # Only rows with the searched name are counted.
    assert "Все 4 Школа 3 Вид не указан 1" in text_of(choice(View(search="СОШ")))


def test_the_chip_of_the_address_is_current_and_the_table_has_its_rows():
    view = of_kind("школа")
    assert encoded(choice(view)).count("aria-current") == 1
    assert PATH in hrefs(choice(view)), "the way back to all"
    assert [part.place.id for part in within_view(PARTS, view)] == [1, 2, 3]
    assert [part.place.id for part in within_view(PARTS, of_kind(WITHOUT_KIND))] == [5]
    assert [part.place.id for part in within_view(PARTS, of_kind("школа", "3"))] == [3]
    assert within_view(PARTS, of_kind("Колледж")) == []


def test_the_total_says_that_it_stays_the_one_of_the_place():
    stays = "итог по всей территории: поиск и вид на неё не действуют"
    assert stays not in text_of(choice(View()))
    assert stays in text_of(choice(of_kind("Школа")))
    assert stays in text_of(choice(View(search="СОШ")))


def test_rows_of_one_type_have_no_chips():
    assert text_of(choice(View(), PARTS[:3])) == "Найти организацию"
    # But the one that the address asks for can be left.
    assert "Все 3" in text_of(choice(of_kind("Школа"), PARTS[:3]))


def test_chips_are_few_however_messy_the_registers_are():
    parts = [school(number, f"Вид {number:02}") for number in range(30)]
    told = text_of(choice(of_kind("Вид 29"), parts))
    assert told.count("Вид") == MOST_KINDS + 1
    assert "Вид 29 1" in told
    assert "Все 30" in told


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Троицкий городской округ", "городской округ"),
        ("Троицкий муниципальный район", "муниципальный район"),
        ("Город без вида", None),
    ],
)
def test_the_type_of_a_municipality_is_what_its_name_says(name: str, kind: str | None):
    assert kind_of(Place(Level.MUNICIPALITY, 1, name)) == kind


def test_the_queue_by_parts_begins_with_those_furthest_behind_the_target_of_the_year():
    parts = [school(1, None, assessed_year_due=9), school(2, None, assessed_year_due=0)]

    def names(view: View) -> str:
        look = QueueContext(DAY, view, PATH, lambda _: False)
        return text_of(attention_by_part(TOWN, parts, look))

    assert names(View()).index("СОШ № 2") < names(View()).index("СОШ № 1")
    by_name = view_of("?sort=name&order=asc")
    assert names(by_name).index("СОШ № 1") < names(by_name).index("СОШ № 2")


Row = tuple[str, str, float | None]
ROWS: list[Row] = [
    ("Сад № 10", "Сад", 0.5),
    ("Сад № 2", "Сад", 0.5),
    ("Школа", "Школа", 0.1),
    ("Пустая", "Школа", None),
]


def figures(first: str | None) -> Figures[Row]:
    share: FigureColumn[Row] = FigureColumn("share", "доля", lambda row: row[2], lowest_first=True, is_rate=True)
    return Figures(
        *("Организация", [share], ROWS, lambda row: row[0], lambda row: row[0], ("Итог", "", 0.4)),
        first=first,
        first_label="с наименьшей долей",
        kind=lambda row: row[1],
    )


@pytest.mark.parametrize(
    ("first", "query", "names"),
    [
        ("share", "", ["Школа", "Сад № 10", "Сад № 2", "Пустая"]),
        ("share", "?sort=share&order=desc", ["Сад № 2", "Сад № 10", "Школа", "Пустая"]),
        ("share", "?sort=name&order=asc", ["Пустая", "Сад № 2", "Сад № 10", "Школа"]),
        ("share", "?sort=nonsense", ["Школа", "Сад № 10", "Сад № 2", "Пустая"]),
        (None, "", ["Сад № 10", "Сад № 2", "Школа", "Пустая"]),
        ("name", "?type=сад", ["Сад № 2", "Сад № 10"]),
        ("name", "?search=сад 2", ["Сад № 2"]),
    ],
)
def test_the_file_has_the_rows_of_the_screen_in_its_order_under_the_total(
    first: str | None, query: str, names: list[str]
):
    view = view_of(query)
    _, rows, rates = plain_rows(figures(first), view)
    assert [row[0] for row in rows] == ["Итог", *names]
    assert rates == {1}
    shown = text_of(figures_table(figures(first), view=view, path=PATH, caption="", find="Найти"))
    places = [shown.rindex(name) for name in names if name != "Школа"]
    assert places == sorted(places)


def test_the_first_order_is_told_by_the_heading_and_left_by_a_link():
    shown = figures_table(figures("share"), view=View(), path=PATH, caption="", find="Найти")
    assert '"aria-sort": "ascending"' in encoded(shown)
    assert "Порядок строк: с наименьшей долей по названию" in text_of(shown)
    assert f"{PATH}?sort=name&order=asc" in hrefs(shown)
    assert f"{PATH}?sort=share&order=desc" in hrefs(shown), "the other way on the next click"


def test_one_row_is_not_chosen_from():
    alone = Figures("Организация", [], ROWS[:1], lambda row: row[0], lambda row: row[0])
    shown = figures_table(alone, view=View(), path=PATH, caption="", find="Найти организацию")
    assert "Найти организацию" not in text_of(shown)
    # Unless the address has left one of several.
    view = View(search="сад")
    assert "Найти организацию" in text_of(
        figures_table(alone, view=view, path=PATH, caption="", find="Найти организацию")
    )
