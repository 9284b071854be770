"""The actions of each user for locust: a click every five seconds, timed until the last byte."""

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
# The title of an error page, plain and escaped as in JSON.
FAULT = ('"Ошибка"', '"\\u041e\\u0448\\u0438\\u0431\\u043a\\u0430"')


@events.request.add_listener
def note(response_time: float, exception: Exception | None, **_arguments: object) -> None:
    """Count the clicks after the last user has started."""
    if exception is not None:
        FAILED.append(str(exception))
    elif time.time() - STARTED > PLAN["ramp"]:
        TIMES.append(response_time)


@events.quitting.add_listener
def write_down(**_arguments: object) -> None:
    """Save all times and failures."""
    Path(PLAN["result"]).write_text(json.dumps({"times": TIMES, "failed": FAILED}))


class Official(FastHttpUser):
    """A signed-in user on the screens of their account."""

    wait_time = constant_pacing(5)

    def on_start(self) -> None:
        """Take the cookie of an account and start at a random moment."""
        self.who = PLAN["users"][next(NUMBERS) % len(PLAN["users"])]
        time.sleep(random.random() * 5)

    @task
    def click(self) -> None:
        """Open one of the screens."""
        body = random.choice(self.who["bodies"])
        with self.client.post(
            "/_dash-update-component", json=body, headers={"Cookie": self.who["cookie"]}, catch_response=True
        ) as answer:
            if answer.status_code != 200 or any(word in (answer.text or "") for word in FAULT):
                answer.failure(f"{answer.status_code} {answer.error}")
