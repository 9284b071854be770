"""What the address of a registry says: the kind of its rows, its columns, and what it is narrowed to."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from model.indicators import COUNTS, Unit
from queries.registry_filters import ALL_ROWS, RegistryFilters, RegistryRows
from queries.route_terms import RouteState

# The counts of people, by which a registry may be narrowed.
REACHED = tuple(count for count in COUNTS if count.unit is Unit.PERSON)
LONGEST_LEVEL = 100
# The keys of all columns (dashboard/registry_columns.py); a test compares them.
COLUMN_KEYS = frozenset(
    "full_name position organization municipality education procedures opened_on state term programme provider hours "
    "training_form application waits holder training_since training_until attested_on document_number in_time "
    "events_chosen events_confirmed events_excused passed_on".split()
)
# Where a form sends the columns that an account wants remembered.
REMEMBER = "/registry/columns"
_LONGEST_COLUMNS = 600
_YES, _NO = "yes", "no"


@dataclass(frozen=True)
class RegistryView:
    """The rows, the keys of the chosen columns (none: the usual ones), and the filters but for the days."""

    rows: RegistryRows = RegistryRows.PEOPLE
    columns: tuple[str, ...] = ()
    narrowed: RegistryFilters = ALL_ROWS

    @cached_property
    def params(self) -> Mapping[str, str]:
        """The parameters of the query string, in a fixed order, without the defaults."""
        filters = self.narrowed
        in_time = None if filters.in_time is None else _YES if filters.in_time else _NO
        values: dict[str, Any] = {
            "rows": None if self.rows is RegistryRows.PEOPLE else self.rows.value,
            "columns": ".".join(self.columns),
            "reached": filters.reached,
            "programme": filters.programme_id,
            "provider": filters.provider_id,
            "level": filters.level,
            "in_time": in_time,
            "state": filters.state.value if filters.state else None,
        }
        return {name: str(value) for name, value in values.items() if value}

    def with_value(self, name: str, text: str) -> "RegistryView":
        """The view with another value of one filter; none where it can't be parsed."""
        return registry_view_of({**self.params, name: text})


ALL_COLUMNS = RegistryView()


def registry_view_of(values: Mapping[str, str]) -> RegistryView:
    """What a query string says of a registry; values that can't be parsed are ignored."""
    rows, columns, level = values.get("rows", ""), values.get("columns", ""), values.get("level", "")
    return RegistryView(
        rows=RegistryRows(rows) if rows in set(RegistryRows) else RegistryRows.PEOPLE,
        columns=_columns(columns),
        narrowed=RegistryFilters(
            reached=_one_of({count.key for count in REACHED}, values.get("reached", "")),
            programme_id=_identity(values.get("programme", "")),
            provider_id=_identity(values.get("provider", "")),
            level=level if 0 < len(level) <= LONGEST_LEVEL else None,
            in_time={_YES: True, _NO: False}.get(values.get("in_time", "")),
            state=next((one for one in RouteState if one == values.get("state")), None),
        ),
    )


def is_registry(path: str) -> bool:
    """Whether the path is that of a registry, whose screen depends on the columns that the account has chosen."""
    return path.endswith("/registry")


def _columns(text: str) -> tuple[str, ...]:
    """The keys that columns have, each once, in the order of the address."""
    keys = text.split(".") if len(text) <= _LONGEST_COLUMNS else ()
    return tuple(dict.fromkeys(key for key in keys if key in COLUMN_KEYS))


def _one_of(vocabulary: Collection[str], text: str) -> str | None:
    return text if text in vocabulary else None


def _identity(text: str) -> int | None:
    return int(text) if re.fullmatch("[1-9][0-9]{0,8}", text) else None


def without_filters(view: RegistryView) -> RegistryView:
    """The same rows and columns, narrowed by nothing."""
    return replace(view, narrowed=ALL_ROWS)
