"""Names are found by their beginnings, despite ё, case, typing errors and the wrong keyboard."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from model.names import fold
from queries.name_index import ONE_ERROR, NameIndex

NAMES = ("Алёшина Мария Петровна", "Иванова Анна Петровна", "Иванов Пётр", "МБОУ «СОШ № 5»", "МБОУ «СОШ № 57»")
INDEX = NameIndex([fold(name) for name in NAMES])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("алешина", ["Алёшина Мария Петровна"]),
        ("АЛЁШ", ["Алёшина Мария Петровна"]),
        ("алишина", ["Алёшина Мария Петровна"]),
        ("алёшиан", ["Алёшина Мария Петровна"]),
        ("ивнов петр", ["Иванов Пётр", "Иванова Анна Петровна"]),
        ("анна иванова", ["Иванова Анна Петровна"]),
        ("bdfyjdf", ["Иванова Анна Петровна", "Иванов Пётр"]),
        ("сош5", ["МБОУ «СОШ № 5»", "МБОУ «СОШ № 57»"]),
        ('школа "сош', []),
        ("№", []),
        ("", []),
        ("сидоров", []),
    ],
)
def test_found_and_in_which_order(typed: str, found: list[str]):
    assert [NAMES[number] for number in INDEX.find(typed)] == found


def test_the_whole_word_comes_before_its_beginning_and_that_before_an_error():
    index = NameIndex(["петрова", "петров", "петр", "петрав"])
    assert index.find("петров") == [1, 0, 3]


letters = some.sampled_from("абвгдежзиклмнопрстуфхцчшщэюя")
words = some.text(letters, min_size=ONE_ERROR + 1, max_size=12)


@given(some.lists(words, min_size=1, max_size=30), some.data())
def test_whoever_is_typed_with_one_letter_wrong_missing_added_or_swapped_is_found(names, data):
    index = NameIndex(names)
    number = data.draw(some.integers(0, len(names) - 1))
    name = names[number]
    place, letter = data.draw(some.integers(0, len(name) - 2)), data.draw(letters)
    wrong = {
        "wrong": name[:place] + letter + name[place + 1 :],
        "missing": name[:place] + name[place + 1 :],
        "added": name[:place] + letter + name[place:],
        "swapped": name[:place] + name[place + 1] + name[place] + name[place + 2 :],
    }[data.draw(some.sampled_from(["wrong", "missing", "added", "swapped"]))]
    assume(len(wrong) >= ONE_ERROR)
    assert number in index.find(wrong)


@given(some.lists(words, max_size=30), some.text(max_size=30))
def test_whatever_is_typed_each_is_found_once(names, typed):
    found = NameIndex(names).find(typed)
    assert len(found) == len(set(found))
    assert all(0 <= number < len(names) for number in found)
