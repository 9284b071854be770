"""The groups that addresses with {group} name, by the word before it."""

from collections.abc import Mapping, Sequence

# Those with content in the worlds; tests of the screens cover every one.
GROUPS: Mapping[str, Sequence[str]] = {
    "coverage": ("owed", "passed"),
    "trainings": ("attested", "not_passed", "trained"),
    "groups": ("submitted",),
    "procedures": ("new", "applied"),
    "practices": ("examples",),
}


def groups_of(address: str) -> Sequence[str]:
    """The groups of an address as PAGES writes it; one empty group where it has none."""
    if "{group}" not in address:
        return [""]
    return GROUPS[address.rpartition("/")[0].rpartition("/")[2]]
