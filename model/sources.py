"""How far the product has read each source that it takes registers from by itself."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class SourceMark(Base):
    """A source: `database staff` for a register of the module's database, `folder` for the watched folder.

    `content_hash` is of the rows that were read last, `mark` the highest value of the column of changes.
    """

    __tablename__ = "source_mark"

    source: Mapped[str] = mapped_column(primary_key=True)
    content_hash: Mapped[str | None]
    mark: Mapped[str | None]
    looked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    is_ok: Mapped[bool]
