"""What is the same for everyone with one scope until the next import, remembered by a worker."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import settings
from access.reading import Reading
from model.dates import today
from queries.imports import data_version

T = TypeVar("T")
_everything: list["ScopedCache[Any]"] = []


def clear_caches() -> None:
    """As a worker that has just begun; nothing else is wanted where imports have moments of their own."""
    for one in _everything:
        one.forget()


class ScopedCache(Generic[T]):
    """Things of one kind, those asked for last; another import, scope, day or setting is another.

    Of what they weigh together there is at most `most`; each weighs one by default.
    """

    def __init__(self, most: int, weight: Callable[[T], int] = lambda _: 1) -> None:
        self._most, self._weight = most, weight
        self._turn = Lock()
        _everything.append(self)
        self._entries: WeakKeyDictionary[Any, OrderedDict[Any, T]] = WeakKeyDictionary()

    def get(self, reading: Reading, about: Hashable, make: Callable[[], T]) -> T:
        """What was made before of the same, else what `make` makes now."""
        # Every session has an engine of its own; the pool of connections is the database's.
        database = reading.session.get_bind().engine.pool
        setting_values = repr([one.value() for one in settings.SETTINGS])
        # Whom a day to come names depends on where they work today.
        key = (reading.scope, reading.day, today(), data_version(reading), setting_values, about)
        with self._turn:
            entries = self._entries.setdefault(database, OrderedDict())
            if key in entries:
                entries.move_to_end(key)
                return entries[key]
        entry = make()
        with self._turn:
            entries[key] = entry
            weighs = sum(map(self._weight, entries.values()))
            while weighs > self._most and len(entries) > 1:
                weighs -= self._weight(entries.popitem(last=False)[1])
        return entry

    def forget(self) -> None:
        """Nothing of this kind is remembered any more."""
        with self._turn:
            self._entries.clear()
