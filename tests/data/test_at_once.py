"""Two imports run at once while others read: nothing fails, no row is lost, no reader sees half an import."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Event

import pytest
from sqlalchemy import func, select

from access.reading import OPERATOR, Reading
from ingest.imports import Upload, accept
from model import database as doors
from model.database import read_session, unscoped_session, write_session
from model.people import Person
from model.places import REGION
from model.routes import Participation
from queries import quality_sums
from queries.counts import counts_by_organization, counts_by_place, counts_of
from queries.lists import rows_behind
from queries.places import organizations
from tests.registers_as_files import write_csv
from tests.sizes import SIZES
from tests.world import ASSESSOR, CITY, TOWN

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 6, 30)
FILES, PEOPLE = 8 if SIZES.is_night else 4, 5  # each import concerns five people, half of them in either town
COUNTED = ("staff", "assessed", "events_due")

Files = list[tuple[str, list[dict[str, object]]]]


def staff_row(number: int) -> dict[str, object]:
    town, school = (TOWN, "Школа 1") if number % 2 else (CITY, "Школа 2")
    who = {"identifier": f"Т-{number}", "full_name": f"Анна {number}", "municipality": town, "organization": school}
    return {**who, "category": "педагогический", "since": date(2015, 9, 1)}


def assessment_row(number: int) -> dict[str, object]:
    return {**staff_row(number), "procedure": "Оценка", "passed_on": date(2026, 4, 1)}


def participation_row(number: int) -> dict[str, object]:
    days = {"starts_on": date(2026, 5, 1), "chosen_on": date(2026, 4, 2), "confirmed_on": date(2026, 5, 2)}
    return {**staff_row(number), "event": f"Событие {number}", **days}


def parts(register: str, row: Callable[[int], dict[str, object]], first: int) -> Files:
    """Files with a few people each."""
    starts = range(first, first + FILES * PEOPLE, PEOPLE)
    return [(register, [row(number) for number in range(start, start + PEOPLE)]) for start in starts]


def take(files: Files) -> None:
    for register, rows in files:
        with write_session() as session:
            upload, rewrite = Upload(write_csv(register, rows), "файл.csv"), quality_sums.rewriting(TODAY)
            accept(session, register, upload, by="test", take_good=False, rewrite=rewrite)


@contextmanager
def in_other_processes(*work: Files) -> Iterator[None]:
    """Import each list of files in a process of its own and assert that none fails."""
    for engine in doors._engines.values():
        engine.dispose()
    children = [_fork_import(files) for files in work]
    yield
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * len(work)


def _fork_import(files: Files) -> int:
    child = os.fork()
    if not child:
        try:
            take(files)
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
    return child


def region_counts() -> dict[str, int]:
    """The counts of the region, after asserting that its parts and lists equal them."""
    with read_session() as session:
        reading = Reading(session, ASSESSOR, TODAY)
        whole = counts_of(reading, REGION).counts
        assert counts_by_place(reading, REGION).whole.counts == whole
        schools = [one.counts for one in counts_by_organization(reading, REGION, organizations(reading))]
        for key in COUNTED:
            assert sum(counts[key] for counts in schools) == whole[key]
        # The list is counted from the facts, the number above it is stored.
        assert rows_behind(reading, "assessed", REGION).total == whole["assessed"]
        return {key: whole[key] for key in COUNTED}


def watch(over: Event) -> list[dict[str, int]]:
    """Read the counts repeatedly until the event is set, with a breath in between: the imports need the processor."""
    looks = [region_counts()]
    while not over.wait(0.02):
        looks.append(region_counts())
    return looks


@pytest.mark.sqlite_by_day
def test_readers_see_whole_imports_while_two_people_import(database):
    take([("staff", [staff_row(number) for number in range(1, 2 * FILES * PEOPLE + 1)])])
    over = Event()
    first, second = parts("appendix1", assessment_row, 1), parts("appendix1", assessment_row, 1 + FILES * PEOPLE)
    events = parts("participation", participation_row, 1)
    with in_other_processes([*first, *events], second), ThreadPoolExecutor(2) as readers:
        looks = [readers.submit(watch, over) for _ in range(2)]
        take(parts("staff", staff_row, 1 + 2 * FILES * PEOPLE))
        over.set()
        found = [look for one in looks for look in one.result()]
    assert len(found) > 2
    for look in found:
        assert all(look[key] % PEOPLE == 0 for key in COUNTED)
    assert region_counts() == {
        "staff": 3 * FILES * PEOPLE,
        "assessed": 2 * FILES * PEOPLE,
        "events_due": FILES * PEOPLE,
    }


def test_the_same_new_names_from_two_people_are_written_once(database):
    files = [("staff", [staff_row(number) for number in range(1, 20)]), *parts("appendix1", assessment_row, 1)[:2]]
    event = [("participation", [{**participation_row(number), "event": "Форум"} for number in range(1, 10)])]
    with in_other_processes(files + event, files + event):
        take(files + event)
    with unscoped_session() as session:
        assert session.scalar(select(func.count(Person.id))) == 19
        assert session.scalar(select(func.count(Participation.id))) == 9
    assert region_counts()["assessed"] == 2 * PEOPLE


def test_a_reader_of_the_command_line_is_not_stopped_by_an_import(database):
    take([("staff", [staff_row(1)])])
    with write_session() as session:
        upload = Upload(write_csv("staff", [staff_row(2)]), "файл.csv")
        accept(session, "staff", upload, by="test", take_good=False, rewrite=quality_sums.rewriting(TODAY))
        with read_session() as other:
            assert counts_of(Reading(other, OPERATOR, TODAY), REGION).counts["staff"] == 1
    assert region_counts()["staff"] == 2
