"""The next step of each person of a list, by number, and how many people are at each."""

from typing import Any

from sqlalchemy import SQLColumnExpression, and_, case

from model.next_steps import NEXT_STEPS, NO_STEP, NextStep

STEPS: tuple[NextStep, ...] = (*NEXT_STEPS, NO_STEP)
NUMBER_OF = {step.key: number for number, step in enumerate(STEPS)}


def step_number(state: Any) -> SQLColumnExpression[int]:
    """The number in STEPS of the next step of the person of the row, by the columns of `people_on`."""
    return case(*((_holds(step, state), number) for number, step in enumerate(NEXT_STEPS)), else_=len(NEXT_STEPS))


def _holds(step: NextStep, state: Any) -> SQLColumnExpression[bool]:
    waits = [state[step.since].is_not(None)] if step.waits and step.since else []
    return and_(state[step.of] > 0, *(state[key] == 0 for key in step.but_not), *waits)
