"""Keys of names made anew, earlier names of people, spellings of positions, how many rows an import removed"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from model.names import fold

revision = "0012"
down_revision = "0011"

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")

# Tables whose keys need not be unique: the table, the name, the key.
PLAIN = (
    ("person", "full_name", "name_key"),
    ("employment", "full_name", "name_key"),
    ("person_state", "full_name", "name_key"),
    ("organization_change", "name", "name_key"),
)
# What points to a record by its id: the table, the column, and the columns that are unique together with it.
POINTING = {
    "organization": (
        ("employment", "organization_id", ("person_id", "since")),
        ("import_place", "organization_id", ("import_id",)),
        ("person_state", "organization_id", ("day", "person_id")),
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
TITLES = {
    "organization": "организации",
    "provider": "организации ДПО",
    "programme": "ДПП",
    "event": "события",
    "assessment": "оценки одного дня",
}
# Sums by organization, which are made anew by the next import: until then a day is counted on the spot.
SUMS = ("snapshot", "municipality_snapshot", "snapshot_day", "quality_sum", "quality_day")


def upgrade() -> None:
    _earlier_name()
    _spelling()
    op.add_column("import_run", sa.Column("removed", sa.Integer(), nullable=False, server_default="0"))
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for table, name, key in PLAIN:
        if table in there:
            _make_keys(table, name, key)
    for table, pointing in POINTING.items():
        group = "municipality_id" if table == "organization" else None
        merged = _make_unique_keys(table, [one for one in pointing if one[0] in there], group)
        if merged and table == "organization":
            for sums in SUMS:
                if sums in there:
                    op.execute(sa.text(f"DELETE FROM {sums}"))
    _make_procedure_keys(there)


def _earlier_name() -> None:
    op.create_table(
        "earlier_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("full_name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("import_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_earlier_name_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name="fk_earlier_name_organization_id_organization",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_earlier_name_import_id_import_run"),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_name"),
        sa.UniqueConstraint(
            "person_id", "organization_id", "name_key", name="uq_earlier_name_person_id_organization_id_name_key"
        ),
    )
    op.create_index("ix_earlier_name_organization_id", "earlier_name", ["organization_id"])
    if op.get_bind().dialect.name == "postgresql":
        mine = "(SELECT iom_holds('region')) OR person_id IN (SELECT iom_visible_persons())"
        op.execute("ALTER TABLE earlier_name ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY earlier_name_of_scope ON earlier_name FOR SELECT TO iom_reader USING ({mine})")
        op.execute("CREATE POLICY earlier_name_of_writer ON earlier_name TO iom_writer USING (true) WITH CHECK (true)")


def _spelling() -> None:
    op.create_table(
        "spelling",
        sa.Column("about", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("text_key", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("about", "text", name="pk_spelling"),
    )
    op.create_index("ix_spelling_about_text_key", "spelling", ["about", "text_key"])
    for about, table in (("position", "employment"), ("kind", "organization")):
        texts = _rows(f"SELECT DISTINCT {about} FROM {table} WHERE {about} IS NOT NULL")
        rows = [{"about": about, "text": text, "key": fold(text)} for (text,) in texts]
        _run("INSERT INTO spelling (about, text, text_key) VALUES (:about, :text, :key)", rows)


def _rows(sql: str, **values: Any) -> Sequence[Any]:
    return op.get_bind().execute(sa.text(sql), values).all()


def _run(sql: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(sa.text(sql), list(rows))


def _make_keys(table: str, name: str, key: str) -> None:
    names = _rows(f"SELECT DISTINCT {name}, {key} FROM {table} WHERE {name} IS NOT NULL")
    new = [{"name": one, "was": was, "new": fold(one)} for one, was in names if fold(one) != was]
    _run(f"UPDATE {table} SET {key} = :new WHERE {name} = :name AND {key} = :was", new)


def _make_unique_keys(table: str, pointing: Sequence[tuple[str, str, tuple[str, ...]]], group: str | None) -> int:
    """The keys of a table whose names are unique; records that come together become the first of them."""
    alike: dict[tuple[Any, str], list[Any]] = defaultdict(list)
    for row in _rows(f"SELECT id, name, name_key, {group or 'NULL'} FROM {table} ORDER BY id"):
        alike[row[3], fold(row[1])].append(row)
    merged = 0
    for records in alike.values():
        for twin in records[1:]:
            _merge(table, pointing, kept=records[0].id, twin=twin.id)
            _tell(table, records[0].name, twin.name)
            merged += 1
    new = [
        {"id": records[0].id, "new": key, "aside": f"\x01{records[0].id}"}
        for (_, key), records in alike.items()
        if records[0].name_key != key
    ]
    # A key may still be another record's: all step aside first.
    _run(f"UPDATE {table} SET name_key = :aside WHERE id = :id", new)
    _run(f"UPDATE {table} SET name_key = :new WHERE id = :id", new)
    return merged


def _merge(table: str, pointing: Sequence[tuple[str, str, tuple[str, ...]]], *, kept: int, twin: int) -> None:
    ids = {"kept": kept, "twin": twin}
    for other, column, unique in pointing:
        if unique:
            same = " AND ".join(f"beside.{one} = {other}.{one}" for one in unique)
            _run(
                f"DELETE FROM {other} WHERE {column} = :twin AND EXISTS "
                f"(SELECT 1 FROM {other} AS beside WHERE beside.{column} = :kept AND {same})",
                [ids],
            )
        _run(f"UPDATE {other} SET {column} = :kept WHERE {column} = :twin", [ids])
    if table != "organization":
        _run(f"UPDATE {table} SET same_as_id = NULL WHERE id = :kept AND same_as_id = id", [ids])
    else:
        for sums in ("snapshot", "quality_sum"):
            if sa.inspect(op.get_bind()).has_table(sums):
                _run(f"DELETE FROM {sums} WHERE organization_id = :twin", [ids])
    _run(f"DELETE FROM {table} WHERE id = :twin", [ids])


def _make_procedure_keys(there: set[str]) -> None:
    """Of two assessments of one person, day and procedure, the later said stays."""
    alike: dict[tuple[int, Any, str], list[int]] = defaultdict(list)
    names = {one: fold(one) for (one,) in _rows("SELECT DISTINCT procedure FROM assessment")}
    spelt = defaultdict(list)
    for name, key in names.items():
        spelt[key].append(name)
    several = [name for spellings in spelt.values() if len(spellings) > 1 for name in spellings]
    for name in several:
        for row in _rows("SELECT id, person_id, passed_on FROM assessment WHERE procedure = :name", name=name):
            alike[row[1], row[2], names[name]].append(row[0])
    for identities in alike.values():
        *twins, kept = sorted(identities)
        for twin in twins:
            _drop_assessment(twin, kept, there)
            _tell("assessment", f"номер {kept}", f"номер {twin}")
    for name, key in names.items():
        _run(
            "UPDATE assessment SET procedure_key = :new WHERE procedure = :name AND procedure_key <> :new",
            [{"name": name, "new": key}],
        )


def _drop_assessment(twin: int, kept: int, there: set[str]) -> None:
    ids = {"kept": kept, "twin": twin}
    if "route" in there:
        _run(
            "UPDATE route SET superseded_on = (SELECT superseded_on FROM route AS twin WHERE twin.id = :twin) "
            "WHERE id = :kept AND superseded_on = passed_on",
            [ids],
        )
        for table in ("application", "result", "participation"):
            _run(f"UPDATE {table} SET route_id = :kept WHERE route_id = :twin", [ids])
        _run("DELETE FROM route WHERE id = :twin", [ids])
    _run("DELETE FROM recommended_programme WHERE assessment_id = :twin", [ids])
    _run("DELETE FROM assessment WHERE id = :twin", [ids])


def _tell(table: str, kept: str, twin: str) -> None:
    """Whoever migrates reads it."""
    sys.stdout.write(f"Одно наименование, {TITLES[table]}: «{twin}» объединено с «{kept}»\n")


def downgrade() -> None:
    op.drop_column("import_run", "removed")
    op.drop_table("spelling")
    op.drop_table("earlier_name")
