"""The rows of the state on the day of the data: a page of a list is read from an index"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
COUNTS = (
    *("staff", "assessed", "assessed_year", "recommended", "chosen", "formed"),
    *("formed_full", "head_approved", "provider_approved", "formal_done", "formal_late"),
    *("informal_any", "realized", "events_due", "events_attended", "awaiting_head", "awaiting_provider", "expiring"),
)
SINCE = (
    *("awaiting_head_since", "without_programme_since", "without_application_since"),
    *("formal_late_since", "events_unmarked_since", "expiring_since"),
)


def upgrade() -> None:
    # Empty until the next import: lists are counted on the spot until then.
    op.create_table(
        "person_state",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("position", TEXT),
        *(sa.Column(name, TEXT, nullable=False) for name in ("full_name", "name_key")),
        sa.Column("route_id", sa.Integer()),
        *(sa.Column(name, sa.Date()) for name in ("passed_on", "formed_on", "chosen_on", "attested_on")),
        *(sa.Column(key, sa.Integer(), nullable=False) for key in COUNTS),
        *(sa.Column(key, sa.Date()) for key in SINCE),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_person_state_organization_id_organization"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_state_person_id_person"),
        sa.PrimaryKeyConstraint("day", "organization_id", "person_id", name="pk_person_state"),
    )
    op.create_index("ix_person_state_day_name_key_person_id", "person_state", ["day", "name_key", "person_id"])
    op.create_index(
        "ix_person_state_organization_id_day_name_key_person_id",
        "person_state",
        ["organization_id", "day", "name_key", "person_id"],
    )
    op.create_index("ix_person_state_person_id", "person_state", ["person_id"])
    if op.get_bind().dialect.name == "postgresql":
        _wall()


def _wall() -> None:
    mine = "(SELECT iom_holds('region')) OR person_id IN (SELECT iom_visible_persons())"
    op.execute("ALTER TABLE person_state ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY person_state_of_scope ON person_state FOR SELECT TO iom_reader USING ({mine})")
    op.execute("CREATE POLICY person_state_of_writer ON person_state TO iom_writer USING (true) WITH CHECK (true)")


def downgrade() -> None:
    op.drop_table("person_state")
