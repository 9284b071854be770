"""Orders of long exports as tests give them, look at them and take what was made."""

from sqlalchemy import select, update

from access import accounts
from model.database import surveying, writing
from model.export_jobs import ExportJob
from tests.site import Visitor


def orders(visitor: Visitor, where: str, form: str = "appendix1", suffix: str = "docx"):
    return visitor.posts("/exports/order", list=where, form=form, suffix=suffix)


def jobs() -> list[ExportJob]:
    with surveying() as session:
        return list(session.scalars(select(ExportJob).order_by(ExportJob.id)))


def taken(visitor: Visitor, number: int = -1) -> bytes:
    answer = visitor.client.get(f"/exports/{jobs()[number].id}/file")
    assert answer.status_code == 200
    return answer.data


def changed(**values: object) -> None:
    with writing() as session:
        session.execute(update(ExportJob).values(**values))


def switched(login: str, *, is_active: bool) -> None:
    with writing() as session:
        account = accounts.account_called(session, login)
        accounts.switch(session, account, is_active=is_active, by="test")
