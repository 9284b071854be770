"""The beginning of the journal may be removed once its term is over; which earlier program may work over the tables.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
previous_may_run = True

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
# The column by which a line of each table is known.
NUMBERS = {"journal_entry": "id", "journal_about": "entry_id"}
_REFUSAL = "the journal is append-only"
_LAST_REMOVED = "coalesce((SELECT max(last_number) FROM journal_removal), 0)"


def upgrade() -> None:
    op.create_table(
        "journal_removal",
        sa.Column("last_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", MOMENT, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("last_seal", TEXT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=False),
        sa.Column("seal", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("last_number", name="pk_journal_removal"),
    )
    op.create_table(
        "oldest_version",
        sa.Column("revision", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision", name="pk_oldest_version"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _let_go_on_postgresql()
    else:
        _let_go_on_sqlite()


def _let_go_on_sqlite() -> None:
    """A line goes only when a removal covers it; removals themselves stay."""
    for table, number in NUMBERS.items():
        op.execute(f"DROP TRIGGER {table}_no_delete")
        _forbid_on_sqlite(table, "DELETE", f"WHEN OLD.{number} > {_LAST_REMOVED} ")
    for doing in ("UPDATE", "DELETE"):
        _forbid_on_sqlite("journal_removal", doing)


def _forbid_on_sqlite(table: str, doing: str, when: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{doing.lower()} BEFORE {doing} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    )


def _let_go_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION journal_line_is_due() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF (to_jsonb(OLD) ->> TG_ARGV[0])::integer > {_LAST_REMOVED} "
        f"THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN OLD; END $$"
    )
    for table, number in NUMBERS.items():
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        _forbid_on_postgresql(table, "UPDATE OR TRUNCATE")
        op.execute(
            f"CREATE TRIGGER {table}_due BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION journal_line_is_due('{number}')"
        )
    _forbid_on_postgresql("journal_removal", "UPDATE OR DELETE OR TRUNCATE")
    # The owner of the tables removes and migrates, never the app.
    op.execute("REVOKE INSERT, UPDATE, DELETE ON journal_removal, oldest_version FROM iom_writer")


def _forbid_on_postgresql(table: str, doing: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE {doing} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()"
    )


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.drop_table("journal_removal")
    op.drop_table("oldest_version")
    for table in NUMBERS:
        if is_postgresql:
            op.execute(f"DROP TRIGGER {table}_due ON {table}")
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            _forbid_on_postgresql(table, "UPDATE OR DELETE OR TRUNCATE")
        else:
            op.execute(f"DROP TRIGGER {table}_no_delete")
            _forbid_on_sqlite(table, "DELETE")
    if is_postgresql:
        op.execute("DROP FUNCTION journal_line_is_due()")
