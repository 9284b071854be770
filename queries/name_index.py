"""Names that are found by their beginnings and despite typing errors; nothing of it knows of databases or scopes."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from model.names import fold, fold_part

_LATIN = re.compile("[a-z]")
# «сош5» is a word and a number.
_WORD = re.compile(r"\d+|[^\W\d_]+")
# One wrong, missing, added or swapped letter from so many letters on, and two in a long word.
ONE_ERROR, TWO_ERRORS = 4, 8
_EXACT, _BEGUN, _ERROR = 0.0, 0.1, 1.0
_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LAYOUT = str.maketrans(_QWERTY, _RUSSIAN)


class NameIndex:
    """Finds the numbers of folded names: every word that was typed must be in the name, as a beginning or nearly."""

    def __init__(self, names: Sequence[str]) -> None:
        holders: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(names):
            for word in dict.fromkeys(_WORD.findall(name)):
                holders[word].append(number)
        self._size = len(names)
        self._words = sorted(holders)
        self._holders = [np.array(holders[word], dtype=np.int32) for word in self._words]

    def find(self, text: str) -> list[int]:
        """The numbers of the names, the nearest first and then in the order in which they were given.

        What nobody bears is tried once more as if it were typed with the keyboard switched to Latin letters.
        """
        typed = fold(text)
        numbers = self._holding(_WORD.findall(typed)) or self._holding(_WORD.findall(fold_part(text)))
        return numbers or (self._holding(_WORD.findall(typed.translate(_LAYOUT))) if _LATIN.search(typed) else [])

    def _holding(self, typed: Sequence[str]) -> list[int]:
        if not typed:
            return []
        cost = np.zeros(self._size, dtype=np.float32)
        for word in typed:
            cost += self._costs(word)
        numbers = np.flatnonzero(np.isfinite(cost))
        return [int(number) for number in numbers[np.argsort(cost[numbers], kind="stable")]]

    def _costs(self, typed: str) -> NDArray[np.float32]:
        """How far each name is from having the word; infinitely, where it has none like it."""
        costs = np.full(self._size, np.inf, dtype=np.float32)
        # The nearest come last, so that they have the last word.
        for place, cost in sorted(self._like(typed), key=lambda one: -one[1]):
            costs[self._holders[place]] = cost
        return costs

    def _like(self, typed: str) -> Iterator[tuple[int, float]]:
        """The places of the words that begin so, or nearly so."""
        errors = 0 if typed.isdigit() else (len(typed) >= ONE_ERROR) + (len(typed) >= TWO_ERRORS)
        if errors:
            distances = self._distances(typed, errors)
            for near in np.flatnonzero(distances <= errors):
                yield int(near), _BEGUN + _ERROR * float(distances[near])
        place = bisect_left(self._words, typed)
        while place < len(self._words) and self._words[place].startswith(typed):
            yield place, _EXACT if self._words[place] == typed else _BEGUN
            place += 1

    def _distances(self, typed: str, errors: int) -> NDArray[np.int32]:
        """Of each word the least distance of its beginnings: a letter too many or too few changes their length."""
        lengths = range(len(typed) - 1, len(typed) + 2)
        of_each = [
            cdist([typed], [word[:length] for word in self._words], scorer=OSA.distance, score_cutoff=errors)[0]
            for length in lengths
        ]
        return np.minimum.reduce(of_each)
