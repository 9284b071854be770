"""Which earlier program may go on working over the tables while the servers are upgraded one by one."""

from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class OldestVersion(Base):
    """The one row: the tables of which a program has to know at least; `migrate` writes it.

    All versions after that one only add what an earlier program does not see.
    """

    __tablename__ = "oldest_version"

    revision: Mapped[str] = mapped_column(primary_key=True)
