"""The check of `cli.py doctor` for the standbys that screens are read from."""

from collections.abc import Iterator

from sqlalchemy import text

import settings
from access.reading import OPERATOR, Reading
from model.database import read_session, standby_session
from model.dates import today
from queries.imports import data_version
from upkeep.figures import UNREACHABLE
from upkeep.findings import Finding, fine, warning
from upkeep.setting_values import masked_address


def check_standbys() -> Iterator[Finding]:
    """A finding for each address of DATABASE_READ_URL."""
    urls = settings.standby_urls()
    if not urls:
        return
    with read_session() as session:
        newest = data_version(Reading(session, OPERATOR, today()))
    for url in urls:
        yield _check_standby(url, newest)


def _check_standby(url: str, newest: tuple[object, ...]) -> Finding:
    name = f"Реплика {masked_address(url)}"
    try:
        with standby_session(url) as session:
            is_standby = session.scalar(text("SELECT pg_is_in_recovery()"))
            is_new = data_version(Reading(session, OPERATOR, today())) == newest
    except UNREACHABLE as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        return warning(
            name, f"не отвечает ({cause}), экраны даёт главный сервер: проверьте реплику и DATABASE_READ_URL"
        )
    if not is_standby:
        return warning(name, "это не реплика, а сервер, на который пишут: он не разгружен; исправьте DATABASE_READ_URL")
    if not is_new:
        return warning(name, "отстала на загрузку, экраны даёт главный сервер: посмотрите pg_stat_replication на нём")
    return fine(name, "отвечает, данные те же, что на главном сервере")
