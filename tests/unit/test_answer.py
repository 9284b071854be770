"""The sentence of a start screen says in official words where the place stands; each of its numbers has an address."""

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.addresses import View
from dashboard.answer import AnswerContext, Segment, answer, text_of
from model.indicators import COUNT_KEYS, OF_PROCEDURE
from model.places import REGION, Level, Place
from queries.filters import Filters
from queries.records import PlaceCounts

DAY = date(2026, 11, 28)
OPEN = AnswerContext(DAY, View(), may_list=True)
NUMBER = re.compile(r"\d")


def part(number: int, level: Level = Level.MUNICIPALITY, **of: int) -> PlaceCounts:
    """A part with 100 people due."""
    counts = {**dict.fromkeys(COUNT_KEYS, 0), "staff": 100, "due": 100, "assessed": 50, "assessed_due": 50, **of}
    return PlaceCounts(Place(level, number, f"Часть {number}"), counts)


def whole(place: Place = REGION, **of: int) -> PlaceCounts:
    return replace(part(0, **of), place=place)


def sentence(here: PlaceCounts, *parts: PlaceCounts, look: AnswerContext = OPEN) -> str:
    return re.sub(r"\s", " ", text_of(answer(here, parts, look)))


def test_the_region_is_told_with_its_parts_that_are_behind_and_the_few_that_hold_half_of_it():
    parts = [*(part(number, assessed_year_due=33) for number in range(1, 11)), part(11, assessed_year_due=4)]
    told = sentence(whole(due=1200, assessed_year_due=401), *parts, part(12, assessed_year_due=90))
    assert told == (
        "Челябинская область: охват оценкой за год — 33,4 %, целевое значение 33,3 % достигнуто. Не достигли целевого "
        "значения 11 из 12 муниципальных образований, не хватает 40 человек, из них 30 — в одном: Часть 11."
    )


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((0,), "Не достигло целевого значения 1 из 1 муниципальных образований, не хватает 34 человек: Часть 1."),
        ((33,), "Не достигло целевого значения 1 из 1 муниципальных образований, не хватает 1 человека: Часть 1."),
        ((30, 31), "муниципальных образований, не хватает 7 человек: Часть 1 (4), Часть 2 (3)."),
        ((34, 40), "Целевого значения достигли все муниципальные образования (2)."),
    ],
)
def test_numbers_and_their_words_agree(numbers: tuple[int, ...], told: str):
    parts = [part(number, assessed_year_due=done) for number, done in enumerate(numbers, start=1)]
    assert sentence(whole(assessed_year_due=40), *parts).endswith(told)


def test_a_municipality_has_organizations_that_are_behind():
    town = Place(Level.MUNICIPALITY, 7, "Троицкий городской округ")
    parts = [part(number, Level.ORGANIZATION) for number in range(1, 22)]
    told = sentence(whole(town), *parts)
    assert "до целевого значения 33,3 % не хватает 34 человек. Не достигла" in told
    assert "21 из 21 организаций, не хватает 714 человек, из них 102 — в трёх: Часть 1 (34), Часть 10 (34)," in told


def test_an_organization_is_told_of_those_without_an_assessment_of_three_years():
    school = Place(Level.ORGANIZATION, 1, "Школа № 1")
    assert sentence(whole(school, not_assessed=21)).endswith("За три года оценку не прошёл 21 человек.")
    assert sentence(whole(school, not_assessed=50)).endswith("За три года оценку не прошли 50 человек.")
    assert sentence(whole(school)).endswith("За три года оценку прошли все, кто ей подлежит.")


def test_a_place_without_people_or_without_anybody_due_is_told_plainly():
    nobody = whole(staff=0, due=0)
    assert sentence(nobody) == "Челябинская область: на 28.11.2026 работников нет."
    narrowed = replace(OPEN, view=View(filters=Filters(category="managing")))
    assert "с выбранными фильтрами работников нет" in sentence(nobody, look=narrowed)
    assert sentence(whole(due=0, assessed=0)) == "Челябинская область: 100 работников, подлежащих оценке нет."


def test_under_a_filter_by_procedure_the_sentence_is_about_the_routes():
    assert "формирование ИОМ — 40,0 %, до целевого" in sentence(whole(**{OF_PROCEDURE: 1}, formed=20))


def test_each_number_is_a_link_and_lists_open_only_where_they_may():
    here, parts = whole(assessed_year_due=20), [part(number) for number in range(1, 8)]
    segments = answer(here, parts, OPEN)
    assert not [one for one in segments if one.href is None and NUMBER.search(one.text.replace("33,3", ""))]
    assert Segment("14\u00a0человек", "/region/list/not_assessed_year") in segments
    closed = answer(here, parts, replace(OPEN, may_list=False))
    assert text_of(closed) == text_of(segments)
    assert not any("/list/" in (one.href or "") for one in closed)


def test_links_carry_the_day_and_the_filters_that_the_list_of_places_knows():
    view = View(on=date(2026, 9, 1), filters=Filters(category="teaching"))
    addresses = [one.href for one in answer(whole(), [part(1), part(2)], replace(OPEN, view=view)) if one.href]
    assert all("on=2026-09-01&category=teaching" in address for address in addresses)
