"""The bounds of procedures, below which a score is a deficit (difficulty); the assessor sets them."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class ScoreBound(Base):
    """The bound of one procedure in percent; a procedure without a row has that of the setting SCORE_BOUND."""

    __tablename__ = "score_bound"

    procedure_key: Mapped[str] = mapped_column(primary_key=True)
    bound: Mapped[int]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
