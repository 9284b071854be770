"""How far each source of registers was read.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
previous_may_run = True

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "source_mark",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("content_hash", TEXT),
        sa.Column("mark", TEXT),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_ok", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_source_mark"),
    )


def downgrade() -> None:
    op.drop_table("source_mark")
