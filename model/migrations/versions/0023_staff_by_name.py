"""The staff is listed by name, and latest assessments are found, from indexes alone.

Revision ID: 0023
Revises: 0022
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
previous_may_run = True

_BY_NAME = "ix_employment_name_key_person_id"
_BY_PERSON = "ix_assessment_person_id_passed_on_is_need"


def upgrade() -> None:
    spell = ["name_key", "person_id", "since", "left_on", "is_main", "organization_id", "category", "position"]
    op.create_index(_BY_NAME, "employment", spell)
    op.create_index(_BY_PERSON, "assessment", ["person_id", "passed_on", "is_need"])


def downgrade() -> None:
    op.drop_index(_BY_PERSON, table_name="assessment")
    op.drop_index(_BY_NAME, table_name="employment")
