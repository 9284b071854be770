"""The catalogue: programmes and events on offer. No person stands in it, so it has no row policy.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
previous_may_run = True

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
KEY = ("name_key", "kind", "organization_key", "starts_on")


def upgrade() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("organization", TEXT),
        sa.Column("organization_key", TEXT, nullable=False),
        sa.Column("venue", TEXT),
        sa.Column("hours", sa.Double()),
        sa.Column("form", TEXT),
        sa.Column("level", TEXT),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("apply_by", sa.Date()),
        sa.Column("seats", sa.Integer()),
        sa.Column("requirements", TEXT),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_offer_import_id_import_run"),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
        sa.UniqueConstraint(*KEY, name="uq_offer_name_key_kind_organization_key_starts_on"),
    )
    op.create_index("ix_offer_import_id", "offer", ["import_id"])
    # Where the catalogue says nothing, other rows of the programme or event do.
    op.create_index("ix_application_programme_id", "application", ["programme_id"])
    op.create_index("ix_participation_event_id", "participation", ["event_id"])


def downgrade() -> None:
    op.drop_index("ix_participation_event_id", "participation")
    op.drop_index("ix_application_programme_id", "application")
    op.execute("DELETE FROM import_change WHERE table_name = 'offer'")
    op.drop_table("offer")
