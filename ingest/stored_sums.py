"""Stores the sums anew where an upgrade of the tables has deleted them."""

from sqlalchemy import select

from ingest.import_lock import acquire_import_lock
from ingest.undo import Rewrite
from model.database import upgrade_session
from model.people import Person
from model.snapshots import SnapshotDay


def store_missing_sums(rewrite: Rewrite) -> None:
    """Store the sums of a database that has people and no sums; leave any other as it is."""
    with upgrade_session() as session:
        acquire_import_lock(session)
        has_people = session.scalar(select(Person.id).limit(1)) is not None
        has_sums = session.scalar(select(SnapshotDay.day).limit(1)) is not None
        if has_people and not has_sums:
            rewrite(session, [], {})
