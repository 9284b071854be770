"""A restored template equals the original in every cell of every table."""

from sqlalchemy import text

from model.database import Base, engine, unscoped_session, write_session
from model.journal import ImportRun
from tests.conftest import empty
from tests.db_templates import TIMELINE, from_template
from tests.village import Village, build_village
from tests.world import World


def cells() -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table."""
    with engine().connect() as connection:
        names = [table.name for table in (*Base.metadata.sorted_tables, *TIMELINE)]
        return {name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in names}


def test_a_village_put_back_is_the_one_that_grew(database: str):
    grown = build_village()
    before = cells()
    empty()
    assert cells() != before
    put_back = build_village()
    assert cells() == before
    assert put_back == grown
    assert put_back.world is not grown.world


def test_what_is_added_to_a_village_put_back_gets_numbers_of_its_own(database: str):
    build_village()
    empty()
    village = build_village()
    village.people["Анна"].applied("2026-04-01", "Ещё одна")
    village.world.person("Новая").assessed("2026-05-01")
    village.world.read_in()
    with unscoped_session() as session:
        assert session.get(ImportRun, max(one.id for one in session.query(ImportRun))).register == "applications"


def test_where_something_stands_already_a_world_is_grown_upon_it(database: str):
    def grow() -> Village:
        village = Village(World())
        village.world.person("Анна")
        village.world.read_in()
        return village

    from_template("one", grow)
    with write_session() as session:
        before = session.query(ImportRun).count()
    from_template("one", grow)
    with unscoped_session() as session:
        assert session.query(ImportRun).count() == before + 1
