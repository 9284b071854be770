"""Whether the second wall stands: the row policies of PostgreSQL, and the rights of the app's login."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from upkeep.findings import Finding, fault, fine, warning

_NAME = "Политики строк"
# Tables with rows of persons: none of them may be without a policy.
WALLED = ("person", "employment", "assessment", "application", "result", "participation", "route", "state_span")
_STATE = """
SELECT relname, relrowsecurity, EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid) AS has_policy
FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
"""
_LOGIN = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = session_user"
_OWNED = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tableowner = session_user"


def check_row_policies(session: Session) -> Iterator[Finding]:
    """Faults of the policies on PostgreSQL; SQLite has none and says so."""
    if session.get_bind().dialect.name != "postgresql":
        yield fine(_NAME, "в SQLite их нет: область доступа держит само приложение")
        return
    state = {name: (is_on, has_policy) for name, is_on, has_policy in session.execute(text(_STATE))}
    off = sorted(name for name, (is_on, has_policy) in state.items() if has_policy and not is_on)
    bare = sorted(name for name in WALLED if not state.get(name, (False, False))[1])
    if off or bare:
        yield fault(_NAME, f"не действуют: {', '.join([*off, *bare])}; восстановите таблицы из копии или migrate")
        return
    is_super, may_bypass = session.execute(text(_LOGIN)).one()
    if is_super or may_bypass or session.scalar(text(_OWNED)):
        yield warning(
            _NAME, "действуют, но приложение входит владельцем таблиц: заведите ему отдельную роль (docs/operating.md)"
        )
    else:
        yield fine(_NAME, "действуют; приложение таблицами не владеет")
