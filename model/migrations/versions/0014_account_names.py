"""The full name and the post of an account.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
previous_may_run = False

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    # Plain columns: a copy of the table, as a batch makes on SQLite, would delete the grants with the old one.
    op.add_column("account", sa.Column("full_name", TEXT))
    op.add_column("account", sa.Column("post", TEXT))


def downgrade() -> None:
    op.drop_column("account", "post")
    op.drop_column("account", "full_name")
