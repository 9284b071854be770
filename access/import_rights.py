"""Who may import registers, and rows of which municipalities."""

from access.scope import Viewer
from model.accounts import Role

IMPORTERS = frozenset({Role.ASSESSOR, Role.MUNICIPALITY})


def may_import(viewer: Viewer) -> bool:
    """Whether the account may import registers."""
    return any(viewer.holds(role) for role in IMPORTERS)


def importable(viewer: Viewer) -> frozenset[int] | None:
    """The municipalities whose rows the account may import: None for every place, nothing for one who may not."""
    if viewer.holds(Role.ASSESSOR):
        return None
    objects = (held.object_id for held in viewer.grants if held.role is Role.MUNICIPALITY)
    return frozenset(one for one in objects if one is not None)
