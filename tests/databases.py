"""PostgreSQL for the tests: the server that TEST_POSTGRES_URL names, else one of our own for the run."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

VARIABLE = "TEST_POSTGRES_URL"
# PostgreSQL refuses to run as root: these users are tried in its place.
_STAND_INS = ("postgres", "nobody")
_START_SECONDS = 30


def postgres_url() -> str | None:
    """The server for the tests; None where there is none, and then its tests are skipped and it is said."""
    return os.environ.get(VARIABLE) or None


@dataclass(frozen=True)
class RunningPostgres:
    """A server of our own, in a folder of its own."""

    url: str
    folder: Path
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """End the server and take its folder away."""
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
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
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([*_as(user), *initdb], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    # Nothing here outlives the run: durability is given up for speed.
    options = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"]
    where = ["-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*_as(user), str(binaries / "postgres"), *where, *options], stdout=log, stderr=log, cwd=folder
        )
    running = RunningPostgres(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", folder, process)
    _wait_until_it_answers(running)
    return running


def server_binaries() -> Path | None:
    """The folder of initdb and postgres: Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: file.parts[-3])
    return versions[-1].parent if versions else None


def _stand_in() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(user for user in _STAND_INS if user in known)


def _as(user: str | None) -> list[str]:
    return ["setpriv", f"--reuid={user}", f"--regid={_group(user)}", "--clear-groups"] if user else []


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


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
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()
