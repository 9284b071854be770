"""First tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _account()
    _event()
    _import_run()
    _journal_entry()
    _municipality()
    _person()
    _programme()
    _provider()
    _snapshot_day()
    _assessment()
    _import_touch()
    _organization()
    _account_grant()
    _employment()
    _recommended_programme()
    _route()
    _snapshot()
    _application()
    _participation()
    _result()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


TABLES = (
    "account",
    "event",
    "import_run",
    "journal_entry",
    "municipality",
    "person",
    "programme",
    "provider",
    "snapshot_day",
    "assessment",
    "import_touch",
    "organization",
    "account_grant",
    "employment",
    "recommended_programme",
    "route",
    "snapshot",
    "application",
    "participation",
    "result",
)


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column("session_mark", TEXT, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("name_key", name=op.f("uq_event_name_key")),
    )


def _import_run() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", TEXT, nullable=False),
        sa.Column("file_name", TEXT, nullable=False),
        sa.Column("file_hash", TEXT, nullable=False),
        sa.Column("accepted_by", TEXT, nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )


def _journal_entry() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=True),
        sa.Column("origin", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    op.create_index(op.f("ix_journal_entry_at"), "journal_entry", ["at"], unique=False)


def _municipality() -> None:
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("oktmo", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("earlier_name", TEXT, nullable=True),
        sa.Column("renamed_year", sa.Integer(), nullable=True),
        sa.Column("administrative_centre", TEXT, nullable=False),
        sa.Column("tile_row", sa.Integer(), nullable=False),
        sa.Column("tile_column", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("oktmo", name=op.f("uq_municipality_oktmo")),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identifier", TEXT, nullable=False),
        sa.Column("full_name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("identifier", name=op.f("uq_person_identifier")),
    )
    op.create_index(op.f("ix_person_name_key"), "person", ["name_key"], unique=False)


def _programme() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("name_key", name=op.f("uq_programme_name_key")),
    )


def _provider() -> None:
    op.create_table(
        "provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("name_key", name=op.f("uq_provider_name_key")),
    )


def _snapshot_day() -> None:
    op.create_table(
        "snapshot_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_snapshot_day")),
    )


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("procedure", TEXT, nullable=False),
        sa.Column("procedure_key", TEXT, nullable=False),
        sa.Column("procedure_group", TEXT, nullable=True),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=True),
        sa.Column("subject", sa.Double(), nullable=True),
        sa.Column("communicative", sa.Double(), nullable=True),
        sa.Column("psych_pedagogical", sa.Double(), nullable=True),
        sa.Column("methodical", sa.Double(), nullable=True),
        sa.Column("programme_count", sa.Integer(), nullable=True),
        sa.Column("recommended_events", TEXT, nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_assessment_import_id_import_run")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "person_id", "procedure_key", "passed_on", name=op.f("uq_assessment_person_id_procedure_key_passed_on")
        ),
    )
    op.create_index("ix_assessment_import_id", "assessment", ["import_id"], unique=False)


def _import_touch() -> None:
    op.create_table(
        "import_touch",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_import_touch_import_id_import_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_touch_person_id_person")),
        sa.PrimaryKeyConstraint("import_id", "person_id", name=op.f("pk_import_touch")),
    )


def _organization() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_organization_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("municipality_id", "name_key", name=op.f("uq_organization_municipality_id_name_key")),
    )
    op.create_index("ix_organization_kind", "organization", ["kind"], unique=False)


def _account_grant() -> None:
    op.create_table(
        "account_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("personal_data", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_grant_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_account_grant_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_account_grant_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_grant_person_id_person")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_account_grant_provider_id_provider")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_grant")),
    )
    op.create_index(op.f("ix_account_grant_account_id"), "account_grant", ["account_id"], unique=False)


def _employment() -> None:
    op.create_table(
        "employment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("full_name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("position", TEXT, nullable=True),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("education", TEXT, nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_employment_import_id_import_run")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_employment_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_employment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
        sa.UniqueConstraint(
            "person_id", "organization_id", "since", name=op.f("uq_employment_person_id_organization_id_since")
        ),
    )
    op.create_index("ix_employment_organization_id_since", "employment", ["organization_id", "since"], unique=False)


def _recommended_programme() -> None:
    op.create_table(
        "recommended_programme",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_recommended_programme_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_recommended_programme_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "programme_id", name=op.f("pk_recommended_programme")),
    )


def _route() -> None:
    op.create_table(
        "route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=True),
        sa.Column("attested_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["assessment.id"], name=op.f("fk_route_id_assessment"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_route_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
    )
    op.create_index("ix_route_person_id_passed_on", "route", ["person_id", "passed_on"], unique=False)


def _snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("assessed", sa.Integer(), nullable=False),
        sa.Column("assessed_year", sa.Integer(), nullable=False),
        sa.Column("recommended", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("formed", sa.Integer(), nullable=False),
        sa.Column("formed_full", sa.Integer(), nullable=False),
        sa.Column("head_approved", sa.Integer(), nullable=False),
        sa.Column("provider_approved", sa.Integer(), nullable=False),
        sa.Column("formal_done", sa.Integer(), nullable=False),
        sa.Column("formal_late", sa.Integer(), nullable=False),
        sa.Column("informal_any", sa.Integer(), nullable=False),
        sa.Column("realized", sa.Integer(), nullable=False),
        sa.Column("events_due", sa.Integer(), nullable=False),
        sa.Column("events_attended", sa.Integer(), nullable=False),
        sa.Column("awaiting_head", sa.Integer(), nullable=False),
        sa.Column("awaiting_provider", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["day"], ["snapshot_day.day"], name=op.f("fk_snapshot_day_snapshot_day"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_snapshot_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("day", "organization_id", "category", name=op.f("pk_snapshot")),
    )
    op.create_index("ix_snapshot_organization_id_day", "snapshot", ["organization_id", "day"], unique=False)


def _application() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by", TEXT, nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("head_decision", TEXT, nullable=True),
        sa.Column("head_on", sa.Date(), nullable=True),
        sa.Column("provider_decision", TEXT, nullable=True),
        sa.Column("provider_on", sa.Date(), nullable=True),
        sa.Column("training_since", sa.Date(), nullable=True),
        sa.Column("training_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("chosen_on", sa.Date(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("implied", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("route_id", sa.Integer(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_application_import_id_import_run")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_application_programme_id_programme")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_application_provider_id_provider")),
        sa.ForeignKeyConstraint(
            ["route_id"], ["route.id"], name=op.f("fk_application_route_id_route"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
    )
    _application_indexes()


def _application_indexes() -> None:
    op.create_index(
        "ix_application_person_id", "application", ["person_id", "programme_id", "submitted_on"], unique=False
    )
    op.create_index(op.f("ix_application_provider_id"), "application", ["provider_id"], unique=False)
    op.create_index("ix_application_route_id", "application", ["route_id"], unique=False)


def _participation() -> None:
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("venue", TEXT, nullable=True),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("form", TEXT, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("absence_reason", TEXT, nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("route_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_participation_event_id_event")),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_participation_import_id_import_run")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participation_person_id_person")),
        sa.ForeignKeyConstraint(
            ["route_id"], ["route.id"], name=op.f("fk_participation_route_id_route"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "person_id", "event_id", "starts_on", name=op.f("uq_participation_person_id_event_id_starts_on")
        ),
    )
    op.create_index("ix_participation_route_id", "participation", ["route_id"], unique=False)


def _result() -> None:
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=True),
        sa.Column("document_number", TEXT, nullable=True),
        sa.Column("agreed_events", TEXT, nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("route_id", sa.Integer(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_result_import_id_import_run")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_result_person_id_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_result_programme_id_programme")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_result_provider_id_provider")),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"], name=op.f("fk_result_route_id_route"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("person_id", "programme_id", "since", name=op.f("uq_result_person_id_programme_id_since")),
    )
    op.create_index("ix_result_route_id", "result", ["route_id"], unique=False)
