"""Keys of names made anew in a migration: records that come together by it become one, and are told."""

import json
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
# Tables whose keys need not be unique: the table, the name, the key.
PLAIN = (
    ("person", "full_name", "name_key"),
    ("employment", "full_name", "name_key"),
    ("organization_change", "name", "name_key"),
    ("spelling", "text", "text_key"),
)
# What points to a record by its id: the table, the column, and the columns that are unique together with it.
POINTING = {
    "organization": (
        ("employment", "organization_id", ("person_id", "since")),
        ("earlier_name", "organization_id", ("person_id", "name_key")),
        ("import_place", "organization_id", ("import_id",)),
        ("account_grant", "organization_id", ()),
        ("organization_change", "organization_id", ()),
        ("organization_change", "successor_id", ()),
    ),
    "provider": (
        ("application", "provider_id", ()),
        ("result", "provider_id", ()),
        ("account_grant", "provider_id", ()),
        ("provider", "same_as_id", ()),
    ),
    "programme": (
        ("application", "programme_id", ()),
        ("result", "programme_id", ("person_id", "since")),
        ("recommended_programme", "programme_id", ("assessment_id",)),
        ("programme", "same_as_id", ()),
    ),
    "event": (
        ("participation", "event_id", ("person_id", "starts_on")),
        ("event", "same_as_id", ()),
    ),
}
# The keys of records as they were before an import: an undo would write the old ones.
NAMED_BY = {"name_key": ("full_name", "name"), "procedure_key": ("procedure",)}


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


def make_all_keys() -> None:
    """Every key of a name as this version folds it: a version that folds otherwise calls it once more."""
    for table, name, key in PLAIN:
        make_keys(table, name, key)
    _make_earlier_names()
    for table, pointing in POINTING.items():
        merged = make_unique_keys(table, pointing, "municipality_id" if table == "organization" else None)
        if merged and table == "organization":
            for sums in ("quality_sum", "quality_day"):
                op.execute(sa.text(f"DELETE FROM {sums}"))
    make_procedure_keys(set())
    _make_offers()
    _make_bounds()
    _make_kept_keys()
    # Routes and spans follow from names: another fingerprint makes `migrate` derive everybody anew.
    if sa.inspect(op.get_bind()).has_table("timeline_version"):
        op.execute("UPDATE timeline_version SET fingerprint = ''")


def _make_earlier_names() -> None:
    """Of two names of one person and place that have one key now, the first stays."""
    keys: set[tuple[int, int, str]] = set()
    for row in rows("SELECT id, person_id, organization_id, full_name FROM earlier_name ORDER BY id"):
        key = (row.person_id, row.organization_id, fold(row.full_name))
        if key in keys:
            run("DELETE FROM earlier_name WHERE id = :id", [{"id": row.id}])
        keys.add(key)
    make_keys("earlier_name", "full_name", "name_key")


def _make_offers() -> None:
    """Of two offers of one key the later one stays; the address of an organization is no part of the key."""
    alike: dict[tuple[object, ...], list[tuple[int, str, str]]] = defaultdict(list)
    for row in rows("SELECT id, name, kind, organization_key, starts_on FROM offer ORDER BY id"):
        name_key, organization_key = fold(row.name), fold(row.organization_key)
        alike[name_key, row.kind, organization_key, row.starts_on].append((row.id, name_key, organization_key))
    for *twins, (identity, name_key, organization_key) in alike.values():
        run("DELETE FROM offer WHERE id = :id", [{"id": twin[0]} for twin in twins])
        values = {"id": identity, "name": name_key, "organization": organization_key}
        run("UPDATE offer SET name_key = :name, organization_key = :organization WHERE id = :id", [values])


def _make_bounds() -> None:
    """Of two bounds of one procedure the later one stays."""
    bounds = rows("SELECT procedure_key FROM score_bound ORDER BY changed_at")
    survivors = {fold(row.procedure_key): row.procedure_key for row in bounds}
    stale = {row.procedure_key for row in bounds} - set(survivors.values())
    run("DELETE FROM score_bound WHERE procedure_key = :key", [{"key": key} for key in sorted(stale)])
    changed = [{"new": key, "was": was} for key, was in survivors.items() if key != was]
    run("UPDATE score_bound SET procedure_key = :new WHERE procedure_key = :was", changed)


def _make_kept_keys() -> None:
    for row in rows("SELECT id, was FROM import_change WHERE was LIKE '%_key%'"):
        record = json.loads(row.was)
        keys = {
            key: fold(str(record[name]))
            for key, names in NAMED_BY.items()
            for name in names
            if key in record and record.get(name)
        }
        if any(record[key] != value for key, value in keys.items()):
            text = json.dumps(record | keys, ensure_ascii=False)
            run("UPDATE import_change SET was = :was WHERE id = :id", [{"was": text, "id": row.id}])
