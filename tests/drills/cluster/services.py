"""The services of the cluster, set up by the examples of deploy/ with the folders of the drill."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from tests.databases import server_binaries
from tests.drills.cluster import network
from tests.drills.cluster.network import Host
from tests.drills.examples import filled_example

T = TypeVar("T")
ROOT = Path(__file__).parents[3]
PROGRAMS = ("ip", "setpriv", "etcd", "patroni", "haproxy", "pgbouncer")
PROXY, PEOPLE = Host("proxy", "10.0.0.10"), Host("people", "10.0.0.31")
DATABASES = tuple(Host(f"db{number}", f"10.0.0.1{number}") for number in (1, 2, 3))
APPS = tuple(Host(f"app{number}", f"10.0.0.2{number}") for number in (1, 2))
HOSTS = (PROXY, PEOPLE, *DATABASES, *APPS)
PASSWORD = "password-of-the-drill"
METRICS_TOKEN = "t" * 40
SUPERUSER = f"host={PROXY.address} port=5000 dbname=postgres user=postgres password=password-of-postgres"
OWNER_URL = f"postgresql+psycopg://monitoring_owner:{PASSWORD}@{PROXY.address}:5000/monitoring"


def missing_programs() -> list[str]:
    """What the drill needs and this machine lacks."""
    lacking = [one for one in PROGRAMS if not shutil.which(one, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")]
    return [*lacking, *([] if server_binaries() else ["postgres"]), *([] if os.geteuid() == 0 else ["root"])]


def on(host: Host, ask: Callable[[], T]) -> T:
    """The result of `ask`, whose connections start from the host."""

    def asked() -> T:
        network.enter(host)
        return ask()

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asked).result()


def answer(host: Host, port: int, path: str) -> tuple[int, str]:
    """The status and the text that the host answers to somebody in the network; 0 without an answer."""

    def asked() -> tuple[int, str]:
        connection = HTTPConnection(host.address, port, timeout=3)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
            response = connection.getresponse()
            return response.status, response.read().decode(errors="replace")
        except (OSError, HTTPException):
            return 0, ""
        finally:
            connection.close()

    return on(PEOPLE, asked)


def status(host: Host, port: int, path: str) -> int:
    """The status that the host answers; 0 without an answer."""
    return answer(host, port, path)[0]


def wait_until(claim: Callable[[], bool], what: str, within: float = 120) -> float:
    """The seconds until the claim holds; fails after `within`."""
    began = time.monotonic()
    while not claim():
        assert time.monotonic() < began + within, f"not within {within} s: {what}"
        time.sleep(0.25)
    return time.monotonic() - began


class Cluster:
    """The hosts with their services; `folder` holds their data, logs and files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self) -> None:
        """Start everything, with empty tables."""
        network.build(HOSTS)
        (self.folder / "shared").mkdir()
        for host in DATABASES:
            self.start_etcd(host)
        for host in DATABASES:
            self.start_database(host)
        self.start_proxy()
        wait_until(lambda: self.primary() is not None, "a primary")
        wait_until(self.is_whole, "two standbys that follow")
        wait_until(self._takes_superuser, "the way to the primary", 30)
        self._make_database()

    def _takes_superuser(self) -> bool:
        try:
            self.administer("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _home(self, host: Host, user: str = "postgres") -> Path:
        home = self.folder / host.name
        home.mkdir(exist_ok=True)
        shutil.chown(home, user)
        return home

    def _configure(self, host: Host, example: str, values: dict[str, str], user: str = "postgres") -> Path:
        """The example as a file of the host, which has its name and address in it."""
        text = filled_example(example, values)
        if host in DATABASES and host is not DATABASES[0]:
            own, others = DATABASES[0], {"patroni.example.yml": "  hosts: [", "etcd.example.yml": "initial-cluster: "}
            lines = text.splitlines(keepends=True)
            moved = {own.address: host.address, f"name: {own.name}\n": f"name: {host.name}\n"}
            for number, line in enumerate(lines):
                for old, new in moved.items() if not line.startswith(others[example]) else ():
                    lines[number] = lines[number].replace(old, new)
            text = "".join(lines)
        file = self._home(host, user) / example.replace(".example", "")
        file.write_text(text)
        shutil.chown(file, user)
        file.chmod(0o600)
        return file

    def _start(self, host: Host, name: str, command: Sequence[str], *, user: str = "postgres") -> None:
        home = self._home(host)
        network.start(host, command, log=home / f"{name}.log", user=user, environment={"HOME": str(home)})

    def start_etcd(self, host: Host) -> None:
        """Start etcd, which takes its place again when it has data."""
        file = self._configure(host, "etcd.example.yml", {"/var/lib/etcd/monitoring": str(self._home(host) / "etcd")})
        self._start(host, "etcd", ["etcd", "--config-file", str(file)])

    def start_database(self, host: Host) -> None:
        """Start Patroni, which starts PostgreSQL."""
        home = self._home(host)
        values = {
            "/var/lib/postgresql/15/monitoring": str(home / "data"),
            "/usr/lib/postgresql/15/bin": str(server_binaries()),
            # The usual folder of the socket is shared by the hosts of the drill.
            "  pgpass: /var/lib/postgresql/.pgpass-patroni": f"  pgpass: {home / 'pgpass'}\n"
            f"  parameters: {{unix_socket_directories: '{home}'}}",
        }
        self._start(host, "patroni", ["patroni", str(self._configure(host, "patroni.example.yml", values))])

    def start_proxy(self) -> None:
        """Start HAProxy."""
        file = self._configure(PROXY, "haproxy.example.cfg", {"log /dev/log local0": "log stdout format raw local0"})
        self._start(PROXY, "haproxy", ["haproxy", "-db", "-f", str(file)], user="root")

    def start_app(self, host: Host) -> None:
        """Start PgBouncer and the app of a host."""
        users = self._home(host) / "userlist.txt"
        users.write_text(f'"monitoring" "{PASSWORD}"\n')
        shutil.chown(users, "postgres")
        file = self._configure(host, "pgbouncer.example.ini", {"/etc/pgbouncer/userlist.txt": str(users)})
        self._start(host, "pgbouncer", ["pgbouncer", str(file)])
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "deploy/gunicorn.conf.py",
            "--chdir",
            str(ROOT),
            "app:server",
        ]
        network.start(host, command, log=self._home(host) / "app.log", environment=self.settings(host))

    def settings(self, host: Host) -> dict[str, str]:
        """The settings of the app on the host: the first keeps screens, the second composes each anew."""
        home, shared = self._home(host), self.folder / "shared"
        pool = f"postgresql+psycopg://monitoring:{PASSWORD}@127.0.0.1:6432"
        return {
            **{"DATABASE_URL": f"{pool}/monitoring", "DATABASE_READ_URL": f"{pool}/monitoring_read"},
            **{"SECRET_KEY": "s" * 40, "JOURNAL_KEY": "j" * 40, "TRUSTED_PROXIES": "1"},
            **{"UPLOADS_FOLDER": str(shared / "uploads"), "EXPORTS_FOLDER": str(shared / "exports")},
            **{"CACHE_DIR": str(home / "cache"), "METRICS_FOLDER": str(home / "metrics")},
            **{"CACHE_MB": "200" if host is APPS[0] else "0", "WEB_CONCURRENCY": "2", "HOST": host.address},
            **{"METRICS_TOKEN": METRICS_TOKEN, "PYTHONPATH": str(ROOT), "PGOPTIONS": ""},
        }

    def _make_database(self) -> None:
        """The roles and the database as docs/operating.md has them, then the tables."""
        self.administer(
            f"CREATE ROLE monitoring_owner LOGIN CREATEROLE CREATEDB PASSWORD '{PASSWORD}'",
            f"CREATE ROLE monitoring LOGIN NOINHERIT PASSWORD '{PASSWORD}'",
            "CREATE DATABASE monitoring OWNER monitoring_owner ENCODING 'UTF8' TEMPLATE template0",
        )
        assert self.run_command(PROXY, "migrate") == 0, (self._home(PROXY) / "cli.log").read_text()
        self.administer("GRANT iom_reader, iom_writer TO monitoring")

    def run_command(self, host: Host, *arguments: str) -> int:
        """The exit code of a command of the product on a host; on that of HAProxy as the owner of the tables."""
        own = {"DATABASE_URL": OWNER_URL, "DATABASE_READ_URL": ""} if host is PROXY else {}
        command = [sys.executable, str(ROOT / "cli.py"), *arguments]
        environment = {**self.settings(host), **own}
        return network.start(host, command, log=self._home(host) / "cli.log", environment=environment).wait()

    def administer(self, *statements: str) -> Any:
        """The first value that the primary answers to the last of the statements."""

        def asked() -> Any:
            with psycopg.connect(SUPERUSER, autocommit=True, connect_timeout=3) as connection:
                cursors = [connection.execute(one) for one in statements]
                row = cursors[-1].fetchone() if cursors[-1].description else None
                return row[0] if row else None

        return on(PEOPLE, asked)

    def primary(self) -> Host | None:
        """The host whose Patroni says that it is the primary."""
        return next((host for host in DATABASES if status(host, 8008, "/primary") == 200), None)

    def standbys(self) -> list[Host]:
        """The hosts whose Patroni says that they may be read."""
        return [host for host in DATABASES if status(host, 8008, "/replica") == 200]

    def is_whole(self) -> bool:
        """Whether there is a primary with two standbys, one of them synchronous."""
        is_synchronous = any(status(host, 8008, "/synchronous") == 200 for host in DATABASES)
        return self.primary() is not None and len(self.standbys()) == 2 and is_synchronous

    def etcd_leader(self) -> Host:
        """The host whose etcd leads the others."""
        for host in DATABASES:
            command = ["etcdctl", f"--endpoints=http://{host.address}:2379", "endpoint", "status", "--write-out=fields"]
            answer = subprocess.run(
                ["ip", "netns", "exec", PEOPLE.space, *command], capture_output=True, text=True, check=False
            )
            fields = dict(line.split(" : ") for line in answer.stdout.splitlines() if " : " in line)
            if fields and fields.get('"MemberID"') == fields.get('"Leader"'):
                return host
        raise AssertionError("no etcd leads")
