"""Many users at once: who they are, what they click, and how it went."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.browsing import page_body, search_body
from bench.figures import Figure, Goal, of_times
from bench.screens import Known
from bench.serving import ROOT
from bench.timing import Measured
from bench.venvs import tool
from model.accounts import ROLE_OBJECTS, Account, Grant, Role
from model.database import unscoped_session
from model.people import Employment

NO_ERROR, ALL_SERVED = Goal(most=0), Goal(floors_p95=10)
FLAT = Goal(most=250)


def measure_crowd(run: Measured, found: Known, folder: Path, users: int, seconds: int) -> None:
    """So many users, clicking every five seconds for so long."""
    ramp = max(6, users // 20)
    plan = {"users": _users(run, found, users), "ramp": ramp + 5, "result": str(folder / "crowd.json")}
    (folder / "plan.json").write_text(json.dumps(plan))
    command = [tool(folder, "load", "locust"), "-f", str(ROOT / "bench" / "clicking.py"), "--headless"]
    command += ["-u", str(users), "-r", str(users / ramp), "-t", f"{seconds + ramp + 5}s", "--only-summary"]
    # A click that is under way at the end is waited for: to cut it off would be an error of ours.
    command += ["--stop-timeout", "60"]
    command += ["--host", f"http://127.0.0.1:{run.port}"]
    said = {**os.environ, "BENCH_PLAN": str(folder / "plan.json"), "PYTHONPATH": ""}
    subprocess.run(command, env=said, check=False, capture_output=True)
    told = json.loads(Path(plan["result"]).read_text())
    part, name = "Many at once", f"{users} users, a click every 5 s for {seconds} s"
    goal = ALL_SERVED if users >= 200 else Goal()
    run.tell(of_times(part, name, told["times"], goal))
    run.tell(Figure("Errors", name, len(told["failed"]), f"of {len(told['times'])}", goal=NO_ERROR))


def _users(run: Measured, found: Known, users: int) -> list[dict[str, Any]]:
    """A tenth look at the region, three tenths at a municipality, the rest at their organization; each by turns."""
    coordinators, heads = _accounts(Role.MUNICIPALITY, users * 3 // 10), _accounts(Role.SCHOOL, users)
    told = []
    for number in range(users):
        kind, turn = number % 10, number // 10
        if kind == 0:
            told.append(_user(run, "assessor", "/region", found.people))
        elif kind < 4:
            login, place, people = coordinators[(turn * 3 + kind) % len(coordinators)]
            told.append(_user(run, login, f"/municipality/{place}", people))
        else:
            login, place, people = heads[(turn * 6 + kind) % len(heads)]
            told.append(_user(run, login, f"/organization/{place}", people))
    return told


def _user(run: Measured, login: str, place: str, people: list[int]) -> dict[str, Any]:
    cookies = run.browser(login).cookies
    bodies = [page_body(f"{place}{way}") for way in ("", "", "", "?category=teaching", "?sort=coverage&order=asc")]
    bodies += [page_body(f"{place}/{way}") for way in ("applications", "events", "competences", "quality")]
    bodies += [page_body(f"{place}/list/{way}") for way in ("staff", "formed", "awaiting_head", "staff?page=2")]
    bodies += [page_body(f"/person/{person}") for person in people[:3]]
    bodies += [search_body(text) for text in ("иванов", "петр")]
    return {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "bodies": bodies}


def _accounts(role: Role, most: int) -> list[tuple[str, int, list[int]]]:
    """The accounts of the crowd with a role: login, place, some of the people there."""
    told = []
    with unscoped_session() as session:
        column = getattr(Grant, str(ROLE_OBJECTS[role]))
        held = select(Account.login, column).join(Grant, Grant.account_id == Account.id)
        rows = session.execute(held.where(Grant.role == role, Account.login.startswith("crowd-")).limit(most)).all()
        for login, place in rows:
            people = select(Employment.person_id).where(Employment.until.is_(None))
            if role is Role.SCHOOL:
                people = people.where(Employment.organization_id == place)
            told.append((login, int(place), list(session.scalars(people.limit(3))) if role is Role.SCHOOL else []))
    return told
