"""What became of organizations, what was done to the reference lists, and names that look like one thing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist
from sqlalchemy import Select, func, or_, select

from access.reading import Reading
from model.accounts import Role
from model.catalogue import Event, Programme, Provider
from model.journal import REFERENCE, ImportRun
from model.people import Employment, covers
from model.places import ChangeKind, OrganizationChange, Place
from model.routes import Application, Participation, Result
from queries.imports import AcceptedRun, accepted_runs
from queries.places import organization

_SHOWN = 100
MOST_ALIKE = 60
_ALIKE = 0.88
# Up to so many names each is held against each; of more, against its neighbours in the orders of the alphabet.
_HELD_AGAINST_EACH = 600
_NEIGHBOURS = 25
_MOST_NAMES = 10_000
_MOST_PAIRS = 2_000
# A word of more names than these tells none of them from the others.
_FREQUENT = 50
_WORD, _DIGITS = re.compile(r"\w+"), re.compile(r"\d+")
_SHORTEST_SIGN = 5  # letters of a word by which alone a longer name may be known, as of an abbreviation
_TABLES: Mapping[str, tuple[Any, str]] = {
    "provider": (Provider, "provider_id"),
    "programme": (Programme, "programme_id"),
    "event": (Event, "event_id"),
}


@dataclass(frozen=True)
class ChangeRecord:
    """What became of an organization on a day; `other` is the place it leads to, where the scope may count it."""

    kind: ChangeKind
    on: date
    is_ours: bool
    other: Place | None
    name: str | None = None


@dataclass(frozen=True)
class DuplicateCandidate:
    """Two records whose names are alike, the less used first, each with how many facts point to it."""

    double_id: int
    double: str
    double_uses: int
    kept_id: int
    kept_name: str
    kept_uses: int


def may_change_reference(reading: Reading) -> bool:
    """Whether the viewer answers for the reference lists."""
    return reading.viewer.holds(Role.ASSESSOR)


def changes_of(reading: Reading, place: Place) -> Sequence[ChangeRecord]:
    """What became of the organization by the date, in order; `is_ours` where it is the one that changed."""
    if not reading.scope.may_count(place):
        return []
    mine = or_(OrganizationChange.organization_id == place.id, OrganizationChange.successor_id == place.id)
    query = select(OrganizationChange).where(mine, OrganizationChange.happened_on <= reading.day)
    changes = reading.session.scalars(query.order_by(OrganizationChange.happened_on, OrganizationChange.id))
    return [_record(reading, change, place) for change in changes]


def _record(reading: Reading, change: OrganizationChange, place: Place) -> ChangeRecord:
    is_ours = change.organization_id == place.id
    other = change.successor_id if is_ours else change.organization_id
    other_place = organization(reading, other) if other else None
    return ChangeRecord(ChangeKind(change.kind), change.happened_on, is_ours, other_place, change.name)


def unsettled(reading: Reading) -> Sequence[tuple[Place, int]]:
    """Closed organizations in which people are left on the date, and how many."""
    if not may_change_reference(reading):
        return []
    closed = select(OrganizationChange.organization_id).where(
        OrganizationChange.kind == ChangeKind.CLOSED, OrganizationChange.happened_on <= reading.day
    )
    query = (
        select(Employment.organization_id, func.count())
        .where(Employment.organization_id.in_(closed), covers(reading.day))
        .group_by(Employment.organization_id)
    )
    pairs = [(organization(reading, place), people) for place, people in reading.session.execute(query)]
    return sorted(((place, people) for place, people in pairs if place), key=lambda one: one[0].name)


def operations_done(reading: Reading) -> Sequence[AcceptedRun]:
    """What was done to the reference lists, the latest first; for who answers for them."""
    if not may_change_reference(reading):
        return []
    query = select(ImportRun).where(ImportRun.register == REFERENCE)
    runs = reading.session.scalars(query.order_by(ImportRun.id.desc()).limit(_SHOWN)).all()
    return accepted_runs(reading.session, runs)


def duplicate_candidates(reading: Reading, kind: str) -> Sequence[DuplicateCandidate]:
    """Pairs of names alike, the most used first: to be looked at by who answers for them, never merged by itself."""
    if not may_change_reference(reading) or kind not in _TABLES:
        return []
    table, column = _TABLES[kind]
    uses = _uses(reading, column)
    query = select(table.id, table.name, table.name_key).where(table.same_as_id.is_(None)).order_by(table.id)
    names = reading.session.execute(query).all()
    if len(names) > _MOST_NAMES:
        names = sorted(names, key=lambda row: (-uses.get(row.id, 0), row.id))[:_MOST_NAMES]
    pairs = [
        _likeness(names[one], names[other], uses) for one, other in _alike([_words(row.name_key) for row in names])
    ]
    return sorted(pairs, key=lambda pair: (-pair.double_uses - pair.kept_uses, pair.kept_name, pair.double))[
        :MOST_ALIKE
    ]


def _likeness(one: Any, other: Any, uses: Mapping[int, int]) -> DuplicateCandidate:
    main, double = sorted((one, other), key=lambda row: (-uses.get(row.id, 0), row.id))
    return DuplicateCandidate(double.id, double.name, uses.get(double.id, 0), main.id, main.name, uses.get(main.id, 0))


def _uses(reading: Reading, column: str) -> dict[int, int]:
    """How many applications, results and participations point to each."""
    uses: dict[int, int] = {}
    for table in (Application, Result, Participation):
        pointing = getattr(table, column, None)
        if pointing is not None:
            for identity, number in reading.session.execute(_counted(pointing)):
                uses[identity] = uses.get(identity, 0) + number
    return uses


def _counted(pointing: Any) -> Select:
    return select(pointing, func.count()).where(pointing.is_not(None)).group_by(pointing)


def _words(name_key: str) -> list[str]:
    return sorted(_WORD.findall(name_key))


def _alike(names: Sequence[list[str]]) -> Iterator[tuple[int, int]]:
    """The numbers of names that differ in a few letters, or of which the one has every word of the other."""
    texts = [" ".join(words) for words in names]
    candidates = _each_pair(texts) if len(texts) <= _HELD_AGAINST_EACH else _neighbours(texts)
    pairs = sorted(candidates | set(_contained(names)))
    yield from islice((pair for pair in pairs if _may_be_one(texts[pair[0]], texts[pair[1]])), _MOST_PAIRS)


def _each_pair(texts: Sequence[str]) -> set[tuple[int, int]]:
    if len(texts) < 2:
        return set()
    near = cdist(texts, texts, scorer=Indel.normalized_similarity, score_cutoff=_ALIKE)
    return {(int(one), int(other)) for one, other in np.argwhere(near > 0) if one < other}


def _neighbours(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Names that begin alike or end alike stand side by side in one of two orders."""
    pairs: set[tuple[int, int]] = set()
    for key in (lambda number: texts[number], lambda number: texts[number][::-1]):
        order = sorted(range(len(texts)), key=key)
        for place, one in enumerate(order):
            for other in order[place + 1 : place + 1 + _NEIGHBOURS]:
                if Indel.normalized_similarity(texts[one], texts[other], score_cutoff=_ALIKE):
                    pairs.add((min(one, other), max(one, other)))
        if len(pairs) > _MOST_PAIRS:
            break
    return pairs


def _contained(names: Sequence[list[str]]) -> Iterator[tuple[int, int]]:
    holders: dict[str, list[int]] = {}
    for number, words in enumerate(names):
        for word in dict.fromkeys(words):
            holders.setdefault(word, []).append(number)
    sets = [frozenset(words) for words in names]
    for number, words in enumerate(names):
        if len(words) > 1 or (words and len(words[0]) >= _SHORTEST_SIGN):
            rarest = min((holders[word] for word in words), key=len)
            longer = rarest if len(rarest) <= _FREQUENT else ()
            for other in longer:
                if other != number and sets[number] <= sets[other]:
                    yield min(number, other), max(number, other)


def _may_be_one(one: str, other: str) -> bool:
    """Names with other numbers in them are other things, as of schools or parts of a course."""
    numbers = [set(_DIGITS.findall(name)) for name in (one, other)]
    return not (numbers[0] and numbers[1] and numbers[0] != numbers[1])
