"""The maker of long exports: takes orders from the database one by one and writes their files."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import settings
from access import exporting
from access.exporting import Claimed
from access.failures import told_as
from access.reading import Reading
from callbacks.sending import now
from dashboard import words
from dashboard.addresses import View, view_of
from dashboard.everyone import Everyone, everyone
from dashboard.visit import Visit
from exports.bundles import Bundle, ending_of, write_bundle
from exports.forms import Stamp
from model.database import reading
from model.dates import today
from model.wording import filter_lines
from queries.person import PersonSheet, person_sheet

NOT_THERE = "такого списка нет или он не для вашей учётной записи"
NOBODY = "в списке никого нет"
BROKEN = "не получилось; если повторится, скажите администратору номер"
_LOOKS_EVERY = 2.0  # seconds
_TELLS_EVERY = 1.0
_SWEEPS_EVERY = 600.0
# A file that no order names may be one that is being written: those are young.
_YOUNG = timedelta(hours=1).total_seconds()


class Unwanted(Exception):
    """Nobody waits for the file any more, or somebody else makes it."""


class Stopping(Exception):
    """The server is going down."""


def folder() -> Path:
    """Where the files lie: what is in it is for their owners alone."""
    found = Path(settings.EXPORTS_FOLDER.value()).absolute()
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


class Maker:
    """A thread of a server worker; several workers take orders from the one table."""

    def __init__(
        self,
        name: str = "exports",
        make: Callable[[Event], bool] | None = None,
        sweep_up: Callable[[], None] | None = None,
    ) -> None:
        self._name, self._make, self._sweep_up = name, make or make_next, sweep_up or sweep
        self._ordered, self._stopping = Event(), Event()
        self._swept_at = float("-inf")
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to take orders."""
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Give back what is being made, and end."""
        self._stopping.set()
        self._ordered.set()
        if self._thread:
            self._thread.join(timeout=10)

    def wake(self) -> None:
        """There is a new order."""
        self._ordered.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._sweep_now_and_then()
                if self._make(self._stopping):
                    continue
            except Exception as fault:
                told_as(fault)
            self._ordered.wait(_LOOKS_EVERY)
            self._ordered.clear()

    def _sweep_now_and_then(self) -> None:
        if time.monotonic() - self._swept_at > _SWEEPS_EVERY:
            self._swept_at = time.monotonic()
            self._sweep_up()


def make_next(stopping: Event | None = None) -> bool:
    """Make the oldest order that waits; whether there was one."""
    job = exporting.claim_next()
    if job is None:
        return False
    part = folder() / f"{job.id}-{job.word}.part"
    try:
        _make(job, part, stopping or Event())
    except Unwanted:
        pass
    except Stopping:
        exporting.give_back(job)
    except Exception as fault:
        exporting.fail(job, f"{BROKEN} {told_as(fault)}")
    finally:
        part.unlink(missing_ok=True)
    return True


def _make(job: Claimed, part: Path, stopping: Event) -> None:
    path, _, query = job.source.partition("?")
    view = view_of(query)
    day = view.on or today()
    with reading() as session:
        look = Reading(session, job.viewer, day)
        found = everyone(Visit(look, view, path))
        if found is None or not found.persons:
            exporting.fail(job, NOT_THERE if found is None else NOBODY)
            return
        total = len(found.persons)
        stamp = Stamp(day, now(), job.viewer.login)
        bundle = Bundle(job.form, job.suffix, stamp, _about(found, view, stamp))
        with part.open("xb") as to:
            write_bundle(bundle, _sheets(look, found.persons), to, _Telling(job, total, stopping).tell)
    made = part.with_name(f"{job.id}-{job.word}.{ending_of(job.suffix)}")
    part.chmod(0o600)
    part.rename(made)
    if not exporting.finish(job, file_name=made.name, file_size=made.stat().st_size, total=total, about=look.named):
        made.unlink()


def _sheets(look: Reading, persons: Iterable[int]) -> Iterator[PersonSheet]:
    for identity in persons:
        sheet = person_sheet(look, identity)
        if sheet is not None:
            yield sheet


class _Telling:
    """Tells how far it has come, at most every second; raises when the work is to end."""

    def __init__(self, job: Claimed, total: int, stopping: Event) -> None:
        self._job, self._total, self._stopping = job, total, stopping
        self._told_at = time.monotonic()
        if not exporting.is_wanted(job, 0, total):
            raise Unwanted

    def tell(self, done: int) -> None:
        if self._stopping.is_set():
            raise Stopping
        if time.monotonic() - self._told_at < _TELLS_EVERY:
            return
        self._told_at = time.monotonic()
        if not exporting.is_wanted(self._job, done, self._total):
            raise Unwanted


def _about(found: Everyone, view: View, stamp: Stamp) -> tuple[tuple[str, str], ...]:
    """Date, place and filters; who made the file and when."""
    return (
        ("Список", found.title),
        ("Место", found.place),
        ("На дату", words.day(stamp.day)),
        *filter_lines(view.filters.chosen()),
        *([("Поиск", view.search)] if view.search else []),
        ("Людей в списке", words.number(len(found.persons))),
        ("Сформировано", words.moment(stamp.made_at)),
        ("Кем", stamp.made_by),
    )


def sweep() -> None:
    """Take out orders of yesterday and the files that no order names."""
    kept = set(exporting.forget_old())
    for file in folder().iterdir():
        if file.name not in kept and file.is_file() and time.time() - file.stat().st_mtime > _YOUNG:
            file.unlink(missing_ok=True)
