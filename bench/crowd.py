"""Many users at once: their accounts, their clicks, and the times."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.browsing import page_body, search_body
from bench.figures import Figure, Goal, of_times
from bench.screens import DatabaseSample
from bench.serving import ROOT
from bench.timing import Measured
from bench.venvs import tool
from model.accounts import ROLE_OBJECTS, Account, Grant, Role
from model.database import unscoped_session
from model.people import Employment

NO_ERROR, ALL_SERVED = Goal(most=0), Goal(floors_p95=10)
FLAT = Goal(most=250)


def measure_crowd(run: Measured, sample: DatabaseSample, folder: Path, users: int, seconds: int) -> None:
    """Measure so many users who click every five seconds for so many seconds."""
    ramp = max(6, users // 20)
    plan = {"users": _users(run, sample, users), "ramp": ramp + 5, "result": str(folder / "crowd.json")}
    (folder / "plan.json").write_text(json.dumps(plan))
    command = [tool(folder, "load", "locust"), "-f", str(ROOT / "bench" / "clicking.py"), "--headless"]
    command += ["-u", str(users), "-r", str(users / ramp), "-t", f"{seconds + ramp + 5}s", "--only-summary"]
    # Wait for the last clicks: an interrupted click would count as an error.
    command += ["--stop-timeout", "60"]
    command += ["--host", f"http://127.0.0.1:{run.port}"]
    environment = {**os.environ, "BENCH_PLAN": str(folder / "plan.json"), "PYTHONPATH": ""}
    subprocess.run(command, env=environment, check=False, capture_output=True)
    result = json.loads(Path(plan["result"]).read_text())
    part, name = "Many at once", f"{users} users, a click every 5 s for {seconds} s"
    goal = ALL_SERVED if users >= 200 else Goal()
    run.add(of_times(part, name, result["times"], goal))
    run.add(Figure("Errors", name, len(result["failed"]), f"of {len(result['times'])}", goal=NO_ERROR))


def _users(run: Measured, sample: DatabaseSample, users: int) -> list[dict[str, Any]]:
    """A tenth of the users open the region, three tenths a municipality, the rest their organization."""
    coordinators, heads = _accounts(Role.MUNICIPALITY, users * 3 // 10), _accounts(Role.SCHOOL, users)
    crowd = []
    for number in range(users):
        kind, turn = number % 10, number // 10
        if kind == 0:
            crowd.append(_user(run, "assessor", "/region", sample.people))
        elif kind < 4:
            login, place, people = coordinators[(turn * 3 + kind) % len(coordinators)]
            crowd.append(_user(run, login, f"/municipality/{place}", people))
        else:
            login, place, people = heads[(turn * 6 + kind) % len(heads)]
            crowd.append(_user(run, login, f"/organization/{place}", people))
    return crowd


def _user(run: Measured, login: str, place: str, people: list[int]) -> dict[str, Any]:
    cookies = run.browser(login).cookies
    bodies = [page_body(f"{place}{way}") for way in ("", "", "", "?category=teaching", "?sort=coverage&order=asc")]
    bodies += [page_body(f"{place}/{way}") for way in ("applications", "events", "competences", "quality")]
    bodies += [page_body(f"{place}/list/{way}") for way in ("staff", "formed", "awaiting_head", "staff?page=2")]
    bodies += [page_body(f"/person/{person}") for person in people[:3]]
    bodies += [search_body(text) for text in ("иванов", "петр")]
    return {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "bodies": bodies}


def _accounts(role: Role, most: int) -> list[tuple[str, int, list[int]]]:
    """The accounts of the crowd with a role: the login, the place, some of its people."""
    crowd_accounts = []
    with unscoped_session() as session:
        column = getattr(Grant, str(ROLE_OBJECTS[role]))
        query = select(Account.login, column).join(Grant, Grant.account_id == Account.id)
        rows = session.execute(query.where(Grant.role == role, Account.login.startswith("crowd-")).limit(most)).all()
        for login, place in rows:
            people = select(Employment.person_id).where(Employment.until.is_(None))
            if role is Role.SCHOOL:
                people = people.where(Employment.organization_id == place)
            crowd_accounts.append(
                (login, int(place), list(session.scalars(people.limit(3))) if role is Role.SCHOOL else [])
            )
    return crowd_accounts
