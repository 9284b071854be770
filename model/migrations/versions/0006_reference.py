"""Organizations that are renamed, merge, split, move and close; doubles of providers, programmes and events"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
CATALOGUE = ("provider", "programme", "event")


def upgrade() -> None:
    op.create_table(
        "organization_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("successor_id", sa.Integer()),
        sa.Column("name", TEXT),
        sa.Column("name_key", TEXT),
        sa.Column("begins", sa.Boolean(), nullable=False),
        sa.Column("ends_spells", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        *[
            sa.ForeignKeyConstraint([column], ["organization.id"], name=f"fk_organization_change_{column}_organization")
            for column in ("organization_id", "successor_id")
        ],
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_organization_change_import_id_import_run"),
        sa.PrimaryKeyConstraint("id", name="pk_organization_change"),
    )
    for column in ("organization_id", "successor_id", "import_id"):
        op.create_index(f"ix_organization_change_{column}", "organization_change", [column])
    for table in CATALOGUE:
        refers = sa.ForeignKey(f"{table}.id", name=f"fk_{table}_same_as_id_{table}")
        op.add_column(table, sa.Column("same_as_id", sa.Integer(), refers), inline_references=True)


def downgrade() -> None:
    for table in CATALOGUE:
        op.drop_column(table, "same_as_id")
    op.drop_table("organization_change")
