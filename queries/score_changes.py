"""How the scores of people who passed the same procedure twice have changed, and of those trained between."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from access.reading import Reading
from model.places import Place
from model.routes import COMPETENCES, Assessment, Result
from queries.filters import Filters, narrowing
from queries.registry_states import is_attested
from queries.score_records import Change, Progress
from queries.scored_rows import BEFORE
from queries.state import Purpose, spans_on
from timeline.frames import read_frame
from timeline.store import state_span


def changes(
    reading: Reading, place: Place, filters: Filters, rows: pd.DataFrame, least: int
) -> Mapping[str, tuple[Change, Progress]]:
    """By competence the change from the assessment before it, however old, to the last of one procedure.

    `rows` are the rows of `scored_rows` in the procedure.
    """
    pairs = rows[rows[f"passed_on{BEFORE}"].notna()]
    is_trained = _is_trained(reading, place, filters, pairs)
    return {key: _change_of(pairs[f"{key}{BEFORE}"], pairs[key], is_trained, least) for key in COMPETENCES}


def _is_trained(reading: Reading, place: Place, filters: Filters, pairs: pd.DataFrame) -> np.ndarray:
    """Whether an attestation of the person lies between both assessments."""
    if pairs.empty:
        return np.zeros(0, dtype=bool)
    if "trained_on" in pairs:
        return (pairs["trained_on"] <= np.datetime64(reading.day)).to_numpy()
    repeated = select(Assessment.person_id).where(Assessment.procedure_key == pairs["procedure_key"].iat[0])
    repeated = repeated.group_by(Assessment.person_id).having(func.count() > 1)
    query = (
        spans_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
        .join(Result, Result.person_id == state_span.c.person_id)
        .where(is_attested(reading.day), state_span.c.person_id.in_(repeated))
        .add_columns(state_span.c.person_id, Result.until)
    )
    trained = pairs[["person_id", "passed_on", f"passed_on{BEFORE}"]].merge(read_frame(reading.session, query))
    is_between = (trained["until"] > trained[f"passed_on{BEFORE}"]) & (trained["until"] <= trained["passed_on"])
    return pairs["person_id"].isin(trained["person_id"][is_between]).to_numpy()


def _change_of(first: pd.Series, last: pd.Series, is_trained: np.ndarray, least: int) -> tuple[Change, Progress]:
    has_both = (first.notna() & last.notna()).to_numpy()
    scores = pd.DataFrame({"first": first[has_both], "last": last[has_both]})
    whole = _change(scores, least)
    if whole.before is None:
        return whole, Progress()
    trained, untrained = scores[is_trained[has_both]], scores[~is_trained[has_both]]
    # Of two groups that add up to a known one, the mean of either tells of the other.
    is_told = all(group.empty or len(group) >= least for group in (trained, untrained))
    bound = least if is_told else len(scores) + 1
    rose = int((scores["last"] > scores["first"]).sum())
    return whole, Progress(rose, _change(trained, bound), _change(untrained, bound))


def _change(scores: pd.DataFrame, least: int) -> Change:
    if len(scores) < max(1, least):
        return Change(len(scores))
    first, last = (round(float(scores[name].mean()), 9) for name in ("first", "last"))
    return Change(len(scores), first, last)
