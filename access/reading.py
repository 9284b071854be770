"""Reading: session + scope + date, the only key to queries."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from access.scope import Held, Scope, Viewer, scope_of
from model.accounts import Role

# The command line on the server itself: counts of every place, names of nobody.
OPERATOR = Viewer("operator", (Held(Role.MINISTRY),))


@dataclass(frozen=True)
class Reading:
    """One look at the data: by a viewer, on a day. The scope follows from the viewer and can't be given."""

    session: Session
    viewer: Viewer
    day: date
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scope", scope_of(self.viewer.grants))
