"""Hosts of one machine: network namespaces on a bridge, each with an address of its own."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SWITCH = "iom-switch"
_LIBC = ctypes.CDLL(None, use_errno=True)
_NETWORK = 0x40000000  # CLONE_NEWNET


@dataclass(frozen=True)
class Host:
    """A host by its name and address."""

    name: str
    address: str

    @property
    def space(self) -> str:
        return f"iom-{self.name}"

    @property
    def port(self) -> str:
        """Its end at the switch."""
        return f"port-{self.name}"


def _ip(*arguments: str, check: bool = True) -> str:
    return subprocess.run(["ip", *arguments], check=check, capture_output=True, text=True).stdout


def build(hosts: Sequence[Host]) -> None:
    """Make the hosts and connect them; what a broken drill left is taken away first."""
    tear_down(hosts)
    _ip("netns", "add", _SWITCH)
    _ip("-n", _SWITCH, "link", "add", "bridge", "type", "bridge")
    _ip("-n", _SWITCH, "link", "set", "bridge", "up")
    for host in hosts:
        _ip("netns", "add", host.space)
        _ip("link", "add", host.port, "netns", _SWITCH, "type", "veth", "peer", "name", "eth0", "netns", host.space)
        _ip("-n", host.space, "addr", "add", f"{host.address}/24", "dev", "eth0")
        _ip("-n", host.space, "link", "set", "lo", "up")
        _ip("-n", host.space, "link", "set", "eth0", "up")
        _ip("-n", _SWITCH, "link", "set", host.port, "up")
        mend(host)


def tear_down(hosts: Sequence[Host]) -> None:
    """End everything that runs on the hosts, and take them away."""
    for host in hosts:
        kill_all(host)
        _ip("netns", "del", host.space, check=False)
    _ip("netns", "del", _SWITCH, check=False)


def cut(host: Host) -> None:
    """Let no packet reach the host or leave it; nobody is told."""
    _ip("-n", _SWITCH, "link", "set", host.port, "nomaster")


def mend(host: Host) -> None:
    """Connect the host again."""
    _ip("-n", _SWITCH, "link", "set", host.port, "master", "bridge")


def enter(host: Host) -> None:
    """Let this thread open its connections from the host."""
    space = os.open(f"/run/netns/{host.space}", os.O_RDONLY)
    try:
        if _LIBC.setns(space, _NETWORK):
            raise OSError(ctypes.get_errno(), f"no way into {host.space}")
    finally:
        os.close(space)


def start(
    host: Host, command: Sequence[str], *, log: Path, environment: Mapping[str, str] | None = None, user: str = ""
) -> "subprocess.Popen[bytes]":
    """Run the command on the host, as the user if there is one; its output goes to the end of the log."""
    who = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
    with log.open("ab") as output:
        return subprocess.Popen(
            ["ip", "netns", "exec", host.space, *who, *command],
            **{"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output},
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )


def processes(host: Host) -> dict[int, str]:
    """The command lines of the processes of the host by their ids."""
    found = {}
    for number in map(int, _ip("netns", "pids", host.space, check=False).split()):
        with suppress(OSError):
            found[number] = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return found


def kill_all(host: Host, *words: str) -> None:
    """End the processes of the host at once: all, or those whose command line has one of the words."""
    for number, command in processes(host).items():
        if not words or any(word in command for word in words):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def kill_one(number: int) -> None:
    """End a process at once."""
    os.kill(number, signal.SIGKILL)
