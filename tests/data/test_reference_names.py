"""Names that look like one thing are found in time that grows with their number."""

import time

from queries.reference import _MOST_PAIRS, _alike


def words(*names: str) -> list[list[str]]:
    return [sorted(name.split()) for name in names]


def test_names_a_few_letters_apart_are_found_among_many():
    names = [f"программа {number:05d} о чём-то своём под номером {number * 7919}" for number in range(3_000)]
    many = words(*names, "цифровая образовательная среда", "цифровая образовательная сред")
    assert (3_000, 3_001) in set(_alike(many))


def test_a_name_within_a_longer_one_is_found_among_many():
    names = [f"программа {number:05d} под номером {number * 7919}" for number in range(3_000)]
    many = words(*names, "цоппм", "центр мастерства цоппм")
    assert (3_000, 3_001) in set(_alike(many))


def test_thousands_of_names_alike_cost_seconds_and_pairs_are_bounded():
    """Two rows of a coordinator brought in so many: the page took two minutes and more than a gigabyte."""
    long = "программа повышения квалификации педагогов по вопросам развития функциональной грамотности "
    many = words(*(long + "абвгдежзик"[number % 10] * (number // 10 + 1) for number in range(3_000)))
    begun = time.process_time()
    pairs = list(_alike(many))
    assert time.process_time() - begun < 10
    assert 0 < len(pairs) <= _MOST_PAIRS
