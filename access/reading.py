"""Reading: session + scope + date, the only key to queries."""

from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from access.scope import Held, Scope, Viewer, scope_of
from model.accounts import Role

T = TypeVar("T")
# The command line on the server itself: counts of every place, names of nobody.
OPERATOR = Viewer("operator", (Held(Role.MINISTRY),))


@dataclass(frozen=True)
class Reading:
    """One look at the data: by a viewer, on a day. The scope follows from the viewer and can't be given.

    `named` gathers the ids of the persons whom its queries have named: the journal tells of them.
    """

    session: Session
    viewer: Viewer
    day: date
    scope: Scope = field(init=False)
    named: set[int] = field(init=False, default_factory=set, compare=False, repr=False)
    _found: dict[Hashable, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scope", scope_of(self.viewer.grants))
        _tell_scope(self)

    def on(self, day: date) -> "Reading":
        """The same look, on another day."""
        other = copy(self)
        object.__setattr__(other, "day", day)
        return other

    def once(self, about: Hashable, ask: Callable[[], T], *, on_any_day: bool = False) -> T:
        """What this look has found about it on the day before, else what `ask` finds: no screen asks the same twice."""
        key = (None if on_any_day else self.day, about)
        if key not in self._found:
            self._found[key] = ask()
        found: T = self._found[key]
        return found


def _tell_scope(reading: Reading) -> None:
    """On PostgreSQL the policies of the tables read the scope from the transaction; SQLite has no such wall."""
    if reading.session.get_bind().dialect.name != "postgresql":
        return
    scope = reading.scope
    told = {
        "login": reading.viewer.login,
        "region": "yes" if scope.counts_region else "",
        "journal": "yes" if reading.viewer.holds(Role.ADMIN) else "",
        "municipalities": _numbers(scope.municipalities),
        "organizations": _numbers(scope.organizations),
        "providers": _numbers(scope.providers),
        "persons": _numbers(scope.persons),
    }
    settings = ", ".join(f"set_config('iom.{name}', :{name}, true)" for name in told)
    reading.session.execute(text(f"SELECT {settings}"), told)


def _numbers(ids: Iterable[int]) -> str:
    return ",".join(map(str, sorted(ids)))
