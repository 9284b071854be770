"""Names of programmes, providers and events → their ids; new names are created when the file is accepted."""

import re
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ingest.matching.hints import Hints
from model.bulk import Was, add_rows
from model.catalogue import Event, Programme, Provider
from model.chunks import chunks
from model.names import fold, tidy

# «Наименование организации (в т.ч. адрес)»: the address begins at an index, a region or a kind of settlement.
_ADDRESS = re.compile(r"\s*[,(;]\s*(?=\d{6}\b|(?:г|город|обл|область|пгт|пос|п|с|село|ул|адрес)[.:\s]|Челябинская обл)")


@lru_cache(maxsize=20_000)
def split_address(text: str) -> tuple[str, str | None]:
    """«Институт, г. Челябинск, ул. …» → the name and the address, where the text carries one."""
    parts = _ADDRESS.split(tidy(text), maxsplit=1)
    if len(parts) == 1 or not parts[0]:
        return tidy(text), None
    address = parts[1].strip()
    return parts[0], address[:-1] if address.endswith(")") and "(" not in address else address


class Catalogue:
    """The names of one table; `key` remembers a new one, `create` writes those, `id_of` answers afterwards."""

    def __init__(
        self, session: Session, table: type[Programme] | type[Provider] | type[Event], *, keeps_addresses: bool = False
    ) -> None:
        self._keeps_addresses = keeps_addresses
        self._session = session
        self._table = table
        rows = session.execute(select(table.name_key, table.id, table.same_as_id)).all()
        self._ids: dict[str, int] = {key: identity for key, identity, _ in rows}
        # The key of the main name, by the keys of its doubles.
        key_of = {identity: key for key, identity, _ in rows}
        self._main_keys = {key: key_of[main] for key, _, main in rows if main}
        self._new: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._hints = Hints(lambda _: session.scalars(select(table.name).where(table.same_as_id.is_(None))))

    def nearest(self, name: str) -> str | None:
        """The known name that is nearest in spelling to a new one."""
        return self._hints.nearest(None, name)

    def key(self, name: str | None) -> str | None:
        """The key by which the name is found; None for no name."""
        if not name:
            return None
        if name not in self._keys:
            folded = fold(name)
            self._keys[name] = self._main_keys.get(folded, folded)
        key = self._keys[name]
        if key not in self._ids:
            self._new.setdefault(key, tidy(name))
        return key

    def located(self, text: str | None) -> str | None:
        """The key of a provider written with its address, which is kept beside the name."""
        if not text:
            return None
        name, address = split_address(text)
        key = self.key(name)
        if key and address and (key in self._new or not self._keeps_addresses):
            self._addresses[key] = address
        return key

    def keys(self, names: Iterable[str]) -> tuple[str, ...]:
        """The keys of several names, in their order."""
        return tuple(key for key in map(self.key, names) if key)

    def id_of(self, key: str | None) -> int | None:
        """The id; None for no name, and for one that is not created yet."""
        return self._ids.get(key) if key else None

    def name_said(self, key: str) -> str:
        """A new name as the file writes it."""
        return self._new.get(key, key)

    def write_with(self, session: Session) -> None:
        """Write by this session."""
        self._session = session

    def create(self, keys: set[object]) -> list[Was]:
        """Write what is new under the keys, and the addresses; returns the addresses that were there before."""
        with_address = [key for key in self._addresses if key in keys]
        earlier: list[Was] = []
        for chunk in chunks(with_address):
            query = select(Provider.id, Provider.name_key, Provider.address).where(Provider.name_key.in_(chunk))
            earlier += [
                ("provider", identity, {"address": address})
                for identity, key, address in self._session.execute(query)
                if address != self._addresses[key]
            ]
        rows = [{"name": name, "name_key": key} for key, name in self._new.items() if key in keys]
        if rows:
            add_rows(self._session, self._table, rows)
            self._ids = dict(self._session.execute(select(self._table.name_key, self._table.id)).all())
            self._new = {}
        for key, address in self._addresses.items():
            if key in keys:
                self._session.execute(update(Provider).where(Provider.name_key == key).values(address=address))
        return earlier
