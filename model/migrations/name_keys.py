"""Keys of names made anew in a migration: records that come together by it become one, and are told."""

import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from model.names import fold

TITLES = {
    "organization": "организации",
    "provider": "организации ДПО",
    "programme": "ДПП",
    "event": "события",
    "assessment": "оценки одного дня",
}


def rows(sql: str, **values: Any) -> Sequence[Any]:
    return op.get_bind().execute(sa.text(sql), values).all()


def run(sql: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(sa.text(sql), list(rows))


def make_keys(table: str, name: str, key: str) -> None:
    names = rows(f"SELECT DISTINCT {name}, {key} FROM {table} WHERE {name} IS NOT NULL")
    new = [{"name": one, "was": was, "new": fold(one)} for one, was in names if fold(one) != was]
    run(f"UPDATE {table} SET {key} = :new WHERE {name} = :name AND {key} = :was", new)


def make_unique_keys(table: str, pointing: Sequence[tuple[str, str, tuple[str, ...]]], group: str | None) -> int:
    """The keys of a table whose names are unique; records that come together become the first of them."""
    alike: dict[tuple[Any, str], list[Any]] = defaultdict(list)
    for row in rows(f"SELECT id, name, name_key, {group or 'NULL'} FROM {table} ORDER BY id"):
        alike[row[3], fold(row[1])].append(row)
    merged = 0
    for records in alike.values():
        for twin in records[1:]:
            _merge(table, pointing, survivor=records[0].id, twin=twin.id)
            _tell(table, records[0].name, twin.name)
            merged += 1
    new = [
        {"id": records[0].id, "new": key, "aside": f"\x01{records[0].id}"}
        for (_, key), records in alike.items()
        if records[0].name_key != key
    ]
    # A key may still be another record's: all step aside first.
    run(f"UPDATE {table} SET name_key = :aside WHERE id = :id", new)
    run(f"UPDATE {table} SET name_key = :new WHERE id = :id", new)
    return merged


def _merge(table: str, pointing: Sequence[tuple[str, str, tuple[str, ...]]], *, survivor: int, twin: int) -> None:
    ids = {"kept": survivor, "twin": twin}
    for other, column, unique in pointing:
        if unique:
            same = " AND ".join(f"beside.{one} = {other}.{one}" for one in unique)
            run(
                f"DELETE FROM {other} WHERE {column} = :twin AND EXISTS "
                f"(SELECT 1 FROM {other} AS beside WHERE beside.{column} = :kept AND {same})",
                [ids],
            )
        run(f"UPDATE {other} SET {column} = :kept WHERE {column} = :twin", [ids])
    if table != "organization":
        run(f"UPDATE {table} SET same_as_id = NULL WHERE id = :kept AND same_as_id = id", [ids])
    else:
        for sums in ("snapshot", "quality_sum"):
            if sa.inspect(op.get_bind()).has_table(sums):
                run(f"DELETE FROM {sums} WHERE organization_id = :twin", [ids])
    run(f"DELETE FROM {table} WHERE id = :twin", [ids])


def make_procedure_keys(there: set[str]) -> None:
    """Of two assessments of one person, day and procedure, the later said stays."""
    alike: dict[tuple[int, Any, str], list[int]] = defaultdict(list)
    names = {one: fold(one) for (one,) in rows("SELECT DISTINCT procedure FROM assessment")}
    spelt = defaultdict(list)
    for name, key in names.items():
        spelt[key].append(name)
    several = [name for spellings in spelt.values() if len(spellings) > 1 for name in spellings]
    for name in several:
        for row in rows("SELECT id, person_id, passed_on FROM assessment WHERE procedure = :name", name=name):
            alike[row[1], row[2], names[name]].append(row[0])
    for identities in alike.values():
        *twins, survivor = sorted(identities)
        for twin in twins:
            _drop_assessment(twin, survivor, there)
            _tell("assessment", f"номер {survivor}", f"номер {twin}")
    for name, key in names.items():
        run(
            "UPDATE assessment SET procedure_key = :new WHERE procedure = :name AND procedure_key <> :new",
            [{"name": name, "new": key}],
        )


def _drop_assessment(twin: int, survivor: int, there: set[str]) -> None:
    ids = {"kept": survivor, "twin": twin}
    if "route" in there:
        run(
            "UPDATE route SET superseded_on = (SELECT superseded_on FROM route AS twin WHERE twin.id = :twin) "
            "WHERE id = :kept AND superseded_on = passed_on",
            [ids],
        )
        for table in ("application", "result", "participation"):
            run(f"UPDATE {table} SET route_id = :kept WHERE route_id = :twin", [ids])
        run("DELETE FROM route WHERE id = :twin", [ids])
    run("DELETE FROM recommended_programme WHERE assessment_id = :twin", [ids])
    run("DELETE FROM assessment WHERE id = :twin", [ids])


def _tell(table: str, survivor: str, twin: str) -> None:
    """Whoever migrates reads it."""
    sys.stdout.write(f"Одно наименование, {TITLES[table]}: «{twin}» объединено с «{survivor}»\n")
