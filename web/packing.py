"""The build step behind `cli.py pack`: every static file packed as tightly as can be, and a list of what was packed."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import brotli

from web.static_files import ENCODINGS, MANIFEST, SMALLEST, PackedFile, folder, source_files


def pack() -> tuple[int, int]:
    """How many files are packed now, and how many of them were packed just now; the others were before."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    before = {path.name for path in place.iterdir()}
    packed = dict(_packed(place))
    facts = {address: asdict(one) for address, one in packed.items()}
    _write(place / MANIFEST, json.dumps(facts, indent=1).encode())
    names = {f"{one.hash}{end}" for one in packed.values() for end in ENCODINGS.values()}
    for path in place.iterdir():
        if path.name not in names and path.name != MANIFEST and path.suffix in {*ENCODINGS.values(), ".part"}:
            path.unlink()
    return len(packed), len({name for name in names - before if name.endswith(ENCODINGS["br"])})


def _packed(place: Path) -> Iterator[tuple[str, PackedFile]]:
    for address, source in source_files().items():
        # Its state is read before its content: a change meanwhile makes the packed file an old one.
        state, content = source.stat(), source.read_bytes()
        if len(content) < SMALLEST:
            continue
        one = PackedFile(state.st_size, int(state.st_mtime), sha256(content).hexdigest()[:32])
        for encoding, end in ENCODINGS.items():
            path = place / f"{one.hash}{end}"
            if not path.is_file():
                _write(path, _in_encoding(encoding, content))
        yield address, one


def _in_encoding(encoding: str, content: bytes) -> bytes:
    if encoding == "br":
        packed: bytes = brotli.compress(content, quality=11, lgwin=24)
        return packed
    return gzip.compress(content, compresslevel=9, mtime=0)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a server may be reading."""
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_bytes(content)
    part.replace(path)
