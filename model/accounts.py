"""Accounts, their grants, and the roles a grant may give."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from model.database import Base


class Role(StrEnum):
    """What a grant lets an account be; the object is of the kind that `ROLE_OBJECTS` names."""

    MINISTRY = "ministry"
    ASSESSOR = "assessor"
    PROVIDER = "provider"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"
    EMPLOYEE = "employee"
    ADMIN = "admin"


ROLE_LABELS: dict[Role, str] = {
    Role.MINISTRY: "специалист министерства",
    Role.ASSESSOR: "специалист ОГБУ ЧЦОПМКП",
    Role.PROVIDER: "специалист организации ДПО",
    Role.MUNICIPALITY: "муниципальный координатор",
    Role.SCHOOL: "руководитель образовательной организации",
    Role.EMPLOYEE: "педагогический или руководящий работник",
    Role.ADMIN: "технический администратор",
}

# The column of Grant that holds the object of each role; None: the region or the installation as a whole.
ROLE_OBJECTS: dict[Role, str | None] = {
    Role.MINISTRY: None,
    Role.ASSESSOR: None,
    Role.PROVIDER: "provider_id",
    Role.MUNICIPALITY: "municipality_id",
    Role.SCHOOL: "organization_id",
    Role.EMPLOYEE: "person_id",
    Role.ADMIN: None,
}


class Account(Base):
    """Someone who may sign in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)  # somebody else gave it
    code_secret: Mapped[str | None]  # of the one-time codes; empty until they are set up
    code_step: Mapped[int | None]  # the last half minute whose code was taken: none is taken twice
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    grants: Mapped[list["Grant"]] = relationship(back_populates="account", cascade="all, delete-orphan")


class Grant(Base):
    """A role over one object."""

    __tablename__ = "account_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    personal_data: Mapped[bool] = mapped_column(default=False)
    account: Mapped[Account] = relationship(back_populates="grants")


class OpenSession(Base):
    """A browser that has signed in: its row gone, its cookie opens nothing."""

    __tablename__ = "open_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SignInTry(Base):
    """A try to sign in that has not succeeded: all workers count the same ones."""

    __tablename__ = "sign_in_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    login_key: Mapped[str]
    address: Mapped[str]
    device: Mapped[str | None]  # one from which this login got in before


Index("ix_sign_in_try_at", SignInTry.at)
Index("ix_sign_in_try_login_key_at", SignInTry.login_key, SignInTry.at)
Index("ix_sign_in_try_address_at", SignInTry.address, SignInTry.at)
