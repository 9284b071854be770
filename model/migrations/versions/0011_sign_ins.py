"""Signing in apart from the data, its steps as rows; the journal sealed with a key outside the database"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from model.keys import journal_key

revision = "0011"
down_revision = "0010"
previous_may_run = False

# Compared and sorted by code point on every database.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


MOMENT = sa.DateTime(timezone=True)
Seal = Callable[[str, list[object]], str]
TABLES = ("journal_entry", "journal_about")
LINE = "id, at, login, action, subject, origin"
BROKEN = "seals renewed; the chain before was broken at line"
LINES_AT_ONCE = 1_000


def upgrade() -> None:
    op.drop_table("open_session")
    if op.get_bind().dialect.name == "postgresql":
        _open_sessions(has_credential=True)
        _pending_sign_ins()
        _used_codes()
    else:
        # On SQLite the tables of signing in lie in a file of their own (model/database.py), made by the app.
        op.drop_table("sign_in_try")
    # Not as a batch: SQLite would make the table anew, and its grants would go with the old one.
    op.drop_column("account", "code_step")
    _seal_anew(_plain_seal, _keyed_seal)


def downgrade() -> None:
    """Everyone signs in anew; codes used in the last half minute could be used once more."""
    _seal_anew(_keyed_seal, _plain_seal)
    op.add_column("account", sa.Column("code_step", sa.Integer()))
    if op.get_bind().dialect.name == "postgresql":
        for table in ("open_session", "pending_sign_in", "used_code"):
            op.drop_table(table)
    else:
        _sign_in_tries()
    _open_sessions(has_credential=False)


def _open_sessions(*, has_credential: bool) -> None:
    account = sa.ForeignKeyConstraint(
        ["account_id"], ["account.id"], name="fk_open_session_account_id_account", ondelete="CASCADE"
    )
    op.create_table(
        "open_session",
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_open_session"),
        *([sa.Column("credential", TEXT, nullable=False)] if has_credential else [account]),
    )
    op.create_index("ix_open_session_account_id", "open_session", ["account_id"])


def _pending_sign_ins() -> None:
    op.create_table(
        "pending_sign_in",
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential", TEXT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("is_code_entered", sa.Boolean(), nullable=False),
        sa.Column("offered_secret", TEXT),
        sa.PrimaryKeyConstraint("token_hash", name="pk_pending_sign_in"),
    )
    op.create_index("ix_pending_sign_in_account_id", "pending_sign_in", ["account_id"])


def _used_codes() -> None:
    op.create_table(
        "used_code",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_used_code"),
    )
    op.execute("INSERT INTO used_code SELECT id, code_step FROM account WHERE code_step IS NOT NULL")


def _sign_in_tries() -> None:
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("login_key", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("device", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_try"),
    )
    op.create_index("ix_sign_in_try_at", "sign_in_try", ["at"])
    op.create_index("ix_sign_in_try_login_key_at", "sign_in_try", ["login_key", "at"])
    op.create_index("ix_sign_in_try_address_at", "sign_in_try", ["address", "at"])


def _plain_seal(before: str, content: list[object]) -> str:
    return hashlib.sha256(_written(before, content)).hexdigest()


def _keyed_seal(before: str, content: list[object]) -> str:
    return hmac.new(journal_key().encode(), _written(before, content), hashlib.sha256).hexdigest()


def _written(before: str, content: list[object]) -> bytes:
    return json.dumps([before, *content], ensure_ascii=False).encode()


def _seal_anew(old: Seal, new: Seal) -> None:
    """Seal every line in the new way; where the old chain is broken, a new last line says at which line it was."""
    bind = op.get_bind()
    old_seal, seal, number, broken_at = "", "", 0, None
    with _unlocked_journal():
        for line in _lines():
            content = _content(line)
            old_seal = old(old_seal, content)
            if broken_at is None and (line.seal != old_seal or line.id != number + 1):
                broken_at = line.id
            seal, number = new(seal, content), line.id
            bind.execute(sa.text("UPDATE journal_entry SET seal = :seal WHERE id = :id"), {"seal": seal, "id": number})
        if broken_at is not None:
            _tell_broken(new, seal, number + 1, broken_at)


def _lines() -> Iterator[sa.Row]:
    number, bind = 0, op.get_bind()
    query = sa.text(f"SELECT {LINE}, seal FROM journal_entry WHERE id > :id ORDER BY id LIMIT {LINES_AT_ONCE}")
    while lines := bind.execute(query, {"id": number}).all():
        yield from lines
        number = lines[-1].id


def _content(line: sa.Row) -> list[object]:
    moment = datetime.fromisoformat(line.at) if isinstance(line.at, str) else line.at
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    query = sa.text("SELECT person_id FROM journal_about WHERE entry_id = :id ORDER BY person_id")
    persons = list(op.get_bind().scalars(query, {"id": line.id}))
    about = [line.login, line.action, line.subject, line.origin]
    return [line.id, moment.isoformat(timespec="microseconds"), *about, persons]


def _tell_broken(new: Seal, seal: str, number: int, broken_at: int) -> None:
    now, action = datetime.now(UTC), f"{BROKEN} {broken_at}"
    content = [number, now.isoformat(timespec="microseconds"), "migrate", action, None, None, []]
    values = {"id": number, "at": now, "login": "migrate", "action": action, "seal": new(seal, content)}
    columns = [sa.column(name, MOMENT if name == "at" else None) for name in values]
    op.get_bind().execute(sa.insert(sa.table("journal_entry", *columns)).values(**values))


@contextmanager
def _unlocked_journal() -> Iterator[None]:
    """The triggers that keep the journal append-only are away for the renewal."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    triggers = bind.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'journal_%'")
    ).all()
    for trigger in triggers:
        op.execute(f"DROP TRIGGER {trigger.name}")
    yield
    for trigger in triggers:
        op.execute(trigger.sql)
