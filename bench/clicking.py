"""What each of many users does, for locust: a click every five seconds, timed from the first to the last byte."""

import json
import os
import random
import time
from itertools import count
from pathlib import Path

from locust import FastHttpUser, constant_pacing, events, task

PLAN = json.loads(Path(os.environ["BENCH_PLAN"]).read_text())
NUMBERS = count()
STARTED = time.time()
TIMES: list[float] = []
FAILED: list[str] = []
# The title of a screen that could not be made, plain and as JSON may write it.
FAULT = ('"Ошибка"', '"\\u041e\\u0448\\u0438\\u0431\\u043a\\u0430"')


@events.request.add_listener
def note(response_time: float, exception: Exception | None, **_told: object) -> None:
    """Only what is clicked after the last user has come is counted."""
    if exception is not None:
        FAILED.append(str(exception))
    elif time.time() - STARTED > PLAN["ramp"]:
        TIMES.append(response_time)


@events.quitting.add_listener
def write_down(**_told: object) -> None:
    """All times and failures, for the one who asked."""
    Path(PLAN["result"]).write_text(json.dumps({"times": TIMES, "failed": FAILED}))


class Official(FastHttpUser):
    """One of those who are signed in, on the screens of their account."""

    wait_time = constant_pacing(5)

    def on_start(self) -> None:
        """Take a cookie and begin at a moment of one's own."""
        self.who = PLAN["users"][next(NUMBERS) % len(PLAN["users"])]
        time.sleep(random.random() * 5)

    @task
    def click(self) -> None:
        """One of the screens."""
        body = random.choice(self.who["bodies"])
        with self.client.post(
            "/_dash-update-component", json=body, headers={"Cookie": self.who["cookie"]}, catch_response=True
        ) as answer:
            if answer.status_code != 200 or any(word in (answer.text or "") for word in FAULT):
                answer.failure(f"{answer.status_code} {answer.error}")
