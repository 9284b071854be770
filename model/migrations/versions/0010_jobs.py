"""One table of jobs instead of one of exports and one of imports"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
MINE = "account_id IN (SELECT id FROM account WHERE login = current_setting('iom.login', true))"

# What both old tables had: the old name and the new one.
SHARED = {
    **{name: name for name in ("account_id", "origin", "state", "done", "total", "finished_at", "reason")},
    "scope_mark": "grants_hash",
    "ordered_at": "enqueued_at",
    "claim": "lease_token",
    "claims": "attempts",
    "beat_at": "heartbeat_at",
}
MOMENTS = {"ordered_at", "beat_at", "finished_at", "enqueued_at", "heartbeat_at"}
JSONS = {"payload", "result"}
STATES = {"making": "running"}
Row = Mapping[str, Any]


def upgrade() -> None:
    _job()
    bind = op.get_bind()
    job = _table("job", "id", "kind", *SHARED.values(), "payload", "result", "input_file", "output_file")
    imports = _rows("import_job")
    # Pages of uploads are open in browsers: imports keep their numbers, exports come after them.
    offset = max((row["id"] for row in imports), default=0)
    new = [_new_import(row) for row in imports]
    new += [_new_export(row, offset) for row in _rows("export_job")]
    if new:
        bind.execute(job.insert(), new)
    for table in ("export_job", "import_job"):
        op.drop_table(table)
    if bind.dialect.name == "postgresql":
        _continue_numbers("job")
        _wall("job")


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *[sa.Column(name, TEXT, nullable=False) for name in ("kind", "grants_hash", "state")],
        *[sa.Column(name, TEXT) for name in ("origin", "input_file", "output_file", "lease_token", "reason")],
        *[sa.Column(name, sa.JSON(), nullable=False) for name in ("payload", "result")],
        *[sa.Column(name, sa.Integer(), nullable=False) for name in ("done", "attempts")],
        sa.Column("total", sa.Integer()),
        sa.Column("enqueued_at", MOMENT, nullable=False),
        *[sa.Column(name, MOMENT) for name in ("heartbeat_at", "finished_at")],
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_job_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_account_id", "job", ["account_id"])
    op.create_index("ix_job_kind_state_id", "job", ["kind", "state", "id"])


def _table(name: str, *columns: str) -> sa.TableClause:
    """A table as far as rows are moved from or to it."""
    kinds: dict[str, Any] = {**dict.fromkeys(MOMENTS, MOMENT), **dict.fromkeys(JSONS, sa.JSON())}
    return sa.table(name, *[sa.column(column, kinds.get(column)) for column in columns])


EXPORT_COLUMNS = ("form", "suffix", "source", "title", "file_name", "file_size")
IMPORT_COLUMNS = (
    *("task", "file_name", "file_hash", "file_size", "stored_as", "register"),
    *("plan", "plan_print", "refused_as", "import_id"),
)
OLD_COLUMNS = {"export_job": EXPORT_COLUMNS, "import_job": IMPORT_COLUMNS}


def _rows(name: str) -> list[Row]:
    table = _table(name, "id", *SHARED, *OLD_COLUMNS[name])
    return [*op.get_bind().execute(sa.select(table).order_by(table.c.id)).mappings()]


def _shared(row: Row, names: Mapping[str, str], states: Mapping[str, str]) -> dict[str, Any]:
    values = {new: row[old] for old, new in names.items()}
    return {**values, "state": states.get(values["state"], values["state"])}


def _new_export(row: Row, offset: int) -> dict[str, Any]:
    return {
        **_shared(row, SHARED, STATES),
        "id": row["id"] + offset,
        "kind": "export",
        "payload": {name: row[name] for name in ("form", "suffix", "source", "title")},
        "result": {"file_size": row["file_size"]} if row["file_name"] else {},
        "input_file": None,
        "output_file": row["file_name"],
    }


def _new_import(row: Row) -> dict[str, Any]:
    plan = {"plan": json.loads(row["plan"]), "plan_fingerprint": row["plan_print"]} if row["plan"] else {}
    is_undo = row["task"] == "undo"
    number = {"import_id": row["import_id"]} if row["import_id"] else {}
    payload = {name: row[name] for name in ("task", "file_name", "file_hash", "file_size", "register")}
    return {
        **_shared(row, SHARED, STATES),
        "id": row["id"],
        "kind": "import",
        "payload": {**payload, **(number if is_undo else {})},
        "result": {**plan, **({} if is_undo else number)},
        "input_file": row["stored_as"],
        "output_file": row["refused_as"],
    }


def _continue_numbers(table: str) -> None:
    """The rows were inserted with their numbers: the next one comes after them."""
    last = f"SELECT COALESCE(max(id), 0) + 1 FROM {table}"
    op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), ({last}), false)")


def _wall(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_of_scope ON {table} FOR SELECT TO iom_reader USING ({MINE})")
    op.execute(f"CREATE POLICY {table}_of_writer ON {table} TO iom_writer USING (true) WITH CHECK (true)")


def downgrade() -> None:
    bind = op.get_bind()
    job = _table("job", "id", "kind", *SHARED.values(), "payload", "result", "input_file", "output_file")
    rows = [*bind.execute(sa.select(job).order_by(job.c.id)).mappings()]
    _old_table("export_job", ("form", "suffix", "source", "title"), ("file_name",), "file_size")
    optional = ("file_hash", "stored_as", "register", "plan", "plan_print", "refused_as")
    _old_table("import_job", ("task", "file_name"), optional, "file_size", "import_id")
    old: dict[str, Callable[[Row], dict[str, Any]]] = {"export": _old_export, "import": _old_import}
    for kind, row_of in old.items():
        table = f"{kind}_job"
        values = [row_of(row) for row in rows if row["kind"] == kind]
        if values:
            bind.execute(_table(table, "id", *SHARED, *OLD_COLUMNS[table]).insert(), values)
        if bind.dialect.name == "postgresql":
            _continue_numbers(table)
            _wall(table)
    op.drop_table("job")


def _old_table(name: str, required: tuple[str, ...], optional: tuple[str, ...], *numbers: str) -> None:
    runs = sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=f"fk_{name}_import_id_import_run")
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *[sa.Column(column, TEXT, nullable=False) for column in ("scope_mark", "state", *required)],
        *[sa.Column(column, TEXT) for column in ("origin", "claim", "reason", *optional)],
        *[sa.Column(column, sa.Integer(), nullable=False) for column in ("done", "claims")],
        *[sa.Column(column, sa.Integer()) for column in ("total", *numbers)],
        sa.Column("ordered_at", MOMENT, nullable=False),
        *[sa.Column(column, MOMENT) for column in ("beat_at", "finished_at")],
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=f"fk_{name}_account_id_account", ondelete="CASCADE"
        ),
        *([runs] if "import_id" in numbers else []),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_account_id", name, ["account_id"])
    op.create_index(f"ix_{name}_state_id", name, ["state", "id"])


def _old_shared(row: Row) -> dict[str, Any]:
    names, states = ({new: old for old, new in pairs.items()} for pairs in (SHARED, STATES))
    return {"id": row["id"], **_shared(row, names, states)}


def _old_export(row: Row) -> dict[str, Any]:
    size = row["result"].get("file_size")
    return {**_old_shared(row), **row["payload"], "file_name": row["output_file"], "file_size": size}


def _old_import(row: Row) -> dict[str, Any]:
    details = {**dict.fromkeys(IMPORT_COLUMNS), **row["payload"], **row["result"]}
    plan = json.dumps(details["plan"], ensure_ascii=False) if details["plan"] else None
    return {
        **_old_shared(row),
        **{name: details[name] for name in IMPORT_COLUMNS},
        "plan": plan,
        "plan_print": details.get("plan_fingerprint"),
        "stored_as": row["input_file"],
        "refused_as": row["output_file"],
    }
