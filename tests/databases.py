"""PostgreSQL for the tests: the server of TEST_POSTGRES_URL, else one started for the run."""

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
# PostgreSQL refuses to run as root; these users run it instead.
_STAND_INS = ("postgres", "nobody")
_START_SECONDS = 30


def postgres_url() -> str | None:
    """The address of the server; None where there is none, and then its tests are skipped with a notice."""
    address = os.environ.get(VARIABLE, "").strip()
    # For postgres:// and postgresql:// SQLAlchemy would choose a driver that is not installed.
    return _text_of(make_url(address).set(drivername="postgresql+psycopg")) if address else None


@dataclass(frozen=True)
class RunningPostgres:
    """A server started by the tests."""

    url: str
    folder: Path
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """Stop the server and delete its folder."""
        # SIGTERM would wait for the last client.
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres() -> RunningPostgres | None:
    """Start a server from installed binaries; None where there are none."""
    binaries = server_binaries()
    if binaries is None:
        return None
    folder, data = make_folder()
    # This locale exists on every Debian; that of the environment may not.
    how = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run([str(binaries / "initdb"), "-D", str(data), *how], folder)
    return _start(binaries, folder)


def start_standby(primary: RunningPostgres) -> RunningPostgres:
    """Start a standby that follows a server of the tests and answers readings."""
    binaries = server_binaries()
    assert binaries is not None, "the primary was started from them"
    folder, data = make_folder()
    source = make_url(primary.url).set(drivername="postgresql", database=None)
    whence = ["-d", _text_of(source), "-D", str(data), "--write-recovery-conf", "--no-sync", "-c", "fast"]
    _run([str(binaries / "pg_basebackup"), *whence], folder)
    return _start(binaries, folder)


def make_folder() -> tuple[Path, Path]:
    """A new folder, and that of the data in it."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-for-tests-"))
    if user := _stand_in():
        shutil.chown(folder, user)
    return folder, folder / "data"


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(as_stand_in(command), check=True, stdout=subprocess.DEVNULL, cwd=folder)


def _start(binaries: Path, folder: Path) -> RunningPostgres:
    port = free_port()
    # The data do not outlive the run: speed matters more than durability.
    options = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"]
    # No Unix socket: its path may be longer than the allowed 107 characters.
    where = ["-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", ""]
    with (folder / "log").open("wb") as log:
        command = as_stand_in([str(binaries / "postgres"), *where, *options])
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    running = RunningPostgres(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", folder, process)
    _wait_until_it_answers(running)
    return running


def server_binaries() -> Path | None:
    """The folder of initdb and postgres: from PATH, pg_config, or the folder of Debian."""
    folders = [Path(file).resolve().parent for file in [shutil.which("initdb")] if file]
    if shutil.which("pg_config"):
        output = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(output.stdout.strip()))
    newest = newest_binaries(Path("/usr/lib/postgresql"))
    return next((folder for folder in [*folders, *filter(None, [newest])] if _is_whole(folder)), None)


def newest_binaries(versions: Path) -> Path | None:
    """The folder of the highest version that has both programs, or None."""
    numbered = [folder for folder in versions.glob("*/bin") if folder.parent.name.isdigit() and _is_whole(folder)]
    return max(numbered, key=lambda folder: int(folder.parent.name), default=None)


def _is_whole(folder: Path) -> bool:
    # A machine with the client alone may have pg_config without the server.
    return (folder / "initdb").is_file() and (folder / "postgres").is_file()


def _stand_in() -> str | None:
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return next(user for user in _STAND_INS if user in users)


def as_stand_in(command: list[str]) -> list[str]:
    """The command as a user that is not root, ended with this process."""
    user, setpriv = _stand_in(), shutil.which("setpriv")
    # Without setpriv and without root the server outlives a killed run, and nothing else is lost.
    if not setpriv and not user:
        return command
    who = [f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"] if user else []
    return ["setpriv", *who, "--pdeathsig=INT", *command]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
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
    """Create an empty database, yield its address and drop it at the end."""
    name = f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    try:
        yield _text_of(make_url(server).set(database=name))
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


def _text_of(url: URL) -> str:
    return url.render_as_string(hide_password=False)
