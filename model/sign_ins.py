"""Who is signing in and who is signed in: on SQLite in a file of their own, so that no import holds them up."""

from datetime import datetime

from sqlalchemy import DateTime, Index
from sqlalchemy.orm import Mapped, mapped_column

from model.database import SignInBase


class OpenSession(SignInBase):
    """A browser that has signed in: its row gone, or another password set, its cookie opens nothing."""

    __tablename__ = "open_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(index=True)
    credential: Mapped[str]  # a digest of the password's hash: see `access.sessions.credential_of`
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PendingSignIn(SignInBase):
    """A sign-in whose password was right and whose later steps are open; its row gone, its cookie opens nothing."""

    __tablename__ = "pending_sign_in"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(index=True)
    credential: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    is_code_entered: Mapped[bool] = mapped_column(default=False)
    offered_secret: Mapped[str | None]  # of one-time codes, until the first code proves that a phone has it


class UsedCode(SignInBase):
    """The last half minute whose one-time code an account has used: none is taken twice."""

    __tablename__ = "used_code"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[int]


class SignInAttempt(SignInBase):
    """A try to sign in that has not succeeded: all workers count the same ones."""

    __tablename__ = "sign_in_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    login_key: Mapped[str]
    address: Mapped[str]
    device: Mapped[str | None]  # one from which this login got in before


Index("ix_sign_in_try_at", SignInAttempt.at)
Index("ix_sign_in_try_login_key_at", SignInAttempt.login_key, SignInAttempt.at)
Index("ix_sign_in_try_address_at", SignInAttempt.address, SignInAttempt.at)
