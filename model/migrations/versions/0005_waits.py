"""The stored sums tell since when the longest wait of each concern lasts, and whose assessments end soon"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
previous_may_run = False

SINCE = ("awaiting_head", "without_programme", "without_application", "formal_late", "events_unmarked", "expiring")


def upgrade() -> None:
    # What is stored has no such columns; a day that is not stored is counted on the spot until the next import.
    op.execute(sa.text("DELETE FROM snapshot"))
    op.execute(sa.text("DELETE FROM snapshot_day"))
    op.add_column("snapshot", sa.Column("expiring", sa.Integer(), nullable=False, server_default="0"))
    for key in SINCE:
        op.add_column("snapshot", sa.Column(f"{key}_since", sa.Date()))


def downgrade() -> None:
    for key in reversed(SINCE):
        op.drop_column("snapshot", f"{key}_since")
    op.drop_column("snapshot", "expiring")
