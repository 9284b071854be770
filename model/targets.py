"""The targets that the ministry has set, and which target applies at a place."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from model import wording
from model.database import Base
from model.indicators import RATES, Rate
from model.places import Level, Place


class Target(Base):
    """A target of a reporting year for the region (no municipality) or for one municipality, with its act.

    Of two rows for one thing the later one applies: PostgreSQL may store both when two people set it at once.
    """

    __tablename__ = "target"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    rate_key: Mapped[str]
    numerator: Mapped[int]
    denominator: Mapped[int]
    act_number: Mapped[str]
    act_date: Mapped[date]
    set_by: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    @property
    def value(self) -> "TargetValue":
        """The fraction and the act."""
        return TargetValue((self.numerator, self.denominator), self.act_number, self.act_date)


Index("ix_target_year_municipality_id_rate_key", Target.year, Target.municipality_id, Target.rate_key)


@dataclass(frozen=True)
class TargetValue:
    """A target that was set: its fraction and its act."""

    fraction: tuple[int, int]
    act_number: str
    act_date: date

    @property
    def act(self) -> str:
        """The act by which it was set: «правовой акт от 12.01.2026 № 01/15»."""
        return f"правовой акт от {wording.day(self.act_date)} № {self.act_number}"


@dataclass(frozen=True)
class Targets:
    """The targets of one reporting year, by municipality (None: the region's own) and rate."""

    year: int = 0
    values: Mapping[tuple[int | None, str], TargetValue] = field(default_factory=dict)

    def rate_at(self, place: Place, rate: Rate) -> Rate:
        """The rate with the target of the place's municipality, else the region's, else the regulation's."""
        home = place.id if place.level is Level.MUNICIPALITY else place.municipality_id
        own = None if home is None else self.values.get((home, rate.key))
        value = own or self.values.get((None, rate.key))
        if value is None:
            return rate
        whose = "для муниципального образования " if own else ""
        note = f"{wording.percent(value.fraction)} — установлено Министерством {whose}на {self.year} год, {value.act}"
        return replace(rate, target=value.fraction, target_note=note)

    def rates_at(self, place: Place) -> tuple[Rate, ...]:
        """Every rate with the target that applies at the place."""
        return tuple(self.rate_at(place, rate) for rate in RATES)


# Nothing is set: every target is the regulation's.
REGULATION = Targets()
