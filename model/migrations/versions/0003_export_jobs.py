"""Orders of long exports, each seen by the account that made it alone"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
MINE = "account_id IN (SELECT id FROM account WHERE login = current_setting('iom.login', true))"


def upgrade() -> None:
    op.create_table(
        "export_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *[sa.Column(name, TEXT, nullable=False) for name in ("scope_mark", "form", "suffix", "source", "title")],
        sa.Column("origin", TEXT),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer()),
        sa.Column("claim", TEXT),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("beat_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("file_name", TEXT),
        sa.Column("file_size", sa.Integer()),
        sa.Column("reason", TEXT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_export_job_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_export_job"),
    )
    op.create_index("ix_export_job_account_id", "export_job", ["account_id"])
    op.create_index("ix_export_job_state_id", "export_job", ["state", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE export_job ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY export_job_of_scope ON export_job FOR SELECT TO iom_reader USING ({MINE})")
        op.execute("CREATE POLICY export_job_of_writer ON export_job TO iom_writer USING (true) WITH CHECK (true)")


def downgrade() -> None:
    op.drop_table("export_job")
