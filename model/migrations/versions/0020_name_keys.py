"""Keys of names made anew: spaces beside signs, letters of another width, stresses and Latin words do not matter.

Revision ID: 0020
Revises: 0019
"""

from model.migrations.name_keys import make_all_keys

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
previous_may_run = False


def upgrade() -> None:
    make_all_keys()


def downgrade() -> None:
    """The keys stay as they are: the earlier version reads them, and names that it folds otherwise seem new to it."""
