"""The look of a table of places: its columns and the height of its rows stand in the address."""

from dashboard.addresses import View, view_of
from dashboard.components.places_tools import places_tools
from dashboard.places_address import PLACE_COLUMNS, PlacesView
from model.places import Level, Place
from queries.records import PlaceCounts
from tests.unit.test_components import TOWN, encoded, table, text_of


def test_the_address_says_which_columns_a_table_of_places_has_and_how_high_its_rows_are():
    view = view_of("?density=usual&shown=coverage.formal_late.nonsense")
    assert view.query == "?density=usual&shown=coverage.formal_late"
    assert view_of(view.query) == view
    towns = [PlaceCounts(Place(Level.MUNICIPALITY, number, f"Пример-{number}"), TOWN.counts) for number in range(11)]
    assert "is-dense" in encoded(table(towns))
    chosen = table(towns, view)
    assert "is-dense" not in encoded(chosen)
    assert "is-dense" in encoded(table(towns[:2], view_of("?density=dense")))
    told = text_of(chosen)
    assert "Охват оценкой за три года" in told
    assert "Срок обучения прошёл" in told
    assert "Работников" not in told
    assert "Отбор содержания" not in told
    # Another place keeps the look, and nothing of what was unfolded.
    assert view_of(f"{view.query}&places=all&numbers=all").carried.query == view.query


def test_a_column_is_taken_away_and_added_and_all_columns_are_no_choice():
    few = PlacesView().toggled("coverage")
    assert few == tuple(one for one in PLACE_COLUMNS if one != "coverage")
    assert PlacesView(columns=few).toggled("coverage") == ()
    # The last column taken away leaves all of them, not a table of names.
    assert PlacesView(columns=("staff",)).toggled("staff") == ()
    offered = text_of(places_tools(View(places=PlacesView(columns=few)), "/region", is_dense=True))
    assert f"Столбцы: {len(few) + 1} из {len(PLACE_COLUMNS) + 1}" in offered
    assert "+ Охват оценкой за три года" in offered
    assert "✓ Охват оценкой за год" in offered
