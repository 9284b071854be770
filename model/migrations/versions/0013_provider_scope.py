"""The second wall of providers: only what the head has confirmed, and of it their own rows.

Revision ID: 0013
Revises: 0011
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
previous_may_run = False

# The persons of whom the scope sees everything on some day: those of its places, and oneself.
VISIBLE = """
CREATE OR REPLACE FUNCTION iom_visible_persons() RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT employment.person_id FROM employment JOIN organization ON organization.id = employment.organization_id
  WHERE organization.id = ANY (iom_objects('organizations'))
     OR organization.municipality_id = ANY (iom_objects('municipalities'))
  UNION SELECT unnest(iom_objects('persons'))
$$"""
# Before, everyone who had ever applied to the scope's providers was among them.
APPLICANTS = "UNION SELECT person_id FROM application WHERE provider_id = ANY (iom_objects('providers'))"
VISIBLE_BEFORE = VISIBLE.replace("  UNION SELECT unnest", f"  {APPLICANTS}\n  UNION SELECT unnest")
# What has reached the scope's providers, whatever the day: the day is the first wall's.
SENT = """
CREATE FUNCTION iom_sent_applications() RETURNS TABLE (
  person_id integer, route_id integer, programme_id integer
) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT application.person_id, application.route_id, application.programme_id FROM application
  WHERE application.provider_id = ANY (iom_objects('providers')) AND application.kind = 'programme'
    AND application.head_decision = 'confirmed' AND application.head_on <= current_date
$$"""
WHOLE = "(SELECT iom_holds('region')) OR {person} IN (SELECT iom_visible_persons())"
SENT_PERSONS = "{person} IN (SELECT person_id FROM iom_sent_applications())"
OF_PROVIDER = {
    "person": SENT_PERSONS.format(person="id"),
    "employment": SENT_PERSONS.format(person="person_id"),
    "assessment": "id IN (SELECT route_id FROM iom_sent_applications())",
    "route": "id IN (SELECT route_id FROM iom_sent_applications())",
    "application": "provider_id = ANY (iom_objects('providers')) AND kind = 'programme' "
    "AND head_decision = 'confirmed' AND head_on <= current_date",
    "result": "(provider_id IS NULL OR provider_id = ANY (iom_objects('providers'))) "
    "AND (person_id, programme_id) IN (SELECT person_id, programme_id FROM iom_sent_applications())",
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(VISIBLE)
    op.execute(SENT)
    for table, own in OF_PROVIDER.items():
        whole = WHOLE.format(person="id" if table == "person" else "person_id")
        op.execute(f"ALTER POLICY {table}_of_scope ON {table} USING ({whole} OR {own})")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(VISIBLE_BEFORE)
    for table in OF_PROVIDER:
        whole = WHOLE.format(person="id" if table == "person" else "person_id")
        op.execute(f"ALTER POLICY {table}_of_scope ON {table} USING ({whole})")
    op.execute("DROP FUNCTION iom_sent_applications()")
