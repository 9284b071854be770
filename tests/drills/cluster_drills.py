"""A cluster in network namespaces, broken while fifty people click and an import runs: `make drills`.

Not collected with the other tests: it wants root, the machine to itself and a quarter of an hour.
"""

import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from access import accounts
from model import database
from model.accounts import Role
from model.database import write_session
from tests.drills.cluster import network
from tests.drills.cluster.people import STEP, Day, measured, staff_file
from tests.drills.cluster.services import (
    APPS,
    DATABASES,
    HOSTS,
    OWNER_URL,
    PROXY,
    Cluster,
    answer,
    missing_programs,
    on,
    status,
    wait_until,
)
from tests.site import PASSWORD

USERS, FIRST = 50, 300
# Seconds without a break before one, and after the cluster is whole again; both without a fault.
CALM = 15
# The table of docs/operating.md, printed at the end.
_lines: list[str] = []


@pytest.fixture(scope="module")
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    if missing := missing_programs():
        pytest.skip(f"NO CLUSTER WAS DRILLED: {', '.join(missing)} can't be had here")
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    folder.chmod(0o755)
    built = Cluster(folder)
    try:
        built.build()
        fill(built)
        for host in APPS:
            built.start_app(host)
        for host in APPS:
            wait_until(lambda host=host: status(host, 8050, "/health/ready") == 200, f"{host.name} is ready")
        yield built
    finally:
        network.tear_down(HOSTS)
        print("", *_lines, sep="\n")
        if request.session.testsfailed:
            print(f"logs: {folder}")
        else:
            shutil.rmtree(folder)


def fill(cluster: Cluster) -> None:
    """The first people of the register, and an account for each user."""
    file = cluster.folder / "staff.csv"
    file.write_bytes(staff_file(range(FIRST)))
    assert cluster.run_command(PROXY, "import", "staff", str(file), "--new-organizations") == 0

    def open_accounts() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATABASE_URL", OWNER_URL)
            patch.setenv("JOURNAL_KEY", "j" * 40)
            with write_session() as session:
                for number in range(USERS):
                    account = accounts.create(session, f"user-{number}", PASSWORD, by="drill")
                    accounts.grant(session, account, Role.ASSESSOR, None, personal_data=False, by="drill")
            database._engines.pop(OWNER_URL).dispose()

    on(PROXY, open_accounts)


@pytest.fixture(scope="module")
def day(cluster: Cluster) -> Iterator[Day]:
    people = Day(cluster, [f"user-{number}" for number in range(USERS)], FIRST)
    people.begin()
    wait_until(lambda: all(person.looks for person in people.people), "everybody has signed in")
    yield people
    people.end()


def drill(
    cluster: Cluster,
    day: Day,
    name: str,
    breaks: Callable[[], object],
    *,
    lasts: float,
    within: float,
    repairs: Callable[[], object] = lambda: None,
) -> None:
    """Break something, wait, repair it; faults are allowed for so many seconds after the break and the repair."""
    wait_until(cluster.is_whole, "the cluster is whole")
    calm = time.monotonic()
    time.sleep(CALM)
    assert day.faults(calm) == []
    broken = measured(breaks)
    time.sleep(lasts)
    repaired = measured(repairs)
    back = wait_until(cluster.is_whole, f"the cluster is whole after: {name}")
    time.sleep(CALM)
    looks, faults = day.looks(broken), day.faults(broken)
    moments = [look.begun - broken for look in faults]
    tried = [one for one in day.importer.attempts if one.ended > broken]
    _lines.append(
        f"{name}: {len(faults)} of {len(looks)} answers failed"
        + (f", asked for from {min(moments):.1f} s to {max(moments):.1f} s" if moments else "")
        + f"; longest answer {max(look.ended - look.begun for look in looks):.1f} s; imports done"
        f" {sum(one.is_done for one in tried)}, failed {sum(not one.is_done for one in tried)};"
        f" whole {back:.0f} s after the repair; {dict(Counter(look.fault for look in faults))}"
    )
    print(_lines[-1])
    late = [look for look in faults if not _is_within(look.begun, within, broken, repaired)]
    assert late == []
    assert "signed out" not in {look.fault for look in faults}
    assert day.wrong_numbers() == []
    assert_nothing_lost(cluster, day)


def _is_within(moment: float, seconds: float, *breaks: float) -> bool:
    return any(moment <= one + seconds for one in breaks if moment >= one - 1)


def assert_nothing_lost(cluster: Cluster, day: Day) -> None:
    """Everybody of an import that was told as done is in the database, and each import is there whole."""
    done = max((one.number for one in list(day.importer.attempts) if one.is_done), default=FIRST)
    number = on(PROXY, lambda: _scalar("SELECT count(*) FROM person"))
    assert number >= done
    assert (number - FIRST) % STEP == 0


def _scalar(statement: str) -> int:
    with psycopg.connect(OWNER_URL.replace("+psycopg", ""), connect_timeout=3) as connection:
        connection.execute("SET ROLE iom_writer")
        row = connection.execute(statement).fetchone()
        assert row is not None
        return int(row[0])


def test_a_worker_of_the_web_server_is_killed(cluster: Cluster, day: Day):
    def kill() -> None:
        workers = sorted(number for number, line in network.processes(APPS[0]).items() if "gunicorn" in line)
        network.kill_one(workers[-1])

    drill(cluster, day, "a worker of the web server killed", kill, lasts=10, within=5)


def test_the_standby_that_is_read_is_killed(cluster: Cluster, day: Day):
    host = cluster.standbys()[0]
    drill(
        cluster,
        day,
        "a standby killed",
        lambda: network.kill_all(host, "patroni", "postgres"),
        repairs=lambda: cluster.start_database(host),
        lasts=15,
        within=5,
    )


def test_the_primary_is_killed(cluster: Cluster, day: Day):
    host = cluster.primary()
    assert host is not None

    def repair() -> None:
        cluster.start_etcd(host)
        cluster.start_database(host)

    drill(
        cluster,
        day,
        "the primary's host killed",
        lambda: network.kill_all(host),
        repairs=repair,
        lasts=45,
        within=30,
    )
    assert cluster.primary() != host


def test_the_leader_of_etcd_is_killed(cluster: Cluster, day: Day):
    host = cluster.etcd_leader()
    drill(
        cluster,
        day,
        "etcd's leader killed",
        lambda: network.kill_all(host, "etcd --config"),
        repairs=lambda: cluster.start_etcd(host),
        lasts=20,
        within=15,
    )


def test_a_host_with_the_app_is_killed(cluster: Cluster, day: Day):
    drill(
        cluster,
        day,
        "a host of the app killed",
        lambda: network.kill_all(APPS[1]),
        repairs=lambda: cluster.start_app(APPS[1]),
        lasts=20,
        within=8,
    )


def test_the_primary_is_cut_off_the_network(cluster: Cluster, day: Day):
    host = cluster.primary()
    assert host is not None
    drill(
        cluster,
        day,
        "the primary's network cut",
        lambda: network.cut(host),
        repairs=lambda: network.mend(host),
        lasts=50,
        within=40,
    )
    assert cluster.primary() != host


def test_without_any_database_people_read_that_it_is_gone_and_it_returns_by_itself(cluster: Cluster, day: Day):
    begun = time.monotonic()
    for host in DATABASES:
        network.cut(host)
    wait_until(lambda: status(APPS[0], 8050, "/health/ready") == 503, "health says so", 30)
    assert status(APPS[0], 8050, "/health/live") == 200
    gone = time.monotonic() + 10
    time.sleep(30)
    for host in DATABASES:
        network.mend(host)
    cut = day.looks(gone, time.monotonic())
    assert cut != []
    assert {look.fault for look in cut if look.fault} == {"503, polite"}
    wait_until(lambda: cluster.primary() is not None, "the database returns")
    returned = time.monotonic()
    for host in APPS:
        wait_until(lambda host=host: status(host, 8050, "/health/ready") == 200, f"{host.name} recovers", 10)
    recovered = time.monotonic() - returned
    time.sleep(CALM)
    late = [look for look in day.faults(returned) if look.begun > returned + 10]
    _lines.append(
        f"every database cut off: {len(day.faults(begun))} answers failed; ready {recovered:.1f} s after its return"
    )
    assert late == []
    assert day.wrong_numbers() == []
    assert_nothing_lost(cluster, day)


def test_at_the_end_the_journal_is_whole_and_no_import_is_half(cluster: Cluster, day: Day):
    day.end()
    readings = re.findall(r"iom_standby_readings_total.*", answer(APPS[1], 8050, "/metrics")[1])
    _lines.append(f"readings of the host without stored screens: {', '.join(readings)}")
    assert any('"standby"' in one for one in readings)
    assert cluster.run_command(PROXY, "journal", "verify") == 0
    assert [one.number for one in day.importer.attempts if one.is_done] != []
    assert day.wrong_numbers() == []
    assert_nothing_lost(cluster, day)
