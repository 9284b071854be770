"""Uploads on their way in, headings mapped by hand, what the last import changed, the figures around it"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
MINE = "account_id IN (SELECT id FROM account WHERE login = current_setting('iom.login', true))"
OURS = "municipality_id = ANY (iom_objects('municipalities'))"
REGION = "(SELECT iom_holds('region'))"


def upgrade() -> None:
    op.add_column("import_run", sa.Column("undone_by", TEXT))
    op.add_column("import_run", sa.Column("undone_at", MOMENT))
    _import_job()
    _heading_mapping()
    _import_change()
    _import_figure()
    if op.get_bind().dialect.name == "postgresql":
        _wall("import_job", MINE)
        _wall("heading_mapping", MINE)
        # No screen reads what rows were before: it is for the importer alone.
        _wall("import_change", "false")
        _wall("import_figure", f"{REGION} OR {OURS}")


def _import_job() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *[sa.Column(name, TEXT, nullable=False) for name in ("scope_mark", "task", "file_name", "state")],
        *[sa.Column(name, TEXT) for name in ("origin", "file_hash", "stored_as", "register", "plan", "plan_print")],
        *[sa.Column(name, TEXT) for name in ("refused_as", "claim", "reason")],
        sa.Column("file_size", sa.Integer()),
        sa.Column("import_id", sa.Integer()),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer()),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("beat_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_import_job_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_import_job_import_id_import_run"),
        sa.PrimaryKeyConstraint("id", name="pk_import_job"),
    )
    op.create_index("ix_import_job_account_id", "import_job", ["account_id"])
    op.create_index("ix_import_job_state_id", "import_job", ["state", "id"])


def _heading_mapping() -> None:
    op.create_table(
        "heading_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *[sa.Column(name, TEXT, nullable=False) for name in ("register", "heading_key", "heading", "column_key")],
        sa.Column("mapped_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_heading_mapping_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_heading_mapping"),
        sa.UniqueConstraint(
            "account_id", "register", "heading_key", name="uq_heading_mapping_account_id_register_heading_key"
        ),
    )


def _import_change() -> None:
    op.create_table(
        "import_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("table_name", TEXT, nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("was", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name="fk_import_change_import_id_import_run", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_import_change_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_import_change"),
    )
    op.create_index("ix_import_change_import_id", "import_change", ["import_id"])


def _import_figure() -> None:
    op.create_table(
        "import_figure",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("count_key", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name="fk_import_figure_import_id_import_run", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_import_figure_municipality_id_municipality"
        ),
        sa.PrimaryKeyConstraint("import_id", "municipality_id", "count_key", name="pk_import_figure"),
    )


def _wall(table: str, condition: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_of_scope ON {table} FOR SELECT TO iom_reader USING ({condition})")
    op.execute(f"CREATE POLICY {table}_of_writer ON {table} TO iom_writer USING (true) WITH CHECK (true)")


def downgrade() -> None:
    for table in ("import_figure", "import_change", "heading_mapping", "import_job"):
        op.drop_table(table)
    op.drop_column("import_run", "undone_at")
    op.drop_column("import_run", "undone_by")
