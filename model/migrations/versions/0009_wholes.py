"""The sums of whole municipalities, and indexes of what the filters of the region offer"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
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
    _municipality_snapshot()
    op.drop_index("ix_employment_organization_id_since", "employment")
    op.create_index(
        "ix_employment_organization_id_since_until_position",
        "employment",
        ["organization_id", "since", "until", "position"],
    )
    op.create_index("ix_employment_position_since_until", "employment", ["position", "since", "until"])
    op.create_index("ix_assessment_procedure_passed_on", "assessment", ["procedure", "passed_on"])


def _municipality_snapshot() -> None:
    op.create_table(
        "municipality_snapshot",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("category", TEXT, nullable=False),
        *(sa.Column(key, sa.Integer(), nullable=False) for key in COUNTS),
        *(sa.Column(key, sa.Date()) for key in SINCE),
        sa.ForeignKeyConstraint(
            ["day"], ["snapshot_day.day"], name="fk_municipality_snapshot_day_snapshot_day", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_municipality_snapshot_municipality_id_municipality"
        ),
        sa.PrimaryKeyConstraint("day", "municipality_id", "category", name="pk_municipality_snapshot"),
    )
    sums = ", ".join([*(f"sum({key})" for key in COUNTS), *(f"min({key})" for key in SINCE)])
    op.execute(
        f"INSERT INTO municipality_snapshot (day, municipality_id, category, {', '.join([*COUNTS, *SINCE])}) "
        f"SELECT day, municipality_id, category, {sums} FROM snapshot "
        "JOIN organization ON organization.id = snapshot.organization_id GROUP BY day, municipality_id, category"
    )
    if op.get_bind().dialect.name == "postgresql":
        _wall()


def _wall() -> None:
    table, mine = "municipality_snapshot", "municipality_id = ANY (iom_objects('municipalities'))"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    region = "(SELECT iom_holds('region'))"
    op.execute(f"CREATE POLICY {table}_of_scope ON {table} FOR SELECT TO iom_reader USING ({region} OR {mine})")
    op.execute(f"CREATE POLICY {table}_of_writer ON {table} TO iom_writer USING (true) WITH CHECK (true)")


def downgrade() -> None:
    op.drop_index("ix_assessment_procedure_passed_on", "assessment")
    op.drop_index("ix_employment_position_since_until", "employment")
    op.drop_index("ix_employment_organization_id_since_until_position", "employment")
    op.create_index("ix_employment_organization_id_since", "employment", ["organization_id", "since"])
    op.drop_table("municipality_snapshot")
