"""Targets of a reporting year, which the ministry sets on a screen.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None
previous_may_run = True

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer()),
        sa.Column("rate_key", TEXT, nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("act_number", TEXT, nullable=False),
        sa.Column("act_date", sa.Date(), nullable=False),
        sa.Column("set_by", TEXT, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_target_municipality_id_municipality"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_target"),
    )
    op.create_index("ix_target_year_municipality_id_rate_key", "target", ["year", "municipality_id", "rate_key"])


def downgrade() -> None:
    op.drop_table("target")
