"""Organizations, programmes, providers and events that a file names for the first time, each with the nearest known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from ingest.matching.catalogue import Catalogue
from ingest.matching.staff import OrganizationKey
from ingest.planning.plan import Plan

# Of who imports for some places alone: what is not theirs can't be filled with names without end.
MOST_NEW_NAMES = 1000


@dataclass(frozen=True)
class NewName:
    """A name that nothing stored bears; `needs_consent` where it may well be a known one, misspelt."""

    kind: str
    name: str
    nearest: str | None
    place: str | None = None
    needs_consent: bool = False


def new_names(plan: Plan) -> list[NewName]:
    """The new names that accepting the file would write, organizations first."""
    return [*_organizations(plan), *_catalogue(plan)]


def _organizations(plan: Plan) -> Iterator[NewName]:
    if plan.file.register.key != "staff":
        return
    places, finding = plan.finding.places, plan.finding
    keys = dict.fromkeys(cast(OrganizationKey, fact["organization_id"]) for fact in plan.facts.values())
    for key in keys:
        if finding.staff_places.id_of(key) is None:
            name = finding.staff_places.name_said(key)
            nearest = places.hints.nearest(key[0], name)
            # Where no organization is known yet, there is none that this one could be.
            yield NewName(
                "organization", name, nearest, places.municipality_name(key[0]), places.has_organizations(key[0])
            )


def _catalogue(plan: Plan) -> Iterator[NewName]:
    finding = plan.finding
    for kind, column, part in (
        ("programme", "programme_id", "programmes"),
        ("provider", "provider_id", "providers"),
        ("event", "event_id", "events"),
    ):
        if part not in vars(finding):
            continue
        catalogue = cast(Catalogue, getattr(finding, part))
        for key in _keys(plan, column, kind):
            if catalogue.id_of(key) is None:
                name = catalogue.name_said(key)
                # What others have named is told to who answers for the reference lists alone.
                yield NewName(kind, name, None if finding.within else catalogue.nearest(name))


def _keys(plan: Plan, column: str, kind: str) -> Iterable[str]:
    keys: dict[str, None] = {}
    for fact in plan.facts.values():
        if isinstance(key := fact.get(column), str):
            keys[key] = None
        if kind == "programme":
            keys |= dict.fromkeys(cast(tuple[str, ...], fact.get("programmes", ())))
    return keys
