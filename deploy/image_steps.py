"""Runs the steps of deploy/Dockerfile in a folder, where no container engine exists, and asks for its health.

    python deploy/image_steps.py FOLDER

The paths of the image lie below the folder. Steps that change the system of the image (packages of Debian, users) can't
be run outside one and are listed as not run: this proves that the files of the image are whole, that its packages have
the hashes of deploy/requirements.lock, and that what is built starts and answers. It proves nothing about the system.
"""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
IGNORED = ROOT / "deploy" / "Dockerfile.dockerignore"
# What the image has from the system, or is about it.
OF_THE_SYSTEM = ("apt-get ", "rm -rf /var/lib/apt", "useradd ")
# Of what is about the running container alone.
DECLARATIONS = frozenset({"FROM", "USER", "VOLUME", "EXPOSE"})
KNOWN = DECLARATIONS | {"COPY", "RUN", "ENV", "WORKDIR", "HEALTHCHECK", "CMD"}
_START_SECONDS = 120


@dataclass(frozen=True)
class Instruction:
    """A line of the Dockerfile with its continuations: `RUN`, `a && b`."""

    word: str
    text: str


def instructions(text: str) -> list[Instruction]:
    """The instructions of a Dockerfile in order; ValueError for one that this script does not know."""
    bare = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    lines = re.sub(r"\\\n\s*", " ", bare).splitlines()
    parts = [Instruction(*line.split(maxsplit=1)) for line in lines if line.strip()]
    for one in parts:
        if one.word not in KNOWN:
            raise ValueError(f"{one.word} is no step that deploy/image_steps.py knows")
    return parts


def copied_names(text: str) -> list[str]:
    """What the context of the image has: the lines of .dockerignore that let something in."""
    return [line[1:] for line in text.splitlines() if line.startswith("!")]


@dataclass
class Image:
    """The image as far as it is built: the folder that stands for its root."""

    root: Path
    place: str = "/"
    settings: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def build(self) -> Iterator[str]:
        """Run the steps; what is done is said before it is done."""
        for one in instructions(DOCKERFILE.read_text(encoding="utf-8")):
            if one.word == "FROM":
                self.place = "/"
            elif one.word == "WORKDIR":
                self.place = one.text
                self.path_of(one.text).mkdir(parents=True, exist_ok=True)
            elif one.word == "ENV":
                self.settings |= dict(part.split("=", 1) for part in shlex.split(one.text))
            elif one.word == "COPY":
                yield f"COPY {one.text}"
                self._copy(one.text)
            elif one.word == "RUN":
                yield from self._run(one.text)
            elif one.word == "CMD":
                self.command = words_of(one.text)
            elif one.word == "HEALTHCHECK":
                self.health = words_of(one.text.partition("CMD ")[2])

    def path_of(self, path: str) -> Path:
        """Where a path of the image lies."""
        return self.root / path.lstrip("/")

    def here(self) -> Path:
        """The working directory."""
        return self.path_of(self.place)

    def _copy(self, text: str) -> None:
        if text.startswith("--from="):
            # Both stages are one folder here.
            return
        source, _ = text.split()
        for name in copied_names(IGNORED.read_text(encoding="utf-8")) if source == "." else [source]:
            target = self.here() / (name if source == "." else Path(name).name)
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, target)

    def _run(self, text: str) -> Iterator[str]:
        for command in map(str.strip, text.split("&&")):
            if command.startswith(OF_THE_SYSTEM):
                yield f"NOT RUN, of the system of the image: {command}"
                continue
            yield f"RUN {command}"
            # The user is not there, and the folder belongs to who runs this.
            line = re.sub(r"--owner=\w+ ", "", command)
            line = re.sub(r"(?<![\w.])/(?=opt/|srv/)", f"{self.root}/", line)
            subprocess.run(["sh", "-c", line], cwd=self.here(), env=self.environment(), check=True)

    def environment(self) -> dict[str, str]:
        """The variables of the image, and of this machine only what its network asks for."""
        own = {name: value.replace("/opt/", f"{self.root}/opt/") for name, value in self.settings.items()}
        own |= {"PACKED_FOLDER": str(self.path_of(self.settings.get("PACKED_FOLDER", "/packed")))}
        python = Path(sys.base_prefix) / "bin"
        path = f"{self.path_of('/opt/venv/bin')}{os.pathsep}{python}{os.pathsep}{os.environ['PATH']}"
        passed = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "http"))}
        return {**passed, "HOME": str(self.root), "LANG": "C.UTF-8", **own, "PATH": path}


def words_of(text: str) -> list[str]:
    """The words of a command in the form of a list: ["a", "b"]."""
    words: list[str] = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    return [word.replace('\\"', '"') for word in words]


def start(image: Image) -> Iterator[str]:
    """Migrate a database of its own, start the command of the image, ask for its health, stop it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
    environment = {**image.environment(), "HOST": "127.0.0.1", "PORT": port}
    subprocess.run(["python", "cli.py", "migrate"], cwd=image.here(), env=environment, check=True)
    yield f"START {' '.join(image.command)}"
    server = subprocess.Popen(image.command, cwd=image.here(), env=environment)
    try:
        until = time.monotonic() + _START_SECONDS
        while subprocess.run(image.health, cwd=image.here(), env=environment, stderr=subprocess.DEVNULL).returncode:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server of the image does not answer")
            time.sleep(1)
        yield "HEALTHY, as HEALTHCHECK asks"
    finally:
        server.terminate()
        server.wait(timeout=60)


def main(folder: str) -> int:
    """Build into the folder, which must be empty, and start what is built."""
    root = Path(folder).absolute()
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        print(f"{root} is not empty", file=sys.stderr)
        return 1
    image = Image(root)
    for line in image.build():
        print(line, flush=True)
    for line in start(image):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
