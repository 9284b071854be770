"""How long the timeline of a region takes, and how much memory: `python -m bench.timeline [people [chunk]]`.

The facts are drawn by chance, in the numbers of the region: for 60,000 people about 148,000 applications and 100,000
participations.
"""

import resource
import sys
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd

from timeline.facts import COLUMNS, Facts, Rules, facts_from
from timeline.routes import routes
from timeline.spans import spans

FIRST_DAY, LAST_DAY = np.datetime64("2022-01-01"), np.datetime64("2026-11-28")
PEOPLE, PER_PERSON = 60_000, {"assessments": 1.6, "applications": 148 / 60, "results": 0.7, "participations": 100 / 60}
# Few programmes, so that many applications and results count.
PROGRAMMES, EVENTS, ORGANIZATIONS, PER_ASSESSMENT = 12, 900, 2600, 4
DAYS_IN_PROGRAMME, DAYS_TO_WAIT = 20, 10


class Drawn:
    """Columns drawn by chance."""

    def __init__(self, people: int) -> None:
        self.people = people
        self._random = np.random.default_rng(20230209)

    def numbers(self, below: int, size: int) -> np.ndarray:
        return self._random.integers(1, below + 1, size)

    def days(self, size: int) -> np.ndarray:
        return FIRST_DAY + self._random.integers(0, (LAST_DAY - FIRST_DAY).astype(int), size)

    def days_after(self, days: np.ndarray, wait: int, share: float = 1.0) -> np.ndarray:
        later = days + self._random.integers(0, wait + 1, len(days))
        return np.where(self.some(share, len(days)), later, np.datetime64("NaT"))

    def some(self, share: float, size: int) -> np.ndarray:
        return self._random.random(size) < share

    def rows(self, name: str) -> tuple[int, np.ndarray]:
        size = int(PER_PERSON[name] * self.people)
        return size, self.numbers(self.people, size)


def region(people: int = PEOPLE) -> Facts:
    """The facts of so many people."""
    drawn = Drawn(people)
    frames = {
        "spells": _spells(drawn),
        "assessments": _assessments(drawn),
        "applications": _applications(drawn),
        "results": _results(drawn),
        "participations": _participations(drawn),
    }
    for frame in frames.values():
        frame.insert(0, "id", np.arange(1, len(frame) + 1))
    # One assessment of five recommends any.
    listed = frames["assessments"]["id"][lambda ids: ids % 5 > 0].repeat(PER_ASSESSMENT).to_numpy()
    programmes = drawn.numbers(PROGRAMMES, len(listed))
    frames["recommended"] = pd.DataFrame({"assessment": listed, "programme": programmes}).drop_duplicates()
    return facts_from({name: frame.reindex(columns=[*COLUMNS[name]]) for name, frame in frames.items()})


def _spells(drawn: Drawn) -> pd.DataFrame:
    person = np.arange(1, drawn.people + 1)
    moved = drawn.some(0.15, drawn.people)
    moved_on = drawn.days(drawn.people)
    until = np.where(moved, moved_on, np.datetime64("NaT"))
    first = {"person": person, "since": np.datetime64("2015-09-01"), "until": until}
    second = {"person": person[moved], "since": moved_on[moved] + 1}
    rows = pd.concat([pd.DataFrame(first), pd.DataFrame(second)], ignore_index=True)
    organization = drawn.numbers(ORGANIZATIONS, len(rows))
    absent_since = np.where(drawn.some(0.05, len(rows)), drawn.days(len(rows)), np.datetime64("NaT"))
    rows = rows.assign(organization=organization, category="teaching", position="учитель", is_main=True)
    return rows.assign(absent_since=absent_since, absent_until=absent_since + np.timedelta64(400, "D"))


def _assessments(drawn: Drawn) -> pd.DataFrame:
    size, person = drawn.rows("assessments")
    passed_on = drawn.days(size)
    procedure = np.array(["Диагностика", "Оценка компетенций", "Тест"], dtype=object)[drawn.numbers(3, size) - 1]
    rows = {"person": person, "procedure": procedure, "passed_on": passed_on, "is_need": drawn.some(0.1, size)}
    return pd.DataFrame({**rows, "formed_on": drawn.days_after(passed_on, 5, 0.5)})


def _applications(drawn: Drawn) -> pd.DataFrame:
    size, person = drawn.rows("applications")
    submitted_on = drawn.days(size)
    head_on = drawn.days_after(submitted_on, DAYS_TO_WAIT, 0.9)
    provider_on = drawn.days_after(head_on, DAYS_TO_WAIT, 0.9)
    decisions = np.array(["confirmed", "confirmed", "confirmed", "rejected"], dtype=object)
    kinds = np.array(["programme", "programme", "event", "procedure"], dtype=object)
    kind = kinds[drawn.numbers(4, size) - 1]
    return pd.DataFrame(
        {
            "person": person,
            "number": [f"З-{number}" for number in range(size)],
            "kind": kind,
            "programme": np.where(kind == "programme", drawn.numbers(PROGRAMMES, size), 0),
            "event": np.where(kind == "event", drawn.numbers(EVENTS, size), 0),
            "submitted_on": submitted_on,
            "chosen_on": submitted_on - np.timedelta64(3, "D"),
            "head_decision": decisions[drawn.numbers(4, size) - 1],
            "head_on": head_on,
            "provider_decision": decisions[drawn.numbers(4, size) - 1],
            "provider_on": provider_on,
            "training_until": drawn.days_after(submitted_on + np.timedelta64(30, "D"), DAYS_IN_PROGRAMME),
            "withdrawn_on": drawn.days_after(submitted_on, DAYS_TO_WAIT, 0.05),
        }
    )


def _results(drawn: Drawn) -> pd.DataFrame:
    size, person = drawn.rows("results")
    since = drawn.days(size)
    until = drawn.days_after(since, DAYS_IN_PROGRAMME)
    programme = drawn.numbers(PROGRAMMES, size)
    return pd.DataFrame({"person": person, "programme": programme, "since": since, "until": until}).assign(
        has_document=drawn.some(0.95, size)
    )


def _participations(drawn: Drawn) -> pd.DataFrame:
    size, person = drawn.rows("participations")
    chosen_on = drawn.days(size)
    starts_on = drawn.days_after(chosen_on, 60)
    rows = {"person": person, "event": drawn.numbers(EVENTS, size), "chosen_on": chosen_on, "starts_on": starts_on}
    confirmed_on = drawn.days_after(starts_on, DAYS_TO_WAIT, 0.7)
    return pd.DataFrame(rows).assign(ends_on=starts_on, confirmed_on=confirmed_on, has_reason=drawn.some(0.1, size))


def chunks(facts: Facts, people: int, size: int) -> Iterator[Facts]:
    """The facts of so many people at a time."""
    for first in range(1, people + 1, size):
        frames = {name: rows for name, rows in vars(facts).items() if name != "recommended"}
        own = {name: rows.rows((rows["person"] - first) // size == 0) for name, rows in frames.items()}
        listed = np.isin(facts.recommended["assessment"], own["assessments"]["id"])
        yield Facts(**own, recommended=facts.recommended.rows(listed))


def main() -> None:
    """Print seconds, spans and peak memory."""
    people, size = [*map(int, sys.argv[1:]), *[PEOPLE, PEOPLE][len(sys.argv) - 1 :]]
    facts, rules, spans_made = region(people), Rules(), 0
    print({name: len(frame) for name, frame in vars(facts).items()})
    before, begins, processor = _peak(), time.perf_counter(), time.process_time()
    for chunk in chunks(facts, people, size):
        spans_made += len(spans(chunk, routes(chunk, rules), rules))
    print(f"{time.process_time() - processor:.1f} s of processor, {time.perf_counter() - begins:.1f} s in all")
    print(f"{spans_made} spans; peak {_peak():.0f} MiB, {before:.0f} MiB before")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
