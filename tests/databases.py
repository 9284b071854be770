"""PostgreSQL for the tests: the server that TEST_POSTGRES_URL names, else one of our own for the run."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

VARIABLE = "TEST_POSTGRES_URL"
# PostgreSQL refuses to run as root: these users are tried in its place.
_STAND_INS = ("postgres", "nobody")
_START_SECONDS = 30


def postgres_url() -> str | None:
    """The server for the tests; None where there is none, and then its tests are skipped and it is said."""
    given = os.environ.get(VARIABLE, "").strip()
    # Other programs write postgres:// or postgresql://, for which SQLAlchemy would take a driver that is not here.
    return _shown(make_url(given).set(drivername="postgresql+psycopg")) if given else None


@dataclass(frozen=True)
class RunningPostgres:
    """A server of our own, in a folder of its own."""

    url: str
    folder: Path
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """End the server and take its folder away."""
        # SIGTERM would wait for the last client to leave.
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres() -> RunningPostgres | None:
    """Start a server from the binaries of the machine; None where there are none."""
    binaries = server_binaries()
    if binaries is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="postgres-for-tests-"))
    user = _stand_in()
    if user:
        shutil.chown(folder, user)
    port = _free_port()
    data = folder / "data"
    # The locale is every Debian's and the one of deploy/compose.yaml; that of the environment may not exist.
    how = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    initdb = [str(binaries / "initdb"), "-D", str(data), *how]
    subprocess.run([*_as(user), *initdb], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    # Nothing here outlives the run: durability is given up for speed.
    options = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"]
    # No socket in a folder: its path may not be longer than 107 characters.
    where = ["-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", ""]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*_as(user), str(binaries / "postgres"), *where, *options], stdout=log, stderr=log, cwd=folder
        )
    running = RunningPostgres(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", folder, process)
    _wait_until_it_answers(running)
    return running


def server_binaries() -> Path | None:
    """The folder of initdb and postgres: on the PATH, where pg_config says, or where Debian keeps them."""
    found = [Path(file).resolve().parent for file in [shutil.which("initdb")] if file]
    if shutil.which("pg_config"):
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        found.append(Path(said.stdout.strip()))
    newest = newest_binaries(Path("/usr/lib/postgresql"))
    return next((folder for folder in [*found, *filter(None, [newest])] if _is_whole(folder)), None)


def newest_binaries(versions: Path) -> Path | None:
    """The binaries of the highest version in a folder of versions; None where there are none."""
    numbered = [folder for folder in versions.glob("*/bin") if folder.parent.name.isdigit() and _is_whole(folder)]
    return max(numbered, key=lambda folder: int(folder.parent.name), default=None)


def _is_whole(folder: Path) -> bool:
    # A machine with the client alone may have pg_config or initdb without the server.
    return (folder / "initdb").is_file() and (folder / "postgres").is_file()


def _stand_in() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(user for user in _STAND_INS if user in known)


def _as(user: str | None) -> list[str]:
    """What stands before a command, so that it runs as the user and goes when this process is killed."""
    setpriv = shutil.which("setpriv")
    # Only root has a user to become; elsewhere the program may be absent, and only the second wish is lost.
    if not setpriv and not user:
        return []
    who = [f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"] if user else []
    return ["setpriv", *who, "--pdeathsig=INT"]


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _wait_until_it_answers(running: RunningPostgres) -> None:
    engine = create_engine(running.url)
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            with engine.connect():
                break
        except OperationalError:
            if time.monotonic() > until or running.process.poll() is not None:
                log = (running.folder / "log").read_text(errors="replace")
                running.stop()
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
            time.sleep(0.1)
    engine.dispose()


@contextmanager
def fresh_postgres_database(server: str) -> Iterator[str]:
    """The address of a new empty database on the server, dropped at the end."""
    name = f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    try:
        yield _shown(make_url(server).set(database=name))
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)
