"""Undoing the last import restores every fact, derived column and stored sum."""

from datetime import date

import pytest
from sqlalchemy import select

from ingest import imports, undo
from ingest.imports import Upload
from ingest.undo import CannotUndoError
from model.database import Base, unscoped_session, write_session
from model.dates import today
from model.journal import ImportFigure, ImportRun, JournalEntry
from model.people import Person
from queries import quality_sums
from queries.counts import figures_on
from tests.db_templates import TIMELINE, from_template
from tests.village import FIRST, Village, build_village
from tests.world import TOWN, World, as_csv, take

# What tells that something was done, and names that stay known: they do not go back.
STAY = {"import_run", "import_touch", "import_change", "import_figure", "journal_entry", "journal_about"}
STAY |= {"programme", "provider", "event", "spelling", "fact_text"}


def contents() -> dict[str, list[str]]:
    """Every table that an import writes, without the ids of derived rows."""
    with unscoped_session() as session:
        found = {}
        for table in (*Base.metadata.sorted_tables, *TIMELINE):
            if table.name not in STAY:
                columns = [one for one in table.c if not (table.name == "application" and one.name == "id")]
                found[table.name] = sorted(map(repr, session.execute(select(*columns)).all()))
        return found


def undo_last() -> None:
    with write_session() as session:
        last = undo.last_import(session)
        undo.undo(session, last.id if last else 0, by="test", rewrite=quality_sums.rewriting(today()))


@pytest.fixture
def village(database: str) -> Village:
    return from_template("village with a result", grow_village)


def grow_village() -> Village:
    village = build_village()
    anna = village.people["Анна"]
    anna.finished("02.03.2026 - 20.03.2026", "Программа 1", document="ДЕМО-10")
    village.world.read_in()
    return village


def next_month(village: Village, register: str) -> World:
    """The register of the next month, with new and changed rows."""
    anna = village.people["Анна"]
    world = World()
    anna.world = world
    sentences = {
        "staff": lambda: (
            world.person("Новая", at="Новая школа", town=TOWN, organization_kind="школа"),
            world.person("Аннаова Примера", at=FIRST, town=TOWN, until="2026-06-01", organization_kind="лицей"),
        ),
        "appendix1": lambda: (
            anna.assessed("2026-05-05", procedure="Ещё одна", programmes="Программа 9"),
            anna.assessed("2026-02-01", subject="99", procedure="Оценка", programmes="Программа 7\nПрограмма 8"),
        ),
        "applications": lambda: (
            anna.applied("2026-04-01", "Программа 5", provider_name="Институт Гамма"),
            world.rows["applications"].append({**_first_application(village), "withdrawn_on": "2026-03-20"}),
        ),
        "appendix2": lambda: (
            anna.finished("01.04.2026 - 20.04.2026", "Программа 3"),
            anna.finished("02.03.2026 - 20.03.2026", "Программа 1", document=None),
        ),
        "participation": lambda: (
            anna.chose("2026-03-05", "Событие новое", "2026-05-01"),
            anna.chose("2026-03-01", "Событие-Анна", "2026-04-01", confirmed="2026-04-02"),
        ),
    }
    sentences[register]()
    anna.world = village.world
    return world


def _first_application(village: Village) -> dict[str, str]:
    return village.world.rows["applications"][0]


@pytest.mark.parametrize("register", ["staff", "appendix1", "applications", "appendix2", "participation"])
def test_after_undoing_everything_is_as_it_was(village: Village, register: str):
    before = contents()
    plan, _ = take(register, as_csv(register, next_month(village, register).rows[register]))
    assert plan.added
    assert plan.changed
    assert contents() != before
    undo_last()
    after = contents()
    for table in before:
        assert after[table] == before[table], table


def test_what_was_undone_can_be_accepted_again(village: Village):
    content = as_csv("staff", next_month(village, "staff").rows["staff"])
    take("staff", content)
    once = contents()
    undo_last()
    take("staff", content)
    again = contents()
    # PostgreSQL goes on counting: what comes anew gets another number.
    assert again["count_change"] == once["count_change"]
    assert len(again["state_span"]) == len(once["state_span"])
    assert len(again["employment"]) == len(once["employment"])


def test_who_stands_in_the_journal_stays_known_and_counts_nowhere(village: Village):
    take("staff", as_csv("staff", next_month(village, "staff").rows["staff"]))
    with write_session() as session:
        new = session.scalar(select(Person.id).where(Person.full_name == "Новая"))
        imports.write_down(session, "opened", by="someone", about=[new])
    undo_last()
    with unscoped_session() as session:
        assert session.scalar(select(Person.full_name).where(Person.id == new)) == "Новая"
    village.world.rows.clear()
    world = World()
    world.person("Новая", at="Новая школа", town=TOWN).assessed("2026-05-05")
    plan, _ = take("appendix1", as_csv("appendix1", world.rows["appendix1"]), take_good=True)
    assert [one.reason for one in plan.all_refusals()] == ["в кадровом составе нет работника с таким идентификатором"]


def test_only_the_last_import_is_undone_and_only_once(village: Village):
    with unscoped_session() as session:
        runs = list(session.scalars(select(ImportRun.id).order_by(ImportRun.id)))
    with pytest.raises(CannotUndoError), write_session() as session:
        undo.undo(session, runs[-2], by="test", rewrite=quality_sums.rewriting(today()))
    undo_last()
    with pytest.raises(CannotUndoError), write_session() as session:
        undo.undo(session, runs[-1], by="test", rewrite=quality_sums.rewriting(today()))
    with unscoped_session() as session:
        last = session.get_one(ImportRun, runs[-1])
        assert last.undone_by == "test"
        line = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert (line.action, line.subject) == ("import undone", f"{last.register}, import {last.id}")


def test_a_file_that_changes_nothing_leaves_the_last_import_to_be_undone(village: Village):
    before = contents()
    content = as_csv("appendix1", next_month(village, "appendix1").rows["appendix1"])
    take("appendix1", content)
    _, same = take("appendix1", content)
    undo_last()
    after = contents()
    # That its organizations have sent the second file stays true.
    after["import_place"] = [one for one in after["import_place"] if not one.startswith(f"({same.id},")]
    assert after == before


def test_a_later_import_about_other_people_does_not_stand_in_the_way(village: Village):
    boris = village.people["Борис"]
    before = contents()
    _, first = take("appendix1", as_csv("appendix1", next_month(village, "appendix1").rows["appendix1"]))
    world = World()
    boris.world = world
    boris.assessed("2026-07-01", procedure="Другая")
    other = as_csv("appendix1", world.rows["appendix1"])
    take("appendix1", other)
    with write_session() as session:
        undo.undo(session, first.id, by="test", rewrite=quality_sums.rewriting(today()))
    undo_last()
    assert contents() == before


def test_the_figures_before_and_after_are_kept(village: Village):
    content = as_csv("staff", next_month(village, "staff").rows["staff"])
    with write_session() as session:
        upload, day = Upload(content, "к.csv"), date(2026, 9, 30)
        rewrite, figures = quality_sums.rewriting(day), figures_on(day)
        _, run = imports.accept(session, "staff", upload, by="test", take_good=False, rewrite=rewrite, figures=figures)
    with unscoped_session() as session:
        kept = session.scalars(select(ImportFigure).where(ImportFigure.import_id == run.id)).all()
    told = {one.count_key: (one.before, one.after) for one in kept if one.municipality_id == village.ids[TOWN]}
    # Анна has left in June, Новая has come.
    assert "staff" not in told
    assert told["assessed"] == (5, 4)


def test_spans_are_true_where_someone_went_and_another_changed_later(village: Village):
    world = World()
    world.person("Новая", at=FIRST, town=TOWN, since="2026-01-10")
    world.person("Аннаова Примера", at=FIRST, town=TOWN, until="2026-12-01", position="должность-Анна")
    before = contents()
    take("staff", as_csv("staff", world.rows["staff"]))
    assert contents()["state_span"] != before["state_span"]
    undo_last()
    for table in ("state_span", "count_change", "month_total", "chosen_event"):
        assert contents()[table] == before[table], table
