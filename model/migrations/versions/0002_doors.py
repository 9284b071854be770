"""Doors: given passwords, one-time codes, tries to sign in; a sealed journal; row-level security"""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _accounts()
    _tries()
    _journal()
    if op.get_bind().dialect.name == "postgresql":
        _append_only_on_postgresql()
        _roles()
        _row_level_security()
    else:
        _append_only_on_sqlite()


def _accounts() -> None:
    op.add_column("account", sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("account", sa.Column("code_secret", TEXT))
    op.add_column("account", sa.Column("code_step", sa.Integer()))
    op.drop_column("account", "session_mark")
    op.create_table(
        "open_session",
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_open_session_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_open_session"),
    )
    op.create_index("ix_open_session_account_id", "open_session", ["account_id"])


def _tries() -> None:
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("login_key", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("device", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_try"),
    )
    op.create_index("ix_sign_in_try_at", "sign_in_try", ["at"])
    op.create_index("ix_sign_in_try_login_key_at", "sign_in_try", ["login_key", "at"])
    op.create_index("ix_sign_in_try_address_at", "sign_in_try", ["address", "at"])


def _journal() -> None:
    op.add_column("journal_entry", sa.Column("seal", TEXT, server_default="", nullable=False))
    op.create_index("ix_journal_entry_login", "journal_entry", ["login"])
    op.create_table(
        "journal_about",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entry.id"], name="fk_journal_about_entry_id_journal_entry"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_journal_about_person_id_person"),
        sa.PrimaryKeyConstraint("entry_id", "person_id", name="pk_journal_about"),
    )
    op.create_index("ix_journal_about_person_id", "journal_about", ["person_id"])
    _seal_what_is_there()


def _seal_what_is_there() -> None:
    """Lines written before there were seals get theirs, in order."""
    bind = op.get_bind()
    lines = bind.execute(sa.text("SELECT id, at, login, action, subject, origin FROM journal_entry ORDER BY id")).all()
    before = ""
    for number, at, *rest in lines:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        values = [before, number, moment.isoformat(timespec="microseconds"), *rest, []]
        before = hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()
        bind.execute(sa.text("UPDATE journal_entry SET seal = :seal WHERE id = :id"), {"seal": before, "id": number})


def _append_only_on_sqlite() -> None:
    for table in ("journal_entry", "journal_about"):
        for doing in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{doing.lower()} BEFORE {doing} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
            )


def _append_only_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
    )
    for table in ("journal_entry", "journal_about"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()"
        )


def _roles() -> None:
    """iom_reader sees only what the policies let it; iom_writer changes data but no table; neither signs in."""
    for role in ("iom_reader", "iom_writer"):
        # Roles belong to the whole server: another database may be making the same one at this moment.
        op.execute(
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        op.execute(
            f"DO $$ BEGIN IF NOT pg_has_role(current_user, '{role}', 'MEMBER') "
            f"THEN EXECUTE 'GRANT {role} TO ' || quote_ident(current_user); END IF; END $$"
        )
        op.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    for kind in ("ON ALL TABLES IN SCHEMA public", None):
        _give("SELECT", kind or "ON TABLES", "iom_reader", later=kind is None)
        _give("SELECT, INSERT, UPDATE, DELETE", kind or "ON TABLES", "iom_writer", later=kind is None)
    _give("USAGE, SELECT", "ON ALL SEQUENCES IN SCHEMA public", "iom_writer", later=False)
    _give("USAGE, SELECT", "ON SEQUENCES", "iom_writer", later=True)
    op.execute("REVOKE UPDATE, DELETE ON journal_entry, journal_about FROM iom_writer")
    op.execute("REVOKE ALL ON alembic_version FROM iom_writer")


def _give(what: str, on: str, role: str, *, later: bool) -> None:
    grant = f"GRANT {what} {on} TO {role}"
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public {grant}" if later else grant)


# The persons of the scope, whatever the day: the day is the first wall's.
VISIBLE = """
CREATE FUNCTION iom_visible_persons() RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT employment.person_id FROM employment JOIN organization ON organization.id = employment.organization_id
  WHERE organization.id = ANY (iom_objects('organizations'))
     OR organization.municipality_id = ANY (iom_objects('municipalities'))
  UNION SELECT person_id FROM application WHERE provider_id = ANY (iom_objects('providers'))
  UNION SELECT unnest(iom_objects('persons'))
$$"""
OBJECTS = """
CREATE FUNCTION iom_objects(kind text) RETURNS integer[] LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(string_to_array(nullif(current_setting('iom.' || kind, true), ''), ',')::integer[], '{}')
$$"""
HOLDS = """
CREATE FUNCTION iom_holds(what text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(current_setting('iom.' || what, true), '') = 'yes'
$$"""

ORGANIZATIONS = (
    "organization_id IN (SELECT id FROM organization WHERE id = ANY (iom_objects('organizations')) "
    "OR municipality_id = ANY (iom_objects('municipalities')))"
)
ROWS_OF = {
    "person": "id IN (SELECT iom_visible_persons())",
    **dict.fromkeys(
        ("employment", "assessment", "route", "application", "result", "participation", "import_touch"),
        "person_id IN (SELECT iom_visible_persons())",
    ),
    "recommended_programme": "assessment_id IN (SELECT id FROM assessment)",
    "snapshot": ORGANIZATIONS,
}
LINES_OF = {
    "journal_entry": "id IN (SELECT entry_id FROM journal_about)",
    "journal_about": "person_id = ANY (iom_objects('persons'))",
}


def _row_level_security() -> None:
    for statement in (OBJECTS, HOLDS, VISIBLE):
        op.execute(statement)
    for table, mine in ROWS_OF.items():
        _wall(table, f"(SELECT iom_holds('region')) OR {mine}")
    for table, mine in LINES_OF.items():
        _wall(table, f"(SELECT iom_holds('journal')) OR {mine}")


def _wall(table: str, condition: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_of_scope ON {table} FOR SELECT TO iom_reader USING ({condition})")
    op.execute(f"CREATE POLICY {table}_of_writer ON {table} TO iom_writer USING (true) WITH CHECK (true)")


def downgrade() -> None:
    raise NotImplementedError("the journal can't be unsealed: restore a copy made before")
