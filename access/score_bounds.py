"""The bounds of procedures, set by the assessor."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import settings
from access.journal import write_down
from model.errors import ActionRejectedError
from model.names import fold
from model.routes import Assessment
from model.score_bounds import ScoreBound

LOWEST, HIGHEST = 0, 100


def set_score_bound(session: Session, procedure: str, text: str, *, by: str) -> tuple[str, int]:
    """Set the bound of a procedure as typed, and return both; raises ActionRejectedError with the reason."""
    key = fold(procedure)
    written = select(func.min(Assessment.procedure)).where(Assessment.procedure_key == key, ~Assessment.is_need)
    name = session.scalar(written)
    if name is None:
        raise ActionRejectedError("выберите процедуру оценки из списка")
    bound = bound_typed(text)
    present = session.get(ScoreBound, key)
    before = present.bound if present else settings.SCORE_BOUND.value()
    session.merge(ScoreBound(procedure_key=key, bound=bound, changed_by=by, changed_at=datetime.now(UTC)))
    write_down(session, "bound set", f"{name}: {before} → {bound}", by=by)
    return name, bound


def bound_typed(text: str) -> int:
    """The bound that a person has typed: a whole percent."""
    digits = text.strip().removesuffix("%").strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(HIGHEST))
    if not is_number or not LOWEST <= int(digits) <= HIGHEST:
        raise ActionRejectedError(f"пороговое значение — целое число процентов от {LOWEST} до {HIGHEST}")
    return int(digits)
