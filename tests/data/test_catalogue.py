"""The catalogue: a register about no person; its rows are offers, which come, change, go and come back."""

from datetime import date

import pytest
from sqlalchemy import func, select

from access.undoable import may_be_undone
from ingest import imports, undo
from ingest.files import reading
from ingest.files.import_options import ImportOptions
from ingest.imports import ImportRejectedError, Upload
from ingest.matching.import_scope import RESERVED
from ingest.planning.summaries import summary_of
from model.database import unscoped_session, write_session
from model.dates import today
from model.journal import ImportPlace, ImportRun, ImportTouch
from model.offers import Offer
from queries import quality_sums
from tests.contents import contents, without_history
from tests.registers_as_files import write_xlsx
from tests.world import World, as_csv, take

SEMINAR = {"offer_kind": "событие", "name": "Семинар «Урок»", "organization": "Институт, г. Челябинск, ул. Новая, 1"}
SEMINAR |= {"starts_on": "01.12.2026", "ends_on": "02.12.2026", "venue": "Дом учителя", "form": "очное", "seats": 40}
SEMINAR |= {"level": "региональный", "apply_by": "20.11.2026", "requirements": "стаж от года"}
COURSE = {"offer_kind": "ДПП", "name": "Чтение", "organization": "Институт", "hours": "36 ч.", "form": "очная"}


def catalogue(*rows: dict[str, object]) -> bytes:
    return as_csv("catalogue", rows)


def done(plan) -> tuple[int, ...]:
    return len(plan.added), len(plan.changed), len(plan.removed), plan.unchanged, plan.refused


def offers() -> list[Offer]:
    with unscoped_session() as session:
        return list(session.scalars(select(Offer).order_by(Offer.name_key, Offer.starts_on)))


def undo_last() -> None:
    with write_session() as session:
        last = undo.last_import(session)
        undo.undo(session, last.id if last else 0, by="test", rewrite=quality_sums.rewriting(today()))


def test_rows_become_offers_with_their_types(database: str):
    plan, run = take("catalogue", write_xlsx("catalogue", [SEMINAR | {"starts_on": date(2026, 12, 1)}, COURSE]))
    assert (done(plan), run.added) == ((2, 0, 0, 0, 0), 2)
    seminar, course = offers()
    assert (seminar.kind, seminar.starts_on, seminar.ends_on) == ("event", date(2026, 12, 1), date(2026, 12, 2))
    assert (seminar.venue, seminar.form, seminar.level, seminar.seats) == ("Дом учителя", "очное", "региональный", 40)
    assert (seminar.apply_by, seminar.requirements) == (date(2026, 11, 20), "стаж от года")
    assert (course.kind, course.hours, course.starts_on, course.is_cancelled) == ("programme", 36, None, False)
    # Nobody is touched, and no organization has sent it.
    with unscoped_session() as session:
        assert session.scalar(select(func.count(ImportTouch.person_id))) == 0
        assert session.scalar(select(func.count(ImportPlace.organization_id))) == 0


def test_the_key_is_the_kind_the_name_the_organization_and_the_first_day(database: str):
    take("catalogue", catalogue(SEMINAR, COURSE))
    # Another spelling of the name and an address behind the organization tell no offer apart.
    again = SEMINAR | {"name": 'семинар  "Урок"', "organization": "Институт"}
    plan, _ = take("catalogue", catalogue(again, COURSE))
    assert done(plan) == (0, 1, 0, 1, 0)
    others = [
        SEMINAR | {"offer_kind": "ДПП"},
        SEMINAR | {"organization": "Университет"},
        SEMINAR | {"starts_on": "02.12.2026"},
        SEMINAR | {"organization": ""},
    ]
    plan, _ = take("catalogue", catalogue(*others))
    assert done(plan) == (4, 0, 0, 0, 0)


def test_the_same_file_changes_nothing_and_a_repeated_row_counts_once(database: str):
    take("catalogue", catalogue(SEMINAR, COURSE))
    plan, _ = take("catalogue", catalogue(SEMINAR, COURSE))
    assert done(plan) == (0, 0, 0, 2, 0)
    plan, _ = take("catalogue", catalogue(SEMINAR | {"seats": 10}, SEMINAR | {"seats": 50}))
    assert (done(plan), plan.repeated) == ((0, 1, 0, 0, 0), 1)
    assert offers()[0].seats == 50


def test_an_absent_column_changes_nothing_and_an_empty_cell_empties(database: str):
    take("catalogue", catalogue(SEMINAR | {"is_cancelled": "да"}))
    least = (
        "Вид;Наименование;Организация;Начало\nсобытие;Семинар «Урок»;Институт, г. Челябинск, ул. Новая, 1;01.12.2026"
    )
    plan, _ = take("catalogue", least.encode())
    assert done(plan) == (0, 0, 0, 1, 0)
    plan, _ = take("catalogue", catalogue(SEMINAR | {"venue": "", "seats": ""}))
    assert done(plan) == (0, 1, 0, 0, 0)
    (offer,) = offers()
    assert (offer.venue, offer.seats, offer.form, offer.is_cancelled) == (None, None, "очное", False)


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"offer_kind": "процедура"}, "Вид", "ожидается «ДПП» или «событие»"),
        ({"offer_kind": ""}, "Вид", "ячейка не заполнена"),
        ({"name": " "}, "Наименование", "ячейка не заполнена"),
        ({"ends_on": "30.11.2026"}, "Окончание", "окончание раньше начала"),
        ({"seats": "много"}, "Мест", "ожидается целое число"),
        ({"hours": "0"}, "Часы", "число часов должно быть больше нуля"),
        ({"starts_on": "01.12.2056", "ends_on": ""}, "Начало", "дата больше чем на шесть лет позже сегодняшней"),
        ({"is_cancelled": "может быть"}, "Отменено", "ожидается «да», день отмены или пустая ячейка"),
    ],
)
def test_what_is_wrong_is_refused_in_words(
    database: str, cells: dict[str, str], column: str, said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "today", lambda: date(2026, 11, 28))
    with pytest.raises(ImportRejectedError) as refused:
        take("catalogue", catalogue(SEMINAR | cells, COURSE))
    (refusal,) = refused.value.plan.all_refusals()
    assert (refusal.row, refusal.column) == (2, column)
    assert refusal.reason.startswith(said)
    assert offers() == []
    plan, _ = take("catalogue", catalogue(SEMINAR | cells, COURSE), take_good=True)
    assert (done(plan), [one.name for one in offers()]) == ((1, 0, 0, 0, 1), ["Чтение"])


@pytest.mark.parametrize(
    ("cell", "is_cancelled"), [("да", True), ("Отменено", True), ("25.11.2026", True), ("нет", False)]
)
def test_cancelled_is_said_by_a_word_or_a_day(database: str, cell: str, is_cancelled: bool):
    take("catalogue", catalogue(SEMINAR | {"is_cancelled": cell}))
    assert offers()[0].is_cancelled is is_cancelled


def test_an_offer_is_withdrawn_and_comes_back_when_that_is_undone(database: str):
    take("catalogue", catalogue(SEMINAR, COURSE))
    before = without_history(contents())
    plan, run = take("catalogue", catalogue(COURSE | {"removed": "да"}))
    assert (done(plan), run.removed) == ((0, 0, 1, 0, 0), 1)
    assert [one.name for one in offers()] == ["Семинар «Урок»"]
    undo_last()
    assert without_history(contents()) == before
    with pytest.raises(ImportRejectedError) as refused:
        take("catalogue", catalogue(COURSE | {"name": "Письмо", "removed": "да"}))
    assert "те же вид, наименование, организация и начало" in str(refused.value.plan.all_refusals()[0])


def test_undoing_puts_back_what_was_changed_and_takes_out_what_was_added(database: str):
    take("catalogue", catalogue(SEMINAR))
    before = without_history(contents())
    take("catalogue", catalogue(SEMINAR | {"venue": "Школа 2", "is_cancelled": "да"}, COURSE))
    undo_last()
    assert without_history(contents()) == before


def test_a_catalogue_on_which_a_later_one_leans_is_not_undone(database: str):
    _, first = take("catalogue", catalogue(SEMINAR))
    _, second = take("catalogue", catalogue(SEMINAR | {"seats": 5}))
    world = World()
    world.person("Анна")
    world.read_in()
    with unscoped_session() as session:
        runs = [session.get_one(ImportRun, run.id) for run in (first, second)]
        assert [may_be_undone(session, run) for run in runs] == [False, True]


def test_who_imports_for_some_places_brings_in_no_offers(database: str):
    with unscoped_session() as session:
        plan = imports.check(
            session, "catalogue", Upload(catalogue(SEMINAR), "к.csv"), ImportOptions(within=frozenset({1}))
        )
    assert [(one.column, one.reason) for one in plan.all_refusals()] == [("Наименование", RESERVED)]


def test_a_plan_says_whose_offer_changes_and_how(database: str):
    take("catalogue", catalogue(SEMINAR))
    with unscoped_session() as session:
        upload = Upload(catalogue(SEMINAR | {"venue": "Школа 2"}, COURSE), "к.csv")
        told = summary_of(session, imports.check(session, "catalogue", upload))
    assert told["new"] == [{"row": 3, "person": None, "who": "Институт", "what": "ДПП, Чтение"}]
    (change,) = told["other"]
    assert change["what"] == "событие, Семинар «Урок», 01.12.2026"
    assert change["fields"] == [{"field": "Место проведения", "old": "Дом учителя", "new": "Школа 2"}]
