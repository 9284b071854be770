"""Sets and removes targets for the ministry; `by` is the login of who does it."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import SQLColumnExpression, delete, select
from sqlalchemy.orm import Session

from access.journal import write_down
from model import wording
from model.dates import now, today
from model.errors import ActionRejectedError
from model.indicators import RATE_BY_KEY
from model.names import tidy
from model.places import REGION, Municipality
from model.targets import Target

LONGEST_ACT = 50
# Targets are set for years in which there may be data.
YEARS = range(2018, 2101)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d))?\s*%?")


@dataclass(frozen=True)
class TargetForm:
    """What the ministry has filled in; `municipality_id` is None for the region."""

    year: int | None
    rate_key: str
    municipality_id: int | None
    percent: str
    act_number: str
    act_date: date | None


def set_target(session: Session, form: TargetForm, *, by: str) -> str:
    """Set the target of the year, the place and the rate, in place of an earlier one; returns what was set.

    Raises ActionRejectedError when a field is missing or wrong.
    """
    target = _target(form, by)
    place = _place_name(session, form.municipality_id)
    earlier = (Target.year == target.year, Target.rate_key == target.rate_key, _is_at(form.municipality_id))
    had = session.scalars(select(Target).where(*earlier).order_by(Target.id.desc())).first()
    before = f"; было {_percent_of(had)}" if had else ""
    session.execute(delete(Target).where(*earlier))
    session.add(target)
    session.flush()
    text = _text(target, place)
    write_down(session, "target changed" if had else "target set", f"{text}{before}", by=by)
    return text


def _target(form: TargetForm, by: str) -> Target:
    if form.year not in YEARS:
        raise ActionRejectedError("выберите год")
    if form.rate_key not in RATE_BY_KEY:
        raise ActionRejectedError("выберите показатель")
    numerator, denominator = _fraction(form.percent)
    number, day = _act(form)
    return Target(
        year=form.year,
        municipality_id=form.municipality_id,
        rate_key=form.rate_key,
        numerator=numerator,
        denominator=denominator,
        act_number=number,
        act_date=day,
        set_by=by,
        set_at=now(),
    )


def _is_at(municipality_id: int | None) -> SQLColumnExpression[bool]:
    column = Target.municipality_id
    return column.is_(None) if municipality_id is None else column == municipality_id


def remove_target(session: Session, target_id: int, *, by: str) -> str:
    """Remove a target; returns what was removed. Raises ActionRejectedError when there is none."""
    target = session.get(Target, target_id)
    if target is None:
        raise ActionRejectedError("такого целевого значения нет: возможно, его уже удалили")
    text = _text(target, _place_name(session, target.municipality_id))
    session.delete(target)
    write_down(session, "target removed", text, by=by)
    return text


def _fraction(text: str) -> tuple[int, int]:
    match = _PERCENT.fullmatch(text.strip())
    exact = Fraction(int(match[1]) * 10 + int(match[2] or 0), 1000) if match else Fraction(0)
    if not 0 < exact <= 1:
        raise ActionRejectedError("целевое значение — от 0,1 до 100 %, с одним знаком после запятой")
    return exact.numerator, exact.denominator


def _place_name(session: Session, municipality_id: int | None) -> str:
    if municipality_id is None:
        return REGION.name
    municipality = session.get(Municipality, municipality_id)
    if municipality is None:
        raise ActionRejectedError("такого муниципального образования нет")
    return municipality.name


def _act(form: TargetForm) -> tuple[str, date]:
    """The number and the day of the act, both of which a target must have."""
    number = tidy(form.act_number).removeprefix("№").strip()
    if not number or len(number) > LONGEST_ACT or not number.isprintable():
        raise ActionRejectedError(f"укажите номер правового акта, не длиннее {LONGEST_ACT} знаков")
    if form.act_date is None:
        raise ActionRejectedError("укажите дату правового акта")
    if form.act_date > today():
        raise ActionRejectedError("дата правового акта ещё не наступила")
    return number, form.act_date


def _text(target: Target, place: str) -> str:
    rate = RATE_BY_KEY[target.rate_key].label if target.rate_key in RATE_BY_KEY else target.rate_key
    return f"{target.year} год, {place}, {rate}: {_percent_of(target)}, {target.value.act}"


def _percent_of(target: Target) -> str:
    return wording.percent(target.value.fraction)
