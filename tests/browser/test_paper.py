"""On A4 every screen stays within the frame, charts are whole, and nothing is printed that only a screen needs."""

import io
import re
from collections.abc import Iterator

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from tests.browser.conftest import Site, Watched
from tests.sizes import SIZES
from tests.village import FIRST, TOWN

DAY = "on=2026-10-31"
# The margins of print.css in points, and the line around a box.
MARGIN, LINE = 12 / 25.4 * 72, 1.0
Matrix = tuple[float, float, float, float, float, float]


def on_paper(watched: Watched, address: str) -> PdfReader:
    """The screen as a browser prints it on A4."""
    watched.open(address)
    watched.settle()
    return PdfReader(io.BytesIO(watched.page.pdf(format="A4", prefer_css_page_size=True)))


def text_of(pages: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages.pages))


def within(inner: list[float], outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, x, y = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + x, e * q + f * s + y


def painted(page: PageObject, pages: PdfReader) -> Iterator[float]:
    """The right end of everything that is filled or drawn on the page, in points; clips are not painted."""
    now: Matrix = (1, 0, 0, 1, 0, 0)
    saved: list[Matrix] = []
    path: list[float] = []
    for operands, operator in ContentStream(page.get_contents(), pages).operations:
        name = operator.decode()
        numbers = [float(one) for one in operands] if name in {"cm", "re", "m", "l", "c"} else []
        if name == "q":
            saved.append(now)
        elif name == "Q":
            now = saved.pop()
        elif name == "cm":
            now = within(numbers, now)
        elif name == "re":
            x, y, width, height = numbers
            corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
            path += [within([1, 0, 0, 1, *corner], now)[4] for corner in corners]
        elif name in {"m", "l", "c"}:
            path.append(within([1, 0, 0, 1, *numbers[-2:]], now)[4])
        elif name in {"f", "f*", "S", "s", "B", "B*", "b", "b*"}:
            yield from path
            path = []
        elif name == "n":
            path = []


def rightmost(pages: PdfReader) -> float:
    return max(end for page in pages.pages for end in painted(page, pages))


def frame_of(pages: PdfReader) -> float:
    return float(pages.pages[0].mediabox.width) - MARGIN + LINE


SCREENS = ["/region", "/region/competences", "/region/list/staff", "/municipality/{town}", "/organization/{first}"]


@pytest.mark.parametrize("path", SCREENS if SIZES.is_night else SCREENS[:3])
def test_nothing_is_painted_beyond_the_frame(site: Site, watched: Watched, path: str):
    watched.sign_in(site.logins["assessor"])
    address = path.format(town=site.village.ids[TOWN], first=site.village.ids[FIRST])
    pages = on_paper(watched, f"{address}?{DAY}")
    assert 0 < rightmost(pages) <= frame_of(pages)


def test_a_bar_that_is_too_long_is_seen_to_be(site: Site, watched: Watched):
    """A rule that finds nothing anywhere would prove nothing."""
    watched.sign_in(site.logins["assessor"])
    watched.open(f"/region?{DAY}")
    watched.settle()
    # Cut by its figure, as a graph as wide as the screen was: else the browser would shrink the whole page.
    watched.page.evaluate(
        "document.querySelector('.bar-chart').style.overflow = 'clip';"
        "document.querySelector('.hbar').style.cssText = 'flex: none; width: 1400px; --at: 100%'"
    )
    pages = PdfReader(io.BytesIO(watched.page.pdf(format="A4", prefer_css_page_size=True)))
    assert rightmost(pages) > frame_of(pages)


def test_paper_has_every_bar_and_month_and_no_controls(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    printed = text_of(on_paper(watched, f"/region?{DAY}"))
    for whole in ("ИОМ реализован в полном объёме", "Из скольких", "На отчётную дату 31.10.2026"):
        assert whole in printed
    # The graph has not come into view yet: its table is printed in its place, to the last month.
    assert "30.09.2026" in printed.partition("По месяцам")[2]
    assert "31.10.2026" in printed.partition("По месяцам")[2]
    for control in ("Показать:", "показать таблицей", "сбросить", "Вкладки", "Скачать таблицу", "Компетенции"):
        assert control not in printed, control
    assert watched.page.locator("details.graph-table[open]").count() == 0, "after printing the screen is as it was"


def test_a_graph_in_sight_is_printed_whole_and_is_wide_again_afterwards(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    watched.open(f"/region?{DAY}")
    watched.settle()
    watched.page.locator("#part-months").scroll_into_view_if_needed()
    graph = watched.page.locator("#part-months .main-svg").first
    # plotly.js is loaded only now.
    graph.wait_for(timeout=90_000)
    watched.settle()
    wide = graph.bounding_box()["width"]
    pages = PdfReader(io.BytesIO(watched.page.pdf(format="A4", prefer_css_page_size=True)))
    months = text_of(pages).partition("По месяцам")[2]
    assert "окт" in months, "the last month"
    assert "30.09.2026" not in months, "no table beside the graph"
    assert rightmost(pages) <= frame_of(pages)
    watched.settle()
    assert abs(graph.bounding_box()["width"] - wide) < 2


def test_a_list_of_several_pages_says_on_paper_which_one_it_is(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    printed = text_of(on_paper(watched, f"/region/list/staff?{DAY}"))
    assert re.search(r"1–\d+ из \d+", printed)


WITH_PLACES = [f"/region?{DAY}&against=2026-03-31", f"/region?{DAY}", "/municipality/{town}?" + DAY]


@pytest.mark.parametrize("path", WITH_PLACES if SIZES.is_night else WITH_PLACES[:1])
def test_the_table_of_places_is_printed_at_full_size_with_whole_words(site: Site, watched: Watched, path: str):
    watched.sign_in(site.logins["assessor"])
    pages = on_paper(watched, path.format(town=site.village.ids[TOWN]))
    scales = [abs(within(numbers, (1, 0, 0, 1, 0, 0))[0]) for numbers in matrices(pages.pages[0])[:2]]
    # A browser that shrinks a page to its widest table scales all of it; a pixel is three quarters of a point.
    assert scales[0] * scales[1] == pytest.approx(0.75, abs=0.002)
    headings = text_of(pages).replace(" ", "")
    for whole in ("Подтверждённоеучастие", "Реализациянадостаточномуровне", "ЖдутрешенияорганизацииДПО"):
        assert whole in headings


def matrices(page: PageObject) -> list[list[float]]:
    """The transformations of the page from its first on."""
    operations = ContentStream(page.get_contents(), page.pdf).operations
    return [[float(one) for one in operands] for operands, operator in operations if operator == b"cm"]
