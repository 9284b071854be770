"""The columns of registries that an account has chosen.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
previous_may_run = True

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    # A plain column: a copy of the table, as a batch makes on SQLite, would delete the grants with the old one.
    op.add_column("account", sa.Column("registry_columns", TEXT))


def downgrade() -> None:
    op.drop_column("account", "registry_columns")
