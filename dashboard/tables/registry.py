"""The registry of a place or a provider as a table: all rows with the chosen columns, or counts without names."""

from collections.abc import Sequence

from dashboard.components.figures_table import plain_rows
from dashboard.pages.registry import (
    MOST_AT_ONCE,
    TITLE,
    Registry,
    columns_of,
    figures_of,
    named_registry,
    narrowed_of,
    rows_of,
)
from dashboard.registry_columns import PROVIDER, row_values
from dashboard.tables.plain import NARROW, LongTable, PlainTable
from dashboard.visit import Visit
from queries import places
from queries.registry import refuse_narrowed

ADVICE = f"закажите файл на странице реестра либо {NARROW}"


def rows(visit: Visit, level: str, identity: int | None = None) -> LongTable | PlainTable | None:
    """All rows of the registry of a place; the counts by organization for who may not name its people."""
    registry = named_registry(visit, level, identity)
    return all_rows(visit, registry) if registry else _counts(visit, level, identity)


def rows_of_provider(visit: Visit, identity: int) -> LongTable | None:
    """All rows of the registry of a provider; None where its applicants may not be named."""
    registry = named_registry(visit, PROVIDER, identity)
    return all_rows(visit, registry) if registry else None


def all_rows(visit: Visit, registry: Registry) -> LongTable:
    """All rows with the chosen columns, in the order of the address."""
    columns = columns_of(visit, registry)

    def read(number: int, size: int) -> tuple[Sequence[Sequence[object]], int]:
        page = rows_of(visit, registry, page=number, size=size)
        return [row_values(columns, row) for row in page.rows], page.total

    headings = [column.label for column in columns]
    return LongTable(TITLE, registry.name, headings, read, most=MOST_AT_ONCE, advice=ADVICE)


def _counts(visit: Visit, level: str, identity: int | None) -> PlainTable | None:
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    refuse_narrowed(visit.reading, place, narrowed_of(visit.view))
    headings, cells, _ = plain_rows(figures_of(visit, place), visit.view)
    return PlainTable(TITLE, place.name, headings, cells)
