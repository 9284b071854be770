"""Rows on the disk come back as they were, and decide the kinds of their columns as all at once do."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.table import Kind
from jobs.stored_rows import StoredRows
from jobs.table_sheets import ColumnKinds

MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5))]))
CELLS = st.one_of(
    *(st.none(), st.text(), st.integers(), st.floats(allow_nan=False), st.booleans()),
    *(st.dates(), MOMENTS, st.sampled_from(["\ud800", "a\nb", "\u2028", "=1"])),
)


def silent() -> None:
    """Hear nothing of the rows that are read."""


@given(rows=st.lists(st.tuples(CELLS, CELLS)))
def test_rows_come_back_as_they_were_and_as_often_as_asked(tmp_path_factory: pytest.TempPathFactory, rows: list):
    folder = tmp_path_factory.getbasetemp()
    with StoredRows(folder, silent) as stored:
        for row in rows:
            stored.add(row)
        assert len(stored) == len(rows)
        for _ in range(2):
            back = list(stored)
            assert back == rows
            assert [list(map(type, row)) for row in back] == [list(map(type, row)) for row in rows]


def test_the_rows_have_no_file_that_others_could_open(tmp_path: Path):
    with StoredRows(tmp_path, silent) as stored:
        stored.add(["Аннаова Примера"])
        assert list(tmp_path.iterdir()) == []


def test_who_reads_many_rows_can_be_stopped(tmp_path: Path):
    def stop() -> None:
        raise InterruptedError

    with StoredRows(tmp_path, stop) as stored:
        stored.add(["Аннаова Примера"])
        with pytest.raises(InterruptedError):
            list(stored)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([None, 1, "мало людей"], Kind.NUMBER),
        ([None, 0.5], Kind.NUMBER),
        ([None, date(2026, 9, 30)], Kind.DATE),
        ([datetime(2026, 9, 30, 12, tzinfo=UTC), None], Kind.MOMENT),
        ([date(2026, 9, 30), "не раньше марта"], Kind.TEXT),
        (["1", None], Kind.TEXT),
        ([None], Kind.TEXT),
    ],
)
def test_all_rows_decide_the_kind_of_a_column(values: list, kind: Kind):
    columns = ColumnKinds(1)
    for value in values:
        columns.look_at([value])
    assert columns.kinds() == [kind]
