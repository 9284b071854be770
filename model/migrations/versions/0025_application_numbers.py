"""Numbers of applications that look the same are one number, and keys of names are made anew.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from model.migrations.name_keys import make_all_keys
from model.migrations.number_keys import make_number_keys

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None
previous_may_run = False

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_BY_KEY = "ix_application_number_key"


def upgrade() -> None:
    op.add_column("application", sa.Column("number_key", TEXT, nullable=True))
    make_number_keys()
    op.create_index(_BY_KEY, "application", ["number_key"], unique=True)
    make_all_keys()


def downgrade() -> None:
    """Numbers and names that came together stay so."""
    op.drop_index(_BY_KEY, table_name="application")
    op.drop_column("application", "number_key")
