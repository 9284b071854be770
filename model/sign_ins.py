"""Sign-ins and open sessions; on SQLite they have a file of their own, which no import locks."""

from datetime import datetime

from sqlalchemy import DateTime, Index
from sqlalchemy.orm import Mapped, mapped_column

from model.database import SignInBase


class OpenSession(SignInBase):
    """An open session of a browser; its cookie is invalid without this row or after a change of password."""

    __tablename__ = "open_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(index=True)
    credential: Mapped[str]  # a digest of the password's hash: see `access.sessions.credential_of`
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PendingSignIn(SignInBase):
    """A sign-in after the right password, before its later steps; its cookie is invalid without this row."""

    __tablename__ = "pending_sign_in"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(index=True)
    credential: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    is_code_entered: Mapped[bool] = mapped_column(default=False)
    offered_secret: Mapped[str | None]  # of one-time codes, until the first right code


class UsedCode(SignInBase):
    """The last step (half minute) whose one-time code an account has used; no code works twice."""

    __tablename__ = "used_code"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[int]


class SignInAttempt(SignInBase):
    """A failed attempt to sign in; all workers count the same rows."""

    __tablename__ = "sign_in_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    login_key: Mapped[str]
    address: Mapped[str]
    device: Mapped[str | None]  # from which this login has signed in before


Index("ix_sign_in_try_at", SignInAttempt.at)
Index("ix_sign_in_try_login_key_at", SignInAttempt.login_key, SignInAttempt.at)
Index("ix_sign_in_try_address_at", SignInAttempt.address, SignInAttempt.at)
