"""The bounds of procedures, below which a score is a deficit.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None
previous_may_run = True

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "score_bound",
        sa.Column("procedure_key", TEXT, nullable=False),
        sa.Column("bound", sa.Integer(), nullable=False),
        sa.Column("changed_by", TEXT, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("procedure_key", name="pk_score_bound"),
    )


def downgrade() -> None:
    op.drop_table("score_bound")
