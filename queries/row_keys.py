"""The keys of the rows of a list: which rows a page has, before all their columns are read."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Subquery, func, select

from access.reading import Reading

Row = Mapping[str, Any]
Key = tuple[Any, ...]


def identity_of(columns: Any) -> list[Any]:
    """What no two rows of a list share, in the order of the list."""
    names = (*("name_key", "person_id"), *("starts_on", "event", "number", "row_id"))
    return [columns[name] for name in names if name in columns]


def _which(ordered: Select, rows: Subquery) -> Select:
    return ordered.with_only_columns(*(ordered.selected_columns[str(column.key)] for column in identity_of(rows.c)))


def counted_keys(reading: Reading, ordered: Select, rows: Subquery) -> tuple[Sequence[Key], int]:
    """Which rows of a page they are, and how many all pages have: one look at all of them instead of two."""
    keys = reading.session.execute(_which(ordered, rows).add_columns(func.count().over())).all()
    return [tuple(key[:-1]) for key in keys], keys[0][-1] if keys else 0


def page_rows(
    reading: Reading, ordered: Select, rows: Subquery, keys: Sequence[Key] | None, *, is_short: bool
) -> list[Row]:
    """The rows of a page in their order.

    Of a short one first which they are, where that is not known, then all their columns: nobody needs those of others.
    """
    if not is_short:
        return _all_columns(reading, ordered)
    chosen = keys or [tuple(key) for key in reading.session.execute(_which(ordered, rows))]
    identity = [str(column.key) for column in identity_of(rows.c)]
    persons = {key[identity.index("person_id")] for key in chosen}
    whole_rows = _all_columns(reading, select(rows).where(rows.c.person_id.in_(persons)))
    by_key = {tuple(row[name] for name in identity): row for row in whole_rows}
    return [by_key[key] for key in chosen]


def _all_columns(reading: Reading, query: Select) -> list[Row]:
    return [dict(row._mapping) for row in reading.session.execute(query)]
