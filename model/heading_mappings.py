"""Headings of files that accounts have mapped to columns by hand."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class HeadingMapping(Base):
    """A heading that an account has mapped to a column of a register."""

    __tablename__ = "heading_mapping"
    __table_args__ = (UniqueConstraint("account_id", "register", "heading_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    register: Mapped[str]
    heading_key: Mapped[str]
    heading: Mapped[str]
    column_key: Mapped[str]
    mapped_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
