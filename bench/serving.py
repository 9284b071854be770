"""Starts the real server on a database, reads the memory of its workers, and stops it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
WORKERS = 2
KEPT = "kept"


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the master process of its workers."""

    port: int
    master: int

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return [int(one) for one in children.split()]

    def memory(self) -> list[float]:
        """The resident memory of each worker in MiB, the largest first."""
        return sorted((_resident(one) for one in self.workers()), reverse=True)


def _resident(number: int) -> float:
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) / 1024


def free_port() -> int:
    """A free TCP port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment_for(url: str, folder: Path) -> dict[str, str]:
    """The environment of the product for a database, with its files in the folder."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": "a-key-for-the-bench-of-32-signs-or-more",
        "EXPORTS_FOLDER": str(folder / "exports"),
        "UPLOADS_FOLDER": str(folder / "uploads"),
        "CACHE_DIR": str(folder / KEPT),
    }


@contextmanager
def served(url: str, folder: Path) -> Iterator[Server]:
    """Run the product under gunicorn as deployed, with two workers."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "bench.served:server"]
    environment = {**environment_for(url, folder), "PORT": str(port), "WEB_CONCURRENCY": str(WORKERS)}
    with (folder / "server.log").open("w") as log, running(command, environment, f"{port}/health", log) as process:
        yield Server(port, process.pid)


@contextmanager
def running(
    command: list[str], environment: dict[str, str], answers_at: str, log: object
) -> Iterator[subprocess.Popen]:
    """Run a server, from its first answer to the end of the block."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # type: ignore[call-overload]
    try:
        _wait_for(f"http://127.0.0.1:{answers_at}")
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"nothing answers at {address}")
