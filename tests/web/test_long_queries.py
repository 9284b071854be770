"""What one address may say: every parameter has a length and a vocabulary; the rest is as if it were not there."""

import time
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from dashboard.addresses import LONGEST_NAME, LONGEST_QUERY, LONGEST_SEARCH, View, view_of
from dashboard.pages import PAGES
from dashboard.registry_address import COLUMN_KEYS
from dashboard.registry_columns import registry_columns
from model.database import unscoped_session
from model.indicators import RATES
from model.jobs import Job
from tests.addresses_of_pages import addresses_of, things_of
from tests.orders import folders_of_jobs
from tests.site import PAGE, signed_in
from tests.sizes import SIZES
from tests.village import FIRST, OUR_PROVIDER, TOWN, accounts_of, build_village

PARAMETERS = (
    *("rate", "by", "sort", "stage", "step", "on", "against", "since", "until", "page", "queue", "bars", "order"),
    *("find", "search", "rows", "columns", "reached", "programme", "provider", "level", "in_time", "state"),
)
VOCABULARIES = [name for name in PARAMETERS if name not in {"find", "search", "level"}]
FILTERS = ("position", "procedure", "category", "kind")
ROLES = ("assessor", "ministry", "municipality", "school", "employee", "provider", "admin")
LARGE = 1_000_000
LARGEST_ANSWER = 5 << 20
SLOWEST = 10.0


@pytest.mark.parametrize("name", VOCABULARIES)
@pytest.mark.parametrize("word", ["nonsense!", "x" * 41, "x" * 5_000, "x" * LARGE, "<b>", "%00", "ж", ""])
def test_a_word_that_means_nothing_is_absent(name: str, word: str):
    assert view_of(f"?{urlencode({name: word})}") == View()


@pytest.mark.parametrize("name", [name for name in VOCABULARIES if name != "sort"])
def test_a_word_of_the_right_form_that_no_screen_knows_is_absent(name: str):
    assert view_of(f"?{name}=nonsense") == View()


def test_the_vocabulary_of_columns_is_that_of_the_registry():
    keys = [column.key for column in registry_columns(date(2026, 9, 30))]
    assert frozenset(keys) == COLUMN_KEYS
    assert view_of(f"?columns={'.'.join(keys)}").registry.columns == tuple(keys)
    assert view_of("?columns=hours.nonsense.full_name.hours").registry.columns == ("hours", "full_name")


def test_words_of_the_vocabulary_are_kept():
    for rate in RATES:
        assert view_of(f"?rate={rate.key}").rate == rate.key
    assert view_of("?page=2&queue=3&bars=4") == View(page=2, queue=3, bars=4)
    assert view_of("?bars=all") == View(bars=1), "an address of an earlier version"
    assert view_of("?by=share&stage=late&sort=full_name&order=desc") == View(
        by="share", stage="late", sort="full_name", descending=True
    )


@pytest.mark.parametrize("length", [LONGEST_NAME + 1, 5_000, LARGE])
def test_filters_and_searches_are_as_long_as_names_are(length: int):
    text = "ж" * length
    for name in (*PARAMETERS, *FILTERS):
        view = view_of(f"?{urlencode({name: text})}")
        assert len(view.search) <= LONGEST_SEARCH
        assert view.carried == View()
        assert len(view.query) <= LONGEST_QUERY


def test_a_whole_query_is_no_longer_than_two_kilobytes():
    many = "&".join(f"x{number}=1" for number in range(1_000))
    assert view_of(f"?{many}&rate={RATES[0].key}") == View()


@pytest.fixture
def logins(sqlite: str) -> dict[str, str]:
    return accounts_of(build_village())


def queries() -> list[str]:
    text = "q" * LARGE
    return [
        *(f"?{name}={text}" for name in (*PARAMETERS, *FILTERS)),
        "?" + "a=1&" * (LARGE // 4),
        "?" + "%41" * 300_000,
    ]


@pytest.mark.parametrize("role", ROLES)
def test_a_megabyte_of_a_query_is_answered_as_none_at_all(role: str, logins: dict[str, str]):
    visitor = signed_in(logins[role])
    things = things_of(logins)
    addresses = [address for page in PAGES for address in addresses_of(page, things)]
    every = queries()
    asked = addresses if SIZES.is_night else addresses[::12]
    for number, address in enumerate(asked):
        began = time.monotonic()
        answer = visitor.call(
            PAGE, {"frame-address.pathname": address, "frame-address.search": every[number % len(every)]}
        )
        assert answer.status_code in {200, 413}, address
        assert b"q" * 50 not in answer.data
        assert len(answer.data) < LARGEST_ANSWER
        assert time.monotonic() - began < SLOWEST


@pytest.mark.parametrize("role", ["assessor", "municipality", "school", "provider"])
def test_an_order_keeps_nothing_of_what_means_nothing(
    role: str, sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folders_of_jobs(tmp_path, monkeypatch)
    village = build_village()
    logins = accounts_of(village)
    where = {
        "assessor": "/region/list/staff",
        "municipality": f"/municipality/{village.ids[TOWN]}/list/staff",
        "school": f"/organization/{village.ids[FIRST]}/list/staff",
        "provider": f"/provider/{village.ids[OUR_PROVIDER]}/applications",
    }[role]
    visitor = signed_in(logins[role])
    for name in ("rate", "sort", "position"):
        fields = {"list": f"{where}?{name}={'q' * 450_000}", "form": "appendix1", "suffix": "docx"}
        visitor.posts("/exports/order", **fields)
    with unscoped_session() as session:
        kept = list(session.scalars(select(Job)))
    assert all(len(str(one.payload)) < LONGEST_QUERY for one in kept)
    assert all("qqq" not in str(one.payload) for one in kept)
    assert kept
