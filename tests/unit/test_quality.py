"""Quality of data on the screen: absent values as «—», late places in words."""

from datetime import UTC, date, datetime

from dashboard import addresses
from dashboard.addresses import View
from dashboard.components.figures_table import figures_table
from dashboard.components.freshness import freshness
from dashboard.components.quality_table import TableContext, in_order, quality_card, quality_figures_table
from dashboard.pages.definitions import MEASURE_TABLES, measure_rows
from model.places import REGION, Level, Place
from model.quality import REGISTER_KEYS, Issue
from queries.freshness import News, PlaceNews
from queries.quality import Earlier, PlaceQuality, whole_of
from tests.unit.test_components import hrefs, text_of

THEN = date(2026, 8, 31)


def part(number: int, name: str, kept: int, clean: int, **counts: int) -> PlaceQuality:
    place = Place(Level.MUNICIPALITY, number, name)
    return PlaceQuality(place, rows(kept, clean), {Issue(key): one for key, one in counts.items()})


def rows(kept: int, clean: int) -> dict[str, int]:
    return {"rows_kept": kept, "rows_clean": clean}


def table_of(whole: PlaceQuality, parts: list[PlaceQuality], *, can_open: bool = True) -> object:
    figures = quality_figures_table(whole, parts, None, TableContext(View(), lambda _: can_open))
    return figures_table(figures, view=View(), path=PATH, caption="Строки и замечания", find="Найти")


def test_a_place_without_rows_has_no_share():
    nobody = part(1, "Пустой", 0, 0, double=0)
    assert "Пустой — строк нет 0" in text_of(table_of(nobody, [nobody]))
    assert "— строк нет" in text_of(quality_card(nobody, None))


def test_places_stand_by_how_many_rows_have_a_remark_and_not_by_percent():
    small, big = part(1, "Малый", 4, 2, double=2), part(2, "Большой", 1000, 900, double=100)
    assert [one.place.name for one in in_order([small, big, part(3, "Пустой", 0, 0)])] == ["Большой", "Малый"]


def test_the_card_tells_the_share_and_how_it_moved():
    told = text_of(quality_card(part(1, "Город", 400, 300), Earlier(THEN, {1: rows(400, 200)})))
    assert "75,0 % 300 из 400" in told
    assert "▲ +25,0 п. п., 31.08.2026 было" in told
    assert "С замечаниями: 100" in told


def test_a_number_opens_its_rows_only_where_people_may_be_named():
    town = part(7, "Город", 10, 8, event_unmarked=2, double=0)
    whole = whole_of(REGION, [town])
    opened = addresses.quality_rows(town.place, Issue.EVENT_UNMARKED, View())
    assert opened in hrefs(table_of(whole, [town]))
    assert opened not in hrefs(table_of(whole, [town], can_open=False))
    assert addresses.quality_rows(town.place, Issue.DOUBLE, View()) not in hrefs(table_of(whole, [town]))


PATH = "/region/quality"


def news(number: int, late: int | None) -> PlaceNews:
    at = None if late is None else datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
    days = None if late is None else 31 + late
    return PlaceNews(
        Place(Level.MUNICIPALITY, number, f"Город {number}"), [News(key, at, days, late) for key in REGISTER_KEYS]
    )


def test_who_is_late_is_told_in_words_and_days():
    told = text_of(freshness([news(1, 12), news(2, 0)], REGION, View(), PATH))
    assert "! С опозданием: 1 из 2." in told
    assert "! опоздание 12 дней" in told
    assert "31 день назад" in told


def test_nobody_late_does_not_speak_for_those_who_have_never_sent_a_file():
    assert "✓ Данные представлены своевременно." in text_of(freshness([news(1, 0)], REGION, View(), PATH))
    told = text_of(freshness([news(1, 0), news(2, None)], REGION, View(), PATH))
    assert "✓ Опозданий среди представивших данные нет." in told
    assert "Файлов ещё не было: 1 Город 2" in told


def test_places_are_on_pages_of_twenty_five_those_longest_overdue_first():
    places = [news(number, 60 - number) for number in range(1, 61)]
    second = text_of(freshness(places, REGION, View(queue=2), PATH))
    assert "Город 26" in second
    assert "Город 25" not in second
    assert "26–50 из 60" in second


def test_every_kind_of_number_is_told_on_the_page_of_definitions():
    assert {"scores", "applications", "events", "programmes", "periods", "quality"} == set(MEASURE_TABLES)
    for name in MEASURE_TABLES:
        told = measure_rows(name)
        assert told
        assert all(all(cell for cell in row) for row in told)
    quality = {row[0]: row[1] for row in measure_rows("quality")}
    assert quality["строки без замечаний"].startswith("строк без замечаний ÷ строк хранится")
    assert len(quality) == 3 + len(Issue)
