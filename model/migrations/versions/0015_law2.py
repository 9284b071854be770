"""Version 2 of the law: routes that gather procedures, new columns of registers, spans in place of stored sums.

What follows from facts is not migrated: `migrate` derives it anew for everybody.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
LEVELS = ("subject_level", "communicative_level", "psych_pedagogical_level", "methodical_level")
COUNTED = ("application", "result")
DERIVED_BEFORE = ("person_state", "municipality_snapshot", "snapshot", "snapshot_day")
# The tables of spans, which `migrate` creates.
FOLLOWING = ("state_span", "count_change", "month_total", "chosen_event", "timeline_version")
COUNTS_BEFORE = (
    *("staff", "assessed", "assessed_year", "recommended", "chosen", "formed"),
    *("formed_full", "head_approved", "provider_approved", "formal_done", "formal_late"),
    *("informal_any", "realized", "events_due", "events_attended", "awaiting_head", "awaiting_provider", "expiring"),
)
SINCE_BEFORE = (
    *("awaiting_head_since", "without_programme_since", "without_application_since"),
    *("formal_late_since", "events_unmarked_since", "expiring_since"),
)
WALLS = {
    "snapshot": "organization_id IN (SELECT id FROM organization WHERE id = ANY (iom_objects('organizations')) "
    "OR municipality_id = ANY (iom_objects('municipalities')))",
    "municipality_snapshot": "municipality_id = ANY (iom_objects('municipalities'))",
    "person_state": "person_id IN (SELECT iom_visible_persons())",
}
# Both bounds of a spell are worked now: one of no days within another would end that one.
NO_DAYS = """
UPDATE employment SET is_main = false WHERE since = until AND EXISTS (
  SELECT 1 FROM employment AS other WHERE other.person_id = employment.person_id AND other.id <> employment.id
  AND other.since < employment.since AND (other.until IS NULL OR other.until > employment.until))"""
# What a provider sees of routes is all procedures of them.
PROVIDER_SEES = (
    "(SELECT iom_holds('region')) OR person_id IN (SELECT iom_visible_persons()) "
    "OR {route} IN (SELECT route_id FROM iom_sent_applications())"
)


def upgrade() -> None:
    for table in DERIVED_BEFORE:
        op.drop_table(table)
    op.drop_column("import_touch", "since")
    # Counts of the first version, under keys that are no more.
    op.execute("DELETE FROM import_figure")
    _facts()
    _derived()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER POLICY assessment_of_scope ON assessment USING ({PROVIDER_SEES.format(route='route_id')})")


def _facts() -> None:
    op.add_column("employment", sa.Column("is_main", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(NO_DAYS)
    op.add_column("employment", sa.Column("absent_since", sa.Date()))
    op.add_column("employment", sa.Column("absent_until", sa.Date()))
    op.add_column("assessment", sa.Column("is_need", sa.Boolean(), nullable=False, server_default=sa.false()))
    for level in LEVELS:
        op.add_column("assessment", sa.Column(level, TEXT))
    op.add_column("application", sa.Column("expelled_on", sa.Date()))
    op.add_column("application", sa.Column("training_form", TEXT))
    op.add_column("participation", sa.Column("organizer", TEXT))


def _derived() -> None:
    op.add_column("employment", sa.Column("left_on", sa.Date()))
    _index_spells("until", "left_on")
    op.add_column("assessment", sa.Column("route_id", sa.Integer()))
    for table in COUNTED:
        op.drop_column(table, "is_counted")
        op.add_column(table, sa.Column("counts_from", sa.Date()))
    op.execute("DELETE FROM route")
    op.drop_index("ix_route_person_id_passed_on", "route")
    op.execute("ALTER TABLE route RENAME COLUMN passed_on TO opened_on")
    op.execute("ALTER TABLE route RENAME COLUMN attested_on TO done_on")
    op.drop_column("route", "formed_on")
    op.add_column("route", sa.Column("expires_on", sa.Date(), nullable=False, server_default="9999-12-31"))
    op.add_column("route", sa.Column("recommended_on", sa.Date()))
    op.add_column("route", sa.Column("in_time_on", sa.Date()))
    op.create_index("ix_route_person_id_opened_on", "route", ["person_id", "opened_on"])


def _index_spells(before: str, after: str) -> None:
    """The indexes of spells look at the day on which a spell is over."""
    op.drop_index(f"ix_employment_{before}", "employment")
    op.drop_index(f"ix_employment_position_since_{before}", "employment")
    op.drop_index(f"ix_employment_organization_id_since_{before}_position", "employment")
    op.create_index(f"ix_employment_{after}", "employment", [after])
    op.create_index(f"ix_employment_position_since_{after}", "employment", ["position", "since", after])
    op.create_index(
        f"ix_employment_organization_id_since_{after}_position",
        "employment",
        ["organization_id", "since", after, "position"],
    )


def downgrade() -> None:
    """Back to the tables of the first law, the stored sums empty: the next import stores them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER POLICY assessment_of_scope ON assessment USING ({PROVIDER_SEES.format(route='id')})")
    for table in FOLLOWING:
        op.execute(f"DROP TABLE IF EXISTS {table}")
    _derived_before()
    _facts_before()
    op.add_column("import_touch", sa.Column("since", sa.Date(), nullable=False, server_default="0001-01-01"))
    op.create_table(
        "snapshot_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_snapshot_day"),
    )
    _sums_by("organization", "snapshot")
    _sums_by("municipality", "municipality_snapshot")
    op.create_index("ix_snapshot_organization_id_day", "snapshot", ["organization_id", "day"])
    _person_state()


def _derived_before() -> None:
    op.execute("DELETE FROM route")
    op.drop_index("ix_route_person_id_opened_on", "route")
    for column in ("in_time_on", "recommended_on", "expires_on"):
        op.drop_column("route", column)
    op.add_column("route", sa.Column("formed_on", sa.Date(), nullable=False, server_default="0001-01-01"))
    op.execute("ALTER TABLE route RENAME COLUMN done_on TO attested_on")
    op.execute("ALTER TABLE route RENAME COLUMN opened_on TO passed_on")
    op.create_index("ix_route_person_id_passed_on", "route", ["person_id", "passed_on"])
    for table in COUNTED:
        op.drop_column(table, "counts_from")
        op.add_column(table, sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_column("assessment", "route_id")
    _index_spells("left_on", "until")
    op.drop_column("employment", "left_on")


def _facts_before() -> None:
    op.drop_column("participation", "organizer")
    for column in ("training_form", "expelled_on"):
        op.drop_column("application", column)
    for column in ("is_need", *LEVELS):
        op.drop_column("assessment", column)
    for column in ("absent_until", "absent_since", "is_main"):
        op.drop_column("employment", column)


def _numbers() -> list[sa.Column]:
    return [
        *(sa.Column(key, sa.Integer(), nullable=False) for key in COUNTS_BEFORE),
        *(sa.Column(key, sa.Date()) for key in SINCE_BEFORE),
    ]


def _sums_by(place: str, table: str) -> None:
    op.create_table(
        table,
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(f"{place}_id", sa.Integer(), nullable=False),
        sa.Column("category", TEXT, nullable=False),
        *_numbers(),
        sa.ForeignKeyConstraint(["day"], ["snapshot_day.day"], name=f"fk_{table}_day_snapshot_day", ondelete="CASCADE"),
        sa.ForeignKeyConstraint([f"{place}_id"], [f"{place}.id"], name=f"fk_{table}_{place}_id_{place}"),
        sa.PrimaryKeyConstraint("day", f"{place}_id", "category", name=f"pk_{table}"),
    )
    _wall(table, WALLS[table])


def _person_state() -> None:
    op.create_table(
        "person_state",
        *(sa.Column("day", sa.Date(), nullable=False), sa.Column("organization_id", sa.Integer(), nullable=False)),
        *(sa.Column("person_id", sa.Integer(), nullable=False), sa.Column("category", TEXT, nullable=False)),
        sa.Column("position", TEXT),
        *(sa.Column(name, TEXT, nullable=False) for name in ("full_name", "name_key")),
        sa.Column("route_id", sa.Integer()),
        *(sa.Column(name, sa.Date()) for name in ("passed_on", "formed_on", "chosen_on", "attested_on")),
        *_numbers(),
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
    _wall("person_state", WALLS["person_state"])


def _wall(table: str, mine: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    condition = f"(SELECT iom_holds('region')) OR {mine}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_of_scope ON {table} FOR SELECT TO iom_reader USING ({condition})")
    op.execute(f"CREATE POLICY {table}_of_writer ON {table} TO iom_writer USING (true) WITH CHECK (true)")
