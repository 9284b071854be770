"""Row-level security: on PostgreSQL a query that forgot its scope gets nothing."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from access.journal import write_down
from access.reading import Reading
from access.scope import GrantValue, Viewer
from ingest.writing.derivation import derive_outdated
from model import migrations
from model.accounts import Role
from model.database import Base, engine, owner_engine, read_session, unscoped_session, write_session
from model.dates import today
from model.people import EarlierName, Employment, Person
from queries import quality_sums
from tests import databases
from tests.db_templates import TIMELINE
from tests.noninterference import PairedWorld, build_paired_world
from tests.site import open_account, signed_in
from tests.village import FIRST, OUR_PROVIDER, grow_village
from tests.world import CITY, TOWN
from timeline.facts_of_staff import FactKind
from timeline.narrowed_store import narrowed_change
from timeline.store import chosen_event, count_change, fact_block, fact_text, month_total, state_span, wait_span

pytestmark = pytest.mark.both_databases

DAY = date(2026, 9, 30)
# What tells of a person or of the staff of a place; the reference lists, accounts and imports do not.
WALLED = {
    table
    for table in (*Base.metadata.sorted_tables, *TIMELINE)
    if "person_id" in table.columns
    or table.name in {"person", "count_change", "month_total", "narrowed_change", "fact_block", "fact_text"}
    or table.name in {"recommended_programme", "journal_entry"}
} - {Base.metadata.tables["account_grant"]}


@pytest.fixture
def village(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> PairedWorld:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    made = build_paired_world(Role.SCHOOL, other=False)
    with write_session() as session:
        write_down(session, "opened", by="someone", about=[1])
        spell = session.scalars(select(Employment).order_by(Employment.id)).first()
        assert spell is not None
        whose = {"person_id": spell.person_id, "organization_id": spell.organization_id}
        session.add(EarlierName(**whose, full_name="Прежняя Примера", name_key="прежняя примера"))
    return made


def names(session, viewer: Viewer | None) -> set[str]:
    """The names of all people, without any condition."""
    if viewer:
        Reading(session, viewer, DAY)
    return {name.removesuffix("ова Примера") for name in session.scalars(select(Person.full_name))}


@pytest.mark.parametrize("table", sorted(WALLED, key=lambda table: table.name), ids=lambda table: table.name)
def test_without_a_scope_a_table_is_empty(village: PairedWorld, table):
    with unscoped_session() as session:
        is_filled = session.scalar(select(func.count()).select_from(table)) > 0
    assert is_filled or table.name in {"result", "recommended_programme", "import_change"}
    with read_session() as session:
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_every_walled_table_has_its_policy(village: PairedWorld):
    with unscoped_session() as session:
        kept = set(session.scalars(text("SELECT relname FROM pg_class WHERE relrowsecurity")))
    assert {table.name for table in WALLED} <= kept


@pytest.mark.parametrize(
    ("role", "target", "seen"),
    [
        (Role.ASSESSOR, None, {"Анна", "Борис", "Вера", "Галина", "Дмитрий", "Елена", "Жанна"}),
        (Role.MUNICIPALITY, TOWN, {"Анна", "Борис", "Вера", "Галина", "Дмитрий"}),
        (Role.SCHOOL, FIRST, {"Анна", "Борис", "Вера"}),
        (Role.PROVIDER, OUR_PROVIDER, {"Анна", "Вера", "Дмитрий", "Жанна"}),
        (Role.EMPLOYEE, "Аннаова Примера", {"Анна"}),
        (Role.ADMIN, None, set()),
    ],
    ids=lambda one: one.value if isinstance(one, Role) else "",
)
def test_with_a_scope_only_its_people_are_there(village: PairedWorld, role: Role, target: str | None, seen: set[str]):
    viewer = Viewer("someone", (GrantValue(role, village.village.ids[target] if target else None),))
    with read_session() as session:
        assert names(session, viewer) == seen
        assert set(session.scalars(select(Employment.person_id))) <= set(session.scalars(select(Person.id)))


def rows_seen(viewer: Viewer) -> dict[str, set[int]]:
    """Whose spans, events and sums a bare statement gets."""
    with read_session() as session:
        Reading(session, viewer, DAY)
        return {
            "spans": set(session.scalars(select(state_span.c.person_id))),
            "events": set(session.scalars(select(chosen_event.c.person_id))),
            "sums": set(session.scalars(select(count_change.c.municipality_id))),
            "totals": set(session.scalars(select(month_total.c.municipality_id))),
            "waits": set(session.scalars(select(wait_span.c.municipality_id))),
            "narrowed": set(session.scalars(select(narrowed_change.c.filter))),
        }


def test_spans_and_their_sums_are_walled_too(village: PairedWorld):
    ids = village.village.ids
    with unscoped_session() as session:
        people = dict(session.execute(select(Person.full_name, Person.id)).all())
    of_school = {people[f"{name}ова Примера"] for name in ("Анна", "Борис", "Вера")}
    of_town = of_school | {people[f"{name}ова Примера"] for name in ("Галина", "Дмитрий")}
    # Of its municipality the head is told nothing.
    head = Viewer("head", (GrantValue(Role.SCHOOL, ids[FIRST]),))
    assert rows_seen(head) == {
        **{"spans": of_school, "events": of_school},
        **{key: set() for key in ("sums", "totals", "waits", "narrowed")},
    }
    coordinator = Viewer("coordinator", (GrantValue(Role.MUNICIPALITY, ids[TOWN]),))
    sums = {key: {ids[TOWN]} for key in ("sums", "totals", "waits")}
    assert rows_seen(coordinator) == {"spans": of_town, "events": of_town, **sums, "narrowed": set()}
    everything = rows_seen(Viewer("assessor", (GrantValue(Role.ASSESSOR),)))
    assert everything["spans"] == set(people.values())
    assert everything["sums"] == everything["totals"] == {ids[TOWN], ids[CITY]}
    assert everything["narrowed"] == {"position", "procedure"}
    assert everything["waits"] == {ids[TOWN], ids[CITY]}


def test_blocks_of_facts_are_for_who_counts_the_region(village: PairedWorld):
    ids = village.village.ids

    def seen(role: Role, target: str | None) -> set[str]:
        viewer = Viewer("someone", (GrantValue(role, ids[target] if target else None),))
        with read_session() as session:
            Reading(session, viewer, DAY)
            texts = set(session.scalars(select(fact_text.c.text)))
            return texts | set(session.scalars(select(fact_block.c.kind)))

    assert seen(Role.SCHOOL, FIRST) == seen(Role.MUNICIPALITY, TOWN) == seen(Role.ADMIN, None) == set()
    assert seen(Role.ASSESSOR, None) > {FactKind.SCORES, FactKind.APPLICATIONS, FactKind.EVENTS}


def test_no_reader_writes_a_span(village: PairedWorld):
    for statement in ("DELETE FROM state_span", "UPDATE count_change SET staff = 17", "DELETE FROM timeline_version"):
        with read_session() as session:
            Reading(session, Viewer("assessor", (GrantValue(Role.ASSESSOR),)), DAY)
            with pytest.raises(DBAPIError):
                session.execute(text(statement))


def test_a_scope_ends_with_its_transaction(village: PairedWorld):
    for viewer, seen in ((Viewer("head", (GrantValue(Role.SCHOOL, village.village.ids[FIRST]),)), 3), (None, 0)):
        with read_session() as session:
            assert len(names(session, viewer)) == seen


def test_a_reading_changes_nothing_and_no_role_changes_tables(village: PairedWorld):
    for opened, statement in (
        (read_session, "DELETE FROM person"),
        (read_session, "UPDATE account SET login = 'x'"),
        (write_session, "DROP TABLE person CASCADE"),
        (write_session, "ALTER TABLE person DISABLE ROW LEVEL SECURITY"),
    ):
        with pytest.raises(DBAPIError), opened() as session:
            session.execute(text(statement))


def test_migrating_again_changes_nothing(village: PairedWorld):
    migrations.migrate()
    derive_outdated(quality_sums.rewriting(DAY))
    with read_session() as session:
        assert names(session, None) == set()


@pytest.fixture
def separate_logins(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database set up as in docs/operating.md, with an owner and a login that owns nothing."""
    server = databases.postgres_url()
    if server is None:
        pytest.skip("PostgreSQL can't be had here")
    mark = uuid4().hex[:12]
    owner, login = f"owner_{mark}", f"app_{mark}"
    with databases.fresh_postgres_database(server) as url:
        administrator = create_engine(url, isolation_level="AUTOCOMMIT")
        with administrator.connect() as connection:
            connection.execute(text(f"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'test'"))
            connection.execute(text(f"CREATE ROLE {login} LOGIN NOINHERIT PASSWORD 'test'"))
            connection.execute(text("GRANT iom_reader, iom_writer TO " + owner + " WITH ADMIN OPTION"))
            connection.execute(text(f"ALTER SCHEMA public OWNER TO {owner}"))
        named = make_url(url).set(password="test")
        monkeypatch.setenv("OWNER_DATABASE_URL", named.set(username=owner).render_as_string(hide_password=False))
        monkeypatch.setenv("DATABASE_URL", named.set(username=login).render_as_string(hide_password=False))
        migrations.migrate()
        derive_outdated(quality_sums.rewriting(today()))
        with administrator.connect() as connection:
            connection.execute(text(f"GRANT iom_reader, iom_writer TO {login}"))
        yield
        for made in (engine(), owner_engine()):
            made.dispose()
        with administrator.connect() as connection:
            connection.execute(text(f"REASSIGN OWNED BY {owner} TO CURRENT_USER"))
            connection.execute(text(f"DROP OWNED BY {owner}"))
            connection.execute(text(f"DROP OWNED BY {login}"))
            connection.execute(text(f"DROP ROLE {login}"))
            connection.execute(text(f"DROP ROLE {owner}"))
        administrator.dispose()


@pytest.mark.usefixtures("postgres_url", "separate_logins")
def test_the_login_of_the_app_owns_nothing_and_yet_does_all_its_work():
    built = grow_village()
    assert len(built.ids) > 7
    login = open_account(Role.SCHOOL, built.ids[FIRST])
    assert "Аннаова" in signed_in(login).opens(f"/organization/{built.ids[FIRST]}/list/staff?on={DAY}")
    with read_session() as session:
        Reading(session, Viewer("head", (GrantValue(Role.SCHOOL, built.ids[FIRST]),)), DAY)
        session.execute(text("RESET ROLE"))
        with pytest.raises(DBAPIError, match="permission denied"):
            session.execute(select(Person.full_name))
    with pytest.raises(DBAPIError), engine().begin() as connection:
        connection.execute(text("DROP TABLE person CASCADE"))
