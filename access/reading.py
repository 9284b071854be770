"""Reading: session + scope + date, the only key to queries."""

from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from access.scope import GrantValue, Scope, Viewer, scope_of
from model.accounts import Role

T = TypeVar("T")
# The command line on the server: it counts every place and names no person.
OPERATOR = Viewer("operator", (GrantValue(Role.MINISTRY),))


@dataclass(frozen=True)
class Reading:
    """Access to the data for a viewer on a day; the scope always follows from the viewer.

    `named` collects the ids of the persons whom its queries have named, for the journal.
    """

    session: Session
    viewer: Viewer
    day: date
    scope: Scope = field(init=False)
    named: set[int] = field(init=False, default_factory=set, compare=False, repr=False)
    _results: dict[Hashable, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scope", scope_of(self.viewer.grants))
        _tell_scope(self)

    def on(self, day: date) -> "Reading":
        """The same reading on another day."""
        other = copy(self)
        object.__setattr__(other, "day", day)
        return other

    def once(self, about: Hashable, ask: Callable[[], T], *, on_any_day: bool = False) -> T:
        """The stored result for the key, or that of `ask`, so that a screen runs no query twice."""
        key = (None if on_any_day else self.day, about)
        if key not in self._results:
            self._results[key] = ask()
        result: T = self._results[key]
        return result


def _tell_scope(reading: Reading) -> None:
    """Pass the scope to the transaction, where PostgreSQL's row policies read it; SQLite has no policies."""
    if reading.session.get_bind().dialect.name != "postgresql":
        return
    scope = reading.scope
    values = {
        "login": reading.viewer.login,
        "region": "yes" if scope.counts_region else "",
        "journal": "yes" if reading.viewer.holds(Role.ADMIN) else "",
        "municipalities": _numbers(scope.municipalities),
        "organizations": _numbers(scope.organizations),
        "providers": _numbers(scope.providers),
        "persons": _numbers(scope.persons),
    }
    settings = ", ".join(f"set_config('iom.{name}', :{name}, true)" for name in values)
    reading.session.execute(text(f"SELECT {settings}"), values)


def _numbers(ids: Iterable[int]) -> str:
    return ",".join(map(str, sorted(ids)))
