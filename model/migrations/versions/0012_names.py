"""Keys of names made anew, earlier names of people, spellings of positions, how many rows an import removed"""

import sqlalchemy as sa
from alembic import op

from model.migrations.name_keys import make_keys, make_procedure_keys, make_unique_keys, rows, run
from model.names import fold

revision = "0012"
down_revision = "0011"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")

# Tables whose keys need not be unique: the table, the name, the key.
PLAIN = (
    ("person", "full_name", "name_key"),
    ("employment", "full_name", "name_key"),
    ("person_state", "full_name", "name_key"),
    ("organization_change", "name", "name_key"),
)
# What points to a record by its id: the table, the column, and the columns that are unique together with it.
POINTING = {
    "organization": (
        ("employment", "organization_id", ("person_id", "since")),
        ("import_place", "organization_id", ("import_id",)),
        ("person_state", "organization_id", ("day", "person_id")),
        ("account_grant", "organization_id", ()),
        ("organization_change", "organization_id", ()),
        ("organization_change", "successor_id", ()),
    ),
    "provider": (
        ("application", "provider_id", ()),
        ("result", "provider_id", ()),
        ("account_grant", "provider_id", ()),
        ("provider", "same_as_id", ()),
    ),
    "programme": (
        ("application", "programme_id", ()),
        ("result", "programme_id", ("person_id", "since")),
        ("recommended_programme", "programme_id", ("assessment_id",)),
        ("programme", "same_as_id", ()),
    ),
    "event": (
        ("participation", "event_id", ("person_id", "starts_on")),
        ("event", "same_as_id", ()),
    ),
}
# Sums by organization, which are made anew by the next import: until then a day is counted on the spot.
SUMS = ("snapshot", "municipality_snapshot", "snapshot_day", "quality_sum", "quality_day")


def upgrade() -> None:
    _earlier_name()
    _spelling()
    op.add_column("import_run", sa.Column("removed", sa.Integer(), nullable=False, server_default="0"))
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for table, name, key in PLAIN:
        if table in there:
            make_keys(table, name, key)
    for table, pointing in POINTING.items():
        group = "municipality_id" if table == "organization" else None
        merged = make_unique_keys(table, [one for one in pointing if one[0] in there], group)
        if merged and table == "organization":
            for sums in SUMS:
                if sums in there:
                    op.execute(sa.text(f"DELETE FROM {sums}"))
    make_procedure_keys(there)


def _earlier_name() -> None:
    op.create_table(
        "earlier_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("full_name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("import_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_earlier_name_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name="fk_earlier_name_organization_id_organization",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_earlier_name_import_id_import_run"),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_name"),
        sa.UniqueConstraint(
            "person_id", "organization_id", "name_key", name="uq_earlier_name_person_id_organization_id_name_key"
        ),
    )
    op.create_index("ix_earlier_name_organization_id", "earlier_name", ["organization_id"])
    if op.get_bind().dialect.name == "postgresql":
        mine = "(SELECT iom_holds('region')) OR person_id IN (SELECT iom_visible_persons())"
        op.execute("ALTER TABLE earlier_name ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY earlier_name_of_scope ON earlier_name FOR SELECT TO iom_reader USING ({mine})")
        op.execute("CREATE POLICY earlier_name_of_writer ON earlier_name TO iom_writer USING (true) WITH CHECK (true)")


def _spelling() -> None:
    op.create_table(
        "spelling",
        sa.Column("about", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("text_key", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("about", "text", name="pk_spelling"),
    )
    op.create_index("ix_spelling_about_text_key", "spelling", ["about", "text_key"])
    for about, table in (("position", "employment"), ("kind", "organization")):
        texts = rows(f"SELECT DISTINCT {about} FROM {table} WHERE {about} IS NOT NULL")
        spelt = [{"about": about, "text": text, "key": fold(text)} for (text,) in texts]
        run("INSERT INTO spelling (about, text, text_key) VALUES (:about, :text, :key)", spelt)


def downgrade() -> None:
    op.drop_column("import_run", "removed")
    op.drop_table("spelling")
    op.drop_table("earlier_name")
