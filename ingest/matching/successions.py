"""What a spell that a row names means after organizations have merged, split, moved or closed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import UserError
from model.people import Employment
from model.places import ChangeKind, OrganizationChange
from model.wording import day

# A spell: where, from which day, until which, both days worked. The day of a change ends the one and begins the other.
Spell = tuple[int, date, date | None]


class OrganizationClosedError(UserError):
    """The spell would begin where nobody is taken any more; told with the day since when."""

    def __init__(self, since: date) -> None:
        super().__init__(f"организация закрыта с {day(since)}")


class Successions:
    """Carries spells along: the past stays in the old organization, what comes after goes to its successor."""

    def __init__(self, session: Session) -> None:
        self._out: dict[int, list[OrganizationChange]] = defaultdict(list)
        self._born: dict[int, OrganizationChange] = {}
        self._joined: dict[int, list[OrganizationChange]] = defaultdict(list)
        self._near: dict[int, set[int]] = defaultdict(set)
        lasting = OrganizationChange.kind != ChangeKind.RENAMED
        query = select(OrganizationChange).where(lasting)
        for change in session.scalars(query.order_by(OrganizationChange.happened_on, OrganizationChange.id)):
            self._note(change)
        self._stored_spells = self._spells(session) if self._out else {}

    def _note(self, change: OrganizationChange) -> None:
        self._out[change.organization_id].append(change)
        if change.successor_id is None:
            return
        self._near[change.organization_id].add(change.successor_id)
        self._near[change.successor_id].add(change.organization_id)
        if change.begins:
            self._born[change.successor_id] = change
        else:
            self._joined[change.successor_id].append(change)

    def _spells(self, session: Session) -> dict[int, set[tuple[int, date]]]:
        """The spells in the organizations that had to do with each other, by person."""
        columns = (Employment.person_id, Employment.organization_id, Employment.since)
        places = {*self._out, *self._near}
        spells: dict[int, set[tuple[int, date]]] = defaultdict(set)
        for person, place, since in session.execute(select(*columns).where(Employment.organization_id.in_(places))):
            spells[person].add((place, since))
        return spells

    def touches(self, organization_id: int) -> bool:
        """Whether anything has become of the organization."""
        return organization_id in self._out or organization_id in self._near

    def related(self, organization_id: int) -> Iterator[int]:
        """All that have merged with it, split from it, and so on, itself left out."""
        relatives, waiting = {organization_id}, [organization_id]
        while waiting:
            for near in sorted(self._near.get(waiting.pop(), set()) - relatives):
                relatives.add(near)
                waiting.append(near)
                yield near

    def carried(self, place: int, person: int | None, since: date, until: date | None) -> list[Spell]:
        """The spells that a row naming the organization means, in order; OrganizationClosedError where it can't be."""
        born = self._born.get(place)
        if born and since < born.happened_on:
            # It was made by the operation: before, the same people worked where it came from.
            return self._from(born, person, since, until)
        for joined in self._joined.get(place, ()):
            is_known = (joined.organization_id, since) in self._stored_spells.get(person or 0, set())
            if since < joined.happened_on and is_known:
                return self._from(joined, person, since, until)
        return self._onwards(place, person, since, until)

    def _from(self, change: OrganizationChange, person: int | None, since: date, until: date | None) -> list[Spell]:
        on = change.happened_on
        if until is not None and until <= on:
            return self.carried(change.organization_id, person, since, until)
        before = self.carried(change.organization_id, person, since, on)
        return [*before, *self._onwards(change.successor_id or 0, person, on, until)]

    def _onwards(self, place: int, person: int | None, since: date, until: date | None) -> list[Spell]:
        for change in self._out.get(place, ()):
            on = change.happened_on
            is_over = until is not None and until <= on and since < on
            if is_over or not self._takes(change, person, max(since, on)):
                continue
            if change.successor_id is None and since >= on:
                raise OrganizationClosedError(on)
            stays: list[Spell] = [(place, since, on)] if since < on else []
            if change.successor_id is None:
                return stays
            return [*stays, *self._onwards(change.successor_id, person, max(since, on), until)]
        return [(place, since, until)]

    def _takes(self, change: OrganizationChange, person: int | None, start: date) -> bool:
        """Whether the change takes the person along: a split only those who were named."""
        if change.kind == ChangeKind.SPLIT:
            return (change.successor_id or 0, start) in self._stored_spells.get(person or 0, set())
        return change.ends_spells if change.kind == ChangeKind.CLOSED else True
