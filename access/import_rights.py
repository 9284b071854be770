"""Who may import registers, and for which municipalities."""

from access.scope import Viewer
from model.accounts import Role

IMPORTERS = frozenset({Role.ASSESSOR, Role.MUNICIPALITY})


def may_import(viewer: Viewer) -> bool:
    """Whether the account may import registers."""
    return any(viewer.holds(role) for role in IMPORTERS)


def importable(viewer: Viewer) -> frozenset[int] | None:
    """The ids of the municipalities whose rows the account may import; None means every place."""
    if viewer.holds(Role.ASSESSOR):
        return None
    objects = (held.object_id for held in viewer.grants if held.role is Role.MUNICIPALITY)
    return frozenset(object_id for object_id in objects if object_id is not None)
