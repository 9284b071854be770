"""The assessments of a route are found by an index.

Revision ID: 0022
Revises: 0021
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
previous_may_run = True


def upgrade() -> None:
    op.create_index("ix_assessment_route_id", "assessment", ["route_id"])


def downgrade() -> None:
    op.drop_index("ix_assessment_route_id", table_name="assessment")
