"""The quality of data as stored sums, spells that look like one person's, the organizations that a file was about"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
ISSUES = (
    *("other_programme", "no_assessment", "result_nowhere", "result_alone", "event_nowhere", "event_unmarked"),
    *("contradiction", "double"),
)
ORGANIZATIONS = (
    "organization_id IN (SELECT id FROM organization WHERE id = ANY (iom_objects('organizations')) "
    "OR municipality_id = ANY (iom_objects('municipalities')))"
)
REGION = "(SELECT iom_holds('region'))"


def upgrade() -> None:
    _quality_sums()
    _likeness()
    _import_place()
    op.create_index("ix_employment_until", "employment", ["until"])
    if op.get_bind().dialect.name == "postgresql":
        _wall("quality_sum", f"{REGION} OR {ORGANIZATIONS}")
        _wall("likeness", "spell_id IN (SELECT id FROM employment)")
        _wall("import_place", f"{REGION} OR {ORGANIZATIONS}")


def _quality_sums() -> None:
    op.create_table(
        "quality_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_quality_day"),
    )
    op.create_table(
        "quality_sum",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("register", TEXT, nullable=False),
        *[sa.Column(key, sa.Integer(), nullable=False) for key in ("rows_kept", "rows_clean", *ISSUES)],
        sa.ForeignKeyConstraint(
            ["day"], ["quality_day.day"], name="fk_quality_sum_day_quality_day", ondelete="CASCADE"
        ),
        _of_organization("quality_sum"),
        sa.PrimaryKeyConstraint("day", "organization_id", "register", name="pk_quality_sum"),
    )
    op.create_index("ix_quality_sum_organization_id_day", "quality_sum", ["organization_id", "day"])


def _of_organization(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_organization_id_organization"
    return sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=name, ondelete="CASCADE")


def _likeness() -> None:
    op.create_table(
        "likeness",
        *[sa.Column(name, sa.Integer(), nullable=False) for name in ("spell_id", "other_id")],
        *[
            sa.ForeignKeyConstraint(
                [name], ["employment.id"], name=f"fk_likeness_{name}_employment", ondelete="CASCADE"
            )
            for name in ("spell_id", "other_id")
        ],
        sa.PrimaryKeyConstraint("spell_id", "other_id", name="pk_likeness"),
    )
    op.create_index("ix_likeness_other_id", "likeness", ["other_id"])


def _import_place() -> None:
    op.create_table(
        "import_place",
        *[sa.Column(name, sa.Integer(), nullable=False) for name in ("import_id", "organization_id")],
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name="fk_import_place_import_id_import_run", ondelete="CASCADE"
        ),
        _of_organization("import_place"),
        sa.PrimaryKeyConstraint("import_id", "organization_id", name="pk_import_place"),
    )
    op.create_index("ix_import_place_organization_id", "import_place", ["organization_id"])
    # Of files that came earlier only what they changed is known.
    op.execute(
        "INSERT INTO import_place (import_id, organization_id) SELECT DISTINCT import_touch.import_id, "
        "employment.organization_id FROM import_touch JOIN employment ON employment.person_id = import_touch.person_id"
    )


def _wall(table: str, condition: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_of_scope ON {table} FOR SELECT TO iom_reader USING ({condition})")
    op.execute(f"CREATE POLICY {table}_of_writer ON {table} TO iom_writer USING (true) WITH CHECK (true)")


def downgrade() -> None:
    op.drop_index("ix_employment_until", "employment")
    for table in ("import_place", "likeness", "quality_sum", "quality_day"):
        op.drop_table(table)
