"""Counters of the workers of one machine: each keeps its own in a file, the one that is asked adds all of them up."""

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Lock

import settings

Labels = tuple[tuple[str, str], ...]
Key = tuple[str, Labels]
_DEPARTED = "departed.json"


class MetricStore:
    """The counters of this process, and those of its folder's other processes, living and departed."""

    def __init__(self) -> None:
        self._counters: Counter[Key] = Counter()
        self._lock = Lock()
        self._name = token_hex(8)
        self._held: tuple[Path, int] | None = None
        self._is_changed = False

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        """Add to a counter, which begins at nought."""
        with self._lock:
            self._counters[name, tuple(sorted(labels.items()))] += amount  # type: ignore[assignment]
            self._is_changed = True

    def save(self) -> None:
        """Write the counters of this process where the others find them; an unwritable folder is no error."""
        with self._lock:
            content, is_changed, self._is_changed = _dumped(self._counters), self._is_changed, False
        if not is_changed:
            return
        try:
            folder = Path(settings.METRICS_FOLDER.value()).absolute()
            if self._held is None or self._held[0] != folder:
                self._register(folder)
            _replace(folder / f"{self._name}.json", content)
        except OSError:
            self._is_changed = True

    def totals(self) -> Mapping[Key, float]:
        """The counters of all processes; those of this one alone where the folder can't be used."""
        self.save()
        folder = Path(settings.METRICS_FOLDER.value()).absolute()
        total: Counter[Key] = Counter()
        try:
            with _turn(folder):
                _bury(folder)
                for file in folder.glob("*.json"):
                    total.update(_loaded(file))
        except OSError:
            with self._lock:
                return dict(self._counters)
        return total

    def _register(self, folder: Path) -> None:
        """Hold a lock for as long as the process lives: whose lock is free has departed."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _turn(folder):
            lock = os.open(folder / f"{self._name}.lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
        if self._held is not None:
            os.close(self._held[1])
        self._held = (folder, lock)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One process at a time registers or counts."""
    file = os.open(folder / ".turn", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _bury(folder: Path) -> None:
    """Add the counters of departed processes to those of the departed before them, and delete their files."""
    for lock in folder.glob("*.lock"):
        if not _is_free(lock):
            continue
        file = lock.with_suffix(".json")
        departed = Counter(_loaded(folder / _DEPARTED))
        departed.update(_loaded(file))
        # In this order a crash in between counts twice at worst; the other way round it would lose.
        _replace(folder / _DEPARTED, _dumped(departed))
        file.unlink(missing_ok=True)
        lock.unlink(missing_ok=True)


def _is_free(lock: Path) -> bool:
    file = os.open(lock, os.O_WRONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True


def _replace(file: Path, content: str) -> None:
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(content, encoding="utf-8")
    part.replace(file)


def _dumped(counters: Mapping[Key, float]) -> str:
    return json.dumps([[name, labels, value] for (name, labels), value in counters.items()])


def _loaded(file: Path) -> dict[Key, float]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return {(name, tuple((key, text) for key, text in labels)): value for name, labels, value in rows}
    except (OSError, ValueError, TypeError):
        return {}
