"""People whom coordinators have brought in newly: whoever brings in their results should look at who they are."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.account_names import account_titles
from model.accounts import Account, Grant, Role
from model.dates import today
from model.journal import ImportRun
from model.people import Employment

NEW = timedelta(days=31)


def newcomers(session: Session) -> dict[int, tuple[str, date]]:
    """By person: who brought them in and the day, where every spell is of a coordinator's late file."""
    begun = datetime.combine(today() - NEW, time.min, UTC)
    coordinators = (
        select(Account.login).join(Grant, Grant.account_id == Account.id).where(Grant.role == Role.MUNICIPALITY)
    )
    brought = ImportRun.accepted_by.in_(coordinators) & (ImportRun.accepted_at >= begun)
    late = list(session.scalars(select(ImportRun.id).where(brought)))
    if not late:
        return {}
    others = select(Employment.person_id).where(Employment.import_id.is_(None) | Employment.import_id.not_in(late))
    query = (
        select(Employment.person_id, func.min(ImportRun.accepted_by), func.min(ImportRun.accepted_at))
        .join(ImportRun, ImportRun.id == Employment.import_id)
        .where(Employment.import_id.in_(late), Employment.person_id.not_in(others))
        .group_by(Employment.person_id)
    )
    rows = session.execute(query).all()
    titles = account_titles(session, (login for _, login, _ in rows))
    return {person: (titles[login], at.date()) for person, login, at in rows}
