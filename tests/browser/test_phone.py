"""On a phone the rows of people and places are cards, and a folded part opens as a drawer at the lower edge."""

import pytest

from tests.browser.conftest import Site, Watched
from tests.village import FIRST, TOWN

DAY = "on=2026-10-31"
# The cells in sight: the text before each, and whether it lies within the window.
CELLS = """table => [...table.querySelectorAll("tbody tr")].flatMap(row => [...row.querySelectorAll("td")])
    .filter(one => one.checkVisibility())
    .map(one => [getComputedStyle(one, "::before").content, one.getBoundingClientRect().right <= innerWidth])"""


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/region/list/staff", {"Должность", "Организация", "Муниципальное образование", "Что дальше"}),
        ("/municipality/{town}", {"Работников", "Формирование ИОМ", "Ждут решения руководителя"}),
    ],
)
def test_each_cell_of_a_card_says_its_column_within_the_window(
    site: Site, watched: Watched, path: str, names: set[str]
):
    watched.page.set_viewport_size({"width": 390, "height": 800})
    watched.sign_in(site.logins["assessor"])
    watched.open(f"{path.format(town=site.village.ids[TOWN])}?{DAY}")
    watched.settle()
    cells = watched.page.locator("main .rows-table, main .counts-table").first.evaluate(CELLS)
    assert names <= {name.strip('"') for name, _ in cells}
    assert all(is_within for _, is_within in cells)


def test_a_head_has_three_tasks_first_each_with_its_list(site: Site, watched: Watched):
    page = watched.page
    page.set_viewport_size({"width": 390, "height": 800})
    watched.sign_in(site.logins["school"])
    address = f"/organization/{site.village.ids[FIRST]}?{DAY}"
    watched.open(address)
    tasks = page.locator(".phone-tasks li")
    assert [" ".join(one.split()[1:]) for one in tasks.all_inner_texts()] == [
        "ждут вашего решения",
        "не оценены до Нового года",
        "отметить участие",
    ]
    assert tasks.last.bounding_box()["y"] + tasks.last.bounding_box()["height"] < 800
    numbers = [int(one.split()[0]) for one in tasks.all_inner_texts()]
    assert any(numbers)
    for place, number in enumerate(numbers):
        if number:
            watched.open(address)
            tasks.nth(place).get_by_role("link").click()
            watched.settle()
            assert page.locator("main .rows-table tbody tr").count() == number
    page.set_viewport_size({"width": 1024, "height": 800})
    watched.open(address)
    assert not page.locator(".phone-tasks").is_visible()


def test_filters_open_at_the_lower_edge(site: Site, watched: Watched):
    watched.page.set_viewport_size({"width": 390, "height": 800})
    watched.sign_in(site.logins["assessor"])
    watched.open(f"/region?{DAY}")
    watched.page.locator(".popup.filters > summary").click()
    drawer = watched.page.locator(".popup.filters > .popup-body").bounding_box()
    assert (drawer["x"], drawer["width"]) == (0, 390)
    assert drawer["y"] + drawer["height"] == pytest.approx(800, abs=1)
