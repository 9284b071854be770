"""Which import may be undone: one that has changed something, on which nothing later leans."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from model.journal import CATALOGUE, REFERENCE, ImportChange, ImportRun, ImportTouch
from model.places import OrganizationChange

# Of how many imports it is kept what the rows were before them.
MOST_KEPT = 20
HAS_CHANGED = or_(ImportRun.added > 0, ImportRun.changed > 0, ImportRun.removed > 0, ImportRun.register == REFERENCE)


def may_be_undone(session: Session, run: ImportRun) -> bool:
    """Whether nothing that came later touches what the import has changed."""
    last = session.scalar(select(func.max(ImportRun.id))) or 0
    if run.undone_at is not None or run.id <= last - MOST_KEPT or not _is_recorded(session, run):
        return False
    later = select(ImportRun.id).where(ImportRun.id > run.id, HAS_CHANGED)
    touched = select(ImportTouch.person_id).where(ImportTouch.import_id == run.id)
    other = aliased(ImportChange)
    changed = select(ImportChange.id).join(
        other, and_(other.table_name == ImportChange.table_name, other.row_id == ImportChange.row_id)
    )
    in_the_way = (
        select(ImportRun.id).where(ImportRun.id.in_(later), ImportRun.register == REFERENCE),
        select(ImportTouch.import_id).where(ImportTouch.import_id.in_(later), ImportTouch.person_id.in_(touched)),
        changed.where(ImportChange.import_id == run.id, other.import_id.in_(later)),
    )
    if run.register == CATALOGUE:
        # It touches nobody: a later catalogue that stands may have changed what this one has added.
        stands = later.where(ImportRun.register == CATALOGUE, ImportRun.undone_at.is_(None))
        return session.scalar(stands.limit(1)) is None
    is_operation = run.register == REFERENCE and session.scalar(later.limit(1)) is not None
    return not is_operation and all(session.scalar(one.limit(1)) is None for one in in_the_way)


def _is_recorded(session: Session, run: ImportRun) -> bool:
    """Whether it is known what was before an operation: of names that had to go it is not. A file has added rows."""
    if run.register != REFERENCE:
        return True
    changes = (
        select(ImportChange.id).where(ImportChange.import_id == run.id),
        select(OrganizationChange.id).where(OrganizationChange.import_id == run.id),
    )
    return any(session.scalar(one.limit(1)) is not None for one in changes)
