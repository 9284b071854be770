"""The facts of the staff of everybody in blocks: what a screen of the whole region adds up, a few columns of numbers.

A block holds the rows of one kind of facts of BLOCK people as a matrix of 32-bit numbers, a row of it a column. It says
nothing that the tables of facts don't say; it says it without a join and without an object for each value. Days are
days since 1970, NEVER where there is none; an absent id is 0; texts and scores are numbers of `fact_text`, 0 for none.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import and_, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from timeline.columns import Columns
from timeline.facts_of_staff import FACTS, FactKind, columns_of
from timeline.frames import columns_from, with_days_as_text
from timeline.people_statement import PeopleStatement
from timeline.rows import insert_rows
from timeline.store import fact_block, fact_text

# How many people share a block, and of how many facts are held in memory at once.
BLOCK = 2048
_AT_ONCE = 4 * BLOCK
NEVER = int(np.iinfo(np.int32).max)

Matrix = NDArray[np.int32]


def write_blocks(session: Session, persons: Iterable[int], kinds: Iterable[FactKind] = tuple(FactKind)) -> None:
    """Make the blocks of these kinds say of these people what the tables say; of others they say what they said."""
    ids = np.unique(np.fromiter(persons, dtype=np.int64))
    # The people of a block are written together.
    first = np.searchsorted(ids // BLOCK, ids // BLOCK)
    texts, parts = _Texts(session), np.split(ids, np.flatnonzero(np.diff(first // _AT_ONCE)) + 1)
    for kind in kinds:
        for part in parts:
            _write(session, kind, part, texts)
    texts.write(session)


def read_blocks(session: Session, kind: FactKind) -> dict[str, NDArray[np.int32]]:
    """All facts of the kind by column."""
    query = select(fact_block.c.numbers).where(fact_block.c.kind == kind).order_by(fact_block.c.number)
    names = list(columns_of(kind))
    blocks = [_matrix(one, len(names)) for one in session.scalars(query)]
    nothing = np.zeros((len(names), 0), dtype=np.int32)
    return dict(zip(names, np.concatenate([nothing, *blocks], axis=1), strict=True))


def read_texts(session: Session) -> NDArray[np.object_]:
    """The texts by their numbers; None has the number 0."""
    rows = session.execute(select(fact_text.c.id, fact_text.c.text)).all()
    texts = np.full(max((row.id for row in rows), default=0) + 1, None, dtype=object)
    for identity, text in rows:
        texts[identity] = text
    return texts


def _matrix(numbers: bytes, width: int) -> Matrix:
    return np.frombuffer(numbers, dtype="<i4").reshape(width, -1)


class _Texts:
    """The numbers of texts; new ones get the next numbers."""

    def __init__(self, session: Session) -> None:
        self._numbers: dict[str, int] = {text: identity for identity, text in session.execute(select(fact_text))}
        self._last = self._last_stored = max(self._numbers.values(), default=0)

    def numbers_of(self, values: np.ndarray) -> NDArray[np.int32]:
        """The number of each text or score."""
        codes, distinct = pd.factorize(values)
        texts = [str(one) for one in distinct.tolist()]
        for text in texts:
            if text not in self._numbers:
                self._last += 1
                self._numbers[text] = self._last
        return np.array([*(self._numbers[text] for text in texts), 0], dtype=np.int32)[codes]

    def write(self, session: Session) -> None:
        """Write those that are new."""
        new = {text: number for text, number in self._numbers.items() if number > self._last_stored}
        columns = {"id": np.array([*new.values()], dtype=np.int64), "text": np.array([*new], dtype=object)}
        insert_rows(session.connection(), fact_text, Columns(columns))


# Composed once: this takes longer than a small block.
_OWN = and_(
    fact_block.c.kind == bindparam("of_kind"),
    fact_block.c.number.in_(bindparam("numbers", expanding=True)),
)
_STORED = select(fact_block.c.number, fact_block.c.numbers).where(_OWN)
_FORGET = delete(fact_block).where(_OWN)


def _write(session: Session, kind: FactKind, persons: NDArray[np.int64], texts: _Texts) -> None:
    """Write the blocks of these people, who are of a few blocks, as far as they say something else."""
    connection = session.connection()
    new = _encoded(columns_from(_statement(kind).rows(connection, persons.tolist()), columns_of(kind)), texts)
    place = list(columns_of(kind)).index("person_id")
    numbers = np.unique(persons // BLOCK).tolist()
    stored_rows = connection.execute(_STORED, {"of_kind": kind, "numbers": numbers})
    old_numbers: Mapping[int, bytes] = {row.number: row.numbers for row in stored_rows}
    for number in numbers:
        old = _matrix(old_numbers.get(number, b""), len(new))
        rows = np.concatenate([old[:, ~np.isin(old[place], persons)], new[:, new[place] // BLOCK == number]], axis=1)
        written = np.ascontiguousarray(rows[:, np.argsort(rows[place], kind="stable")], dtype="<i4").tobytes()
        if written == old_numbers.get(number, b""):
            continue
        if number in old_numbers:
            connection.execute(_FORGET, {"of_kind": kind, "numbers": [number]})
        if written:
            connection.execute(insert(fact_block), {"kind": kind, "number": number, "numbers": written})


@cache
def _statement(kind: FactKind) -> PeopleStatement:
    return PeopleStatement(lambda among: with_days_as_text(FACTS[kind](among)))


def _encoded(rows: Columns, texts: _Texts) -> Matrix:
    return np.array([_numbers(rows[name], texts) for name in rows], dtype=np.int32)


def _numbers(values: np.ndarray, texts: _Texts) -> NDArray[np.int32]:
    if values.dtype.kind == "M":
        return np.where(np.isnat(values), NEVER, values.astype(np.int64)).astype(np.int32)
    if values.dtype.kind == "i":
        return values.astype(np.int32)
    return texts.numbers_of(values)
