"""The nearest known name to one that is not known: a hint in a refusal, and beside a new name in a plan."""

from collections.abc import Callable, Hashable, Iterable

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from model.names import fold

# Hints help to mend a file by hand: nobody reads more of them, and each costs a look at all names.
MOST_HINTS = 100
_LEAST_ALIKE = 40.0


class Hints:
    """The nearest names, each sought once; `names_of` gives the names of a group when it is first asked about."""

    def __init__(self, names_of: Callable[[Hashable], Iterable[str]], most: int = MOST_HINTS) -> None:
        self._names_of = names_of
        self._searches_left = most
        self._names: dict[Hashable, dict[str, str]] = {}
        self._nearest: dict[tuple[Hashable, str], str | None] = {}

    def nearest(self, group: Hashable, name: str) -> str | None:
        """The known name of the group that is nearest in spelling; None where none is near, or hints are used up."""
        key = (group, fold(name))
        if key not in self._nearest:
            if self._searches_left <= 0:
                return None
            self._searches_left -= 1
            self._nearest[key] = self._sought(*key)
        return self._nearest[key]

    def _sought(self, group: Hashable, key: str) -> str | None:
        if group not in self._names:
            self._names[group] = {fold(one): one for one in self._names_of(group)}
        names = self._names[group]
        best = extractOne(key, names.keys(), scorer=ratio, score_cutoff=_LEAST_ALIKE)
        return names[best[0]] if best else None


def hinted(reason: str, nearest: str | None) -> str:
    """The reason of a refusal with the nearest name, where there is one."""
    return f"{reason}; ближайшее по написанию — «{nearest}»" if nearest else reason
