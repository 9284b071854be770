"""Query plans of SQLite do not depend on its guesses about filters."""

import re
from datetime import date

import pytest
from sqlalchemy import Connection, event

from access.reading import OPERATOR, Reading
from model.database import engine, read_session
from model.places import REGION
from queries.counts import counts_by_place
from queries.filters import EVERYBODY, Filters
from tests.village import build_village

BETWEEN = date(2026, 9, 15)
EVERY_FILTER = (
    EVERYBODY,
    Filters(position="должность-Анна"),
    Filters(category="teaching"),
    Filters(kind="Школа"),
    Filters(procedure="Оценка"),
    Filters(position="должность-Анна", procedure="Оценка"),
)
# Facts are not gone through from end to end: spans tell the counts, and whatever is beside them is found by its id.
GONE_THROUGH = re.compile(r"SCAN (organization|employment|application|participation|route|chosen_event|wait_span)\b")


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("filters", EVERY_FILTER, ids=repr)
def test_counts_go_through_spans_alone(filters: Filters):
    build_village()
    plans: list[str] = []

    def heard(connection: Connection, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.append("\n".join(row[-1] for row in asked))

    event.listen(engine(), "before_cursor_execute", heard)
    try:
        with read_session() as session:
            counts_by_place(Reading(session, OPERATOR, BETWEEN), REGION, filters, waits=True)
    finally:
        event.remove(engine(), "before_cursor_execute", heard)
    assert any("state_span" in plan or "month_total" in plan for plan in plans)
    assert [plan for plan in plans if GONE_THROUGH.search(plan)] == []
