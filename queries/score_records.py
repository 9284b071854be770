"""What is told of the scores of a group of people; a group too small is told of by its number alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from model.places import Place
from model.routes import COMPETENCES
from queries.score_bounds import Procedure
from queries.score_sums import GroupSum, ScoreSum, Tally


@dataclass(frozen=True)
class Quartiles:
    """How the scores of a group lie, in percents."""

    lowest: float
    lower: float
    median: float
    upper: float
    highest: float


@dataclass(frozen=True)
class Figures:
    """The mean score of a group in percents, and how many people are below the bound."""

    mean: float
    below: int
    # Of the group as a whole; never shown to who may not name people.
    quartiles: Quartiles | None = None


@dataclass(frozen=True)
class Spread:
    """One competence of a group: `number` people have a score; no figures where there is none, or too few to tell."""

    number: int
    figures: Figures | None = None

    @property
    def is_hidden(self) -> bool:
        """There are scores, but of so few people that they are not told here."""
        return self.number > 0 and self.figures is None


@dataclass(frozen=True)
class GroupScores:
    """The scores of the people of a group in one procedure, by competence."""

    people: int
    spreads: Mapping[str, Spread]


@dataclass(frozen=True)
class PlaceScores:
    """A place and the scores of its people."""

    place: Place
    scores: GroupScores


@dataclass(frozen=True)
class NamedScores:
    """A position and the scores of its people; no name where the register gave none."""

    name: str | None
    scores: GroupScores


@dataclass(frozen=True)
class ProcedureScores:
    """A procedure and the scores of who has passed it, against its own bound."""

    procedure: Procedure
    scores: GroupScores


@dataclass(frozen=True)
class LevelCounts:
    """Of a competence whose scores are levels in words: how many people have each; none where too few to tell."""

    number: int
    levels: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Change:
    """The means of the same people at their last assessment but one and at the last; none where too few to tell."""

    number: int
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True)
class Progress:
    """Of the people of a Change: how many rose, and those trained between both assessments beside those not."""

    rose: int | None = None
    trained: Change = Change(0)
    untrained: Change = Change(0)


@dataclass(frozen=True)
class Survey:
    """The scores of a place in one procedure, as a whole and by part and position; the biggest groups first."""

    procedure: Procedure | None
    whole: GroupScores
    parts: Sequence[PlaceScores] = ()
    positions: Sequence[NamedScores] = ()
    # All procedures of the place, the most frequent first: none is added to another.
    procedures: Sequence[ProcedureScores] = ()
    levels: Mapping[str, LevelCounts] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    progress: Mapping[str, Progress] = field(default_factory=dict)
    # What who may not name people sees: scores of the last finished month, of whole municipalities.
    is_published: bool = False


NOBODY = GroupScores(0, dict.fromkeys(COMPETENCES, Spread(0)))


def group_scores(group: GroupSum, least: int) -> GroupScores:
    """The means of a group; a competence that fewer than `least` people have a score of keeps its number alone."""
    return GroupScores(group.people, {key: _spread(group.scores.get(key, ScoreSum()), least) for key in COMPETENCES})


def _spread(one: ScoreSum, least: int) -> Spread:
    is_told = one.number >= max(1, least)
    return Spread(one.number, Figures(round(one.total / one.number, 9), one.below) if is_told else None)


def quartiles(tally: Tally) -> Quartiles:
    """The quartiles of scores, of which there is at least one."""
    lowest, lower, median, upper, highest = (_quartile(tally.scores, quarter) for quarter in range(5))
    return Quartiles(lowest, lower, median, upper, highest)


def _quartile(scores: Sequence[tuple[float, int]], quarter: int) -> float:
    """Between the two neighbouring scores, in proportion: the lowest and the highest are scores of the group."""
    rank, part = divmod((sum(number for _, number in scores) - 1) * quarter, 4)
    score = _ranked(scores, rank)
    return round(score + (_ranked(scores, rank + 1) - score) * part / 4, 9) if part else score


def _ranked(scores: Sequence[tuple[float, int]], rank: int) -> float:
    for score, number in scores:
        rank -= number
        if rank < 0:
            return score
    return scores[-1][0]
