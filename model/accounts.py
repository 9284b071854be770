"""Accounts, their grants, and the roles a grant may give."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from model.database import Base


class Role(StrEnum):
    """The role of a grant; `ROLE_OBJECTS` names the kind of its object."""

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
    Role.SCHOOL: "руководитель образовательной организации, заместитель",
    Role.EMPLOYEE: "педагогический или руководящий работник",
    Role.ADMIN: "технический администратор",
}

# The column of Grant with the object of each role; None means the whole region or installation.
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
    """A person who may sign in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str | None]
    post: Mapped[str | None]
    password_hash: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)  # the password is temporary
    code_secret: Mapped[str | None]  # of the one-time codes; empty until they are set up
    registry_columns: Mapped[str | None]  # keys joined by points; empty: the usual ones
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
