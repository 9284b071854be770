"""At the size of the invented oblast screens are short enough to be read, and no name is torn on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from demo import loading
from ingest.writing.derivation import derive_outdated
from model import dates, migrations
from model.accounts import Role
from model.database import unscoped_session
from model.dates import last_month_end
from model.people import Employment
from model.places import Organization
from model.routes import Application
from queries import quality_sums
from tests.browser.conftest import Watched, serve
from tests.browser.test_paper import on_paper, text_of
from tests.site import open_account
from tests.sizes import SIZES

DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 800}
# Pixels of the whole page.
MOST_AT_A_DESK, MOST_ON_A_PHONE = 5_000, 6_000
SCALE = "region" if SIZES.is_night else "small"
SEED = 1
# Screens whose tables name places, providers and programmes.
NAMING = (
    "",
    "/coverage",
    "/providers",
    "/applications",
    "/catalogue",
    "/competences",
    "/quality",
    "/period",
    "/events",
)
# Words of tables and lists of figures whose letters stand on two lines. A soft hyphen parts a word lawfully.
TORN = r"""() => {
    const top = (node, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return [...range.getClientRects()].filter(one => one.width).at(-1)?.top;
    };
    const torn = (node, word) => [...word[0]].some((_, at) => at > 0
        && top(node, word.index + at) - top(node, word.index + at - 1) > 8);
    const texts = function* (cell) {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) if (walker.currentNode.parentElement.checkVisibility()) yield walker.currentNode;
    };
    return [...document.querySelectorAll("main table :is(th, td), main dl :is(dt, dd)")]
        .filter(cell => cell.checkVisibility())
        .flatMap(cell => [...texts(cell)])
        .flatMap(node => [...node.data.matchAll(/[\p{L}\p{N}]{2,}/gu)].filter(word => torn(node, word)))
        .map(word => word[0]);
}"""
HEIGHT = "document.documentElement.scrollHeight"
# The hint of a first visit goes with its button.
SIZE = """() => {
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
    const isStop = one => one.checkVisibility() && !one.disabled && one.type !== "hidden" && !one.closest(".hint");
    return [document.documentElement.scrollHeight, document.querySelectorAll("*").length, stops.filter(isStop).length];
}"""
# Pixels, nodes and tab stops of a screen at a desk.
MOST_OF_A_SCREEN = (5_000, 6_000, 300)
# Those that once were higher, by day; by night every screen of a region, of its largest municipality and its provider.
LONG = ("/region/registry?rows=results", "/region/quality", "/provider/{provider}")
OF_A_PLACE = (
    *("", "/coverage", "/registry", "/registry?rows=routes", "/registry?rows=results", "/period", "/procedures"),
    *("/practices", "/catalogue", "/list/staff", "/competences", "/quality", "/applications", "/events"),
)
EVERY = (*(f"{place}{screen}" for place in ("/region", "/municipality/{town}") for screen in OF_A_PLACE), *LONG[2:])


@pytest.fixture(scope="module")
def oblast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the demo: small by day, 60,000 people by night."""
    url = f"sqlite:///{tmp_path_factory.mktemp('oblast') / 'oblast.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        migrations.migrate()
        derive_outdated(lambda *_: None)
        today = dates.today()
        loading.load(SCALE, SEED, today, rewrite=quality_sums.rewriting(today), progress=lambda *_: None)
        open_account(Role.ASSESSOR)
        with serve(url) as address:
            yield address


@pytest.fixture
def assessor(oblast: str, chromium: Browser) -> Iterator[Watched]:
    context = chromium.new_context(locale="ru-RU", viewport=DESK)
    watched = Watched(context.new_page(), oblast)
    watched.sign_in(f"{Role.ASSESSOR}-all")
    yield watched
    context.close()
    assert watched.complaints == []


@pytest.mark.parametrize("query", ["", f"?against={last_month_end(dates.today())}"])
@pytest.mark.parametrize(("window", "most"), [(DESK, MOST_AT_A_DESK), (PHONE, MOST_ON_A_PHONE)], ids=["desk", "phone"])
def test_the_region_is_not_higher_than_its_budget(assessor: Watched, query: str, window: dict[str, int], most: int):
    assessor.page.set_viewport_size(window)
    assessor.open(f"/region{query}")
    assessor.settle()
    assert assessor.page.locator(".counts-table tbody tr").count() == 1 + 43
    assert 3_000 < assessor.page.evaluate(HEIGHT) <= most


@pytest.fixture
def largest(oblast: str) -> dict[str, int]:
    """The ids of the municipality with most organizations and of the provider with most applications."""

    def first_by_number(column: InstrumentedAttribute[int]) -> int:
        query = select(column).where(column.is_not(None)).group_by(column).order_by(func.count().desc()).limit(1)
        return session.scalars(query).one()

    with unscoped_session() as session:
        return {
            "town": first_by_number(Organization.municipality_id),
            "provider": first_by_number(Application.provider_id),
        }


@pytest.fixture
def list_of_pages(oblast: str) -> str:
    """A list of the staff of several pages that is printed whole."""
    people = func.count(Employment.person_id.distinct())
    query = select(Organization.municipality_id).join(Employment, Employment.organization_id == Organization.id)
    with unscoped_session() as session:
        towns = query.group_by(Organization.municipality_id).having(people.between(100, 450)).order_by(people)
        return f"/municipality/{session.scalars(towns).all()[-1]}/list/staff"


@pytest.mark.parametrize("screen", EVERY if SIZES.is_night else LONG)
def test_no_screen_is_longer_than_people_read(assessor: Watched, largest: dict[str, int], screen: str):
    assessor.open(screen.format(**largest))
    assessor.settle()
    size = assessor.page.evaluate(SIZE)
    assert all(0 < number <= most for number, most in zip(size, MOST_OF_A_SCREEN, strict=True)), size
    assert assessor.page.locator("main h1").count() == 1


def test_a_phone_shows_the_ten_furthest_behind_and_all_on_request(assessor: Watched):
    page = assessor.page
    page.set_viewport_size(PHONE)
    assessor.open("/region")
    assessor.settle()
    cards, table = page.locator(".place-card"), page.locator(".counts-table")
    expect(cards).to_have_count(10)
    expect(cards.first).to_be_visible()
    expect(table).to_be_hidden()
    bars = page.locator("#breakdown-bars tbody th").all_inner_texts()
    assert page.locator(".place-card-name").all_inner_texts() == bars, "the order of the bars"
    page.locator(".place-cards").get_by_role("link", name="показать все").click()
    expect(table).to_be_visible()
    expect(cards).to_have_count(0)
    assert "places=all" in page.url
    # The table at a desk is whole whatever the phone asks for.
    page.set_viewport_size(DESK)
    assessor.open("/region")
    expect(table).to_be_visible()
    expect(cards.first).to_be_hidden()


def test_every_count_is_a_click_away(assessor: Watched):
    page = assessor.page
    assessor.open("/region")
    expect(page.locator(".count-strip")).to_have_count(0)
    page.get_by_role("link", name="Показать все числа").click()
    expect(page.locator(".count-strip .count").first).to_be_visible()
    assert "numbers=all" in page.url


@pytest.mark.parametrize("path", NAMING)
def test_no_word_of_a_table_is_torn_on_a_phone(assessor: Watched, path: str):
    assessor.page.set_viewport_size(PHONE)
    assessor.open(f"/region{path}")
    assessor.settle()
    assert assessor.page.evaluate(TORN) == []


def test_a_torn_word_is_found(assessor: Watched):
    """A rule that finds nothing anywhere would prove nothing."""
    assessor.page.set_viewport_size(PHONE)
    assessor.open("/region/providers")
    assessor.page.add_style_tag(content=".table-plain tbody th { min-width: 0 !important; max-width: 4rem !important }")
    assert assessor.page.evaluate(TORN)


def test_a_list_is_printed_whole_up_to_a_limit_that_it_says(assessor: Watched, list_of_pages: str):
    long = text_of(on_paper(assessor, "/region/list/staff"))
    total = re.sub(r"\s", " ", assessor.page.locator(".pager-shown").inner_text()).split(" из ")[1].split(",")[0]
    assert re.search(f"Напечатаны первые 500 из {total}: остальные — в файле таблицы", long)
    assert "страница 1" not in long
    assert assessor.page.locator(".printed-list").count() == 0, "after printing the screen is as it was"
    short = text_of(on_paper(assessor, list_of_pages))
    names = assessor.page.locator(".rows-table tbody th").all_inner_texts()
    number = int(re.search(r"Напечатаны все строки ?: (\d+)", short)[1])
    assert number > len(names) == 50
    assert all(name.replace("\n", " ").split()[0] in short for name in names)


def test_a_list_that_cannot_be_had_whole_says_which_page_is_printed(assessor: Watched):
    assessor.page.route("**/table/rows.html*", lambda route: route.abort())
    printed = text_of(on_paper(assessor, "/region/list/staff"))
    assert re.search(r"1–50 из .{1,8}, страница 1 из", printed)
    assessor.complaints = [one for one in assessor.complaints if "rows.html" not in one and "ERR_FAILED" not in one]
