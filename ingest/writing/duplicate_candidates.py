"""Spells of two persons who may be one: found anew for those whom a staff register has touched."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist
from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from model.bulk import add_rows
from model.journal import REFERENCE, ImportRun, ImportTouch
from model.names import fold
from model.people import DuplicateCandidate, Employment
from model.places import Organization
from model.quality import CLOSE

# A staff register writes spells, and so does an operation on organizations.
_TELLS_SPELLS = ("staff", REFERENCE)
# In a shorter name one letter is a good part of it: «Ким А. А.» and «Ким А. Л.» are two people.
_LEAST_LETTERS = 12


@dataclass(frozen=True)
class Spell:
    """A spell of work, as far as it can look like another's; both its days are worked."""

    id: int
    person_id: int
    organization_id: int
    municipality_id: int
    name_key: str
    position_key: str
    since: date
    until: date | None


def pair_duplicates(session: Session, imports: Sequence[int]) -> None:
    """Write which spells look like one person's; only spells can tell, so what writes none changes nothing."""
    of_staff = select(ImportRun.id).where(ImportRun.id.in_(imports), ImportRun.register.in_(_TELLS_SPELLS))
    touched = select(ImportTouch.person_id).where(ImportTouch.import_id.in_(of_staff))
    persons = set(session.scalars(touched))
    if not persons:
        return
    mine = select(Employment.id).where(Employment.person_id.in_(touched))
    session.execute(
        delete(DuplicateCandidate).where(
            or_(DuplicateCandidate.spell_id.in_(mine), DuplicateCandidate.other_id.in_(mine))
        )
    )
    pairs = sorted(duplicates_of(_spells_beside(session, touched), persons))
    add_rows(session, DuplicateCandidate, [{"spell_id": one, "other_id": other} for one, other in pairs])


def _spells_beside(session: Session, touched: Select) -> list[Spell]:
    """The main spells of those people, and all that bear a name or belong to an organization of theirs."""
    theirs = Employment.person_id.in_(touched)
    in_places = Employment.organization_id.in_(select(Employment.organization_id).where(theirs))
    of_names = Employment.name_key.in_(select(Employment.name_key).where(theirs))
    columns = (
        *(Employment.id, Employment.person_id, Employment.organization_id, Organization.municipality_id),
        *(Employment.name_key, Employment.position, Employment.since, Employment.until),
    )
    query = select(*columns).join(Organization, Organization.id == Employment.organization_id)
    beside = query.where(Employment.is_main, in_places | of_names)
    return [Spell(*row[:5], fold(row[5] or ""), *row[6:]) for row in session.execute(beside)]


def duplicates_of(spells: Iterable[Spell], persons: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of spells of two persons, of whom one at least is among the persons; both ways round."""
    by_name: dict[tuple[int, str], list[Spell]] = defaultdict(list)
    by_post: dict[tuple[int, str], list[Spell]] = defaultdict(list)
    for spell in spells:
        by_name[spell.municipality_id, spell.name_key].append(spell)
        if spell.position_key and len(spell.name_key) >= _LEAST_LETTERS:
            by_post[spell.organization_id, spell.position_key].append(spell)
    pairs = [pair for alike in by_name.values() for pair in combinations(alike, 2) if _may_be_one(*pair)]
    looked_at = (alike for alike in by_post.values() if any(spell.person_id in persons for spell in alike))
    pairs += [pair for alike in looked_at for pair in _nearly_named(alike) if _may_be_one(*pair)]
    ours = [pair for pair in pairs if any(spell.person_id in persons for spell in pair)]
    return {(one.id, other.id) for pair in ours for one, other in (pair, pair[::-1])}


def _may_be_one(one: Spell, other: Spell) -> bool:
    """Two persons at once in one organization, or one leaving where the other begins.

    Namesakes who work at the same time in two organizations are no news: there would be hundreds of them.
    """
    if one.person_id == other.person_id:
        return False
    if one.organization_id == other.organization_id and _overlap(one, other):
        return True
    return _follows(one, other) or _follows(other, one)


def _overlap(one: Spell, other: Spell) -> bool:
    return (other.until is None or one.since <= other.until) and (one.until is None or other.since <= one.until)


def _follows(earlier: Spell, later: Spell) -> bool:
    return earlier.until is not None and abs(later.since - earlier.until) <= CLOSE


def _nearly_named(spells: Sequence[Spell]) -> Iterator[tuple[Spell, Spell]]:
    """Pairs whose names are one typing error apart."""
    if len(spells) < 2:
        return
    names = [spell.name_key for spell in spells]
    distances = cdist(names, names, scorer=OSA.distance, score_cutoff=1)
    for one, other in np.argwhere(distances == 1):
        if one < other:
            yield spells[int(one)], spells[int(other)]
