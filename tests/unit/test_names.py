"""What looks the same is the same name; what looks different is not."""

import re
import unicodedata

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from model import names
from model.names import fold, fold_part, number_key, tidy

LATIN = str.maketrans("АВЕКМНОРСТУХаеорсух", "ABEKMHOPCTYXaeopcyx")
INVISIBLE = "\u200b\u200e\u200f\u202a\u202e\u2060\u2064\ufe0f\ufeff\u00ad"
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212-"
NAMES = (
    "МБОУ «СОШ № 5»",
    "МОУ СОШ № 12 г. Миасса",
    "МБДОУ «Детский сад № 3»",
    "Петрова-Водкина Анна Сергеевна",
    "Орлова Ёлка Фёдоровна",
    "Еманжелинский муниципальный округ",
    "Оценка 2026",
)


@st.composite
def lookalikes(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same name as a keyboard, a spreadsheet or another system may have written it."""
    name = draw(st.sampled_from(NAMES))
    signs = [draw(st.sampled_from((sign, sign.translate(LATIN)))) for sign in name]
    # Where all letters are of another alphabet nothing tells that the name is Russian.
    other = "".join(signs) if re.search("[а-яё]", "".join(signs).casefold()) else name
    other = re.sub("-", lambda _: draw(st.sampled_from(HYPHENS)), other)
    other = re.sub("№ ", lambda _: draw(st.sampled_from(("№ ", "№", "N ", "N", "№\u00a0"))), other)
    place = draw(st.integers(0, len(other)))
    other = other[:place] + draw(st.sampled_from(INVISIBLE)) + other[place:]
    other = re.sub("[«»]", lambda _: draw(st.sampled_from(('"', "“", "„", "«", "＂", "❞", " » ", ""))), other)
    other = re.sub(r"\. ", lambda _: draw(st.sampled_from((". ", ".", ".\u00a0"))), other)
    other = re.sub("[0-9]", lambda digit: draw(st.sampled_from((digit[0], chr(ord(digit[0]) + 0xFEE0)))), other)
    other = draw(
        st.sampled_from((other, other.replace(" ", "  "), other.upper(), other.replace("ё", "е"), f"{other}."))
    )
    return name, unicodedata.normalize(draw(st.sampled_from(("NFC", "NFD"))), other)


@given(lookalikes())
def test_names_that_look_the_same_have_one_key(pair: tuple[str, str]):
    name, other = pair
    assert fold(other) == fold(name)


@pytest.mark.parametrize(
    "taken_out", ["_INVISIBLE", "_HYPHENS", "_NUMBER_SIGN", "_ONLY_LOOKALIKES", "_STOP", "_COMPATIBLE"]
)
def test_taking_out_a_part_of_the_key_makes_two_names_of_one(taken_out: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(names, taken_out, re.compile("(?!)()"))
    whole = settings(max_examples=2_000, derandomize=True)
    assert find(lookalikes(), lambda pair: fold.__wrapped__(pair[0]) != fold.__wrapped__(pair[1]), settings=whole)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("МБОУ «СОШ № 5»", "МБОУ«СОШ№5»"),
        ("МБОУ СОШ № 5", "МБОУ <<СОШ #5>>"),
        ("МОУ г. Миасса (филиал)", "МОУ г.Миасса(филиал)"),
        ("Иванов И. И.", "Иванов И.И"),
        ("О'Коннор Анна", "ОʼКоннор Анна"),
        ("Иванова Анна", "Ива\u0301нова А\u0301нна"),
        ("Роман", "Рօмɑн"),
        ("Зайцева Ольга", "3айцева 0льга"),
        ("Саша", "\U0001d402аша"),
        ("Работа в Excel", "Работа в Еxсel"),
        ("Класс IV", "Класс Ⅳ"),
        ("Петрова-Водкина", "Петрова─Водкина"),
    ],
)
def test_names_that_look_nearly_the_same_have_one_key(one: str, other: str):
    assert fold(one) == fold(other)


@given(lookalikes())
def test_a_key_is_its_own_key(pair: tuple[str, str]):
    assert fold(fold(pair[1])) == fold(pair[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("МБОУ СОШ № 5", "МБОУ СОШ № 6"),
        ("МБОУ СОШ № 5", "МБОУ СОШ № 5А"),
        ("Мамедов Рустам Али оглы", "Мамедов Рустам Али-оглы"),
        ("Курс Excel", "Курс Ехсел"),
        ("План 10", "План № 10"),
        ("Иванова", "Иванов"),
        ("Ким", "Кiм"),
        ("СОШ № 3", "СОШ З"),
        ("Курс 1.1", "Курс 11"),
        ("3D", "Зд"),
    ],
)
def test_names_that_look_different_have_two_keys(one: str, other: str):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", ["Kahoot", "Windows 10", "STEAM", "Scratch Jr"])
def test_a_name_in_latin_letters_stays_in_them(name: str):
    assert fold(name) == name.casefold()


def test_a_part_of_a_name_is_folded_as_within_it():
    assert fold_part("MOY") in fold("МОУ СОШ № 1")


def test_what_is_stored_is_composed_and_has_nothing_invisible():
    assert tidy("Детскии\u0306 сад\u200e") == "Детский сад"


@pytest.mark.parametrize(
    "number",
    [
        *("15", "№ 15", "№15", "N 15", "N15", "No. 15", "#15", " 15 ", "15.", "15,", "１５", "0015", "\u200e15\u200b"),
        *("Заявка № 15", "заявка 15", "Номер 15", "№\u00a015", "«15»", "№ № 15"),
    ],
)
def test_the_number_of_an_application_is_one_however_it_is_written(number: str):
    assert number_key(number) == "15"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("15/2", "152"), ("15-А", "15А"), ("15", "15/2026"), ("15-1", "151"), ("З-15", "15"), ("150", "15")),
        *(("15.1", "151"), ("0015/2", "15/2"), ("А15", "Б15"), ("15", "1500"), ("№", "№ 15"), ("0", "")),
    ],
)
def test_numbers_that_may_be_different_stay_so(one: str, other: str):
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("15/2026", "№ 15 / 2026"), ("З-15", "з–15"), ("A-15", "А-15"), ("15-А", "15 - a"), ("15 А", "15А")),
        *(("ДЕМО-000017", "№ ДЕМО‑000017"), ("В-1", "B-1")),
    ],
)
def test_spaces_hyphens_and_alphabets_tell_no_numbers_apart(one: str, other: str):
    assert number_key(one) == number_key(other)


@st.composite
def spelt_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and the same number as another office writes it."""
    number = str(draw(st.integers(1, 10**6)))
    wide = "".join(draw(st.sampled_from((digit, chr(ord(digit) + 0xFEE0)))) for digit in number)
    before = draw(st.sampled_from(("", "№ ", "№", "N ", "No. ", "#", "Заявка № ", "00", "\u200e", "«")))
    return number, before + wide + draw(st.sampled_from(("", ".", " ", ",", "»", "\u00a0")))


@given(spelt_numbers())
def test_a_number_spelt_in_another_way_is_the_same(pair: tuple[str, str]):
    assert number_key(pair[1]) == number_key(pair[0])


@pytest.mark.parametrize("taken_out", ["_BEFORE_NUMBER", "_ZEROS_BEFORE", "_COMPATIBLE", "_INVISIBLE"])
def test_taking_out_a_part_of_the_key_makes_two_numbers_of_one(taken_out: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(names, taken_out, re.compile("(?!)()"))
    monkeypatch.setattr(names, "fold_part", fold_part.__wrapped__)
    whole = settings(max_examples=500, derandomize=True)
    assert find(spelt_numbers(), lambda pair: number_key(pair[0]) != number_key(pair[1]), settings=whole)


@given(st.text("АБВабв0123456789-/", min_size=1, max_size=12))
def test_a_plain_number_has_the_key_that_signs_are_folded_to(number: str):
    assert number_key(number) == number_key(f"\u200b{number}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            ("Школа № 5 А", "Школа №5А"),
            ("Курс (72 ч.)", "Курс (72ч.)"),
            ("Учитель/воспитатель", "Учитель / воспитатель"),
        ),
        *(("Курс: основы", "Курс:основы"), ("Педагогика, психология", "Педагогика ,психология"), ("5 %", "5%")),
        *(("Лицей III", "Лицей ІІІ"), ("Windows", "Wіndows"), ("IT-куб", "IТ-куб"), ("Курс…", "Курс...")),
        *(("Сад «Солнышко»", "Сад ,,Солнышко''"), ("Сад «Солнышко»", "Сад &quot;Солнышко&quot;")),
    ],
)
def test_signs_and_letters_that_look_the_same_have_one_key(one: str, other: str):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            ("Школа № 5А", "Школа № 5Б"),
            ("Школа 15", "Школа 1 5"),
            ("Курс 2.0", "Курс 20"),
            ("Школа № 5", "Школа № 5А"),
        ),
        *(("А/Б", "А Б"), ("Лицей III", "Лицей II"), ("Кiм", "Кем"), ("2 класс", "2К"), ("Курс 1-2", "Курс 1 2")),
    ],
)
def test_names_that_look_different_have_keys_of_their_own(one: str, other: str):
    assert fold(one) != fold(other)
