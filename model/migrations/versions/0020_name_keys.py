"""Keys of names made anew: spaces beside signs, letters of another width, stresses and Latin words do not matter.

Revision ID: 0020
Revises: 0019
"""

import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from model.migrations.name_keys import make_keys, make_procedure_keys, make_unique_keys, rows, run
from model.names import fold

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
previous_may_run = False

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


def upgrade() -> None:
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


def downgrade() -> None:
    """The keys stay as they are: the earlier version reads them, and names that it folds otherwise seem new to it."""
